"""The title blocks of the templates that papers come in: who wrote it, and where do they work?"""

from collections.abc import Callable, Sequence

import pytest

from bot.domain.papers import ReadPaper
from tests.bot.reading.drafts import ABSTRACT, BOLD, ITALIC, REGULAR, TITLE, Draft, wrapped

THREE = ["Anna Keller", "Bo Li", "Carla Gomez"]


def one_column(draft: Draft, *, top: float = 240) -> None:
    """Abstract and body of a paper in one column."""
    draft.centre(top, "Abstract", size=12, face=BOLD)
    below = draft.block(144, top + 18, wrapped(ABSTRACT, 324))
    draft.text(108, below + 30, "1 Introduction", size=12, face=BOLD)
    draft.filler(108, below + 50, width=396, bottom=640)


def columns(draft: Draft, *, top: float = 200, bottom: float = 690) -> None:
    """Abstract and body of a paper in two columns."""
    draft.centre(top, "Abstract", size=12, face=BOLD, middle=174)
    below = draft.block(64, top + 18, wrapped(ABSTRACT, 220))
    draft.text(54, below + 20, "1. Introduction", size=12, face=BOLD)
    draft.filler(54, below + 40, width=240, bottom=bottom)
    draft.filler(318, top, width=240)


def grid(draft: Draft, cells: Sequence[Sequence[str]], *, top: float = 130, face: str = BOLD) -> None:
    """Authors side by side, each over the lines of their cell."""
    for place, (name, *lines) in enumerate(cells):
        middle = 612 * (place + 1) / (len(cells) + 1)
        draft.centre(top, name, size=10, face=face, middle=middle)
        for row, line in enumerate(lines, start=1):
            draft.centre(top + 11 * row, line, middle=middle)


def superscripts(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17)
    draft.centre(130, "Anna Keller^{1,2}, Bo Li^{1} and Carla Gomez^{3}", size=12)
    draft.centre(146, "^{1}School of Computing, University of Vienna, Vienna, Austria")
    draft.centre(158, "^{2}Google Research, Mountain View, CA, USA")
    draft.centre(170, "^{3}ETH Zurich, Switzerland")
    one_column(draft)


def marks_behind(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17)
    draft.centre(130, "Anna Keller^{a,b}, Bo Li^{a}, Carla Gomez^{c}", size=12)
    draft.centre(146, "University of Vienna^{a}, Google Research^{b}")
    draft.centre(158, "ETH Zurich^{c}")
    one_column(draft)


def plain_digits(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17)
    draft.centre(130, "Anna Keller1,2, Bo Li1, Carla Gomez3", size=12)
    draft.centre(146, "1 University of Vienna, Vienna, Austria")
    draft.centre(158, "2 Google Research, Mountain View, CA, USA")
    draft.centre(170, "3 ETH Zurich")
    one_column(draft)


def cells(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17, face=BOLD)
    grid(
        draft,
        [
            ("Anna Keller", "University of Vienna", "Google Research", "anna@univie.ac.at"),
            ("Bo Li^{*}", "Department of Physics", "University of Vienna", "Vienna, Austria"),
            ("Carla Gomez", "ETH Zurich", "carla@ethz.ch"),
        ],
    )
    one_column(draft)


def footnote(draft: Draft) -> None:
    draft.centre(100, TITLE, size=14, face=BOLD)
    draft.centre(150, "Anna Keller^{1 2}  Bo Li^{1}  Carla Gomez^{3}", face=BOLD)
    columns(draft, top=197, bottom=640)
    draft.block(
        54,
        670,
        [
            "^{*}Equal contribution ^{1}School of Computing, Univer-",
            "sity of Vienna ^{2}Google Research ^{3}ETH Zurich. Correspon-",
            "dence to: Anna Keller <anna@univie.ac.at>.",
        ],
        size=9,
    )


def prose_footnote(draft: Draft) -> None:
    draft.centre(90, TITLE, size=20)
    draft.centre(120, "Anna Keller, Member, IEEE, Bo Li, Student Member, IEEE, and Carla Gomez", size=11)
    draft.block(54, 180, wrapped("Abstract—" + ABSTRACT, 240, size=9, face=BOLD), size=9, face=BOLD)
    draft.centre(330, "I. INTRODUCTION", middle=174)
    draft.filler(54, 350, width=240, bottom=600)
    draft.filler(318, 180, width=240)
    notes = [
        "A. Keller and B. Li are with the Department of Computer Science, University of Vienna, 1010 Vienna.",
        "A. Keller was with Google Research, Mountain View, CA (e-mail: anna@univie.ac.at).",
        "C. Gomez is with the School of Computing, ETH Zurich, Zurich, Switzerland (e-mail: c@ethz.ch).",
    ]
    draft.block(54, 630, [line for note in notes for line in wrapped(note, 240, size=8)], size=8)


BLOCKS = [superscripts, marks_behind, plain_digits, cells, footnote, prose_footnote]


@pytest.fixture(params=BLOCKS, ids=lambda block: block.__name__)
def paper(request: pytest.FixtureRequest, draft: Draft) -> ReadPaper:
    """One paper, in each of the ways to print where its authors work."""
    block: Callable[[Draft], None] = request.param
    block(draft)
    return draft.read()


def test_every_template_gives_the_authors_in_order(paper: ReadPaper) -> None:
    assert paper.title == TITLE
    assert list(paper.authors) == THREE


def test_every_template_gives_each_institution_once_without_department_and_city(paper: ReadPaper) -> None:
    names = [affiliation.name for affiliation in paper.affiliations]
    assert names == ["University of Vienna", "Google Research", "ETH Zurich"]
    assert {affiliation.page for affiliation in paper.affiliations} == {1}


def test_marks_link_authors_to_their_institutions(draft: Draft) -> None:
    superscripts(draft)
    assert [affiliation.authors for affiliation in draft.read().affiliations] == [(0, 1), (0,), (2,)]


def test_cells_link_authors_to_the_institutions_under_them(draft: Draft) -> None:
    cells(draft)
    assert [affiliation.authors for affiliation in draft.read().affiliations] == [(0, 1), (0,), (2,)]


def test_an_interns_host_is_not_their_institution(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17, face=BOLD)
    grid(draft, [("Anna Keller^{*}", "University of Vienna"), ("Bo Li", "University of Vienna")])
    one_column(draft)
    draft.text(120, 700, "^{*}Work done during an internship at Microsoft Research.", size=8)
    assert [affiliation.name for affiliation in draft.read().affiliations] == ["University of Vienna"]


def test_an_anonymous_paper_has_no_authors_and_says_that_no_institution_is_printed(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17, face=BOLD)
    grid(draft, [("Anonymous Author(s)", "Affiliation", "Address", "email")])
    one_column(draft)
    paper = draft.read()
    assert (paper.authors, paper.affiliations) == ((), ())
    assert [problem.why for problem in paper.problems] == ["no_affiliation"]


def test_a_group_is_an_author_and_its_firm_an_institution(draft: Draft) -> None:
    draft.centre(90, "Otter 2: Open Language Models", size=17, face=BOLD)
    draft.centre(130, "Otter Team, Rivermind AI", size=12)
    one_column(draft)
    paper = draft.read()
    assert paper.authors == ("Otter Team",)
    assert [affiliation.name for affiliation in paper.affiliations] == ["Rivermind AI"]


def test_a_long_author_list_keeps_a_name_that_a_line_end_cuts(draft: Draft) -> None:
    first = ["Anna", "Bo", "Carla", "Dirk", "Eva", "Fritz", "Gina", "Hugo", "Ines", "Jan", "Kira", "Lars"]
    last = ["Keller", "Nowitz", "Brandt", "Moro", "Stein"]
    names = [f"{given} {family}" for family in last for given in first]
    draft.centre(90, TITLE, size=17, face=BOLD)
    top = 120.0
    for line in wrapped(", ".join(names), 480):
        draft.centre(top, line)
        top += 12
    draft.centre(top + 8, "University of Vienna", face=ITALIC)
    one_column(draft, top=top + 50)
    assert list(draft.read().authors) == names


def test_a_firm_that_signs_for_all_is_the_author(draft: Draft) -> None:
    draft.centre(90, "Otter 2 Technical Report", size=17, face=BOLD)
    draft.centre(130, "Rivermind-AI", size=12)
    draft.centre(144, "research@rivermind.dev", size=10)
    one_column(draft)
    paper = draft.read()
    assert paper.authors == ("Rivermind-AI",)
    assert [affiliation.name for affiliation in paper.affiliations] == ["Rivermind-AI"]


def test_a_line_that_stands_under_several_authors_is_no_author(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17, face=BOLD)
    grid(draft, [(name, "Humming Face", "x@humming.dev") for name in THREE], face=REGULAR)
    one_column(draft)
    paper = draft.read()
    assert list(paper.authors) == THREE
    assert [(one.name, one.authors) for one in paper.affiliations] == [("Humming Face", (0, 1, 2))]
