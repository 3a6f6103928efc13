"""Which lines are headings, how deep they stand, and which only look like one."""

from tests.bot.reading.drafts import BOLD, ITALIC
from tests.bot.reading_text.sheets import LEFT, RIGHT, STORY, Sheets, passage_with, texts


def outline(sheets: Sheets) -> list[tuple[str, int]]:
    """The titles and levels of the sections that stand alone."""
    return [(section.title, section.level) for section in sheets.whole().sections if not section.run_in]


def section(sheets: Sheets, top: float, title: str, *, size: float = 12, face: str = BOLD) -> float:
    """A heading and a paragraph on the left; the height under them."""
    sheets.text(LEFT, top, title, size=size, face=face)
    return sheets.paragraph(LEFT, top + 18, STORY) + 14


def test_numbers_give_the_levels(sheets: Sheets) -> None:
    top = 90.0
    for title, size in (
        ("1 Introduction", 12.0),
        ("2 Method", 12.0),
        ("2.1 Parts", 11.0),
        ("2.1.1 Wheels", 10.0),
    ):
        top = section(sheets, top, title, size=size)
    sheets.text(RIGHT, 90, "References", size=12, face=BOLD)
    sheets.lines(RIGHT, 110, "[1] Ada Lovelace. Notes. 1843.")
    sheets.text(RIGHT, 140, "A Proofs", size=12, face=BOLD)
    sheets.paragraph(RIGHT, 160, STORY * 4)
    assert outline(sheets) == [
        ("1 Introduction", 1),
        ("2 Method", 1),
        ("2.1 Parts", 2),
        ("2.1.1 Wheels", 3),
        ("References", 1),
        ("A Proofs", 1),
    ]


def test_roman_numbers_stand_over_letters(sheets: Sheets) -> None:
    top = 90.0
    for title, face in (
        ("I. INTRODUCTION", "Times-Roman"),
        ("II. METHOD", "Times-Roman"),
        ("A. Parts of the Machine", ITALIC),
        ("B. Cost of the Parts", ITALIC),
        ("III. RESULTS", "Times-Roman"),
    ):
        top = section(sheets, top, title, size=10, face=face)
    sheets.paragraph(RIGHT, 90, STORY * 4)
    assert outline(sheets) == [
        ("I. INTRODUCTION", 1),
        ("II. METHOD", 1),
        ("A. Parts of the Machine", 2),
        ("B. Cost of the Parts", 2),
        ("III. RESULTS", 1),
    ]


def test_headings_without_numbers_are_known_by_their_face(sheets: Sheets) -> None:
    top = 90.0
    for title, size in (
        ("Introduction", 14.0),
        ("Why the Old Machines Are Slow", 14.0),
        ("Conclusion", 14.0),
    ):
        top = section(sheets, top, title, size=size)
    sheets.paragraph(RIGHT, 90, STORY * 4)
    assert outline(sheets) == [
        ("Introduction", 1),
        ("Why the Old Machines Are Slow", 1),
        ("Conclusion", 1),
    ]


def test_a_heading_of_two_lines_is_one_heading(sheets: Sheets) -> None:
    top = section(sheets, 90, "1 Introduction")
    sheets.lines(LEFT, top, "2 A Machine That Answers Many People at", "Once", size=12, face=BOLD)
    sheets.paragraph(LEFT, top + 34, STORY * 2)
    sheets.paragraph(RIGHT, 90, STORY * 4)
    assert outline(sheets)[1][0] == "2 A Machine That Answers Many People at Once"


def test_a_bold_opening_is_a_run_in_heading_and_stays_in_its_paragraph(sheets: Sheets) -> None:
    top = section(sheets, 90, "1 Introduction")
    end = sheets.text(LEFT, top, "Cost of the parts.", face=BOLD)
    sheets.text(end + 4, top, "Each of the parts is")
    sheets.paragraph(LEFT, top + 12, "made by hand and it is paid for at once. " + STORY)
    sheets.paragraph(RIGHT, 90, STORY * 4)
    paper = sheets.whole()
    assert [(part.title, part.level, part.run_in) for part in paper.sections] == [
        ("1 Introduction", 1, False),
        ("Cost of the parts.", 2, True),
    ]
    passage = passage_with(paper, "made by hand")
    assert passage.text.startswith("Cost of the parts. Each of the parts is made by hand")
    assert paper.title_of(passage) == "Cost of the parts."


def test_an_abstract_that_opens_on_its_headings_line_is_a_section(sheets: Sheets) -> None:
    sheets.centre(70, "A Machine for Many", size=18)
    end = sheets.text(LEFT, 120, "Abstract—", face=BOLD)
    sheets.text(end, 120, "We made a machine for it.")
    top = sheets.paragraph(LEFT, 132, STORY)
    section(sheets, top + 14, "1 Introduction")
    sheets.paragraph(RIGHT, 120, STORY * 4)
    paper = sheets.whole()
    assert [part.title for part in paper.sections] == ["Abstract", "1 Introduction"]
    assert passage_with(paper, "We made a machine").text.startswith("We made a machine for it.")
    assert texts(paper, "front") == ["A Machine for Many"]


def test_lists_theorems_and_contents_are_no_headings(sheets: Sheets) -> None:
    top = section(sheets, 90, "1 Introduction")
    for line in ("1. The first part is made of brass", "2. The second part is made of iron"):
        top = sheets.lines(LEFT, top, line)
    top = sheets.lines(LEFT, top + 12, "Theorem 1", face=BOLD)
    top = sheets.paragraph(LEFT, top, STORY)
    sheets.lines(RIGHT, 90, "2 Method . . . . . . . . . . . . . . . . 4", face=BOLD)
    sheets.paragraph(RIGHT, 120, STORY * 4)
    assert outline(sheets) == [("1 Introduction", 1)]
