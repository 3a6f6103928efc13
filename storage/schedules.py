"""The schedules shelf: how far the due dates of each chat are covered."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Column, ColumnElement, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Address
from bot.domain.commands import SendReport
from bot.domain.jobs import JobState, NewJob
from bot.domain.schedules import Schedule, key_of
from storage.database import Database
from storage.jobs import file_jobs
from storage.mailing_tables import reports, schedules
from storage.rows import job_of, waiting_row
from storage.schema import charges, jobs


class SqlSchedules:
    """The Schedules port on the schedules table.

    A schedule is written only where it stands as it was read: of two processes, one finds it changed.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[Schedule, ...]:
        """Every chat that is on the schedule."""
        statement = select(schedules).order_by(schedules.c.platform, schedules.c.chat, schedules.c.thread)
        async with self._database.reading() as connection:
            return tuple(
                Schedule(
                    address=Address(platform=row.platform, chat=row.chat, thread=row.thread or None),
                    covered=row.covered,
                    since=row.since,
                    noted_at=row.noted_at,
                )
                for row in await connection.execute(statement)
            )

    async def begin(self, address: Address, *, covered: date, now: datetime) -> None:
        """Put a chat on the schedule; one that is there stays as it is."""
        row = {
            "platform": address.platform,
            "chat": address.chat,
            "thread": address.thread or "",
            "covered": covered,
            "since": covered,
            "noted_at": now,
        }
        statement = self._database.insert(schedules).values(row).on_conflict_do_nothing()
        async with self._database.writing() as connection:
            await connection.execute(statement)

    async def end(self, schedule: Schedule) -> None:
        """Take a chat off, to which no report is to come any more; one that changed meanwhile stays."""
        async with self._database.writing() as connection:
            await connection.execute(schedules.delete().where(*_as_read(schedule)))

    async def claim(
        self, schedule: Schedule, *, covered: date, work: Sequence[NewJob], now: datetime
    ) -> bool:
        """File the report that covers all due dates up to one, the last of the work, and what goes before.

        The schedule and the work are written in one transaction. False: another process was first, or the
        date has its report from before the chat went off the schedule and came back.
        """
        rows = [waiting_row(job, now=now) for job in work]
        async with self._database.writing() as connection:
            if not await _write(connection, schedule, covered=covered, since=covered, noted_at=now):
                return False
            filed = await file_jobs(connection, rows, insert=self._database.insert(jobs))
            return work[-1].key in filed

    async def skip(self, schedule: Schedule, *, covered: date, now: datetime) -> None:
        """Let due dates pass without a report; the next one covers their days."""
        async with self._database.writing() as connection:
            await _write(connection, schedule, covered=covered, noted_at=now)

    async def set_right(self, schedule: Schedule, *, covered: date, since: date, now: datetime) -> None:
        """Go back to a date after a clock was fast: reports that it filed and nobody began are withdrawn.

        The others get other keys, so that the reports of their dates can be filed when those come. The next
        report covers the days since a day, or since the first one of those that were withdrawn.
        """
        wrong = _later(jobs.c.key, schedule.address, covered)
        withdrawn = jobs.delete().where(wrong, jobs.c.state == JobState.WAITING).returning(jobs)
        async with self._database.writing() as connection:
            if not await _write(connection, schedule, covered=covered, noted_at=now):
                return
            for row in (await connection.execute(withdrawn)).all():
                command = job_of(row).command
                begins = isinstance(command, SendReport) and (command.begins or command.day)
                since = min(since, begins or since)
            here = _is_at(schedule.address)
            await connection.execute(update(schedules).where(*here).values(since=since))
            for key in (jobs.c.key, reports.c.job, charges.c.job):
                early = update(key.table).where(_later(key, schedule.address, covered))
                await connection.execute(early.values({key: key.concat(f":early:{now:%Y%m%dT%H%M%S}")}))


async def move_schedules(connection: AsyncConnection, *, platform: str, old: str, new: str) -> None:
    """A chat has another id: what is covered goes with it, and replaces what was begun under that id."""
    there, here = (and_(schedules.c.platform == platform, schedules.c.chat == chat) for chat in (old, new))
    threads = select(schedules.c.thread).where(there)
    await connection.execute(schedules.delete().where(here, schedules.c.thread.in_(threads)))
    await connection.execute(update(schedules).where(there).values(chat=new))


async def forget_schedules(connection: AsyncConnection, *, platform: str, chats: Sequence[str]) -> None:
    """Take chats off that one person shared with us."""
    await connection.execute(
        schedules.delete().where(schedules.c.platform == platform, schedules.c.chat.in_(chats))
    )


async def _write(connection: AsyncConnection, schedule: Schedule, **columns: object) -> bool:
    """Change a schedule that stands as it was read; False: it does not."""
    statement = update(schedules).where(*_as_read(schedule)).values(columns)
    return (await connection.execute(statement)).rowcount == 1


def _is_at(address: Address) -> tuple[ColumnElement[bool], ...]:
    return (
        schedules.c.platform == address.platform,
        schedules.c.chat == address.chat,
        schedules.c.thread == (address.thread or ""),
    )


def _as_read(schedule: Schedule) -> tuple[ColumnElement[bool], ...]:
    unchanged = schedules.c.covered == schedule.covered, schedules.c.since == schedule.since
    return *_is_at(schedule.address), *unchanged


def _later(key: Column[str], address: Address, day: date) -> ColumnElement[bool]:
    """Keys of a chat's reports of due dates after a day; those of its threads are longer."""
    begins = key_of(address)
    length = len(begins) + len("2026-03-01")
    due = func.substr(key, len(begins) + 1)
    ours = and_(func.substr(key, 1, len(begins)) == begins, func.length(key) == length)
    return and_(ours, due > day.isoformat())
