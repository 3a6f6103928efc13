"""BibTeX as its readers parse it: braces balance, every field comes back, and nothing becomes a command."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.arxiv_ids import ArxivId
from bot.domain.papers import Paper
from bot.replies.bibtex import bibtex, citation_key, file_name

# http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf: a name ends at an " and " outside of braces.
FIELD = re.compile(r"\s*(\w+)\s*=\s*\{")
WORDS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
} | {f"\\{sign}": sign for sign in "$&#_%"}


def paper(title: str, *authors: str, number: str = "", categories: tuple[str, ...] = ()) -> Paper:
    return Paper(
        key=f"arxiv:{number}" if number else f"sha256:{'ab' * 32}",
        title=title,
        authors=authors,
        affiliations=(),
        abstract="",
        arxiv_id=ArxivId(number=number, version=2) if number else None,
        categories=categories,
        source="arxiv",
    )


def parsed(text: str) -> tuple[str, str, dict[str, str]]:
    """Type, key and fields of the one entry, read as BibTeX does: by counting braces."""
    head = re.match(r"@(\w+)\{([^,\s{}]+),", text)
    assert head
    fields, place = {}, head.end()
    while found := FIELD.match(text, place):
        end = found.end()
        depth = 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        fields[found[1]] = text[found.end() : end - 1]
        assert text[end] == ","
        place = end + 1
    assert text[place:] == "\n}\n"
    return head[1], head[2], fields


def names(field: str) -> Iterator[str]:
    """The authors of a field, braces of whole names taken off."""
    depth, name = 0, ""
    for part in re.split(r"(\{|\}| and )", field):
        depth += {"{": 1, "}": -1}.get(part, 0)
        if part == " and " and not depth:
            yield plain(name)
            name = ""
        else:
            name += part
    yield plain(name)


def plain(value: str) -> str:
    """What TeX prints of a field."""
    pattern = "|".join(map(re.escape, WORDS))
    value = value.removeprefix("{").removesuffix("}") if re.fullmatch(r"\{.*\}", value) else value
    return re.sub(pattern, lambda word: WORDS[word[0]], value)


def test_an_arxiv_paper_has_every_field_that_a_reference_manager_asks_for() -> None:
    kept = paper("On Lanes", "Ann Archer", "Bo Baker", number="2501.12345", categories=("cs.LG", "cs.DC"))
    assert bibtex(kept) == (
        "@misc{archer2025lanes,\n"
        "  title = {{On Lanes}},\n"
        "  author = {Ann Archer and Bo Baker},\n"
        "  year = {2025},\n"
        "  eprint = {2501.12345},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.LG},\n"
        "  doi = {10.48550/arXiv.2501.12345},\n"
        "  url = {https://arxiv.org/abs/2501.12345},\n"
        "}\n"
    )
    assert file_name(kept) == "2501.12345.bib"


@pytest.mark.parametrize(
    ("number", "year", "primary"),
    [("hep-th/9901001", "1999", "hep-th"), ("math/0309136", "2003", "math"), ("0704.0001", "2007", None)],
)
def test_an_old_number_tells_year_and_archive(number: str, year: str, primary: str | None) -> None:
    _, _, fields = parsed(bibtex(paper("On Lanes", "Ann Archer", number=number)))
    assert (fields["year"], fields.get("primaryClass")) == (year, primary)


def test_a_paper_that_is_not_on_arxiv_has_no_year_made_up() -> None:
    _, _, fields = parsed(bibtex(paper("A Draft", "Ann Archer")))
    assert set(fields) == {"title", "author"}
    assert "author" not in bibtex(paper("A Draft"))
    assert file_name(paper("A Draft")) == "abababababab.bib"


@pytest.mark.parametrize(
    ("kept", "key"),
    [
        (paper("The Rules of Lanes", "Zoë Müller Jr.", number="2501.00001"), "muller2025rules"),
        (paper("On “Lanes”: Part 2", "Ann O’Neil"), "oneillanes"),
        (paper("论道路", "张三", number="2501.00001"), "paper250100001"),
        (paper("论道路"), "paperabababababab"),
    ],
)
def test_a_key_is_of_plain_letters(kept: Paper, key: str) -> None:
    assert citation_key(kept) == key
    assert parsed(bibtex(kept))[1] == key


def test_a_group_is_one_name() -> None:
    people = ("The Lanes Collaboration", "Ann Archer, PhD", "Salt and Sons", "王小明", "Team 7 {x}")
    _, _, fields = parsed(bibtex(paper("On Lanes", *people)))
    assert tuple(names(fields["author"])) == people
    assert (
        "{The Lanes Collaboration} and {Ann Archer, PhD} and {Salt and Sons} and 王小明" in fields["author"]
    )


@given(
    title=st.text(min_size=1, max_size=60),
    author=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=20),
)
def test_whatever_a_title_holds_comes_back(title: str, author: str) -> None:
    _, key, fields = parsed(bibtex(paper(title, author, "Bo Baker", number="2501.12345")))
    assert re.fullmatch(r"[a-z0-9]+", key)
    assert plain(fields["title"]) == " ".join(title.split())
    assert len(list(names(fields["author"]))) == 2
    assert next(names(fields["author"])) == author
