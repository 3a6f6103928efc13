"""When the reports of a chat are due, and what each covers: pure, through every change of a clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import dropwhile, islice, takewhile

from bot.domain.briefs import Language
from bot.domain.chat import Address
from bot.domain.commands import SendReport
from bot.domain.frozen import Frozen
from bot.domain.jobs import NewJob
from bot.domain.overviews import OverviewTime, SendOverview, over_since

EVERY_DAY = tuple(range(7))  # as date.weekday counts: 0 is Monday
SKEW = timedelta(hours=3)
"""How far the clocks of two processes may differ before one of them is taken for wrong."""
STEADY = timedelta(hours=1)
"""How long a clock must have gone on without a jump before what it says is believed against a kept date."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """When the report of one chat comes by itself."""

    address: Address
    at: time
    zone: tzinfo | None  # None: the machine's own
    language: Language
    weekdays: tuple[int, ...] = EVERY_DAY  # as date.weekday counts; at least one
    paused: bool = False
    overview: OverviewTime = "off"

    def next(self, now: datetime) -> datetime:
        """When the next due date after a moment begins to be due, in the chat's zone."""
        since = now.astimezone(self.zone).date() - 2 * _A_DAY
        moments = (due_moment(day, self.at, self.zone) for day in coming(self, since))
        return next(dropwhile(lambda moment: moment <= now, moments)).astimezone(self.zone)


class Schedule(Frozen):
    """How far the due dates of a chat are covered."""

    address: Address
    covered: date  # the last due date that wants no report any more: it has one, or it passed in a pause
    since: date  # the first day whose papers no report covers; not after `covered`
    noted_at: datetime  # when that was written, by the clock of whoever wrote it


@dataclass(frozen=True, slots=True)
class Run:
    """A report to come."""

    due: date
    moment: datetime  # in the chat's zone
    begins: date  # the first day that it covers
    ends: date  # the last


def due_moment(day: date, at: time, zone: tzinfo | None) -> datetime:
    """The instant at which a date is due, in UTC: moments of one zone are compared by their walls alone.

    An hour that the zone leaves out: the first instant after the gap. One that comes twice: the first time.
    """
    wall = datetime.combine(day, at)
    first = _instant(wall, zone)
    if _shown(first, zone) == wall:
        return first
    # PEP 495: in a gap, fold 1 counts from after the change and so lands before it, fold 0 behind it
    before, behind = _instant(wall.replace(fold=1), zone), first
    while behind - before > timedelta(seconds=1):  # zones change on whole seconds
        middle = before + timedelta(seconds=(behind - before) // timedelta(seconds=2))
        before, behind = (middle, behind) if _shown(middle, zone) < wall else (before, middle)
    return behind


def coming(plan: Plan, after: date) -> Iterator[date]:
    """The due dates after a date, without end: the plan's weekdays, but days that the zone leaves out."""
    day = after
    while True:
        day += _A_DAY
        if day.weekday() in plan.weekdays and _exists(day, plan.zone):
            yield day


def due_dates(after: date, until: datetime, plan: Plan) -> tuple[date, ...]:
    """The due dates after a date whose moment has come."""
    days = takewhile(lambda day: due_moment(day, plan.at, plan.zone) <= until, coming(plan, after))
    return tuple(days)


def covered_at_first(plan: Plan, now: datetime) -> date:
    """What counts as covered where a chat begins: today where today's hour has come, else yesterday."""
    today = now.astimezone(plan.zone).date()
    return today if due_moment(today, plan.at, plan.zone) <= now else today - _A_DAY


def is_ahead(schedule: Schedule, plan: Plan, *, now: datetime, steady: timedelta) -> bool:
    """True where a fast clock wrote the schedule: left alone, the chat would hear nothing until then.

    A date after today alone is no sign, since a chat may move to a zone where it is yesterday; and a clock
    that is behind for the first minutes after a start is not believed: it went on for `steady`, no longer.
    """
    fast = schedule.noted_at > now + SKEW
    return fast and steady >= STEADY and schedule.covered > now.astimezone(plan.zone).date()


def report_job(plan: Plan, due: date, *, since: date, now: datetime, dates: int = 1) -> NewJob:
    """The report of a due date: of the days since a day, up to the one before it, which is over.

    It is the last of several `dates` that have come where some passed in an outage.
    """
    ends = due - _A_DAY
    return NewJob(
        key=f"{key_of(plan.address)}{due.isoformat()}",
        command=SendReport(day=ends, begins=since if since < ends else None, scheduled=True, dates=dates),
        address=plan.address,
        language=plan.language,
        due_at=now,
    )


def overview_jobs(plan: Plan, due: date, *, covered: date, now: datetime) -> list[NewJob]:
    """The overviews that come with the report of a due date, where the last one before it was `covered`."""
    return [
        NewJob(
            key=f"overview:{plan.address}:{period.name}",
            command=SendOverview(unit=period.unit, day=period.begins, scheduled=True),
            address=plan.address,
            language=plan.language,
            due_at=now,
        )
        for period in over_since(covered, due, plan.overview)
    ]


def key_of(address: Address) -> str:
    """How the keys of a chat's reports begin; the due date follows."""
    return f"report:{address}:"


def next_runs(plan: Plan, schedule: Schedule | None, *, now: datetime, count: int = 10) -> tuple[Run, ...]:
    """The reports that come next, if nothing is changed; several dates that are due are one."""
    first = covered_at_first(plan, now)
    covered, since = (schedule.covered, schedule.since) if schedule else (first, first)
    passed = due_dates(covered, now, plan)
    if passed:
        covered = passed[-1 if plan.paused else -2] if plan.paused or passed[1:] else covered
    runs = []
    for due in islice(coming(plan, covered), count):
        moment = due_moment(due, plan.at, plan.zone).astimezone(plan.zone)
        runs.append(Run(due, moment=moment, begins=since, ends=due - _A_DAY))
        since = due
    return tuple(runs)


def _exists(day: date, zone: tzinfo | None) -> bool:
    """False for a day that a zone skipped when it changed sides of the date line."""
    midnight = time()
    return due_moment(day, midnight, zone) < due_moment(day + _A_DAY, midnight, zone)


def _instant(wall: datetime, zone: tzinfo | None) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(UTC)  # without a zone the wall is the machine's


def _shown(instant: datetime, zone: tzinfo | None) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)
