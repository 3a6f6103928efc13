"""What is taken out for good: all that is kept of a person, or a paper with everything made of it."""

import json
from collections.abc import Mapping, Sequence

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    Delete,
    Text,
    Update,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Reply
from bot.domain.commands import ShowHelp
from bot.domain.jobs import DeliveryState, JobState
from bot.errors import Reason, Why
from storage.database import Database
from storage.feeds import FolderFeeds
from storage.files import FileShelf
from storage.found import forget_givers, forget_words
from storage.found_tables import givers
from storage.leases import UNFINISHED
from storage.reports import forget_reports, remove_reported
from storage.schedules import forget_schedules
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
from storage.topics import forget_topics
from storage.turns import forget_turns, remove_turns

NOBODY = "—"
FORGOTTEN = "forgotten"  # the chat of a row that stays, where the chat's id was a person's
_EMPTY = Reply(blocks=()).model_dump_json()
_NO_WISH = ShowHelp().model_dump_json()  # a job has one, and this says nothing of anybody
_FILE_GONE = TypeAdapter(Reason).dump_json(Reason(Why.FILE_GONE, {"name": NOBODY})).decode()
_POSTED = deliveries.c.state.in_((DeliveryState.SENT, DeliveryState.REFUSED))


class SqlErasure:
    """The Erasure port on all tables, and on the shelf of files."""

    def __init__(self, database: Database, shelf: FileShelf, feeds: FolderFeeds) -> None:
        self._database = database
        self._feeds = feeds
        self._shelf = shelf

    async def forget(self, person: str, *, sparing: str) -> Mapping[str, int]:
        """Take out what is kept of a person, but for the audit; the job with the key `sparing` goes on.

        Jobs and posts stay as rows, without who asked what, so that a thread still knows its papers; so do
        submissions, without the names of the files, so that a report still adds up.
        """
        platform, _, number = person.partition(":")
        async with self._database.writing() as connection:
            chats = await _direct_chats(connection, platform, number)
            names = [f"{platform}:{chat}" for chat in chats]
            alone = and_(rooms.c.platform == platform, rooms.c.chat.in_(chats))
            theirs = or_(jobs.c.person == number, jobs.c.chat.in_(chats))
            asked = and_(jobs.c.platform == platform, theirs, jobs.c.key != sparing)
            await _blank_submissions(connection, asked)
            await _clear_news(connection, [person, *names])
            counts = {
                "marks": await _count(connection, marks.delete().where(marks.c.person == person)),
                "roles": await _count(connection, people.delete().where(people.c.person == person)),
                "posts": await _empty_posts(connection, platform, person=number, chats=chats),
                "jobs": await _clear_jobs(connection, asked, alone=chats),
                "rooms": await _count(connection, rooms.delete().where(alone)),
                "charges": await _count(
                    connection, update(charges).where(charges.c.person == person).values(person=None)
                ),
                "corrections": await _count(
                    connection,
                    update(corrections).where(corrections.c.person == person).values(person=NOBODY),
                ),
            }
            counts["topics"] = await forget_topics(connection, person=person, alone=chats, nobody=NOBODY)
            counts["questions"] = await forget_turns(connection, person=person, alone=names)
            unpaid = update(charges).where(charges.c.chat.in_(names)).values(chat=None, job=None)
            await connection.execute(unpaid)
            await forget_reports(connection, platform=platform, chats=chats)
            await forget_schedules(connection, platform=platform, chats=chats)
            await self._forget_giver(connection, person, alone=names)
        for chat in chats:
            await self._feeds.remove(platform, chat)
        return counts

    async def remove(self, paper: str) -> Mapping[str, int]:
        """Take a paper out with its briefs, texts, files and submissions, also of the kept reports.

        Corrections and charges stay.
        """
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
            told = await remove_reported(connection, paper)
            await forget_words(connection, paper)
            await forget_givers(connection, paper)
            await remove_turns(connection, paper)
            for table in (earlier_briefs, versions):
                await connection.execute(table.delete().where(table.c.paper == paper))
            await connection.execute(papers.delete().where(papers.c.key == paper))
        for platform, chat in told:
            await self._feeds.remove(platform, chat)
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
    spoken_in = select(jobs.c.chat).where(jobs.c.platform == platform, jobs.c.person == person)
    statement = select(rooms.c.chat).where(
        rooms.c.platform == platform,
        rooms.c.room.contains('"kind":"direct"'),
        (rooms.c.chat == person) | rooms.c.chat.in_(spoken_in),
    )
    return (await connection.execute(statement)).scalars().all()


async def _blank_submissions(connection: AsyncConnection, asked: ColumnElement[bool]) -> None:
    """What the person's files and addresses were called; an arXiv number says nothing of anybody."""
    named = and_(
        submissions.c.job.in_(select(jobs.c.key).where(asked)),
        submissions.c.identity.not_like("arxiv:%"),
    )
    row = submissions.c.job + ":" + cast(submissions.c.place, Text)  # two that failed stay two
    reason = case((submissions.c.reason.is_(None), null()), else_=_FILE_GONE)
    blank = {"label": NOBODY, "identity": f"{FORGOTTEN}:" + row, "reason": reason}
    await connection.execute(update(submissions).where(named).values(**blank))


async def _clear_news(connection: AsyncConnection, names: Sequence[str]) -> None:
    """What admins were told of the person, such as that they want to be let in; what waits stays.

    `names`: theirs, and those of the chats that only they share with us.
    """
    of_them = (json.dumps(name, ensure_ascii=False) for name in names)
    told = and_(
        jobs.c.command.contains('"kind":"news"'),
        or_(*(jobs.c.command.contains(name, autoescape=True) for name in of_them)),
        jobs.c.state.in_((JobState.DONE, JobState.FAILED)),
    )
    posts = deliveries.c.job_id.in_(select(jobs.c.id).where(told))
    await connection.execute(update(deliveries).where(posts).values(piece=_EMPTY))
    key = f"{FORGOTTEN}:" + cast(jobs.c.id, Text)
    await connection.execute(update(jobs).where(told).values(command=_NO_WISH, key=key, echoes=None))


async def _empty_posts(
    connection: AsyncConnection, platform: str, *, person: str, chats: Sequence[str]
) -> int:
    """What was whispered to the person, or said to them alone; what still waits is not sent any more."""
    alone = deliveries.c.chat.in_(chats)
    theirs = and_(deliveries.c.platform == platform, (deliveries.c.whisper_to == person) | alone)
    emptied = {
        "piece": _EMPTY,
        "whisper_to": None,
        "word": null(),
        "state": case((_POSTED, deliveries.c.state), else_=DeliveryState.REFUSED),
        "reply_to": None,
        "thread": case((alone, null()), else_=deliveries.c.thread),
        "post": case((and_(alone, deliveries.c.post.is_not(None)), ""), else_=deliveries.c.post),
        "chat": case((alone, FORGOTTEN), else_=deliveries.c.chat),
    }
    return await _count(connection, update(deliveries).where(theirs).values(**emptied))


async def _clear_jobs(
    connection: AsyncConnection, asked: ColumnElement[bool], *, alone: Sequence[str]
) -> int:
    """Who asked what; what is under way ends, and whoever works on it has lost it."""
    cleared = {
        "person": None,
        "name": None,
        "command": _NO_WISH,
        "reply_to": None,
        "echoes": None,  # may hold the chat, or the person
        "setback": None,
        "failure": None,
        "state": case((UNFINISHED, JobState.FAILED), else_=jobs.c.state),
        "lease_owner": None,
        "lease_until": None,
        "finished_at": func.coalesce(jobs.c.finished_at, jobs.c.created_at),
    }
    # What nobody asked for, such as a report that the clock filed, bears its chat in its key.
    key = case((jobs.c.person.is_(None), f"{FORGOTTEN}:" + cast(jobs.c.id, Text)), else_=jobs.c.key)
    rows = await connection.execute(select(jobs.c.platform, jobs.c.chat).where(asked).distinct())
    count = 0
    for row in rows.all():
        there = and_(asked, jobs.c.platform == row.platform, jobs.c.chat == row.chat)
        chat = FORGOTTEN if row.chat in alone else row.chat
        where = {"chat": chat, "lane": json.dumps([row.platform, chat, None])}
        if row.chat in alone:
            where |= {"thread": None, "notice": None, "key": key}
        count += await _count(connection, update(jobs).where(there).values(**cleared, **where))
    return count


async def _count(connection: AsyncConnection, statement: Update | Delete) -> int:
    return (await connection.execute(statement)).rowcount
