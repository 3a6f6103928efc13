"""What an overview is: a week or a month of the reports that came to a chat, in numbers."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import Field

from bot.domain.briefs import Language, Slot
from bot.domain.frozen import Frozen
from bot.domain.reports import GROUPS, Entry, Group, ReportKind

Unit = Literal["week", "month"]
OverviewTime = Literal["off", "weekly", "monthly", "both"]
"""Which overviews come to a chat by themselves."""
TREND = 6  # weeks beside which a week is shown, itself among them
_A_WEEK = timedelta(days=7)
_A_DAY = timedelta(days=1)
# Of years far from ours there may be no week before, or none after.
_WEEK = re.compile(r"([12]\d{3})-?w(\d{1,2})", re.IGNORECASE)
_MONTH = re.compile(r"([12]\d{3})-(\d{1,2})")


class Period(Frozen):
    """A week from Monday on (ISO 8601), or a month."""

    unit: Unit
    begins: date
    ends: date  # the last day, counted

    @property
    def name(self) -> str:
        """As it is typed: 2026-W47 or 2026-11."""
        return week_name(self.begins) if self.unit == "week" else f"{self.begins:%Y-%m}"

    def before(self) -> "Period":
        """The one before it."""
        return period_of(self.unit, self.begins - _A_DAY)

    @property
    def weeks(self) -> tuple[tuple[date, date], ...]:
        """The weeks that it is shown in, first and last day: a month's, cut at its edges; a week's last."""
        begins = self.begins if self.unit == "month" else self.begins - (TREND - 1) * _A_WEEK
        mondays = [begins - begins.weekday() * _A_DAY]
        while mondays[-1] + _A_WEEK <= self.ends:
            mondays.append(mondays[-1] + _A_WEEK)
        return tuple((max(day, begins), min(day + 6 * _A_DAY, self.ends)) for day in mondays)


def period_of(unit: Unit, day: date) -> Period:
    """The week or the month that a day lies in."""
    if unit == "week":
        monday = day - day.weekday() * _A_DAY
        return Period(unit=unit, begins=monday, ends=monday + 6 * _A_DAY)
    last = monthrange(day.year, day.month)[1]
    return Period(unit=unit, begins=day.replace(day=1), ends=day.replace(day=last))


def period_named(name: str) -> Period | None:
    """The period that 2026-W47 or 2026-11 names; None: there is none."""
    try:
        if week := _WEEK.fullmatch(name):
            return period_of("week", date.fromisocalendar(int(week[1]), int(week[2]), 1))
        month = _MONTH.fullmatch(name)
        return period_of("month", date(int(month[1]), int(month[2]), 1)) if month else None
    except ValueError:  # such as 2026-W60
        return None


def week_name(day: date) -> str:
    """The week of a day, as 2026-W47."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def over_since(covered: date, due: date, wanted: OverviewTime) -> tuple[Period, ...]:
    """The periods to look back on with the report of a due date, where the one before it was `covered`.

    That is the week and the month of the report before, where they are over by now: of weeks without any
    report between the two there would be nothing to tell.
    """
    units: Mapping[OverviewTime, tuple[Unit, ...]] = {
        "off": (),
        "weekly": ("week",),
        "monthly": ("month",),
        "both": ("week", "month"),
    }
    ended = (period_of(unit, covered) for unit in units[wanted])
    return tuple(period for period in ended if period.ends < due)


class SendOverview(Frozen):
    """Look back on the daily reports of a week or a month."""

    kind: Literal["overview"] = "overview"
    unit: Unit = "week"
    day: date | None = None  # one of its days; None: the day on which it is asked
    back: int = Field(default=0, ge=0)  # how many before that one; 1 is last week
    language: Language | None = None
    scheduled: bool = False  # filed by the clock
    anew: bool = False  # by what is known now, not as it was sent


class Tally(Frozen):
    """How many people marked a paper; never who."""

    saved: int = 0  # wherever they are
    liked: int = 0  # in the chat

    @property
    def sum(self) -> int:
        """What a list of the best goes by."""
        return self.saved + self.liked


class Favourite(Frozen):
    """A paper that was saved or liked."""

    entry: Entry
    tally: Tally


class Week(Frozen):
    """One week's papers by what they are about."""

    begins: date
    counts: Mapping[Group, int]


class Finding(Frozen):
    """A paper's technique and effect, as far as they were checked against it."""

    number: int  # 1-based, in the order of the papers
    entry: Entry
    technique: Slot | None
    effect: Slot | None


class Overview(Frozen):
    """Everything that an overview says, in any language and form."""

    period: Period
    so_far: bool  # it is not over yet
    reports: int  # daily reports that came in it
    entries: tuple[Entry, ...]  # papers that they briefed, each once
    announced: int  # papers that arXiv announced, as far as the reports counted them
    failures: int  # papers that the last report of each still named as failed
    weeks: tuple[Week, ...]
    favourites: tuple[Favourite, ...]  # the most wanted first

    @property
    def kinds(self) -> dict[Group, int]:
        """How many papers are about what; only what there is, in the order of a report."""
        return counts_of(self.entries)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What may stand in a table; a paper of which neither was believed is not in it."""
        rows = (
            Finding(
                number=number,
                entry=entry,
                technique=entry.brief.slots.technique,
                effect=entry.brief.slots.effect,
            )
            for number, entry in enumerate(self.entries, 1)
        )
        return tuple(row for row in rows if row.technique or row.effect)

    def without(self, paper: str) -> "Overview":
        """The same after a paper was taken out for good; how many there were each week stays."""
        entries = tuple(entry for entry in self.entries if entry.paper.key != paper)
        favourites = tuple(each for each in self.favourites if each.entry.paper.key != paper)
        return self.model_copy(update={"entries": entries, "favourites": favourites})


class ToldOverview(Frozen):
    """An overview as it came to a chat by itself."""

    overview: Overview
    language: Language
    made_at: datetime  # aware; shown in its own zone

    @property
    def kind(self) -> ReportKind:
        """What of reports it is."""
        return kind_of(self.overview.period)

    @property
    def due(self) -> date:
        """What it is found by: the last day on which it looks back."""
        return self.overview.period.ends


def kind_of(period: Period) -> ReportKind:
    """What the overview of a period is called among reports."""
    return "weekly" if period.unit == "week" else "monthly"


def counts_of(entries: Sequence[Entry]) -> dict[Group, int]:
    """How many papers are about what; only what there is, in the order of a report."""
    counted = Counter(entry.group for entry in entries)
    return {group: counted[group] for group in GROUPS if counted[group]}
