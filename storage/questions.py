"""The questions among the jobs: who waits behind whom in a thread, and whose was called off."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Address
from bot.domain.jobs import Job, JobState
from storage.database import Database
from storage.leases import UNANSWERED
from storage.rows import job_of
from storage.schema import jobs

# As `Command` writes it; inside a person's words each of these quotes has a backslash before it.
_ASKS = jobs.c.command.contains('"kind":"ask"', autoescape=True)


class SqlQuestions:
    """The Questions port on the jobs table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def stop(self, address: Address, *, person: str | None, by: str, notice: str | None = None) -> bool:
        """Call off the questions of a person here, or of all, where nobody answered them yet.

        With a `notice` only the one whose answer grows in that post. `by` is the key of the message that
        wants it: a message that comes again calls nothing off.
        """
        here = [jobs.c.platform == address.platform, jobs.c.chat == address.chat]
        if address.thread:
            here.append(jobs.c.thread == address.thread)
        if person is not None:
            here.append(jobs.c.person == person)
        if notice is not None:
            here.append(jobs.c.notice == notice)
        async with self._database.writing() as connection:
            if await _is_known(connection, by):
                return True
            open_ones = (_ASKS, jobs.c.state.in_(UNANSWERED), jobs.c.stopped_by.is_(None))
            stopped = await connection.execute(update(jobs).where(*here, *open_ones).values(stopped_by=by))
        return stopped.rowcount > 0

    async def stopped(self, job: Job) -> bool:
        """Whether a question was called off."""
        called_off = exists().where(jobs.c.id == job.id, jobs.c.stopped_by.is_not(None))
        async with self._database.reading() as connection:
            return bool((await connection.execute(select(called_off))).scalar_one())

    async def behind(self, job: Job) -> Sequence[Job]:
        """The questions of others that wait for this one, and whose askers were not told so yet."""
        lane = select(jobs.c.lane).where(jobs.c.id == job.id).scalar_subquery()
        waits: ColumnElement[bool] = and_(
            jobs.c.state == JobState.WAITING, jobs.c.id > job.id, jobs.c.notice.is_(None)
        )
        other = jobs.c.person.is_distinct_from(job.person)
        statement = select(jobs).where(jobs.c.lane == lane, waits, other, _ASKS).order_by(jobs.c.id)
        async with self._database.reading() as connection:
            return tuple(map(job_of, await connection.execute(statement)))


async def _is_known(connection: AsyncConnection, key: str) -> bool:
    known = exists().where(jobs.c.stopped_by == key)
    return bool((await connection.execute(select(known))).scalar_one())
