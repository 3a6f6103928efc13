"""What is taken out for good: all that is kept of a person, or a paper with everything made of it."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Delete, Update, and_, case, func, literal, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Reply
from bot.domain.commands import ShowHelp
from bot.domain.jobs import DeliveryState, JobState
from storage.database import Database
from storage.files import FileShelf
from storage.found import forget_givers, forget_words
from storage.found_tables import givers
from storage.leases import UNFINISHED
from storage.schema import (
    briefs,
    charges,
    corrections,
    deliveries,
    earlier_briefs,
    files,
    jobs,
    marks,
    papers,
    people,
    rooms,
    submissions,
    texts,
    versions,
)

NOBODY = "—"
_EMPTY = Reply(blocks=()).model_dump_json()
_NO_WISH = ShowHelp().model_dump_json()  # a job has one, and this says nothing of anybody
_POSTED = deliveries.c.state.in_((DeliveryState.SENT, DeliveryState.REFUSED))


class SqlErasure:
    """The Erasure port on all tables, and on the shelf of files."""

    def __init__(self, database: Database, shelf: FileShelf) -> None:
        self._database = database
        self._shelf = shelf

    async def forget(self, person: str, *, sparing: str) -> Mapping[str, int]:
        """Take out what is kept of a person, but for the audit; the job with the key `sparing` goes on.

        Jobs and posts stay as rows, without who asked what, so that a thread still knows its papers.
        """
        platform, _, number = person.partition(":")
        asked = and_(jobs.c.platform == platform, jobs.c.person == number, jobs.c.key != sparing)
        async with self._database.writing() as connection:
            chats = await _direct_chats(connection, platform, number)
            names = [f"{platform}:{chat}" for chat in chats]
            alone = and_(rooms.c.platform == platform, rooms.c.chat.in_(chats))
            counts = {
                "marks": await _count(connection, marks.delete().where(marks.c.person == person)),
                "roles": await _count(connection, people.delete().where(people.c.person == person)),
                "posts": await _empty_posts(connection, platform, person=number, chats=chats),
                "jobs": await _clear_jobs(connection, asked),
                "rooms": await _count(connection, rooms.delete().where(alone)),
                "charges": await _count(
                    connection, update(charges).where(charges.c.person == person).values(person=None)
                ),
                "corrections": await _count(
                    connection,
                    update(corrections).where(corrections.c.person == person).values(person=NOBODY),
                ),
            }
            await connection.execute(update(charges).where(charges.c.chat.in_(names)).values(chat=None))
            await self._forget_giver(connection, person, alone=names)
        return counts

    async def remove(self, paper: str) -> Mapping[str, int]:
        """Take a paper out with its briefs, texts, files and submissions; corrections and charges stay."""
        async with self._database.writing() as connection:
            rows = await connection.execute(files.delete().where(files.c.paper == paper).returning(files))
            hashes = [row.sha256 for row in rows.all()]
            counts = {
                "texts": await _count(connection, texts.delete().where(texts.c.sha256.in_(hashes))),
                "briefs": await _count(connection, briefs.delete().where(briefs.c.paper == paper)),
                "submissions": await _count(
                    connection, submissions.delete().where(submissions.c.paper == paper)
                ),
                "marks": await _count(connection, marks.delete().where(marks.c.paper == paper)),
            }
            await forget_words(connection, paper)
            await forget_givers(connection, paper)
            for table in (earlier_briefs, versions):
                await connection.execute(table.delete().where(table.c.paper == paper))
            await connection.execute(papers.delete().where(papers.c.key == paper))
        removed = [await self._shelf.remove(sha256) for sha256 in hashes]
        return counts | {"files": sum(removed)}

    async def _forget_giver(self, connection: AsyncConnection, person: str, *, alone: Sequence[str]) -> None:
        """A file is then its chat's; one that was given to us alone is nobody's, and shown to nobody."""
        theirs = givers.c.person == person
        shared = select(givers.c.paper, givers.c.chat, literal("")).where(theirs, givers.c.chat.not_in(alone))
        insert = self._database.insert(givers).from_select(["paper", "chat", "person"], shared)
        await connection.execute(insert.on_conflict_do_nothing())
        await connection.execute(givers.delete().where(theirs))


async def _direct_chats(connection: AsyncConnection, platform: str, person: str) -> Sequence[str]:
    """The chats that only this person shares with us."""
    statement = (
        select(rooms.c.chat)
        .join(jobs, (rooms.c.platform == jobs.c.platform) & (rooms.c.chat == jobs.c.chat))
        .where(jobs.c.platform == platform, jobs.c.person == person)
        .where(rooms.c.room.contains('"kind":"direct"'))
        .distinct()
    )
    return (await connection.execute(statement)).scalars().all()


async def _empty_posts(
    connection: AsyncConnection, platform: str, *, person: str, chats: Sequence[str]
) -> int:
    """What was whispered to the person, or said to them alone; what still waits is not sent any more."""
    theirs = and_(
        deliveries.c.platform == platform,
        (deliveries.c.whisper_to == person) | deliveries.c.chat.in_(chats),
    )
    statement = update(deliveries).where(theirs)
    stopped = case((_POSTED, deliveries.c.state), else_=DeliveryState.REFUSED)
    return await _count(
        connection, statement.values(piece=_EMPTY, whisper_to=None, word=null(), state=stopped)
    )


async def _clear_jobs(connection: AsyncConnection, asked: ColumnElement[bool]) -> int:
    """Who asked what; what is under way ends, and whoever works on it has lost it."""
    stopped = case((UNFINISHED, JobState.FAILED), else_=jobs.c.state)
    cleared = {"person": None, "command": _NO_WISH, "reply_to": None, "setback": None, "failure": None}
    rows = await connection.execute(select(jobs.c.platform, jobs.c.chat).where(asked).distinct())
    count = 0
    for row in rows.all():
        there = and_(asked, jobs.c.platform == row.platform, jobs.c.chat == row.chat)
        lane = json.dumps([row.platform, row.chat, None])
        count += await _count(
            connection,
            update(jobs)
            .where(there)
            .values(
                **cleared,
                lane=lane,
                state=stopped,
                lease_owner=None,
                lease_until=None,
                finished_at=func.coalesce(jobs.c.finished_at, jobs.c.created_at),
            ),
        )
    return count


async def _count(connection: AsyncConnection, statement: Update | Delete) -> int:
    return (await connection.execute(statement)).rowcount
