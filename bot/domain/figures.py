"""What is counted: the sums of one report, and of all that is kept."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from bot.domain.choices import Empty
from bot.domain.frozen import Frozen
from bot.domain.prompts import Usage
from bot.domain.reports import Report


class ReportFigures(Frozen):
    """The sums of a daily report in the moment in which it was told."""

    sums: Mapping[str, int] = Field(default_factory=dict)  # as of `sums_of`
    failed: Mapping[str, int] = Field(default_factory=dict)  # papers by why they failed
    empty: Empty = ""  # why nothing that arXiv announced stands in it


def sums_of(report: Report) -> dict[str, int]:
    """By name: what came is `submitted`, of the announced `relevant`, and `retried`.

    Beside the `announced` stand those `replaced`, which are not weighed.
    """
    found = report.mailed
    return {
        "announced": found.announced if found else 0,
        "replaced": found.replaced if found else 0,
        "relevant": found.relevant if found else 0,
        "submitted": report.submitted,
        "retried": report.retried,
        "briefed": len(report.entries),
        "failed": len(report.failures),
        "repeats": report.repeats,
        "skipped": report.skipped,
        "updates": len(report.updates),
        "removed": report.removed,
    }


def figures_of(report: Report) -> ReportFigures:
    """The figures of a report that is told now."""
    return ReportFigures(
        sums=sums_of(report),
        failed=Counter(str(failure.reason.why) for failure in report.failures),
        empty=report.mailed.empty if report.mailed else "",
    )


@dataclass(frozen=True, slots=True)
class Charged:
    """What one model was paid for one purpose, in one currency."""

    model: str
    purpose: str
    currency: str  # "": its price is not known
    cost: Decimal
    usage: Usage  # tokens, and requests as `calls`


@dataclass(frozen=True, slots=True)
class KeptFigures:
    """Everything that is kept, counted in one look; pairs are (category, kind) and (category, way)."""

    announced: Mapping[tuple[str, str], int]  # versions of papers; one in two categories counts in both
    mailings: Mapping[tuple[str, str], int]
    mailing_days: Mapping[str, frozenset[date]]  # by category: those that are kept
    weighed: Mapping[tuple[str, bool], int]  # verdicts by who decided, and whether the paper was kept
    reports: Mapping[str, int]  # by kind
    told: ReportFigures  # of all daily reports together
    empty: Mapping[str, int]  # daily reports in which nothing stands that was announced, by why
    due_dates: int  # that reports were filed for
    charged: tuple[Charged, ...]
    jobs: Mapping[str, int]  # by state
    deliveries: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FollowedFigures:
    """How a category does that is followed now."""

    kept_at: datetime | None = None  # when a mailing of it was last kept
    missing: int = 0  # mailing days that are due, since the last one that is kept
    trouble: str = ""  # why the last look failed


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is counted, and how far behind the plan things are at this moment."""

    kept: KeptFigures
    lost: Mapping[str, int]  # by category: mailing days that are too old to be made good
    followed: Mapping[str, FollowedFigures] = field(default_factory=dict)  # by category
    chats: int = 0  # to which a report comes by itself, those that are paused included
    paused: int = 0  # of these
    uncovered: int = 0  # due dates that have come, in chats that are not paused, and have no report yet
