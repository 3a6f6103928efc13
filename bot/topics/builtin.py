"""The topics that are there from the first day, by name."""

from bot.domain.topics import Topic
from bot.reading.letters import key_of

INFERENCE = Topic(
    name="AI inference acceleration",
    vocabulary="inference",
    categories=("cs.LG", "cs.CL", "cs.CV", "cs.AI", "cs.DC", "cs.AR", "cs.PF", "cs.OS", "cs.MA"),
    relevant=(
        "Work that makes running a trained AI model faster, smaller or cheaper, or measures that:"
        " quantization, pruning, distillation into a smaller model, speculative and parallel decoding,"
        " caching and context compression, serving, scheduling and parallelism, kernels and hardware,"
        " efficient architectures, fewer diffusion steps, less computation at test time."
    ),
    irrelevant=(
        "Work that only makes training or fine-tuning cheaper, that uses a small or fast model for a task"
        " without making it so, or that means another inference, cache, pruning or acceleration."
    ),
)
NAMES = {"AI 推理加速": INFERENCE, "inference": INFERENCE}  # beside its own


def built_in() -> tuple[Topic, ...]:
    """All of them."""
    return (INFERENCE,)


def named(name: str) -> Topic | None:
    """The topic of a name, in English or Chinese, whatever its case and spaces."""
    known = {key_of(topic.name): topic for topic in built_in()}
    known |= {key_of(other): topic for other, topic in NAMES.items()}
    return known.get(key_of(name))
