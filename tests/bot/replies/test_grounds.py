"""What a brief rests on, as it is told: which part, where in the paper, in whose words."""

from bot.domain.briefs import Brief, Evidence, Language, Slot, Slots
from bot.replies.grounds import evidence_quote

SENTENCES = (
    Evidence(number=1, text="We propose lanes."),
    Evidence(number=2, text="Lanes halve the wait.", section="4.2 Results", page=7),
    Evidence(number=3, text="Nobody waits long.", section="Discussion"),
)


def told(language: Language) -> str:
    brief = Brief(
        paper="arxiv:2501.00001",
        version=1,
        language=language,
        institutions=(),
        slots=Slots(
            technique=Slot(text="lanes", sentences=(1,)), effect=Slot(text="half the wait", sentences=(2, 3))
        ),
        writer="model",
        prompt="brief/1",
        extracted=False,
        evidence=SENTENCES,
    )
    (quote,) = evidence_quote(brief)
    return quote.text


def test_each_sentence_stands_with_its_part_its_section_and_its_page() -> None:
    assert told("en").splitlines() == [
        "Technique (abstract): We propose lanes.",
        "Effect (4.2 Results, p. 7): Lanes halve the wait.",
        "Effect (Discussion): Nobody waits long.",
    ]
    assert told("zh").splitlines()[:2] == [
        "技术（摘要）：We propose lanes.",
        "效果（4.2 Results，第 7 页）：Lanes halve the wait.",
    ]
