"""What a simulated year must have kept: each due date in one report, none late, none without a reason."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select

from bot.domain.chat import Address
from bot.domain.commands import SendReport
from storage import Storage
from storage.rows import job_of
from storage.schema import jobs

DAY = timedelta(days=1)
MOST_SKEW = timedelta(seconds=90)
"""How far the clock of a process may be from the true time."""


@dataclass
class Due:
    """What a wall clock says became due in a chat, and when that was seen."""

    reached: date
    dates: dict[date, datetime] = field(default_factory=dict)
    paused: set[date] = field(default_factory=set)


@dataclass
class Tally:
    """What happened, in figures; `broken` has every promise that was."""

    counts: Counter[str] = field(default_factory=Counter)
    looks: list[datetime] = field(default_factory=list)  # that went through
    changed: dict[str, set[datetime]] = field(default_factory=lambda: defaultdict(set))  # after which look
    due: dict[str, Due] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Filed:
    """A report as the database has it."""

    due: date
    since: date
    at: datetime


async def _filed(storage: Storage) -> Mapping[str, list[Filed]]:
    found: dict[str, list[Filed]] = defaultdict(list)
    async with storage.database.reading() as connection:
        for row in await connection.execute(select(jobs).order_by(jobs.c.id)):
            job = job_of(row)
            command = job.command
            assert isinstance(command, SendReport)
            assert command.day is not None
            due = date.fromisoformat(job.key.rpartition(":")[2])
            since = command.begins or command.day
            assert command.day == due - DAY
            found[job.address.chat].append(Filed(due, since=since, at=job.created_at))
    return found


_COVERED = ("due dates covered never", "due dates covered once", "due dates covered twice or more")


async def check(chats: Iterable[str], storage: Storage, tally: Tally) -> None:
    """Add what was filed to the tally, and what of it should not be."""
    filed = await _filed(storage)
    tally.counts.update(dict.fromkeys(_COVERED, 0))
    covered = {each.address: each.covered for each in await storage.schedules.all()}
    for chat in chats:
        reports, due = filed[chat], tally.due[chat]
        tally.counts["reports"] += len(reports)
        last = covered[Address(platform="square", chat=chat)]
        for day, seen in due.dates.items():
            if day > last or (day in due.paused and not any(day <= report.due for report in reports)):
                tally.counts["due dates in the last hour, or in a pause that goes on"] += 1
                if day > last and any(look > seen for look in tally.looks):
                    tally.broken.append(f"{chat} {day}: never claimed")
                continue
            times = sum(report.since < day <= report.due for report in reports)
            tally.counts[_COVERED[min(times, 2)]] += 1
            if times != 1:
                tally.broken.append(f"{chat} {day}: covered {times} times")
        _check_reports(chat, reports, tally)


def _check_reports(chat: str, reports: Sequence[Filed], tally: Tally) -> None:
    """One follows on the other, none comes without a reason, and none later than at the next look."""
    due = tally.due[chat]
    for before, report in zip([None, *reports], reports, strict=False):
        if before and before.due != report.since:
            tally.broken.append(
                f"{chat} {report.due}: begins {report.since}, and the last one was {before.due}"
            )
        if before and before.at == report.at:
            tally.broken.append(f"{chat} {report.due}: a second one in a look")
        reasons = [day for day in due.dates if report.since < day <= report.due]
        if len(reasons) > 1:
            tally.counts["reports that cover several due dates"] += 1
        if not reasons and not _follows_a_change(report, tally.changed[chat]):
            tally.broken.append(f"{chat} {report.due}: nothing was due")
        seen = due.dates.get(report.due)
        if seen is None or report.due in due.paused:
            continue
        tally.counts["minutes late in all, almost all of them in outages"] += max(
            0, (report.at - seen) // timedelta(minutes=1)
        )
        missed = [look for look in tally.looks if seen + MOST_SKEW < look < report.at - 2 * MOST_SKEW]
        if missed:
            tally.broken.append(
                f"{chat} {report.due}: due at {seen}, filed at {report.at}, looked {len(missed)} times"
            )


def _follows_a_change(report: Filed, changes: Collection[datetime]) -> bool:
    """True where a chat changed what it wants, and the next look found that a date is due by that."""
    return any(moment < report.at + MOST_SKEW and report.at - moment < 5 * DAY for moment in changes)


def told(tally: Tally) -> list[str]:
    """The figures, one a line, then what is broken."""
    lines = [f"{name:54}{count:8,}" for name, count in sorted(tally.counts.items())]
    due = sum(len(due.dates) for due in tally.due.values())
    return [f"{'due dates':54}{due:8,}", *lines, *(f"BROKEN {each}" for each in tally.broken)]
