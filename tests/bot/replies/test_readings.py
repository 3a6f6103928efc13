"""What `briefbot read` tells of a paper: every field with its origin, for programs and for people."""

import pytest

from bot.domain.arxiv_ids import ArxivId
from bot.domain.papers import Affiliation, Paper, Revision, Source
from bot.domain.texts import PaperText, Passage, Section
from bot.errors import Reason, Why
from bot.replies.readings import reading_lines, reading_record

PLACES = (
    Affiliation(name="MIT", authors=(0,), page=2, words="1 MIT, Cambridge"),
    Affiliation(name="Lane University", authors=(0, 1), page=2, words="Lane University", read_by="model"),
)
TEXT = PaperText(
    sections=(Section(title="1 Lanes", level=1, page=3), Section(title="1.1 Wheels", level=2, page=4)),
    passages=(Passage(kind="paragraph", text="We keep lanes.", page=3, section=0, position=0),),
    pages=9,
    blank=(9,),
)


def paper(source: Source = "page", *, version: int | None = None) -> Paper:
    return Paper(
        key="sha256:ab",
        title="On Lanes",
        authors=("Ann Archer", "Bo Baker"),
        affiliations=PLACES,
        abstract="We keep lanes apart.",
        arxiv_id=ArxivId(number="2501.12345", version=version) if version else None,
        pages=9,
        title_page=2,
        abstract_page=3,
        sha256="ab",
        source=source,
    )


@pytest.mark.parametrize(
    ("read", "head", "abstract"),
    [
        (paper(), "page 2", "page 3"),
        (paper("arxiv", version=2), "arXiv API, v2", "arXiv API, v2"),
        (paper("text"), "the text", "the text"),
    ],
)
def test_every_field_says_where_it_was_read(read: Paper, head: str, abstract: str) -> None:
    record = reading_record(read)
    assert record["provenance"] == {"title": head, "authors": head, "abstract": abstract}
    lines = reading_lines("a.pdf", read)
    assert lines[1] == f"  title         On Lanes ({head})"
    assert f"  abstract      We keep lanes apart. ({abstract})" in lines


def test_an_institution_has_its_names_its_authors_and_its_evidence() -> None:
    record = reading_record(paper())
    assert (record["authors"], record["affiliations"]) == (
        ["Ann Archer", "Bo Baker"],
        ["MIT", "Lane University"],
    )
    assert record["affiliation_details"] == [
        {
            "printed": "MIT",
            "canonical": "Massachusetts Institute of Technology",
            "chinese": "麻省理工学院",
            "short": "MIT",
            "authors": ["Ann Archer"],
            "page": 2,
            "words": "1 MIT, Cambridge",
            "provenance": "page 2",
        },
        {
            "printed": "Lane University",
            "canonical": None,
            "chinese": None,
            "short": None,
            "authors": ["Ann Archer", "Bo Baker"],
            "page": 2,
            "words": "Lane University",
            "provenance": "extracted by a model and found on page 2",
        },
    ]
    lines = reading_lines("a.pdf", paper())
    assert "  institution   MIT = Massachusetts Institute of Technology (page 2: Ann Archer)" in lines


def test_the_text_comes_with_section_page_and_position() -> None:
    record = reading_record(paper(), TEXT)
    assert record["sections"] == [
        {"title": "1 Lanes", "level": 1, "page": 3, "run_in": False},
        {"title": "1.1 Wheels", "level": 2, "page": 4, "run_in": False},
    ]
    passage = {"kind": "paragraph", "text": "We keep lanes.", "page": 3, "section": 0, "position": 0}
    assert record["passages"] == [passage | {"box": None}]
    assert record["blank_pages"] == [9]
    assert reading_lines("a.pdf", paper(), TEXT)[-3:] == [
        "  text          1 paragraph",
        "  section       1 Lanes (page 3)",
        "  section         1.1 Wheels (page 4)",
    ]


def test_a_newer_version_says_what_it_changed() -> None:
    newer = paper("arxiv", version=3).model_copy(
        update={"revision": Revision(since=1, changed=("title", "pages"))}
    )
    assert reading_record(newer)["revision"] == {"since": 1, "changed": ["title", "pages"]}
    assert "  changed       since v1: title, pages" in reading_lines("a.pdf", newer)


def test_a_paper_that_failed_has_the_same_fields_and_its_reason() -> None:
    failed = Reason(Why.PDF_PASSWORD, {"name": "a.pdf"})
    record = reading_record(failed)
    assert (record["title"], record["authors"], record["affiliations"]) == ("", [], [])
    assert record["problems"] == ["a.pdf is protected by a password. Send a copy without one."]
    assert reading_lines("a.pdf", failed) == ["a.pdf", f"  failed: {record['problems'][0]}"]
