"""What a brief may rest on: the abstract whole, and of the text what claims and measures."""

from bot.checks.evidence import MOST_OF_TEXT, evidence_of
from bot.domain.texts import PaperText, Passage, Section

ABSTRACT = "Wheels wait for each other. We propose lanes. Lanes cut the wait by 40%."
SECTIONS = (
    Section(title="Abstract", level=1, page=1),
    Section(title="1 Introduction", level=1, page=1),
    Section(title="1.1 Contributions", level=2, page=2),
    Section(title="2 Method", level=1, page=3),
    Section(title="3 Experimental Results", level=1, page=5),
    Section(title="References", level=1, page=9),
)
SAID = {
    0: "We propose lanes. Lanes cut the wait by 40%.",
    1: "Roads are old, as all of us know. We introduce lanes that a wheel of any size can take.",
    2: "In this paper we show that a lane costs less than a second road. Lanes cut the wait by 40%.",
    3: "We propose to paint a white line between two wheels, for 12% less.",
    4: "The wait falls by 38% on the second of both public roads. The sky was blue while we measured it.",
    5: "We present a study in which the wait was reduced by 17% on a road of somebody else, in 2019.",
}


def text() -> PaperText:
    passages = [
        Passage(kind="paragraph", text=words, page=SECTIONS[place].page, section=place, position=place)
        for place, words in SAID.items()
    ]
    caption = Passage(kind="caption", text="We show 99% more.", page=5, section=4, position=6)
    return PaperText(sections=SECTIONS, passages=(*passages, caption), pages=9)


def test_the_abstract_comes_first_under_its_own_numbers_then_claims_then_results() -> None:
    found = evidence_of(ABSTRACT, text())
    assert [(one.number, one.section, one.page) for one in found] == [
        (1, "", 0),
        (2, "", 0),
        (3, "", 0),
        (4, "1 Introduction", 1),
        (5, "1.1 Contributions", 2),
        (6, "3 Experimental Results", 5),
    ]
    assert found[3].text == "We introduce lanes that a wheel of any size can take."
    assert found[5].text == "The wait falls by 38% on the second of both public roads."


def test_without_a_text_there_is_the_abstract_alone() -> None:
    assert [one.text for one in evidence_of(ABSTRACT, None)] == [
        "Wheels wait for each other.",
        "We propose lanes.",
        "Lanes cut the wait by 40%.",
    ]


def test_of_many_sentences_those_with_figures_are_taken_in_reading_order() -> None:
    plain = [f"Our lanes achieve a lower wait on the road of town {name}." for name in "abcdefgh"]
    told = [f"Our lanes achieve a wait that is {share}% lower than before." for share in range(11, 15)]
    words = " ".join([*plain[:4], *told, *plain[4:]])
    passage = Passage(kind="paragraph", text=words, page=5, section=4, position=0)
    whole = PaperText(sections=SECTIONS, passages=(passage,), pages=9)
    found = [one.text for one in evidence_of(ABSTRACT, whole)][3:]
    assert len(found) == MOST_OF_TEXT
    assert [one for one in found if "%" in one] == told
    assert found == sorted(found, key=words.index)
