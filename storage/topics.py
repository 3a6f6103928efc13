"""The topics shelf: what chats follow, and what was decided of each announced paper."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.announcements import Announcement
from bot.domain.chat import Address
from bot.domain.topics import Topic, Verdict, Vote
from bot.mailings import FollowedTopic, Judged
from storage.database import Database
from storage.mailing_tables import announcements, reported, topics, verdicts
from storage.schema import marks

_NEWEST = (
    select(announcements.c.number, func.max(announcements.c.version).label("version"))
    .group_by(announcements.c.number)
    .subquery()
)
_ANNOUNCED = announcements.join(
    _NEWEST,
    and_(announcements.c.number == _NEWEST.c.number, announcements.c.version == _NEWEST.c.version),
)


class SqlTopics:
    """The Topics port on the tables of topics and verdicts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def follow(
        self, address: Address, topic: Topic, *, by: str, begins: date, now: datetime
    ) -> FollowedTopic:
        """Make a topic, or take up again the one of that name, as it is given."""
        there = {"platform": address.platform, "chat": address.chat, "name": topic.name}
        row = {
            "thread": address.thread,
            "topic": topic.model_dump_json(),
            "by": by,
            "begins": begins,
            "made_at": now,
            "ended_at": None,
        }
        statement = (
            self._database.insert(topics)
            .values(there | row)
            .on_conflict_do_update(index_elements=list(there), set_=row)
            .returning(topics)
        )
        async with self._database.writing() as connection:
            return _followed((await connection.execute(statement)).one())

    async def of(self, address: Address, *, ended: bool = False) -> tuple[FollowedTopic, ...]:
        """The topics that a chat follows now, by name; those of all its threads, and perhaps that `ended`."""
        here = _in_chat(address)
        return await (self._topics(*here) if ended else self._live(*here))

    async def votes(self, address: Address) -> tuple[Vote, ...]:
        """What people of a chat like and dislike: one for each of them, paper and verdict there."""
        chat = f"{address.platform}:{address.chat}"
        statement = (
            select(verdicts.c.number, verdicts.c.topic, verdicts.c.verdict, marks.c.mark)
            .join(topics, topics.c.id == verdicts.c.topic)
            .join(marks, marks.c.paper == literal("arxiv:").concat(verdicts.c.number))
            .where(*_in_chat(address), marks.c.chat == chat, marks.c.mark.in_(("liked", "not_relevant")))
            .order_by(verdicts.c.number, verdicts.c.topic, marks.c.person)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(statement)).all()
        return tuple(
            Vote(
                number=row.number,
                topic=row.topic,
                verdict=Verdict.model_validate_json(row.verdict),
                liked=row.mark == "liked",
            )
            for row in rows
        )

    async def all(self) -> tuple[FollowedTopic, ...]:
        """Every topic that is followed now."""
        return await self._live()

    async def set(self, followed: FollowedTopic, topic: Topic) -> None:
        """Keep a topic as it is from now on; verdicts that are there stay."""
        row = {"name": topic.name, "topic": topic.model_dump_json()}
        async with self._database.writing() as connection:
            await connection.execute(update(topics).where(topics.c.id == followed.id).values(row))

    async def end(self, followed: FollowedTopic, *, now: datetime) -> None:
        """Follow it no more; what was decided stays."""
        statement = update(topics).where(topics.c.id == followed.id, topics.c.ended_at.is_(None))
        async with self._database.writing() as connection:
            await connection.execute(statement.values(ended_at=now))

    async def judge(
        self, followed: FollowedTopic, decided: Mapping[str, tuple[date, Verdict]], *, now: datetime
    ) -> None:
        """Keep verdicts by number, with the mailing's day; a later one takes an earlier's place."""
        if not decided:
            return
        rows = [
            {"topic": followed.id, "number": number, "day": day, "at": now} | _columns(verdict)
            for number, (day, verdict) in decided.items()
        ]
        insert = self._database.insert(verdicts)
        changed = {name: insert.excluded[name] for name in ("day", "score", "kept", "verdict", "at")}
        statement = insert.on_conflict_do_update(index_elements=["topic", "number"], set_=changed)
        async with self._database.writing() as connection:
            await connection.execute(statement, rows)

    async def wanted(
        self, followed: FollowedTopic, *, since: date
    ) -> tuple[tuple[Announcement, Verdict], ...]:
        """What was kept for a topic since a mailing day and not yet reported in its chat, the best first."""
        told = exists().where(
            reported.c.platform == followed.address.platform,
            reported.c.chat == followed.address.chat,
            reported.c.paper == literal("arxiv:").concat(verdicts.c.number),
        )
        return await self._judged_best_first(_since(followed, since), verdicts.c.kept, ~told)

    async def missed(
        self, followed: FollowedTopic, *, since: date, most: int
    ) -> tuple[tuple[Announcement, Verdict], ...]:
        """What came nearest to being kept and was not, the best first."""
        near = (_since(followed, since), ~verdicts.c.kept, verdicts.c.score > 0)
        return await self._judged_best_first(*near, most=most)

    async def why(self, address: Address, number: str) -> tuple[Judged, ...]:
        """What was decided of a paper for each topic of a chat, by name, those that ended included."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                _judged().where(*_in_chat(address), verdicts.c.number == number).order_by(topics.c.name)
            )
            return tuple(map(_decided, rows))

    async def judged(self, followed: FollowedTopic, *, after: datetime | None) -> tuple[Judged, ...]:
        """What was decided for a topic after a moment, or ever, by number."""
        own = _judged().where(verdicts.c.topic == followed.id).order_by(verdicts.c.number)
        if after:
            own = own.where(verdicts.c.at > after)
        async with self._database.reading() as connection:
            return tuple(map(_decided, await connection.execute(own)))

    async def known(self, topic: Topic, numbers: Collection[str], *, since: datetime) -> tuple[Judged, ...]:
        """What a model decided since a moment of some papers for an equal topic of any chat, newest last."""
        equal = topics.c.topic == topic.model_dump_json()
        recent = _judged().where(equal, verdicts.c.number.in_(numbers), verdicts.c.at >= since)
        async with self._database.reading() as connection:
            rows = await connection.execute(recent.order_by(verdicts.c.at))
            decided = map(_decided, rows)
            return tuple(judged for judged in decided if judged.verdict.by == "model")

    async def _live(self, *where: ColumnElement[bool]) -> tuple[FollowedTopic, ...]:
        return await self._topics(topics.c.ended_at.is_(None), *where)

    async def _topics(self, *where: ColumnElement[bool]) -> tuple[FollowedTopic, ...]:
        statement = select(topics).where(*where)
        async with self._database.reading() as connection:
            rows = await connection.execute(statement.order_by(topics.c.name, topics.c.id))
            return tuple(map(_followed, rows))

    async def _judged_best_first(
        self, *where: ColumnElement[bool], most: int | None = None
    ) -> tuple[tuple[Announcement, Verdict], ...]:
        statement = (
            select(announcements.c.record, verdicts.c.verdict)
            .select_from(_ANNOUNCED.join(verdicts, verdicts.c.number == announcements.c.number))
            .where(*where)
            .order_by(verdicts.c.score.desc(), verdicts.c.number)
            .limit(most)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(statement)).all()
        return tuple(
            (Announcement.model_validate_json(row.record), Verdict.model_validate_json(row.verdict))
            for row in rows
        )


async def move_topics(connection: AsyncConnection, *, platform: str, chat: str, to: str) -> None:
    """Let a chat follow under its new id what it followed; a topic of the same name there goes."""
    old, new = ((topics.c.platform == platform, topics.c.chat == place) for place in (chat, to))
    names = select(topics.c.name).where(*old)
    await _remove(connection, and_(*new, topics.c.name.in_(names)))
    await connection.execute(update(topics).where(*old).values(chat=to))


async def forget_topics(
    connection: AsyncConnection, *, person: str, alone: Sequence[str], nobody: str
) -> int:
    """Take out what a person follows in chats that only they share with us; elsewhere, that it was them."""
    platform, _, _ = person.partition(":")
    count = await _remove(connection, and_(topics.c.platform == platform, topics.c.chat.in_(alone)))
    made = update(topics).where(topics.c.by == person).values(by=nobody)
    return count + (await connection.execute(made)).rowcount


async def _remove(connection: AsyncConnection, those: ColumnElement[bool]) -> int:
    ids = (await connection.execute(select(topics.c.id).where(those))).scalars().all()
    await connection.execute(verdicts.delete().where(verdicts.c.topic.in_(ids)))
    return (await connection.execute(topics.delete().where(topics.c.id.in_(ids)))).rowcount


def _in_chat(address: Address) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return topics.c.platform == address.platform, topics.c.chat == address.chat


def _since(followed: FollowedTopic, day: date) -> ColumnElement[bool]:
    return and_(verdicts.c.topic == followed.id, verdicts.c.day >= day)


def _judged() -> Select[Any]:
    return select(topics.c.name, verdicts).join(topics, topics.c.id == verdicts.c.topic)


def _decided(row: Row[Any]) -> Judged:
    verdict = Verdict.model_validate_json(row.verdict)
    return Judged(topic=row.name, number=row.number, day=row.day, verdict=verdict, at=row.at)


def _followed(row: Row[Any]) -> FollowedTopic:
    return FollowedTopic(
        id=row.id,
        address=Address(platform=row.platform, chat=row.chat, thread=row.thread),
        topic=Topic.model_validate_json(row.topic),
        by=row.by,
        begins=row.begins,
        made_at=row.made_at,
        ended_at=row.ended_at,
    )


def _columns(verdict: Verdict) -> dict[str, Any]:
    return {
        "score": round(verdict.score * 1000),
        "kept": verdict.kept,
        "verdict": verdict.model_dump_json(),
    }
