"""Announcements written for the tests of this folder."""

from bot.domain.topics import Sketch, Topic

FAST = Sketch(
    title="Lanes Cut Short: Speculative Decoding with a Shared KV Cache",
    abstract=(
        "Language models answer slowly. We let a draft model guess ahead and keep its KV cache, which the"
        " large one reuses. On one card this is 2.3x faster and needs 40% less memory."
    ),
    authors=("Ann Archer", "José M. Müller"),
    institutions=("Tsinghua University",),
    categories=("cs.CL",),
)
BIRDS = Sketch(
    title="Counting Herons at Dusk",
    abstract="We count birds by ear and by eye for three summers, and compare both.",
    categories=("cs.CV",),
)
TREES = Topic(name="Trees", include=("city tree", "leaf fall"))
