"""The digest: one compact post, each paper in full below it, and posts cut at papers alone."""

import re
from datetime import UTC, date, datetime

from bot.domain.arxiv_ids import ArxivId
from bot.domain.briefs import Brief, Slot, Slots
from bot.domain.chat import Buttons, Heading, Reply, paragraph, swapped, words_of
from bot.domain.papers import Affiliation, Paper
from bot.domain.reports import Entry, Pick, Report
from bot.domain.topics import Verdict
from bot.errors import Reason, Why
from bot.replies.briefs import brief_line, brief_reply
from bot.replies.corrections import is_torn, swaps_between
from bot.replies.reports import report_reply
from handlers.pages import cut, utf16_units

MADE_AT = datetime(2026, 3, 2, 8, 5, 9, tzinfo=UTC)
TODAY = MADE_AT.date()


def entry(number: int, *, title: str = "", clause: str = "a rule that keeps lanes apart") -> Entry:
    paper = Paper(
        key=f"arxiv:2501.{number:05d}",
        title=title or f"On Lanes, Part {number}",
        authors=("Ada", "Bo"),
        affiliations=(Affiliation(name="Lane University", page=1, words="Lane University"),),
        abstract="We keep lanes apart. " * 20,
        arxiv_id=ArxivId(number=f"2501.{number:05d}", version=1),
        sha256="ab",
        source="page",
    )
    brief = Brief(
        paper=paper.key,
        version=1,
        language="en",
        institutions=(),
        slots=Slots(
            technique=Slot(text=clause, sentences=(1,)), effect=Slot(text="2x speed", sentences=(2,))
        ),
        writer="model",
        prompt="brief/1",
        extracted=False,
    )
    return Entry(paper=paper, brief=brief)


def report(*entries: Entry, day: date = TODAY) -> Reply:
    return report_reply(
        Report(title="Daily", language="en", made_at=MADE_AT, entries=entries, failures=(), day=day)
    )


def test_the_channel_gets_a_line_a_paper_and_a_button_for_each() -> None:
    reply = report(entry(1), entry(2))
    assert [words_of(block) for block in reply.blocks] == [
        "Daily",
        "2026-03-02 · 2 papers",
        "1. On Lanes, Part 1\na rule that keeps lanes apart",
        "2. On Lanes, Part 2\na rule that keeps lanes apart",
        "Submitted 2, briefed 2, failed 0.",
        "Tap a number for details, or reply with a question, such as “2: how large was the model?”.",
        "",
    ]
    last = reply.blocks[-1]
    assert isinstance(last, Buttons)
    assert [(button.label, button.says) for button in last.buttons] == [
        ("1", "paper 2501.00001"),
        ("2", "paper 2501.00002"),
    ]
    assert reply.papers == ("arxiv:2501.00001", "arxiv:2501.00002")
    assert words_of(report(entry(1), day=date(2026, 3, 1)).blocks[1]) == "2026-03-01 · 1 paper"


def test_below_stands_each_paper_in_full_with_its_own_buttons_and_the_file() -> None:
    reply = report(entry(1), entry(2))
    titles = [block.text for block in reply.below if isinstance(block, Heading)]
    assert titles == ["1. On Lanes, Part 1", "2. On Lanes, Part 2"]
    rows = [block for block in reply.below if isinstance(block, Buttons)]
    assert [row.number for row in rows] == [1, 2]
    assert [button.says for button in rows[1].buttons] == [
        f"{verb} 2501.00002" for verb in ("paper", "ask", "save", "drop", "correct")
    ]
    assert reply.document
    assert "## Technical briefs" in reply.document.content
    assert "Save" not in reply.document.content
    assert not any(words_of(block).startswith("Abstract") for block in reply.below), "a tap away"
    assert reply.document.content.count("**Abstract**") == 2


def test_a_chat_may_have_the_briefs_without_what_they_rest_on() -> None:
    made = Report(title="Daily", language="en", made_at=MADE_AT, entries=(entry(1),), failures=(), day=TODAY)
    whole, short = report_reply(made), report_reply(made, detailed=False)
    assert [block.kind for block in short.below] == ["heading", "paragraph", "buttons"]
    assert (short.blocks, short.document) == (whole.blocks, whole.document)
    assert set(short.below) < set(whole.below)


def picked(number: int, *, score: float) -> Entry:
    verdict = Verdict(score=score, kept=True, reason="title: lanes", kind="cache")
    return entry(number).model_copy(update={"pick": Pick(topic="Lanes", verdict=verdict)})


def test_of_many_papers_the_best_stand_below_and_all_in_the_list_and_the_file() -> None:
    many = [entry(1), *(picked(number, score=number / 100) for number in range(2, 41))]
    reply = report(*many)
    titles = [block.text for block in reply.below if isinstance(block, Heading)]
    best = [1, *range(22, 41)]
    assert titles == [f"{number}. On Lanes, Part {number}" for number in best]
    words = [words_of(block) for block in reply.blocks]
    clause = "\na rule that keeps lanes apart"
    lines = [line for line in words if re.match(r"\d+\. ", line)]
    assert lines == [f"{n}. On Lanes, Part {n}{clause if n in best else ''}" for n in range(1, 41)]
    last = reply.blocks[-1]
    assert isinstance(last, Buttons)
    assert (len(last.buttons), len(reply.papers)) == (40, 40), "each answers to its number"
    assert reply.document
    assert reply.document.content.count("### ") == 80
    line = "Below stand the briefs of the most relevant papers (20); those of all 40 papers are in the file."
    assert line in words
    handed_in = report(*(entry(number) for number in range(1, 26)))
    assert "Below stand the briefs of the first papers (20); those of all 25 papers are in the file." in [
        words_of(block) for block in handed_in.blocks
    ]
    assert sum(clause in words_of(block) for block in handed_in.blocks) == 25


def test_a_correction_reaches_a_line_without_a_clause_and_details_without_a_trouble() -> None:
    gone = Reason(Why.ADDRESS_FAILED, {"address": "https://arxiv.org/pdf/1", "status": "404"})
    old, new = (entry(1, title=title) for title in ("On Lanes", "On Roads"))
    old, new = (
        each.model_copy(
            update={
                "paper": each.paper.model_copy(update={"sha256": "", "problems": (gone,), "authors": authors})
            }
        )
        for each, authors in ((old, ("Ada",)), (new, ("Ada", "Bo")))
    )
    swaps = swaps_between((old.paper, old.brief), (new.paper, new.brief))
    assert swapped((brief_line(old.paper, None),), swaps) == (brief_line(new.paper, None),)
    before, after = report(old), report(new)
    assert swapped(before.below, swaps) == after.below
    assert (
        swapped(brief_reply(old.brief, old.paper).blocks, swaps) == brief_reply(new.brief, new.paper).blocks
    )
    assert "404" not in " ".join(map(words_of, before.below))


def test_long_reports_are_cut_between_papers_alone() -> None:
    reply = report(*(entry(number) for number in range(1, 31)))
    for blocks, limit in ((reply.below, 2500), (reply.blocks, 800)):
        pieces = cut(Reply(blocks=blocks, papers=reply.papers), limit=limit, measure=utf16_units)
        assert len(pieces) > 2
        assert tuple(block for piece in pieces for block in piece.blocks) == blocks, "no block is cut"
        if blocks is reply.below:
            assert all(isinstance(piece.blocks[0], Heading) for piece in pieces)
            assert all(isinstance(piece.blocks[-1], Buttons) for piece in pieces)


def test_a_correction_changes_the_line_and_what_stands_below_under_the_same_number() -> None:
    old, new = entry(2), entry(2, title="On Roads", clause="a rule of separate roads")
    before, after = report(entry(1), old), report(entry(1), new)
    swaps = swaps_between((old.paper, old.brief), (new.paper, new.brief))
    assert swapped(before.blocks, swaps) == after.blocks
    assert swapped(before.below, swaps) == after.below
    assert swapped(after.blocks, swaps) == after.blocks


def test_a_title_in_full_is_no_torn_part_of_the_line_that_begins_with_it() -> None:
    title = "On Lanes and Why Queues of Short Requests Wait"
    old, new = entry(1, title=title), entry(1, title=title, clause="a rule of separate roads")
    swaps = swaps_between((old.paper, old.brief), (new.paper, new.brief))
    before = report(old)
    assert not is_torn(before.below, swaps)
    assert not is_torn(brief_reply(old.brief, old.paper).blocks, swaps)
    half = paragraph(words_of(before.below[1])[:70])
    assert is_torn((half,), swaps)
