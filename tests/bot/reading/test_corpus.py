"""Real papers: what is read from them, measured with the corpus's own scorer."""

import importlib.util
import json
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.clients.pdf_pages import read_pdf
from bot.domain.pages import ReadLimits
from bot.errors import CannotDo, Why

SHARED = Path(__file__).resolve().parents[4] / "shared"
CORPUS = SHARED / "corpus"
pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of real papers is not beside the project"
)


@cache
def outcomes(folder: str) -> dict[str, Any]:
    """What each file gives: a paper or the reason why not."""
    found: dict[str, Any] = {}
    for path in sorted((CORPUS / folder).glob("*.pdf")):
        try:
            found[path.name] = read_pdf(path, name=path.name, limits=ReadLimits())
        except CannotDo as refusal:
            found[path.name] = refusal.reason.why
    return found


def scorer() -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_reading", SHARED / "tools" / "score_reading.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def truths() -> list[dict[str, Any]]:
    lines = (CORPUS / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["template"] != "scanned-image-only"]


def test_every_paper_with_text_is_read_and_the_scan_without_is_refused() -> None:
    refused = {name: outcome for name, outcome in outcomes("pdf").items() if isinstance(outcome, Why)}
    assert refused == {"1978_apl_fp_detrapping.pdf": Why.PDF_NO_TEXT}


def test_titles_authors_and_abstracts_reach_their_figures() -> None:
    score, rows = scorer(), truths()
    title = count = names = abstract = damage = 0.0
    for row in rows:
        paper = outcomes("pdf")[row["file"]]
        title += score.key(paper.title) in {
            score.key(x) for x in (row["title"], row.get("title_printed")) if x
        }
        count += len(paper.authors) == row["author_count"]
        want, got = {score.person(x) for x in row["authors"]}, {score.person(x) for x in paper.authors}
        names += want == got
        abstract += score.abstract_ok(row, paper.abstract)
        damage += "abstract" in row and score.damaged(row, paper.abstract)
    shares = [figure / len(rows) for figure in (title, count, names, abstract, 1 - damage / len(rows))]
    assert shares[0] >= 0.98
    assert shares[1] >= 0.95
    assert shares[2] >= 0.90
    assert shares[3] >= 0.95
    assert damage == 0


def test_institutions_reach_their_figure() -> None:
    score = scorer()
    right = found = named = printed = 0
    for row in truths():
        got = [affiliation.name for affiliation in outcomes("pdf")[row["file"]].affiliations]
        hits, reached = score.institution_hits(got, row["affiliations"])
        right, found, named, printed = (
            right + hits,
            found + reached,
            named + len(got),
            printed + len(row["affiliations"]),
        )
    assert score.f1(right / named, found / printed) >= 0.95


def test_the_stamp_names_the_paper_wherever_arxiv_put_one() -> None:
    stamped = {
        name: paper.arxiv_id for name, paper in outcomes("pdf").items() if getattr(paper, "arxiv_id", None)
    }
    truth = {row["file"]: row for row in truths()}
    assert len(stamped) >= 40
    for name, stamp in stamped.items():
        assert str(stamp) == f"{truth[name]['arxiv_id']}{truth[name]['arxiv_version'] or ''}"


def test_what_is_no_paper_is_refused_with_its_reason() -> None:
    assert outcomes("bad") == {
        "da_619p.pdf": Why.PDF_TOO_LONG,
        "empty.pdf": Why.PDF_NO_TEXT,
        "failure_after_repair.pdf": Why.NOT_A_PAPER,
        "hello.pdf": Why.NOT_A_PAPER,
        "invisible_text_layer.pdf": Why.NOT_A_PAPER,
        "loremipsum_flat.pdf": Why.PDF_NO_TEXT,
        "password.pdf": Why.PDF_PASSWORD,
        "pdf_bad_color_space.pdf": Why.NOT_A_PAPER,
        "right_to_left_01.pdf": Why.NOT_A_PAPER,
        "rotated_page_90.pdf": Why.NOT_A_PAPER,
        "scanned_chinese_book_no_text.pdf": Why.PDF_NO_TEXT,
    }
