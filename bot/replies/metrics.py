"""Figures -> the text format that Prometheus and node_exporter's textfile collector read."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from bot.domain.announcements import AnnouncementKind
from bot.domain.choices import Empty
from bot.domain.figures import Charged, Figures, FollowedFigures
from bot.domain.jobs import DeliveryState, JobState
from bot.domain.reports import ReportKind

Number = int | float | Decimal
Samples = Iterable[tuple[Mapping[str, str], Number]]
_SUMS = {  # of daily reports, as their last line reconciles them
    "announced": "Papers that arXiv announced, as the daily reports counted them.",
    "replaced": "New versions that arXiv announced beside these.",
    "relevant": "Of the announced papers, those relevant to a topic of the chat.",
    "submitted": "Papers that people handed in.",
    "retried": "Papers that failed before and were tried again.",
    "briefed": "Papers that stand in daily reports with their brief.",
    "repeats": "Papers that came twice for one report.",
    "skipped": "Papers that came and that the chat was told of before.",
    "updates": "New versions of papers that the chat was told of before.",
}
_WAYS = ("feed", "api")


@dataclass(frozen=True, slots=True)
class Family:
    """All samples of one metric."""

    name: str
    kind: Literal["counter", "gauge"]
    means: str
    samples: Samples


def metrics_text(figures: Figures) -> str:
    """The whole exposition, version 0.0.4, as `https://prometheus.io/docs/instrumenting/exposition_formats/`.

    Nothing in it names a chat or a person. What is counted is always there, also where it is 0, so that an
    alert on it can fire; of categories, reasons and models only what there is.
    """
    return "".join(map(_painted, _families(figures)))


def _families(figures: Figures) -> Iterator[Family]:
    yield from _of_mailings(figures)
    yield from _of_judging(figures)
    yield from _of_reports(figures)
    yield from _of_due_dates(figures)
    yield from _of_costs(figures.kept.charged)
    jobs, deliveries = figures.kept.jobs, figures.kept.deliveries
    yield Family("jobs", "gauge", "Jobs by state.", _each("state", [*JobState], jobs))
    yield Family("deliveries", "gauge", "Posts by state.", _each("state", [*DeliveryState], deliveries))


def _of_mailings(figures: Figures) -> Iterator[Family]:
    kept, followed = figures.kept, sorted(figures.followed.items())
    categories = sorted(kept.mailing_days)
    yield Family(
        "announced_total",
        "counter",
        "Versions of papers that arXiv announced, in each category in which they stood.",
        _pairs("kind", get_args(AnnouncementKind), kept.announced, categories=categories),
    )
    yield Family(
        "mailings_total",
        "counter",
        "Mailing days that are kept, read from the feed or made good from the API.",
        _pairs("way", _WAYS, kept.mailings, categories=categories),
    )
    yield Family(
        "mailing_days_lost_total",
        "counter",
        "Mailing days that are too old to be made good.",
        [({"category": category}, count) for category, count in sorted(figures.lost.items())],
    )
    yield Family(
        "mailing_days_missing",
        "gauge",
        "Mailing days of a followed category that are due since the last one that is kept.",
        [({"category": category}, each.missing) for category, each in followed],
    )
    yield Family(
        "mailing_kept_timestamp_seconds",
        "gauge",
        "When a mailing of a followed category was last kept.",
        [({"category": name}, each.kept_at.timestamp()) for name, each in followed if each.kept_at],
    )
    yield Family(
        "source_trouble",
        "gauge",
        "Followed categories whose last look failed, by why: late, or not to be had.",
        [(_trouble(name, each), 1) for name, each in followed if each.trouble],
    )


def _of_judging(figures: Figures) -> Iterator[Family]:
    weighed = figures.kept.weighed
    for name, means, kinds in (
        ("weighed_total", "Announced papers weighed for a topic, by who decided.", (True, False)),
        ("relevant_total", "Of these, papers that the topic keeps.", (True,)),
    ):
        counts = {by: sum(weighed.get((by, kept), 0) for kept in kinds) for by in ("words", "model")}
        yield Family(name, "counter", means, _each("by", counts, counts))


def _of_reports(figures: Figures) -> Iterator[Family]:
    kept = figures.kept
    kinds = _each("kind", get_args(ReportKind), kept.reports)
    yield Family("reports_total", "counter", "Reports that were told to chats.", kinds)
    for name, means in _SUMS.items():
        yield Family(f"report_{name}_total", "counter", means, [({}, kept.told.sums.get(name, 0))])
    yield Family(
        "report_failed_total",
        "counter",
        "Papers that daily reports named as failed, by why.",
        _each("why", sorted(kept.told.failed), kept.told.failed),
    )
    reasons = [reason for reason in get_args(Empty) if reason]
    yield Family(
        "reports_empty_total",
        "counter",
        "Daily reports in which nothing stands that arXiv announced, by why.",
        _each("why", reasons, kept.empty),
    )


def _of_due_dates(figures: Figures) -> Iterator[Family]:
    covered = figures.kept.due_dates
    yield Family("due_dates_covered_total", "counter", "Due dates that have a report.", [({}, covered)])
    for name, means, count in (
        ("due_dates_uncovered", "Due dates that have come without a report.", figures.uncovered),
        ("chats_scheduled", "Chats to which a report comes by itself.", figures.chats),
        ("chats_paused", "Of these, chats whose reports are paused.", figures.paused),
    ):
        yield Family(name, "gauge", means, [({}, count)])


def _of_costs(charged: Iterable[Charged]) -> Iterator[Family]:
    calls = [(each, {"model": each.model, "purpose": each.purpose}) for each in charged]
    yield Family(
        "cost_total",
        "counter",
        "What models cost, where their price is known.",
        [(labels | {"currency": each.currency}, each.cost) for each, labels in calls if each.currency],
    )
    for name, means, counted in (
        ("model_requests_total", "Requests to models.", {"": "calls"}),
        ("model_tokens_total", "Tokens; those cached are among those read.", _TOKENS),
    ):
        samples = Counter[tuple[tuple[str, str], ...]]()  # a model may have been paid in two currencies
        for each, labels in calls:
            for kind, column in counted.items():
                key = (*labels.items(), *([("kind", kind)] if kind else []))
                samples[key] += getattr(each.usage, column)
        yield Family(name, "counter", means, [(dict(key), count) for key, count in samples.items()])


_TOKENS = {"read": "input", "cached": "cached", "cache_written": "cache_writes", "written": "output"}


def _each(label: str, names: Iterable[str], counts: Mapping[str, int]) -> Samples:
    return [({label: str(name)}, counts.get(name, 0)) for name in names]


def _pairs(
    label: str, names: Iterable[str], counts: Mapping[tuple[str, str], int], *, categories: Iterable[str]
) -> Samples:
    names = list(names)
    return [
        ({"category": category, label: name}, counts.get((category, name), 0))
        for category in categories
        for name in names
    ]


def _trouble(category: str, followed: FollowedFigures) -> dict[str, str]:
    return {"category": category, "why": followed.trouble}


def _painted(family: Family) -> str:
    """A metric with its samples; one without any has its two lines all the same."""
    name = f"briefbot_{family.name}"
    head = f"# HELP {name} {_escaped(family.means)}\n# TYPE {name} {family.kind}\n"
    return head + "".join(_line(name, labels, number) for labels, number in family.samples)


def _line(name: str, labels: Mapping[str, str], number: Number) -> str:
    pairs = ",".join(f'{label}="{_escaped(value, quote=True)}"' for label, value in labels.items())
    return f"{name}{{{pairs}}} {_shown(number)}\n" if pairs else f"{name} {_shown(number)}\n"


def _shown(number: Number) -> str:
    """As Go's ParseFloat reads it."""
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def _escaped(text: str, *, quote: bool = False) -> str:
    """A help text, or a label's value between quotes, as the format escapes them."""
    return re.sub(r'[\\\n"]' if quote else r"[\\\n]", lambda found: _ESCAPES[found[0]], text)


_ESCAPES = {"\\": r"\\", "\n": r"\n", '"': r"\""}
