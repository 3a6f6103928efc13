"""The lines under a document's title: who wrote it, and where those people work, in whichever form."""

import pytest

from bot.domain.papers import ReadPaper
from bot.reading.documents import read_document

ABSTRACT = (
    "Serving systems waste memory on requests that nobody waits for. We propose Lanes, a rule that keeps "
    "queues of short and long requests apart. It is 2.5x faster than the strongest baseline on four machines."
)
TITLES = ["On Lanes\n========\n\n", "On Lanes\n========\n", "# On Lanes\n\n", "On Lanes\n\n"]


def read(title: str, byline: str) -> ReadPaper:
    text = f"{title}{byline}\n\nAbstract\n\n{ABSTRACT}\n\nIntroduction\n\n{ABSTRACT}\n"
    if title.startswith("#"):
        text = text.replace("Abstract\n", "## Abstract\n").replace("Introduction\n", "## Introduction\n")
    return read_document(text, name="lanes.md").paper


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(
    ("byline", "people", "places"),
    [
        ("Anna Berg, Example University", 1, ["Example University"]),
        ("Anna Berg, Bo Lind, University of Example", 2, ["University of Example"]),
        ("Anna Berg and Bo Lind — Example University", 2, ["Example University"]),
        ("Anna Berg (Example University), Bo Lind (Sample Labs)", 2, ["Example University", "Sample Labs"]),
        ("Anna Berg, Bo Lind\nExample University", 2, ["Example University"]),
        (
            "Anna Berg^1, Bo Lind^2\n^1 Example University, ^2 Sample Labs",
            2,
            ["Example University", "Sample Labs"],
        ),
        ("Anna Berg, Bo\nLind", 2, []),
        ("Anna Berg, Independent Researcher", 1, []),
        ("Anna Berg\nIndependent Researcher", 1, []),
        ("Anna Berg\n\nIndependent Researcher", 1, []),
        ("Anna Berg\nUnaffiliated", 1, []),
        ("Independent Researcher", 0, []),
    ],
)
def test_a_byline_is_people_and_then_places(
    title: str, byline: str, *, people: int, places: list[str]
) -> None:
    paper = read(title, byline)
    assert paper.title == "On Lanes"
    assert paper.authors == ("Anna Berg", "Bo Lind")[:people]
    assert [place.name for place in paper.affiliations] == places
    assert paper.abstract == ABSTRACT


def test_places_go_with_the_people_whose_marks_they_bear() -> None:
    paper = read(TITLES[0], "Anna Berg^1, Bo Lind^2\n^1 Example University, ^2 Sample Labs")
    assert [place.authors for place in paper.affiliations] == [(0,), (1,)]


def test_running_text_under_a_title_is_no_byline() -> None:
    paper = read_document(f"# On Lanes\n\n{ABSTRACT}\n", name="lanes.md").paper
    assert (paper.authors, paper.abstract) == ((), ABSTRACT)
