"""Title blocks whose lines are too short: names and organisations that a line's end cuts."""

import pytest

from bot.domain.papers import ReadPaper
from tests.bot.reading.drafts import ABSTRACT, BOLD, ITALIC, TITLE, Draft, wrapped


def body(draft: Draft, *, top: float = 260, width: float = 468) -> None:
    """Abstract and body in one column."""
    draft.centre(top, "Abstract", size=12, face=BOLD)
    below = draft.block(108, top + 18, wrapped(ABSTRACT, min(396, width - 40)))
    draft.text(72, below + 24, "1 Introduction", size=12, face=BOLD)
    draft.filler(72, below + 44, width=width, bottom=640)


def row(draft: Draft, top: float, *cells: str, size: float = 10, face: str = BOLD) -> None:
    """Cells side by side, with gaps that are wider than a space."""
    left = 90.0
    for cell in cells:
        left = draft.text(left, top, cell, size=size, face=face) + 14


def institutions(paper: ReadPaper) -> list[str]:
    return [affiliation.name for affiliation in paper.affiliations]


@pytest.mark.parametrize(
    ("cut", "rest"),
    [
        ("Dana", "Moro^{3,4,5}"),
        ("Dana", "van der Moro^{1}"),
        ("Dana", "K. Moro^{1}"),
        ("Dana K.", "Moro^{1}"),
        ("Dana K", "Moro^{1}"),
        ("Dana Ines", "Moro^{1}"),
    ],
)
def test_a_name_in_a_row_of_cells_goes_on_in_the_next_row(draft: Draft, cut: str, rest: str) -> None:
    name = f"{cut} {rest.partition('^')[0]}"
    draft.centre(90, TITLE, size=17, face=BOLD)
    row(draft, 130, "Anna Keller^{1}", "Bo Li^{2}", cut)
    row(draft, 142, rest, "Carla Gomez^{2}")
    draft.centre(170, "^{1}University of Vienna")
    draft.centre(182, "^{2}ETH Zurich")
    body(draft)
    assert list(draft.read().authors) == ["Anna Keller", "Bo Li", name, "Carla Gomez"]


def test_a_name_behind_a_membership_in_italics_is_a_name(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17)
    draft.text(80, 130, "Anna Keller, Bo Li, Carla Gomez, and Dirk", size=11)
    end = draft.text(250, 144, "Brandt, ", size=11)
    draft.text(end, 144, "Student Member, IEEE", size=11, face=ITALIC)
    draft.centre(164, "University of Vienna")
    body(draft)
    assert draft.read().authors[-1] == "Dirk Brandt"


@pytest.mark.parametrize("name", ["Huawei Li", "Keisuke Honda", "Chengying Tu", "Mila Moro", "Qing Ai"])
def test_a_person_may_be_called_as_a_firm_or_a_school_is(draft: Draft, name: str) -> None:
    draft.centre(90, TITLE, size=17, face=BOLD)
    draft.centre(130, f"Anna Keller^{{1}}, Bo Nowitz^{{2}}, Carla Gomez^{{2}} and {name}^{{1}}")
    draft.centre(146, "^{1}University of Vienna, ^{2}ETH Zurich")
    body(draft)
    paper = draft.read()
    assert list(paper.authors) == ["Anna Keller", "Bo Nowitz", "Carla Gomez", name]
    assert institutions(paper) == ["University of Vienna", "ETH Zurich"]


def test_a_group_under_a_persons_name_is_where_they_work(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17)
    draft.centre(130, "Anna Keller", size=12)
    draft.centre(144, "Visual Computing Group", size=12)
    draft.centre(158, "University of Vienna", size=12)
    body(draft)
    paper = draft.read()
    assert list(paper.authors) == ["Anna Keller"]
    assert institutions(paper) == ["University of Vienna"]


def test_affiliations_in_one_paragraph_go_on_on_the_next_line(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17, face=BOLD)
    draft.centre(130, "Anna Keller^{1}, Bo Li^{2}, Carla Gomez^{3}, Dirk Brandt^{4}")
    first = "^{1}University of Vienna, Vienna, Austria, ^{2}Rivermind Inc., Boston, MA, USA, ^{3}Olaf"
    end = draft.text(72, 150, first, size=11)
    draft.text(72, 162, "Institute of Science and Technology, Oslo, ^{4}Fernwood Research, Oslo,", size=11)
    draft.text(72, 174, "Norway", size=11)
    body(draft, width=end - 72)
    paper = draft.read()
    names = ["University of Vienna", "Rivermind Inc.", "Olaf Institute of Science and Technology"]
    assert institutions(paper) == [*names, "Fernwood Research"]
    assert [one.authors for one in paper.affiliations] == [(0,), (1,), (2,), (3,)]


def test_a_mark_at_a_lines_end_opens_the_affiliation_on_the_next_line(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17, face=BOLD)
    draft.centre(130, "Anna Keller^{1}, Bo Li^{2}, Carla Gomez^{3}")
    draft.centre(150, "^{1}University of Vienna, Austria, ^{2}Rivermind Inc., Boston, USA, ^{3}")
    draft.centre(162, "ETH Zurich, Zurich, Switzerland")
    body(draft)
    paper = draft.read()
    assert institutions(paper) == ["University of Vienna", "Rivermind Inc.", "ETH Zurich"]
    assert paper.affiliations[2].authors == (2,)


def test_a_stretched_space_cuts_no_affiliation(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17, face=BOLD)
    draft.centre(130, "Anna Keller^{1}, Bo Li^{2}")
    draft.centre(150, "^{1}University of Vienna")
    left = draft.text(180, 162, "^{2}Dept.")
    left = draft.text(left + 11, 162, "of Mathematics,")
    draft.text(left + 11, 162, "Linz University")
    body(draft)
    assert institutions(draft.read()) == ["University of Vienna", "Linz University"]


def test_marks_behind_affiliations_go_on_over_a_lines_end(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17, face=BOLD)
    draft.centre(130, "Anna Keller^{1}, Bo Li^{2}, Carla Gomez^{3}")
    first = "University of Vienna, Vienna, Austria^{1}, Linz University, Linz, Austria^{2}, Ridge"
    end = draft.text(72, 150, first, size=11)
    draft.text(72, 164, "National Laboratory, Oslo^{3}", size=11)
    body(draft, width=end - 72)
    paper = draft.read()
    assert institutions(paper) == ["University of Vienna", "Linz University", "Ridge National Laboratory"]
    assert [one.authors for one in paper.affiliations] == [(0,), (1,), (2,)]


def test_an_affiliation_beside_a_name_is_that_authors(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17, face=BOLD)
    places = ["Department of Physics, ETH Zurich", "Department of Statistics, University of Vienna"]
    for place, (name, work) in enumerate(zip(["Anna Keller", "Bo Li"], places, strict=True)):
        draft.text(120, 130 + 14 * place, name)
        draft.text(260, 130 + 14 * place, work, face=ITALIC)
    body(draft)
    found = [(one.name, one.authors) for one in draft.read().affiliations]
    assert found == [("ETH Zurich", (0,)), ("University of Vienna", (1,))]


def test_a_thanks_footnote_names_where_its_author_works(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17)
    draft.centre(130, "Anna Keller^{*}    Bo Li^{†}", size=12)
    body(draft)
    draft.text(86, 690, "^{*}Department of Physics, Linz University. Email: anna@linz.edu", size=8)
    draft.text(86, 700, "^{†}Dept. of Mathematics, St. Olaf University. Email: bo@olaf.edu", size=8)
    assert institutions(draft.read()) == ["Linz University", "St. Olaf University"]


def test_a_motto_and_its_author_are_no_part_of_the_title_block(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17)
    draft.centre(130, "Anna Keller", size=10)
    draft.centre(144, "University of Vienna", size=10)
    draft.text(330, 180, "What I cannot build, I do not understand yet.", face=ITALIC)
    draft.text(330, 192, "Hugo Stein")
    body(draft)
    assert list(draft.read().authors) == ["Anna Keller"]


def test_an_organisation_that_a_line_end_cuts_behind_and_begins_no_author(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17, face=BOLD)
    draft.centre(130, "Anna Keller, Bo Li")
    draft.centre(150, "Dewey University of Science and")
    draft.centre(162, "Moral Technology")
    body(draft)
    paper = draft.read()
    assert list(paper.authors) == ["Anna Keller", "Bo Li"]
    assert institutions(paper) == ["Dewey University of Science and Moral Technology"]


def test_an_author_called_grant_is_no_note_about_a_grant(draft: Draft) -> None:
    draft.centre(90, TITLE, size=17, face=BOLD)
    draft.centre(130, "Anna Keller^{1}, Grant Moro^{1}, Bo Li^{1}")
    draft.centre(150, "^{1}University of Vienna")
    body(draft)
    assert list(draft.read().authors) == ["Anna Keller", "Grant Moro", "Bo Li"]
