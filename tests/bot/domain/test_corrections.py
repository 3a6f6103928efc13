"""Pure: what people corrected, laid over a paper and its brief; and words swapped in what was posted."""

from datetime import UTC, datetime

import pytest

from bot.domain.briefs import Brief, Conditions, Evidence, Language, Slot, Slots
from bot.domain.chat import Block, Heading, Swap, paragraph, swapped
from bot.domain.corrections import (
    Correction,
    FieldName,
    corrected,
    names_in,
    shown_value,
    standing,
    visible,
)
from bot.domain.papers import Affiliation, Paper
from bot.errors import Reason, Why

KEY = "arxiv:2603.00001"
PRINTED = Affiliation(name="Lane University", authors=(0,), page=1, words="1 Lane University")
PAPER = Paper(
    key=KEY,
    title="On Lanes",
    authors=("Ann Archer",),
    affiliations=(PRINTED,),
    abstract="We keep lanes apart. It works.",
    source="page",
    problems=(Reason(Why.NO_AFFILIATION), Reason(Why.TEXT_UNREAD)),
)
BRIEF = Brief(
    paper=KEY,
    version=None,
    language="en",
    institutions=("Lane University",),
    slots=Slots(
        technique=Slot(text="lanes", sentences=(1,)),
        effect=Slot(text="it works", sentences=(2,), conditions=Conditions(metric="joy")),
    ),
    writer="model-1",
    prompt="brief/1",
    extracted=False,
    left_out=("problem",),
    evidence=(Evidence(number=1, text="We keep lanes apart."), Evidence(number=2, text="It works.")),
)


def said(
    field: FieldName, value: str | None, *, job: str = "j", language: Language | None = None, of: str = KEY
) -> Correction:
    """Something that a person corrected."""
    return Correction(
        job=job,
        paper=of,
        field=field,
        language=language,
        value=value,
        before="",
        person="square:ann",
        at=datetime(2026, 3, 1, tzinfo=UTC),
    )


def test_without_corrections_both_are_as_they_were() -> None:
    other = said("title", "Another", of="arxiv:2603.00002")
    chinese = said("effect", "有效", language="zh")
    assert corrected(PAPER, BRIEF, [other, chinese]) == (PAPER, BRIEF)


def test_a_corrected_slot_rests_on_a_person_and_on_no_sentence() -> None:
    paper, brief = corrected(PAPER, BRIEF, [said("effect", "2x faster.", language="en")])
    assert paper == PAPER
    assert brief.slots.effect == Slot(text="2x faster", sentences=())
    assert brief.slots.technique == BRIEF.slots.technique
    assert [each.number for each in brief.evidence] == [1]
    assert brief.corrected == ("effect",)


def test_a_slot_that_was_left_out_is_filled_by_a_person() -> None:
    _, brief = corrected(PAPER, BRIEF, [said("problem", "queues", language="en")])
    assert brief.slots.problem == Slot(text="queues", sentences=())
    assert brief.left_out == ()


def test_title_and_institutions_are_corrected_in_the_paper_with_what_the_page_says_of_them() -> None:
    history = [said("title", "On Lines", job="1"), said("institutions", "lane university, B", job="2")]
    paper, brief = corrected(PAPER, BRIEF, history)
    assert paper.title == "On Lines"
    assert paper.affiliations == (PRINTED, Affiliation(name="B", page=0, words="", read_by="person"))
    assert brief.institutions == ("Lane University", "B")
    assert [problem.why for problem in paper.problems] == [Why.TEXT_UNREAD]
    assert shown_value("institutions", paper, brief) == "Lane University, B"
    assert brief.corrected == ("title", "institutions")


def test_an_extracted_brief_is_one_no_longer_once_every_slot_is_a_persons() -> None:
    extracted = BRIEF.model_copy(update={"extracted": True})
    effect, technique = said("effect", "a", language="en"), said("technique", "b", language="en")
    assert corrected(PAPER, extracted, [effect])[1].extracted
    assert not corrected(PAPER, extracted, [effect, technique])[1].extracted


@pytest.mark.parametrize(
    ("values", "stands"),
    [
        (["a"], "a"),
        (["a", "b"], "b"),
        (["a", None], None),
        (["a", "b", None], "a"),
        (["a", "b", None, None], None),
        ([None, "a"], "a"),
        (["a", None, "c"], "c"),
    ],
)
def test_a_withdrawal_brings_back_what_was_there_before(values: list[str | None], stands: str | None) -> None:
    history = [said("title", value) for value in values]
    found = standing(history, paper=KEY, language="en").get("title")
    assert (found.value if found else None) == stands


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("A, B", ("A", "B")),
        ("甲大学、乙研究院", ("甲大学", "乙研究院")),
        ("甲大学，乙研究院。", ("甲大学", "乙研究院")),
        ("University of A, B; C", ("University of A, B", "C")),
        ("A,", ("A",)),
    ],
)
def test_institutions_are_named_one_after_the_other(value: str, names: tuple[str, ...]) -> None:
    assert names_in(value) == names


A, B, C, D = (paragraph(words) for words in "ABCD")


@pytest.mark.parametrize(
    ("blocks", "swaps", "shown"),
    [
        ((A, B), [((A,), (C,))], (C, B)),
        ((A, B, A), [((A,), (C,))], (C, B, C)),
        ((A, B), [((A, B), (C,))], (C,)),
        ((A, B), [((A,), (C, D))], (C, D, B)),
        ((A, B), [((A,), (C,)), ((A, B), (D,))], (D,)),
        ((A, C), [((A,), (A, C)), ((A, C), (A, C))], (A, C)),
        ((A,), [((A, B), (C,))], (A,)),
    ],
)
def test_old_blocks_give_way_to_new_ones(
    blocks: tuple[Block, ...],
    swaps: list[tuple[tuple[Block, ...], tuple[Block, ...]]],
    shown: tuple[Block, ...],
) -> None:
    assert swapped(blocks, [Swap(old=old, new=new) for old, new in swaps]) == shown


def test_a_heading_keeps_its_number_and_its_level() -> None:
    swap = Swap(old=(Heading(text="Old", level=3),), new=(Heading(text="New", level=3),))
    for text, level, shown in (("12. Old", 3, "12. New"), ("Old", 2, "Old"), ("Very Old", 3, "Very Old")):
        assert swapped((Heading(text=text, level=level),), [swap]) == (Heading(text=shown, level=level),)


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("twice\u200b as\u00ad fast\ufeff", "twice as fast"),
        ("\u202etwice\u202c \u2066as\u2069 fast", "twice as fast"),
        ("twice\x1b\x07 as\tfast", "twice as fast"),
        ("twice\u3164\u2800 as\U000e0041\U000e0101 fast", "twice as fast"),
        ("fast 🚀, 👩🏽\u200d🚀 and ❤\ufe0f", "fast 🚀, 👩🏽\u200d🚀 and ❤\ufe0f"),
        ("a\u200db", "ab"),
        ("两倍\u200d速度", "两倍速度"),
    ],
)
def test_what_nobody_can_see_is_no_part_of_a_value(value: str, seen: str) -> None:
    assert visible(value) == seen
