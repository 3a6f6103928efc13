"""The shelf of turns: what was asked and answered in a thread, for the questions that follow."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Address
from bot.domain.commands import AskPaper, Command
from bot.domain.jobs import DeliveryState, Job
from bot.domain.turns import KeptTurn
from storage.database import Database
from storage.schema import deliveries, jobs
from storage.turn_tables import turns

_COMMAND: TypeAdapter[Command] = TypeAdapter(Command)


class SqlTurns:
    """The Turns port on the table of turns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def session_of(self, job: Job, *, paper: str, answers: str | None, since: datetime) -> str:
        """The session of a question about a paper that answers a post, or none."""
        async with self._database.reading() as connection:
            if answers is None:
                return await self._latest(connection, job, paper=paper, since=since) or f"job:{job.id}"
            return await self._at(connection, job, paper=paper, answers=answers)

    async def of(self, session: str, *, paper: str, job: Job, mends: bool) -> tuple[KeptTurn, ...]:
        """The turns of a session about a paper, oldest first, but for those whose place the job's takes."""
        statement = (
            select(*(column for column in turns.c if column is not turns.c.id))
            .where(turns.c.session == session, turns.c.paper == paper, ~_replaced(job, mends=mends))
            .order_by(turns.c.id)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(statement)).mappings()
            return tuple(KeptTurn(**row) for row in rows)

    async def keep(self, kept: Sequence[KeptTurn], *, job: Job, mends: bool) -> None:
        """Keep the turns of a job in the place of those that it had, and of those that it `mends`."""
        async with self._database.writing() as connection:
            await connection.execute(turns.delete().where(_replaced(job, mends=mends)))
            if kept:
                await connection.execute(turns.insert(), [turn.model_dump() for turn in kept])

    async def asked_at(self, address: Address, post: str) -> AskPaper | None:
        """The question that a post of ours answers."""
        statement = (
            select(jobs.c.command)
            .join(deliveries, deliveries.c.job_id == jobs.c.id)
            .where(deliveries.c.platform == address.platform, deliveries.c.chat == address.chat)
            .where(deliveries.c.post == post, deliveries.c.edits.is_(None))
            .limit(1)
        )
        async with self._database.reading() as connection:
            found = await connection.scalar(statement)
        command = _COMMAND.validate_json(found) if found else None
        return command if isinstance(command, AskPaper) else None

    async def shown_for(self, job: Job) -> tuple[str, ...]:
        """Ids of the deliveries that answer the same message in its earlier words, and can be edited."""
        if job.reply_to is None:  # such as one that was edited where its chat had another id
            return ()
        statement = (
            select(deliveries.c.id)
            .join(jobs, jobs.c.id == deliveries.c.job_id)
            .where(*_in_chat(job), jobs.c.reply_to == job.reply_to, jobs.c.id < job.id)
            # In a person's own words the marks would be escaped.
            .where(jobs.c.command.contains('"kind":"ask"', autoescape=True))
            .where(deliveries.c.edits.is_(None), deliveries.c.whisper_to.is_(None))
            .where(deliveries.c.state != DeliveryState.REFUSED)
            .where(or_(deliveries.c.post.is_(None), deliveries.c.post != ""))
            .order_by(deliveries.c.job_id, deliveries.c.part)
        )
        async with self._database.reading() as connection:
            return tuple((await connection.execute(statement)).scalars())

    async def _latest(
        self, connection: AsyncConnection, job: Job, *, paper: str, since: datetime
    ) -> str | None:
        """Where the person went on about the paper in this chat."""
        chat = f"{job.address.platform}:{job.address.chat}"
        newest = (
            select(turns.c.session)
            .where(turns.c.person == f"{job.address.platform}:{job.person}", turns.c.chat == chat)
            .where(turns.c.paper == paper, turns.c.at >= since)
            .order_by(turns.c.id.desc())
            .limit(1)
        )
        session: str | None = await connection.scalar(newest)
        return session

    async def _at(self, connection: AsyncConnection, job: Job, *, paper: str, answers: str) -> str:
        """The session to which the answered post belongs; else the one that it begins."""
        address = job.address
        posted = select(deliveries.c.job_id).where(
            deliveries.c.platform == address.platform,
            deliveries.c.chat == address.chat,
            deliveries.c.post == answers,
            deliveries.c.edits.is_(None),
        )
        named = (jobs.c.notice, jobs.c.reply_to, jobs.c.thread)
        first = jobs.alias()  # whose message was asked again in other words
        message = select(first.c.reply_to).where(first.c.id.in_(posted), first.c.reply_to.is_not(None))
        known = (
            select(turns.c.session)
            .join(jobs, jobs.c.key == turns.c.job)
            .where(*_in_chat(job), turns.c.paper == paper)
            .where(
                or_(
                    jobs.c.id.in_(posted),
                    jobs.c.reply_to.in_(message),
                    *(column == answers for column in named),
                )
            )
            .order_by(turns.c.id.desc())
            .limit(1)
        )
        session: str | None = await connection.scalar(known)
        if session is None:
            root = await connection.scalar(posted.limit(1))
            session = f"post:{address.platform}:{address.chat}:{answers}" if root is None else f"job:{root}"
        return session


async def forget_turns(connection: AsyncConnection, *, person: str, alone: Sequence[str]) -> int:
    """Take out what a person asked, and what was asked in chats that only they share with us."""
    theirs = or_(turns.c.person == person, turns.c.chat.in_(alone))
    return (await connection.execute(turns.delete().where(theirs))).rowcount


async def remove_turns(connection: AsyncConnection, paper: str) -> None:
    """Take out what was asked about a paper."""
    await connection.execute(turns.delete().where(turns.c.paper == paper))


async def adopt_turns(connection: AsyncConnection, key: str, *, known_as: str) -> None:
    """What was asked about a paper under another key is about it under this one."""
    await connection.execute(update(turns).where(turns.c.paper == known_as).values(paper=key))


def _replaced(job: Job, *, mends: bool) -> ColumnElement[bool]:
    """The turns of a job; where it answers a message anew that was edited, also those of the message."""
    own = turns.c.job == job.key
    if not mends or job.reply_to is None:
        return own
    earlier = select(jobs.c.key).where(*_in_chat(job), jobs.c.reply_to == job.reply_to)
    return or_(own, turns.c.job.in_(earlier))


def _in_chat(job: Job) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return jobs.c.platform == job.address.platform, jobs.c.chat == job.address.chat
