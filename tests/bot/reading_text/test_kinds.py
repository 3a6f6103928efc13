"""What is told apart from running text: captions, tables, formulae, footnotes, references."""

import pytest

from bot.reading.captions import starts_caption
from tests.bot.reading.drafts import ITALIC
from tests.bot.reading_text.sheets import LEFT, RIGHT, STORY, Sheets, passage_with, texts


@pytest.mark.parametrize(
    "text",
    [
        "Figure 1: The machine",
        "Fig. 3. The machine at rest",
        "FIG. 12. The machine",
        "Table 2: Costs",
        "TABLE IV: Costs",
        "Figure B.3: More of it",
        "Table A2 | Costs",
        "Algorithm 1: Serving",
        "Supplementary Figure 4. Parts",
        "Figure 3",
    ],
)
def test_a_label_with_a_stop_opens_a_caption(text: str) -> None:
    assert starts_caption(text)


@pytest.mark.parametrize(
    "text",
    [
        "Figure 3 shows the machine",
        "Figures 1 and 2 show it",
        "Table 2, which we made",
        "Figure 3.2 is left out",
    ],
)
def test_a_sentence_about_a_figure_is_no_caption(text: str) -> None:
    assert not starts_caption(text)


def test_a_table_is_kept_row_by_row_and_out_of_the_sentences(sheets: Sheets) -> None:
    top = sheets.paragraph(LEFT, 90, STORY * 2)
    top = sheets.lines(LEFT, top + 14, "Table 1: What the parts cost.", size=9)
    for row in (("Part", "Brass", "Iron"), ("Wheel", "12.5", "3.1"), ("Spring", "8.0", "9.9")):
        top += 13
        for place, cell in enumerate(row):
            sheets.text(LEFT + 70 * place, top, cell, size=9)
    sheets.paragraph(LEFT, top + 30, "Behind the table the text goes on. " + STORY)
    sheets.paragraph(RIGHT, 90, STORY * 6)
    paper = sheets.whole()
    assert texts(paper, "table") == ["Part | Brass | Iron\nWheel | 12.5 | 3.1\nSpring | 8.0 | 9.9"]
    assert texts(paper, "caption") == ["Table 1: What the parts cost."]
    assert not any("12.5" in text for text in texts(paper))


def test_a_displayed_formula_stands_by_itself(sheets: Sheets) -> None:
    top = sheets.heading(LEFT, 70, "1 Cost")
    top = sheets.lines(LEFT, top, "The cost of a machine with many parts is given by")
    sheets.text(LEFT + 60, top + 10, "c = a + b × n", face=ITALIC)
    sheets.text(LEFT + 226, top + 10, "(1)")
    sheets.paragraph(LEFT, top + 32, "where the number of parts is known before. " + STORY * 3)
    sheets.paragraph(RIGHT, 90, STORY * 4)
    paper = sheets.whole()
    assert texts(paper, "formula") == ["c = a + b × n (1)"]
    assert not any("×" in text for text in texts(paper))


def test_a_footnote_is_taken_out_and_its_mark_too(sheets: Sheets) -> None:
    top = sheets.lines(LEFT, 90, "The machine was made by two people,^{1} who")
    top = sheets.paragraph(LEFT, top, "had no others to help them. " + STORY * 6)
    sheets.lines(LEFT, 700, "^{1}They are both long dead.", size=8)
    sheets.paragraph(RIGHT, 90, STORY * 8)
    paper = sheets.whole()
    assert passage_with(paper, "The machine was made").text.startswith(
        "The machine was made by two people, who had no others"
    )
    assert texts(paper, "footnote") == ["1They are both long dead."]


def test_references_are_one_passage_each(sheets: Sheets) -> None:
    sheets.paragraph(LEFT, sheets.heading(LEFT, 90, "1 Introduction"), STORY * 4)
    top = sheets.heading(RIGHT, sheets.paragraph(RIGHT, 90, STORY * 2) + 12, "References")
    top = sheets.lines(RIGHT, top, "[1] Ada Lovelace. Notes on the analytical")
    top = sheets.lines(RIGHT + 16, top, "engine. Taylor, 1843.")
    top = sheets.lines(RIGHT, top, "[2] Charles Babbage. On the economy of")
    top = sheets.lines(RIGHT + 16, top, "machinery. Knight, 1832.")
    sheets.lines(RIGHT, top, "[3] Luigi Menabrea. Sketch. 1842.")
    assert texts(sheets.whole(), "reference") == [
        "[1] Ada Lovelace. Notes on the analytical engine. Taylor, 1843.",
        "[2] Charles Babbage. On the economy of machinery. Knight, 1832.",
        "[3] Luigi Menabrea. Sketch. 1842.",
    ]


def test_references_without_labels_begin_where_their_lines_hang_out(sheets: Sheets) -> None:
    sheets.paragraph(LEFT, sheets.heading(LEFT, 90, "Introduction"), STORY * 4)
    top = sheets.heading(RIGHT, sheets.paragraph(RIGHT, 90, STORY * 2) + 12, "Bibliography")
    for first, second in (
        ("Babbage, C. (1832). On the economy of", "machinery. London: Knight."),
        ("Lovelace, A. (1843). Notes on the analytical", "engine. London: Taylor."),
    ):
        top = sheets.lines(RIGHT, top, first)
        top = sheets.lines(RIGHT + 14, top, second)
    assert texts(sheets.whole(), "reference") == [
        "Babbage, C. (1832). On the economy of machinery. London: Knight.",
        "Lovelace, A. (1843). Notes on the analytical engine. London: Taylor.",
    ]
