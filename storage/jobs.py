"""The jobs shelf: what is to be done, who holds it until when, and in which order it comes up."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, Update, and_, bindparam, case, func, select, update
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from bot.domain.chat import Address, Reply
from bot.domain.jobs import DeliveryState, Job, JobState, NewJob, Pieces
from bot.errors import LeaseLost, Reason
from storage.database import Database
from storage.edits import SPARE, change_posts, take_places
from storage.leases import (
    HELD,
    LEASE_REPLY,
    LEASE_WISH,
    UNFINISHED,
    WITHOUT_HOLDER,
    WITHOUT_LEASE,
    held_values,
    lease_values,
)
from storage.reports import note_told
from storage.rows import job_of, lane_of, reason_json, waiting_row
from storage.schema import deliveries, jobs
from storage.together import Together

# The numbers of our locks on PostgreSQL: two leases at once could take two jobs of one lane, or of one chat.
_ANSWERING, _POSTING = 20_742, 20_743

_HELD = update(jobs).where(HELD)
_RENEW = _HELD.where(jobs.c.lease_owner == bindparam("owner")).values(lease_until=bindparam("until"))
_PROGRESSED = _HELD.values(tries=0, crashes=0)
_NOTICED = _HELD.values(notice=bindparam("post"))
_REPLIED = (
    _PROGRESSED.where(jobs.c.state == JobState.LEASED)
    .values(state=JobState.REPLIED, failure=bindparam("why"), **WITHOUT_HOLDER)
    .values(replied_at=bindparam("now"), due_at=bindparam("now"))
)
_PUT_BACK = _HELD.values(state=WITHOUT_LEASE, due_at=bindparam("then"), crashes=0, **WITHOUT_HOLDER)
_failure = func.coalesce(bindparam("why", type_=String()), jobs.c.failure)
_FINISHED = _HELD.values(
    state=case((_failure.is_(None), JobState.DONE), else_=JobState.FAILED),
    failure=_failure,
    crashes=0,
    finished_at=bindparam("now"),
    **WITHOUT_HOLDER,
)


class SqlJobs:
    """The JobQueue port on the jobs table."""

    def __init__(self, database: Database, new_id: Callable[[], str]) -> None:
        self._database = database
        self._new_id = new_id
        self._arrivals = Together(self._insert)

    async def add(self, job: NewJob, *, now: datetime) -> bool:
        """Keep a job; False: its key or its echo is known, nothing was added."""
        return await self._arrivals.ask(waiting_row(job, now=now))

    async def _insert(self, rows: Sequence[dict[str, Any]]) -> Sequence[bool]:
        """Keep rows, which get their numbers in their order; whether each was new."""
        async with self._database.writing(urgent=True, single=True) as connection:
            new = await file_jobs(connection, rows, insert=self._database.insert(jobs))
        told = []
        for row in rows:
            told.append(row["key"] in new)
            new.discard(row["key"])  # of two with one key the first was kept
        return told

    async def lease(
        self, owner: str, *, platforms: Sequence[str], now: datetime, until: datetime
    ) -> Job | None:
        """Take the next job that is to be answered; of a lane (chat and person) the oldest that is due.

        One statement raises its crash count and pushes it ahead, before anything of it is tried.
        """
        values = lease_values(owner, platforms=platforms, now=now, until=until)
        return await self._lease(LEASE_WISH, values, lock=_ANSWERING)

    async def lease_reply(
        self, owner: str, *, platforms: Sequence[str], now: datetime, until: datetime
    ) -> Job | None:
        """Take the next job that is to be posted; of a chat the one whose reply was written down first."""
        values = lease_values(owner, platforms=platforms, now=now, until=until)
        return await self._lease(LEASE_REPLY, values, lock=_POSTING)

    async def _lease(
        self, statement: ReturningUpdate[Any], values: dict[str, object], *, lock: int
    ) -> Job | None:
        async with self._database.writing(single=True) as connection:
            await self._database.one_at_a_time(connection, lock)
            row = (await connection.execute(statement, values)).first()
        return job_of(row) if row else None

    async def renew(self, job: Job, *, owner: str, until: datetime) -> bool:
        """Hold a job for longer; False: it was taken over, leave it."""
        values = held_values(job) | {"owner": owner, "until": until}
        async with self._database.writing(single=True) as connection:
            return (await connection.execute(_RENEW, values)).rowcount == 1

    async def write_down(
        self, job: Job, pieces: Pieces, *, now: datetime, failure: Reason | None = None
    ) -> None:
        """Store the reply, its edits and the job as replied, in one transaction; the lease ends.

        Raises LeaseLost, and ToldMeanwhile where another report told the chat of one of the papers.
        """
        to = {"whisper_to": job.person if pieces.whispered else None}
        rows = [self._delivery(job, piece) | to for piece in pieces.posts]
        rows += [self._delivery(job, piece) | to | {"below": True} for piece in pieces.below]
        async with self._database.writing() as connection:
            await _change(connection, job, _REPLIED, why=reason_json(failure), now=now)
            if pieces.told:
                await note_told(connection, pieces.told, job=job, now=now, insert=self._database.insert)
            changed = await change_posts(connection, pieces.edits) if pieces.edits else ()
            rows += [self._delivery(job, Reply(blocks=())) | edit for edit in changed]
            if changed and pieces.edits and pieces.edits.told:
                rows.append(self._delivery(job, Reply(blocks=())))
            rows += [self._delivery(job, SPARE) for _ in pieces.instead[len(rows) :]]
            rows = await take_places(connection, rows, pieces.instead)
            if rows:
                await connection.execute(
                    deliveries.insert(), [row | {"part": part} for part, row in enumerate(rows)]
                )

    async def progressed(self, job: Job) -> None:
        """Something of the job was done for good: its tries and crashes start again. Raises LeaseLost."""
        async with self._database.writing(single=True) as connection:
            await _change(connection, job, _PROGRESSED)

    async def noticed(self, job: Job, *, post: str) -> None:
        """A post shows how far the job is, or that it waits. Raises LeaseLost."""
        async with self._database.writing(single=True) as connection:
            await _change(connection, job, _NOTICED, post=post)

    async def put_back(
        self, job: Job, *, due_at: datetime, reason: Reason | None = None, behind: bool = False
    ) -> None:
        """Give the job up until later; with a reason it counts as a try. Raises LeaseLost.

        A written reply is kept, and its place in its chat, unless others are to go before: `behind`.
        """
        statement, why = _PUT_BACK, {}
        if reason:
            statement = statement.values(tries=jobs.c.tries + 1, setback=bindparam("why"))
            why = {"why": reason_json(reason)}
        if behind:
            statement = statement.values(replied_at=bindparam("then"))
        async with self._database.writing(single=True) as connection:
            await _change(connection, job, statement, then=due_at, **why)

    async def finish(self, job: Job, *, now: datetime, failure: Reason | None = None) -> None:
        """All is settled: done, or failed where a failure is given or was written down. Raises LeaseLost."""
        async with self._database.writing(single=True) as connection:
            await _change(connection, job, _FINISHED, why=reason_json(failure), now=now)

    async def release(self, owner_prefix: str) -> int:
        """Free what a dead process held; returns how many jobs.

        Their crash counts stay: they are what tells a job that kills the process from one that was nearby.
        """
        statement = (
            update(jobs)
            .where(func.substr(jobs.c.lease_owner, 1, len(owner_prefix)) == owner_prefix)
            .values(state=WITHOUT_LEASE, **WITHOUT_HOLDER)
        )
        async with self._database.writing(single=True) as connection:
            return (await connection.execute(statement)).rowcount

    async def move(self, old: Address, new: Address) -> None:
        """What is still to be done and to be posted in a chat goes to the chat that it became.

        What stands there already was posted under the old id, and keeps it.
        """
        there = and_(jobs.c.platform == old.platform, jobs.c.chat == old.chat)
        unsent = deliveries.c.state.not_in((DeliveryState.SENT, DeliveryState.REFUSED))
        posts = and_(deliveries.c.platform == old.platform, deliveries.c.chat == old.chat, unsent)
        async with self._database.writing() as connection:
            people = await connection.execute(select(jobs.c.person).where(there, UNFINISHED).distinct())
            for person in people.scalars().all():
                moved = {"platform": new.platform, "chat": new.chat, "lane": lane_of(new, person)}
                whose = jobs.c.person.is_not_distinct_from(person)
                await connection.execute(update(jobs).where(there, UNFINISHED, whose).values(**moved))
            to = {"platform": new.platform, "chat": new.chat}
            await connection.execute(update(deliveries).where(posts).values(**to))

    async def unfinished(self, *, platforms: Sequence[str], keys: Collection[str] | None = None) -> int:
        """How many jobs of these platforms, or of those the ones with these keys, are not done nor failed."""
        statement = select(func.count()).where(UNFINISHED, jobs.c.platform.in_(platforms))
        if keys is not None:
            statement = statement.where(jobs.c.key.in_(keys))
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
            "below": False,
            "whisper_to": None,
        }


async def file_jobs(
    connection: AsyncConnection, rows: Sequence[dict[str, Any]], *, insert: Insert
) -> set[str]:
    """Keep rows, which get their numbers in their order; the keys of those that were new."""
    statement = insert.on_conflict_do_nothing().returning(jobs.c.key)
    return set((await connection.execute(statement, rows)).scalars())


async def _change(connection: AsyncConnection, job: Job, statement: Update, **values: object) -> None:
    changed = await connection.execute(statement, held_values(job) | values)
    if changed.rowcount != 1:
        raise LeaseLost(f"job {job.id}")
