"""The jobs shelf: what is to be done, who holds it until when, and in which order it comes up."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Address, Edits, Reply
from bot.domain.commands import Command
from bot.domain.jobs import DeliveryState, Job, JobState, NewJob
from bot.errors import LeaseLost, Reason
from storage.database import Database
from storage.edits import change_posts
from storage.leases import UNFINISHED, WITH_LEASE, WITHOUT_LEASE, held, next_due, pushed_ahead
from storage.schema import deliveries, jobs

_COMMAND: TypeAdapter[Command] = TypeAdapter(Command)
_REASON = TypeAdapter(Reason)
_LEASING = 20_742  # the number of our lock on PostgreSQL: two leases at once could take two jobs of one lane


class SqlJobs:
    """The JobQueue port on the jobs table."""

    def __init__(self, database: Database, new_id: Callable[[], str]) -> None:
        self._database = database
        self._new_id = new_id

    async def add(self, job: NewJob, *, now: datetime) -> bool:
        """Keep a job; False: its key or its echo is known, nothing was added."""
        row = _row_of(job) | {"state": JobState.WAITING, "tries": 0, "crashes": 0, "created_at": now}
        statement = self._database.insert(jobs).values(row).on_conflict_do_nothing().returning(jobs.c.id)
        async with self._database.writing() as connection:
            return (await connection.execute(statement)).first() is not None

    async def lease(
        self, owner: str, *, platforms: Sequence[str], now: datetime, until: datetime
    ) -> Job | None:
        """Take the next due job of these platforms that nobody holds; of a lane (chat and person) the oldest.

        One statement raises its crash count and pushes it ahead, before anything of it is tried.
        """
        statement = (
            update(jobs)
            .where(jobs.c.id == next_due(platforms, now).scalar_subquery())
            .values(
                state=WITH_LEASE,
                crashes=jobs.c.crashes + 1,
                due_at=pushed_ahead(now),
                lease_owner=owner,
                lease_until=until,
            )
            .returning(jobs)
        )
        async with self._database.writing() as connection:
            await self._database.one_at_a_time(connection, _LEASING)
            row = (await connection.execute(statement)).first()
        return _job(row) if row else None

    async def renew(self, job: Job, *, owner: str, until: datetime) -> bool:
        """Hold a job for longer; False: it was taken over, leave it."""
        statement = update(jobs).where(held(job), jobs.c.lease_owner == owner).values(lease_until=until)
        async with self._database.writing() as connection:
            return (await connection.execute(statement)).rowcount == 1

    async def write_down(
        self,
        job: Job,
        pieces: Sequence[Reply],
        *,
        now: datetime,
        failure: Reason | None = None,
        edits: Edits | None = None,
    ) -> None:
        """Store the reply, its edits and the job as replied, in one transaction; the lease stays.

        Raises LeaseLost.
        """
        rows = [self._delivery(job, piece) for piece in pieces]
        replied = {"state": JobState.REPLIED, "failure": _json(failure), "tries": 0, "crashes": 0}
        async with self._database.writing() as connection:
            await _change(connection, job, jobs.c.state == JobState.LEASED, **replied)
            changed = await change_posts(connection, edits) if edits else ()
            rows += [self._delivery(job, Reply(blocks=())) | edit for edit in changed]
            if changed:
                rows.append(self._delivery(job, Reply(blocks=())))
            if rows:
                await connection.execute(
                    deliveries.insert(), [row | {"part": part} for part, row in enumerate(rows)]
                )

    async def progressed(self, job: Job) -> None:
        """Something of the job was done for good: its tries and crashes start again. Raises LeaseLost."""
        async with self._database.writing() as connection:
            await _change(connection, job, tries=0, crashes=0)

    async def put_back(self, job: Job, *, due_at: datetime, reason: Reason) -> None:
        """Give the job up until later; counts as a try, and keeps a written reply. Raises LeaseLost."""
        async with self._database.writing() as connection:
            await _change(
                connection,
                job,
                state=WITHOUT_LEASE,
                due_at=due_at,
                tries=jobs.c.tries + 1,
                crashes=0,
                setback=_json(reason),
                lease_owner=None,
                lease_until=None,
            )

    async def finish(self, job: Job, *, now: datetime, failure: Reason | None = None) -> None:
        """All is settled: done, or failed where a failure is given or was written down. Raises LeaseLost."""
        known_failure = func.coalesce(_json(failure), jobs.c.failure)
        async with self._database.writing() as connection:
            await _change(
                connection,
                job,
                state=case((known_failure.is_(None), JobState.DONE), else_=JobState.FAILED),
                failure=known_failure,
                crashes=0,
                finished_at=now,
                lease_owner=None,
                lease_until=None,
            )

    async def release(self, owner_prefix: str) -> int:
        """Free what a dead process held; returns how many jobs.

        Their crash counts stay: they are what tells a job that kills the process from one that was nearby.
        """
        statement = (
            update(jobs)
            .where(func.substr(jobs.c.lease_owner, 1, len(owner_prefix)) == owner_prefix)
            .values(state=WITHOUT_LEASE, lease_owner=None, lease_until=None)
        )
        async with self._database.writing() as connection:
            return (await connection.execute(statement)).rowcount

    async def unfinished(self, *, platforms: Sequence[str]) -> int:
        """How many jobs of these platforms are neither done nor failed."""
        statement = select(func.count()).where(UNFINISHED, jobs.c.platform.in_(platforms))
        async with self._database.reading() as connection:
            return (await connection.execute(statement)).scalar_one()

    async def counts(self) -> dict[str, int]:
        """How many jobs there are in each state that any is in."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(jobs.c.state, func.count()).group_by(jobs.c.state))
            return dict(rows.all())

    def _delivery(self, job: Job, piece: Reply) -> dict[str, Any]:
        return {
            "id": self._new_id(),
            "job_id": job.id,
            "platform": job.address.platform,
            "chat": job.address.chat,
            "thread": job.address.thread,
            "reply_to": job.reply_to,
            "piece": piece.model_dump_json(),
            "state": DeliveryState.WAITING,
            "edits": None,
        }


async def _change(
    connection: AsyncConnection, job: Job, *also: ColumnElement[bool], **columns: object
) -> None:
    changed = await connection.execute(update(jobs).where(held(job), *also).values(**columns))
    if changed.rowcount != 1:
        raise LeaseLost(f"job {job.id}")


def _json(reason: Reason | None) -> str | None:
    return None if reason is None else _REASON.dump_json(reason).decode()


def _row_of(job: NewJob) -> dict[str, Any]:
    return {
        "key": job.key,
        "echoes": job.echoes,
        "command": _COMMAND.dump_json(job.command).decode(),
        "platform": job.address.platform,
        "chat": job.address.chat,
        "thread": job.address.thread,
        "reply_to": job.reply_to,
        "person": job.person,
        "lane": json.dumps([job.address.platform, job.address.chat, job.person]),
        "language": job.language,
        "due_at": job.due_at,
    }


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        key=row.key,
        echoes=row.echoes,
        command=_COMMAND.validate_json(row.command),
        address=Address(platform=row.platform, chat=row.chat, thread=row.thread),
        reply_to=row.reply_to,
        person=row.person,
        language=row.language,
        state=JobState(row.state),
        due_at=row.due_at,
        tries=row.tries,
        crashes=row.crashes,
        created_at=row.created_at,
    )
