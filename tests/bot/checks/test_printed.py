"""A name is printed as a whole and as a name, or it is not printed; what is shown is the paper's own span."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checks.printed import printings

LINES = "Ann Archer1 and Bo Baker2\n1{}\n2Queue Institute, Somewhere\nann@lane.edu"

SAME = [
    # asked, printed, shown
    ("Lane University", "Lane University", "Lane University"),
    ("LANE UNIVERSITY", "Lane University", "Lane University"),
    ("Lane University", "LANE UNIVERSITY", "LANE UNIVERSITY"),
    ("Lane University", "Lane Univer-\nsity", "Lane University"),
    ("Lane University", "Lane Univer\ufffesity", "Lane University"),
    ("Lane University of Technology", "Lane University of\nTechnology", "Lane University of Technology"),
    ("Université de Voie-Lactée", "Universit´e de Voie-\nLact´ee", "Universit´e de Voie-Lact´ee"),
    ("Université", "Universite\u0301", "Universite\u0301"),
    ("Office of Lanes", "Oﬃce of Lanes", "Oﬃce of Lanes"),
    ("Lane University", "Lane Uni versity", "Lane Uni versity"),
    ("Lanes & Queues Inc.", "Lanes and Queues Inc.", "Lanes and Queues Inc."),
    ("L and Q Laboratories", "L&Q Laboratories", "L&Q Laboratories"),
    ("L&Q Laboratories", "L & Q Laboratories", "L & Q Laboratories"),
    ("Lane Inc.", "Lane Inc., 5 Some Street", "Lane Inc."),
    ("LaneAI", "Lane AI", "Lane AI"),
    ("Lane AI", "LaneAI", "LaneAI"),
    ("Lane.com", "Lane.com", "Lane.com"),
    ("MIT", "MIT", "MIT"),
    ("MIT", "MIT2,3", "MIT"),
    ("MIT", "12MIT", "MIT"),
    ("MIT", "M.I.T.", "M.I.T"),
    ("Lane University", "aLane University", "Lane University"),
    ("Lane University", "Lane Universityλ", "Lane University"),
    ("Università di Via", "dell'Università di Via", "Università di Via"),
    ("Lane University", "Lane University University of Queues", "Lane University"),
    ("Univ. of Lanes", "Univ. of Lanes", "Univ. of Lanes"),
    ("imec", "imec", "imec"),
    ("清华大学", "清华大学计算机系,北京", "清华大学"),
    ("清华大学", "清 华 大 学", "清 华 大 学"),
    ("北京大学", "1.清华大学和北京大学", "北京大学"),
    ("東京大学", "東京大学大学院", "東京大学"),
]
OTHER = [
    # asked, printed
    ("", "Lane University"),
    ("A", "A, B and C"),
    ("MIT", "a committee"),
    ("MIT", "Summit Labs"),
    ("MIT", "submit, and mit etwas"),
    ("MIT", "MIT-IBM Lane Lab"),
    ("MIT", "MIT-\nIBM Lane Lab"),
    ("MIT", "MIT2020"),
    ("MIT", "the MIT_LANES set"),
    ("Intel", "Intelligence and Lanes"),
    ("Intel", "in Tel Aviv"),
    ("Huawei", "Hua Wei and Ann Archer"),
    ("AT", "AT&T Lanes"),
    ("King", "King's College"),
    ("ETH", "eth"),
    ("AI", "xAI"),
    ("Apple", "an apple a day"),
    ("Bay", "eBay"),
    ("Lane", "ann@lane.edu"),
    ("LANE", "ANN.ARCHER@CS.LANE.EDU"),
    ("Lane", "{ann, bo} @Lane.org"),
    ("Lane", "Lane.com"),
    ("lane.com", "lane.com"),
    ("Lane-Research", "https://github.com/\nLane-Research/lanes"),
    ("Lane", "www.Lane.org/Lane"),
    ("Lane University", "Lane, University of Queues"),
    ("Boston University", "in Boston. University Hospital"),
    ("Lane University", "Lane University of Technology"),
    ("Lane University", "Lane University\nof Technology"),
    ("University of Lanes", "University of Lanes-Queues"),
    ("Lane", "Lane University"),
    ("Lane University", "Lane University Hospital"),
    ("University of Science", "University of Science and Technology"),
    ("Academy of Lanes", "University of Academy of Lanes"),
    ("Lane University", "Lane College"),
    ("Lane University", "University of Lane"),
    ("Massachusetts Institute of Technology", "MIT"),
    ("Lane University", "莱恩大学"),
    ("科技大学", "华中科技大学"),
    ("中国科学院", "中国科学院大学"),
    ("北京大学", "北京大学生"),
]
IMPRINTS = [
    "Authorized licensed use limited to: {}. Downloaded on March 02, 2026",
    "Proceedings of the Lane Conference, {}",
    "© 2026 {}",
    "{} Transactions on Lanes, Vol. 3",
]


def shown(name: str, text: str) -> list[str]:
    return [found.text for found in printings(name, text)]


@pytest.mark.parametrize(("asked", "printed", "own"), SAME)
def test_a_printed_name_is_found_and_shown_as_the_paper_has_it(asked: str, printed: str, own: str) -> None:
    assert shown(asked, printed) == [own]
    if not printed[0].isalnum() or printed[:2].isalpha():
        assert shown(asked, LINES.format(printed)) == [own]


@pytest.mark.parametrize(("asked", "printed"), OTHER)
def test_what_is_no_whole_name_is_not_printed(asked: str, printed: str) -> None:
    assert shown(asked, printed) == []
    assert shown(asked, f"Ann Archer\n{printed}\nAbstract") == []


@pytest.mark.parametrize("line", IMPRINTS)
def test_the_lines_of_a_publisher_or_a_library_name_no_institution(line: str) -> None:
    head = line.format("Lane University")
    assert shown("Lane University", f"{head}\nAnn Archer") == []
    assert shown("Lane University", f"{head}\nAnn Archer\nLane University") == ["Lane University"]


def test_every_place_is_given_in_order() -> None:
    text = "Lane University, Queue Institute and Lane Univer-\nsity"
    found = list(printings("lane university", text))
    assert [text[one.start : one.end] for one in found] == ["Lane University", "Lane Univer-\nsity"]
    assert {one.text for one in found} == {"Lane University"}


def test_a_hyphen_at_a_line_end_stays_where_the_name_has_one() -> None:
    assert shown("Lane-Queue Institute", "Lane-\nQueue Institute") == ["Lane-Queue Institute"]


words = st.text(st.sampled_from("abcdefgh"), min_size=4, max_size=9).map(str.title)
names = st.lists(words, min_size=1, max_size=4)


@given(names, st.sampled_from([" ", "\n", "  ", " \n "]), st.sampled_from(["", "1", "∗", "("]))
def test_a_name_is_found_however_its_lines_break(parts: list[str], gap: str, mark: str) -> None:
    text = f"0 Title:\n{mark}{gap.join(parts)}\n0 Abstract"
    assert shown(" ".join(parts), text) == [" ".join(parts)]


@given(names, st.text("xyz", min_size=2, max_size=6).map(str.title))
def test_letters_around_a_name_make_another_word(parts: list[str], more: str) -> None:
    name = " ".join(parts)
    for text in (f"{more}{name}", f"{name}{more.lower()}"):
        assert shown(name, text) == []


@given(st.text(max_size=30), st.text(max_size=200))
def test_what_is_shown_stands_in_the_text(name: str, text: str) -> None:
    for found in printings(name, text):
        assert 0 <= found.start < found.end <= len(text)
        own = "".join(filter(str.isalnum, text[found.start : found.end]))
        assert "".join(filter(str.isalnum, found.text)) == own


@given(st.text("Lane -&.@\n1ﬁ大学", max_size=60))
def test_a_mixed_text_is_read_without_an_accident(text: str) -> None:
    for name in ("Lane", "Ana & Lea", "大学", "fi", "11"):
        for found in printings(name, text):
            assert found.text
