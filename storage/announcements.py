"""The announcements: every version of a paper that arXiv announced, in which categories, on which days."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, and_, case, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.announcements import Announcement, AnnouncementKind, Mailing, SourceState
from bot.domain.arxiv_ids import ArxivId
from bot.errors import Reason
from bot.mailings import FollowedTopic
from storage.database import Database
from storage.mailing_tables import announced_in, announcements, mailings, sources, verdicts
from storage.rows import reason_json

_REASON = TypeAdapter(Reason)
_MOST = 500  # rows of one statement, and numbers that are looked for in one
_OF_PAPER = and_(
    announced_in.c.number == announcements.c.number, announced_in.c.version == announcements.c.version
)
_OF_MAILING = and_(mailings.c.category == announced_in.c.category, mailings.c.day == announced_in.c.day)
_PAPER = tuple_(announcements.c.number, announcements.c.version)
_NO_REPLACEMENT = announcements.c.kind != "replacement"
T = TypeVar("T")


class SqlAnnouncements:
    """The Announcements port on the tables of what was announced."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, mailing: Mailing, announced: Sequence[Announcement]) -> None:
        """Keep a category's whole mailing day and move its watermark there, at once or not at all.

        A paper that is kept already gains the category; twice is the same as once. A cross-list that is new
        in another category is new, and so is what was first seen as a replacement. No watermark moves back.
        """
        # in one order everywhere, so that two processes wait for each other and never both
        in_order = sorted({each.id: each for each in announced}.values(), key=lambda each: str(each.id))
        async with self._database.writing() as connection:
            for some in _pieces(in_order):
                await self._keep_papers(connection, some)
                await self._list(connection, mailing, some)
            await self._note(connection, mailing)

    async def state(self, source: str) -> SourceState:
        """How far a source has been followed."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(sources).filter_by(source=source))).first()
        if row is None:
            return SourceState(source=source)
        trouble = row.trouble and _REASON.validate_json(row.trouble)
        return SourceState(
            source=source, through=row.through, checked_at=row.checked_at, trouble=trouble or None
        )

    async def troubled(self, source: str, reason: Reason) -> None:
        """Note that a look failed; the watermark stays, and so does the time of the last that went well."""
        statement = self._database.insert(sources).values(source=source, trouble=reason_json(reason))
        async with self._database.writing() as connection:
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["source"], set_={"trouble": statement.excluded.trouble}
                )
            )

    async def announced(self, category: str, numbers: Collection[str]) -> Mapping[ArxivId, AnnouncementKind]:
        """The versions of these papers that stood in a category's mailings, and as what they came first."""
        found: dict[ArxivId, AnnouncementKind] = {}
        of_paper = select(announcements.c.number, announcements.c.version, announcements.c.kind)
        async with self._database.reading() as connection:
            for some in _pieces(numbers):
                rows = await connection.execute(
                    of_paper.join_from(announcements, announced_in, _OF_PAPER).where(
                        announced_in.c.category == category, announced_in.c.number.in_(some)
                    )
                )
                found |= {ArxivId(number=row.number, version=row.version): row.kind for row in rows}
        return found

    async def newest_number(self, day: date) -> str | None:
        """The highest number among the new papers of a mailing day."""
        of_day = select(func.max(announcements.c.number)).filter_by(kind="new", day=day)
        async with self._database.reading() as connection:
            newest: str | None = await connection.scalar(of_day)
        return newest

    async def mailings(self, categories: Collection[str], *, begins: date, ends: date) -> tuple[Mailing, ...]:
        """The mailings of these categories from a day to another, both counted; (): categories: all."""
        statement = select(mailings).where(mailings.c.day.between(begins, ends))
        if categories:
            statement = statement.where(mailings.c.category.in_(categories))
        async with self._database.reading() as connection:
            rows = await connection.execute(statement.order_by(mailings.c.day, mailings.c.category))
            return tuple(Mailing.model_validate(row._asdict()) for row in rows)

    async def get(self, number: str) -> Announcement | None:
        """The newest announcement of a paper."""
        statement = select(announcements.c.record).where(announcements.c.number == number)
        found = await self._records(statement.order_by(announcements.c.version.desc()).limit(1))
        return found[0] if found else None

    async def unjudged(
        self, followed: FollowedTopic, *, after: datetime | None = None
    ) -> tuple[Announcement, ...]:
        """What a topic has no verdict on yet, in its categories, since the day on which it begins.

        Each paper once, in its newest version that was not announced as a replacement; by number. `after`:
        of the mailings that were noted since a moment alone.
        """
        judged = select(verdicts.c.number).where(
            verdicts.c.topic == followed.id, verdicts.c.number == announcements.c.number
        )
        listed = select(announced_in.c.number, announced_in.c.version).where(
            announced_in.c.day >= followed.begins, *_in(followed.topic.categories)
        )
        if after:
            listed = listed.join(mailings, _OF_MAILING).where(mailings.c.noted_at > after)
        statement = (
            select(announcements.c.record)
            .where(_NO_REPLACEMENT, _PAPER.in_(listed), ~judged.exists())
            .order_by(announcements.c.number, announcements.c.version)
        )
        return _newest(await self._records(statement))

    async def replacements(self, papers: Mapping[str, int]) -> tuple[Announcement, ...]:
        """What announces a later version than the known ones, which are given by number; the newest each."""
        newest: dict[str, int] = {}
        highest = func.max(announcements.c.version)
        async with self._database.reading() as connection:
            for some in _pieces(papers):
                of_some = select(announcements.c.number, highest).where(announcements.c.number.in_(some))
                newest |= dict((await connection.execute(of_some.group_by(announcements.c.number))).all())
        later = sorted((number, version) for number, version in newest.items() if version > papers[number])
        found: list[Announcement] = []
        for pairs in _pieces(later):
            statement = select(announcements.c.record).where(_PAPER.in_(pairs))
            found += await self._records(statement.order_by(announcements.c.number))
        return tuple(found)

    async def replaced(self, mailings: Collection[Mailing]) -> frozenset[str]:
        """The numbers of the papers that stood in mailings as new versions and as nothing else."""
        kinds: dict[bool, set[str]] = {True: set(), False: set()}
        of_paper = select(announced_in.c.number, announcements.c.kind).distinct()
        async with self._database.reading() as connection:
            for day in {mailing.day for mailing in mailings}:
                categories = {mailing.category for mailing in mailings if mailing.day == day}
                rows = await connection.execute(
                    of_paper.join_from(announced_in, announcements, _OF_PAPER).where(
                        announced_in.c.day == day, *_in(categories)
                    )
                )
                for number, kind in rows:
                    kinds[kind == "replacement"].add(number)
        return frozenset(kinds[True] - kinds[False])

    async def count(self, categories: Collection[str], *, begins: date, ends: date) -> int:
        """How many papers were announced, each once whatever its categories; replacements not counted."""
        statement = (
            select(func.count(announced_in.c.number.distinct()))
            .join_from(announced_in, announcements, _OF_PAPER)
            .where(_NO_REPLACEMENT, announced_in.c.day.between(begins, ends), *_in(categories))
        )
        async with self._database.reading() as connection:
            return await connection.scalar(statement) or 0

    async def _keep_papers(self, connection: AsyncConnection, some: Sequence[Announcement]) -> None:
        statement = self._database.insert(announcements).values([_row(each) for each in some])
        better = _rank(statement.excluded.kind) < _rank(announcements.c.kind)
        told = {name: statement.excluded[name] for name in ("kind", "day", "record")}
        await connection.execute(
            statement.on_conflict_do_update(index_elements=["number", "version"], set_=told, where=better)
        )

    async def _list(
        self, connection: AsyncConnection, mailing: Mailing, some: Sequence[Announcement]
    ) -> None:
        rows = [
            {
                "category": mailing.category,
                "number": each.id.number,
                "version": each.id.version,
                "day": mailing.day,
            }
            for each in some
        ]
        await connection.execute(self._database.insert(announced_in).values(rows).on_conflict_do_nothing())

    async def _note(self, connection: AsyncConnection, mailing: Mailing) -> None:
        row = mailing.model_dump()
        await connection.execute(
            self._database.insert(mailings)
            .values(row)
            .on_conflict_do_update(index_elements=["category", "day"], set_=row)
        )
        seen = {"through": mailing.day, "checked_at": mailing.noted_at, "trouble": None}
        farther = case((sources.c.through > mailing.day, sources.c.through), else_=mailing.day)
        await connection.execute(
            self._database.insert(sources)
            .values(source=mailing.category, **seen)
            .on_conflict_do_update(index_elements=["source"], set_=seen | {"through": farther})
        )

    async def _records(self, statement: Select[str]) -> list[Announcement]:
        async with self._database.reading() as connection:
            records = (await connection.execute(statement)).scalars().all()
        return [Announcement.model_validate_json(record) for record in records]


def _rank(kind: ColumnElement[Any]) -> ColumnElement[int]:
    """What says more of a version that was announced as two things comes first."""
    return case((kind == "new", 0), (kind == "cross", 1), else_=2)


def _row(announcement: Announcement) -> dict[str, Any]:
    return {
        "number": announcement.id.number,
        "version": announcement.id.version,
        "kind": announcement.kind,
        "day": announcement.day,
        "record": announcement.model_dump_json(),
    }


def _in(categories: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """A condition that holds in these categories; in all where none are named."""
    return (announced_in.c.category.in_(categories),) if categories else ()


def _newest(announced: Iterable[Announcement]) -> tuple[Announcement, ...]:
    """Of each paper the last one."""
    return tuple({each.id.number: each for each in announced}.values())


def _pieces(values: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while some := list(islice(rest, _MOST)):
        yield some
