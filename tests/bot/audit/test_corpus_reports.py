"""The two model reports of the earlier system: what is wrong with their entries, by kind and number."""

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from bot.audit.problems import ProblemKind as Kind
from bot.audit.reports import audit_report

REPORTS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "reports"
pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="the earlier reports are not beside the project")

# Read by hand, entry by entry; the damaged words also by comparing each abstract with arXiv's own.
FOUND = {
    "2025-09-24T113149.md": {
        Kind.BLANK_TITLE: [4, 11, 12],
        Kind.CAPITALS_TITLE: [5, 6],
        Kind.PLACEHOLDER: [4, 11],
        Kind.UNNAMED_SUBJECT: [1],
        Kind.GENERIC_SUBJECT: [7, 9],
        Kind.UNLISTED_INSTITUTION: [3, 12],
        Kind.DROPPED_QUALIFIER: [3, 13, 15],
        Kind.NO_INSTITUTION: [1, 3, 4, 7, 9, 11, 12],
        Kind.NO_ABSTRACT: [4, 11],
        Kind.CONTAMINATED_ABSTRACT: [8],
        Kind.DAMAGED_WORDS: [3, 6, 8, 10, 13, 14, 15],
    },
    "2025-10-17T121347.md": {
        Kind.BLANK_TITLE: [20],
        Kind.REPEATED_TITLE: [15],
        Kind.CAPITALS_TITLE: [1, 2, 8, 10, 17, 18, 19],
        Kind.UNNAMED_SUBJECT: [8, 13],
        Kind.GENERIC_SUBJECT: [15],
        Kind.DROPPED_QUALIFIER: [6, 11, 15, 18],
        Kind.NO_INSTITUTION: [8, 13, 15],
        Kind.NO_ABSTRACT: [10],
        Kind.CAPTION_ABSTRACT: [3],
        Kind.CONTAMINATED_ABSTRACT: [11],
        Kind.DAMAGED_WORDS: [6, 7, 8, 9, 11, 16, 19, 20],
    },
}
OTHERS = {
    Kind.BLANK_TITLE: 15,
    Kind.REPEATED_TITLE: 1,
    Kind.CAPITALS_TITLE: 49,
    Kind.NO_BRIEF: 1,
    Kind.PLACEHOLDER: 14,
    Kind.UNNAMED_SUBJECT: 4,
    Kind.GENERIC_SUBJECT: 20,
    Kind.UNLISTED_INSTITUTION: 2,
    Kind.DROPPED_QUALIFIER: 20,
    Kind.NO_INSTITUTION: 40,
    Kind.NO_ABSTRACT: 18,
    Kind.CAPTION_ABSTRACT: 1,
    Kind.CONTAMINATED_ABSTRACT: 6,
    Kind.DAMAGED_WORDS: 55,
}


@cache
def found(name: str) -> dict[Kind, list[int]]:
    numbers: dict[Kind, list[int]] = defaultdict(list)
    for entry in audit_report((REPORTS / name).read_text(encoding="utf-8")):
        for problem in entry.problems:
            numbers[problem.kind].append(entry.index)
    return dict(numbers)


@pytest.mark.parametrize("name", FOUND)
def test_what_is_wrong_with_a_model_report_is_found_and_nothing_else(name: str) -> None:
    assert found(name) == FOUND[name]


def test_the_other_reports_keep_their_counts() -> None:
    counts: dict[Kind, int] = defaultdict(int)
    for path in REPORTS.glob("*.md"):
        if path.name not in FOUND:
            for kind, numbers in found(path.name).items():
                counts[kind] += len(numbers)
    assert counts == OTHERS
