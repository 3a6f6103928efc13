"""One file, opened once: its head and its text, and what a failure in the one leaves of the other."""

import pytest

from bot.clients import pdf_pages
from bot.clients.paper_files import read_file
from bot.domain.pages import ReadLimits
from bot.domain.texts import ReadDocument
from bot.errors import Why
from tests.bot.reading.drafts import ABSTRACT, BOLD, wrapped
from tests.bot.reading_text.sheets import LEFT, Sheets

WHOLE = ReadLimits(whole=True)


def read(sheets: Sheets, limits: ReadLimits = WHOLE) -> ReadDocument:
    sheets.centre(80, "A Cache for Slow Memory", size=17, face=BOLD)
    sheets.centre(110, "Anna Keller")
    sheets.centre(124, "University of Vienna")
    sheets.centre(150, "Abstract", face=BOLD)
    sheets.block(LEFT, 170, wrapped(ABSTRACT, 390))
    for page in range(4):
        sheets.next_page()
        sheets.body(heading=f"{page + 1} Part of the Work")
    sheets.canvas.save()
    return read_file(sheets.path, name="paper.pdf", limits=limits)


def test_head_and_text_come_from_one_reading(sheets: Sheets) -> None:
    document = read(sheets)
    assert document.paper.title == "A Cache for Slow Memory"
    assert document.text is not None
    assert {passage.page for passage in document.text.passages} >= {1, 2, 3, 4, 5}
    assert Why.TEXT_UNREAD not in {problem.why for problem in document.paper.problems}


def test_a_text_that_is_not_asked_for_is_not_read(sheets: Sheets) -> None:
    document = read(sheets, ReadLimits())
    assert (document.paper.title, document.text) == ("A Cache for Slow Memory", None)


def test_a_failure_in_the_text_does_not_cost_the_head(
    sheets: Sheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*pages: object, **counts: object) -> None:
        raise IndexError("words of the paper")

    monkeypatch.setattr(pdf_pages, "read_paper_text", fail)
    document = read(sheets)
    assert (document.paper.title, document.text) == ("A Cache for Slow Memory", None)
    assert Why.TEXT_UNREAD in {problem.why for problem in document.paper.problems}
    assert document.bug.startswith("IndexError at test_one_pass.py:"), "its type and place"
    assert "words" not in document.bug
