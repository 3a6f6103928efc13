"""The built-in topic against labels and days: the figures that were measured may not get worse."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from bot.domain.topics import Sketch, Verdict
from bot.topics.builtin import INFERENCE
from bot.topics.scoring import score

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"
KINDS = {"模型压缩": "compression", "上下文与缓存优化": "cache", "系统与调度优化": "serving"}
KINDS |= {"解码策略优化": "decoding", "算子与内核优化": "kernels"}

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the labelled papers are not there")


@cache
def labelled() -> tuple[tuple[dict[str, Any], Verdict], ...]:
    return tuple(
        (paper, score(INFERENCE, Sketch(title=paper["title"], abstract=paper["abstract"])))
        for paper in rows("labels/relevance.jsonl")
    )


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()]


def is_for_tuning(paper: dict[str, Any]) -> bool:
    """The split of the day on which the words were written; only these papers were read then."""
    return sha256(paper["paper_id"].encode()).digest()[0] % 2 == 0


def recall_and_precision(*, tuning: bool | None, threshold: float = 0.5) -> tuple[float, float]:
    half = [(p, v) for p, v in labelled() if tuning is None or is_for_tuning(p) is tuning]
    kept = [paper["relevant"] for paper, verdict in half if verdict.score >= threshold]
    return sum(kept) / sum(paper["relevant"] for paper, _ in half), sum(kept) / len(kept)


def test_all_labels_together_reach_the_goal() -> None:
    recall, precision = recall_and_precision(tuning=None)
    assert recall >= 0.95
    assert precision >= 0.73


def test_the_half_that_was_not_read_comes_near_it() -> None:
    """The goal is 0.95 at 0.65. Three of the four that are missed have labels that nobody looked at."""
    recall, precision = recall_and_precision(tuning=False)
    assert recall >= 0.93
    assert precision >= 0.69


def test_what_a_person_judged_relevant_is_found_in_the_half_that_was_not_read() -> None:
    judged = [
        verdict.kept
        for paper, verdict in labelled()
        if paper["relevant"] and paper["how"] != "bulk-accepted" and not is_for_tuning(paper)
    ]
    assert sum(judged) / len(judged) >= 0.95


def test_a_higher_threshold_reaches_ninety_percent_precision() -> None:
    recall, precision = recall_and_precision(tuning=False, threshold=0.985)
    assert precision >= 0.9
    assert recall >= 0.68


def test_the_kind_is_the_labelled_one_for_most() -> None:
    kinds = [
        verdict.kind == KINDS[paper["label"]]
        for paper, verdict in labelled()
        if paper["relevant"] and not is_for_tuning(paper)
    ]
    assert sum(kinds) / len(kinds) >= 0.7


@pytest.mark.parametrize(
    ("day", "report", "bounds"),
    [
        ("2025-09-16", "2025-09-24T113149", (12, 40)),
        ("2025-09-24", "2025-10-15T141918", (11, 60)),
        ("2025-10-10", "2025-10-17T121347", (19, 75)),
    ],
)
def test_a_day_passes_on_few_and_what_the_earlier_system_took(
    day: str, report: str, bounds: tuple[int, int]
) -> None:
    taken = {
        entry.get("arxiv_id")
        for entry in rows("reports_vs_arxiv.jsonl")
        if entry["report"].startswith(report)
    }
    kept = [
        row["arxiv_id"]
        for row in rows(f"daily/arxiv_{day}.jsonl")
        if score(INFERENCE, Sketch(title=row["title"], abstract=row["abstract"] or "")).kept
    ]
    least_of_those_taken, most = bounds
    assert len(taken.intersection(kept)) >= least_of_those_taken
    assert len(kept) <= most
