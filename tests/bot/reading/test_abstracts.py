"""The abstract is all of the abstract and nothing else, wherever a template puts it."""

import pytest

from tests.bot.reading.drafts import ABSTRACT, BOLD, ITALIC, TITLE, Draft, wrapped


def head(draft: Draft) -> None:
    """Title and author."""
    draft.centre(90, TITLE, size=17, face=BOLD)
    draft.centre(120, "Anna Keller", size=12)
    draft.centre(134, "University of Vienna", face=ITALIC)


@pytest.mark.parametrize(
    "after",
    [
        "Keywords: caches, memory",
        "Index Terms—caches, memory",
        "CCS Concepts: • Computing methodologies",
        "1 Introduction",
    ],
)
def test_an_abstract_ends_before_what_follows_it(draft: Draft, after: str) -> None:
    head(draft)
    draft.centre(180, "Abstract", size=12, face=BOLD)
    below = draft.block(108, 200, wrapped(ABSTRACT, 396))
    draft.text(108, below, after)
    draft.filler(108, below + 30, width=396)
    assert draft.read().abstract == ABSTRACT


@pytest.mark.parametrize("heading", ["Abstract. ", "Abstract—", "ABSTRACT: ", "Summary. "])
def test_a_heading_may_stand_in_the_first_line(draft: Draft, heading: str) -> None:
    head(draft)
    below = draft.block(108, 190, wrapped(heading + ABSTRACT, 396))
    draft.text(108, below + 20, "1 Introduction", size=12, face=BOLD)
    draft.filler(108, below + 40, width=396)
    assert draft.read().abstract == ABSTRACT


def test_without_a_heading_the_first_paragraph_behind_the_authors_is_the_abstract(draft: Draft) -> None:
    head(draft)
    below = draft.block(108, 170, wrapped(ABSTRACT, 396, size=9), size=9)
    draft.text(108, below + 20, "1 Introduction", size=12, face=BOLD)
    draft.filler(108, below + 40, width=396)
    assert draft.read().abstract == ABSTRACT


def test_an_abstract_goes_on_at_the_top_of_the_next_column(draft: Draft) -> None:
    head(draft)
    draft.centre(200, "Abstract", size=12, face=BOLD, middle=174)
    lines = wrapped(" ".join([ABSTRACT] * 9), 205)
    draft.block(72, 218, lines[:36])
    draft.block(
        54, 690, wrapped("^{1}Correspondence to: Anna Keller, the first of the authors.", 240, size=8), size=8
    )
    below = draft.block(318, 200, lines[36:])
    draft.text(318, below + 20, "1. Introduction", size=12, face=BOLD)
    draft.filler(318, below + 40, width=240)
    assert draft.read().abstract == " ".join([ABSTRACT] * 9)


def test_a_figure_beside_the_abstract_and_its_caption_stay_out(draft: Draft) -> None:
    head(draft)
    draft.text(54, 200, "Abstract", size=12, face=BOLD)
    below = draft.block(54, 220, wrapped(ABSTRACT, 240))
    draft.text(54, below + 20, "1. Introduction", size=12, face=BOLD)
    draft.filler(54, below + 40, width=240)
    draft.block(
        318,
        330,
        wrapped("Figure 1. Our cache beside the best earlier one on four tasks.", 240, size=9),
        size=9,
    )
    draft.filler(318, 370, width=240)
    assert draft.read().abstract == ABSTRACT


def test_words_cut_at_line_ends_are_whole_again_and_compounds_keep_their_hyphen(draft: Draft) -> None:
    head(draft)
    draft.centre(180, "Abstract", size=12, face=BOLD)
    lines = [
        "Our two-stage method makes the generation of long answers sig-",
        "nificantly faster. It is a mixture-of-",
        "experts that works in real-",
        "time and needs no tokeniza-",
        "tion of its own. The first stage of the two-",
        "stage method is trained once and never changed again after that.",
    ]
    below = draft.block(108, 200, lines)
    draft.text(108, below + 20, "1 Introduction", size=12, face=BOLD)
    draft.block(
        108, below + 40, ["The tokenization of a text is done before, and two-stage methods are known."]
    )
    assert draft.read().abstract == (
        "Our two-stage method makes the generation of long answers significantly faster. It is a "
        "mixture-of-experts that works in real-time and needs no tokenization of its own. The first stage of "
        "the two-stage method is trained once and never changed again after that."
    )


def test_a_second_abstract_in_another_language_is_left_out(draft: Draft) -> None:
    head(draft)
    below = draft.block(108, 170, wrapped(ABSTRACT, 396, size=9), size=9)
    german = (
        "Große Modelle antworten langsam, weil der Speicher mit jedem Wort wächst und nicht kleiner wird. "
        * 3
    )
    below = draft.block(108, below + 8, wrapped(german, 396, size=9), size=9)
    draft.text(108, below + 20, "1 Introduction", size=12, face=BOLD)
    draft.filler(108, below + 40, width=396)
    assert draft.read().abstract == ABSTRACT


def test_the_line_numbers_of_a_paper_under_review_are_no_words_of_it(draft: Draft) -> None:
    head(draft)
    draft.centre(180, "Abstract", size=12, face=BOLD)
    below = draft.block(108, 200, wrapped(ABSTRACT, 396))
    draft.text(108, below + 20, "1 Introduction", size=12, face=BOLD)
    draft.filler(108, below + 40, width=396)
    for row in range(40):
        draft.text(80, 80 + 12 * row, f"{row:03}", size=8)
    assert draft.read().abstract == ABSTRACT


def test_an_abstract_goes_on_over_the_small_print_at_a_columns_foot(draft: Draft) -> None:
    head(draft)
    draft.centre(200, "Abstract", size=12, face=BOLD, middle=174)
    lines = wrapped(" ".join([ABSTRACT] * 7), 240)
    draft.block(54, 218, lines[:34])
    draft.block(54, 650, ["Permission to make digital or hard copies of this work is granted."], size=8)
    draft.centre(742, "1", middle=306)
    below = draft.block(318, 200, lines[34:])
    draft.text(318, below + 20, "Keywords: caches, memory")
    draft.filler(318, below + 40, width=240)
    assert draft.read().abstract == " ".join([ABSTRACT] * 7)


def test_an_abstract_goes_on_on_the_next_page(draft: Draft) -> None:
    head(draft)
    draft.centre(500, "Abstract", size=12, face=BOLD)
    lines = wrapped(" ".join([ABSTRACT] * 5), 396)
    draft.block(108, 520, lines[:15])
    draft.centre(742, "1")
    draft.next_page()
    draft.centre(40, "Fast Caches", size=8)
    below = draft.block(108, 80, lines[15:])
    draft.text(108, below + 20, "1 Introduction", size=12, face=BOLD)
    draft.filler(108, below + 40, width=396)
    assert draft.read().abstract == " ".join([ABSTRACT] * 5)


def test_a_bold_abstract_without_a_heading_ends_where_its_letters_do(draft: Draft) -> None:
    head(draft)
    below = draft.block(108, 170, wrapped(ABSTRACT, 396, face=BOLD), face=BOLD)
    draft.filler(108, below + 4, width=396)
    assert draft.read().abstract == ABSTRACT


def test_a_first_row_full_of_names_belongs_to_the_abstract(draft: Draft) -> None:
    head(draft)
    opening = "In July 2025 Study Times, sponsored by the School of Northern Norway, told of slow caches. "
    below = draft.block(108, 180, wrapped(opening + ABSTRACT, 396))
    draft.text(108, below + 20, "1 Introduction", size=12, face=BOLD)
    draft.filler(108, below + 40, width=396)
    paper = draft.read()
    assert paper.abstract == opening + ABSTRACT
    assert list(paper.authors) == ["Anna Keller"]


def test_a_footnotes_number_behind_a_word_is_no_part_of_it_and_an_exponent_is(draft: Draft) -> None:
    head(draft)
    draft.centre(180, "Abstract", size=12, face=BOLD)
    draft.text(
        108,
        200,
        "Our cache Otter-o1^{1} keeps what the next tokens need at the cost of n^{1} steps.",
    )
    below = draft.block(108, 212, wrapped(ABSTRACT, 396))
    draft.text(108, below + 20, "1 Introduction", size=12, face=BOLD)
    draft.filler(108, below + 40, width=396, bottom=640)
    draft.text(118, 700, "^{1}The name is that of an animal.", size=8)
    told = "Our cache Otter-o1 keeps what the next tokens need at the cost of n1 steps."
    assert draft.read().abstract.startswith(told)


def test_an_abstract_goes_on_with_one_word_at_the_top_of_the_next_column(draft: Draft) -> None:
    head(draft)
    draft.centre(200, "Abstract", size=12, face=BOLD, middle=174)
    lines = wrapped(" ".join([ABSTRACT] * 7)[:-1], 240)
    draft.block(54, 218, lines)
    draft.text(318, 200, "twice.")
    draft.text(318, 230, "1. Introduction", size=12, face=BOLD)
    draft.filler(318, 250, width=240)
    assert draft.read().abstract == " ".join([ABSTRACT] * 7)[:-1] + " twice."


def test_under_a_figure_an_abstract_goes_on_higher_in_the_next_column(draft: Draft) -> None:
    head(draft)
    draft.canvas.rect(54, 560, 240, 70)
    draft.text(54, 262, "Abstract", size=12, face=BOLD)
    lines = wrapped(" ".join([ABSTRACT] * 9), 240)
    draft.block(54, 280, lines[:36])
    below = draft.block(318, 180, lines[36:])
    draft.text(318, below + 20, "1 Introduction", size=12, face=BOLD)
    draft.filler(318, below + 40, width=240)
    assert draft.read().abstract == " ".join([ABSTRACT] * 9)
