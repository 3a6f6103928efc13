"""The reports shelf: what each chat was told, so that it is told once and can be told again."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, func, select, tuple_, update
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Address
from bot.domain.figures import figures_of
from bot.domain.jobs import Job
from bot.domain.overviews import Period, ToldOverview, kind_of
from bot.domain.reports import Report, Told
from bot.errors import ToldMeanwhile
from bot.told import KeptReport
from storage.database import Database
from storage.mailing_tables import reported, reports


class SqlReports:
    """The Reports port on the tables of reports and of what they told. A chat's threads are one chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reported(self, address: Address, papers: Collection[str]) -> Mapping[str, int]:
        """Of papers by key, those that a chat was told of, with the newest version."""
        return await self._versions(address, reported.c.paper.in_(papers))

    async def all_reported(self, address: Address) -> Mapping[str, int]:
        """Every paper that a chat was told of, by key, with the newest version."""
        return await self._versions(address)

    async def on(self, address: Address, day: date) -> tuple[KeptReport, ...]:
        """The daily reports that came to a chat for a date, oldest first."""
        return await self.between(address, begins=day, ends=day)

    async def overview(self, address: Address, period: Period) -> ToldOverview | None:
        """The overview of a period as it came to a chat by itself."""
        there = _told(address).where(reports.c.kind == kind_of(period), reports.c.due == period.ends)
        return next(iter(await self._overviews(there)), None)

    async def overviews(self, address: Address, *, most: int) -> tuple[ToldOverview, ...]:
        """The overviews that came to a chat by themselves last, the newest first."""
        return await self._overviews(_told(address).where(reports.c.kind != "daily").limit(most))

    async def newest(self, address: Address, *, most: int) -> tuple[KeptReport, ...]:
        """The daily reports that came to a chat last, the newest first."""
        return await self._found(_daily(address).limit(most))

    async def between(self, address: Address, *, begins: date, ends: date) -> tuple[KeptReport, ...]:
        """The daily reports that came to a chat for these dates, both counted, oldest first."""
        return (await self._found(_daily(address).where(reports.c.due.between(begins, ends))))[::-1]

    async def _versions(self, address: Address, *also: ColumnElement[bool]) -> dict[str, int]:
        statement = (
            select(reported.c.paper, func.max(reported.c.version))
            .where(reported.c.platform == address.platform, reported.c.chat == address.chat, *also)
            .group_by(reported.c.paper)
        )
        async with self._database.reading() as connection:
            return dict((await connection.execute(statement)).all())

    async def _overviews(self, statement: Select[Any]) -> tuple[ToldOverview, ...]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(statement)).all()
        return tuple(ToldOverview.model_validate_json(row.report) for row in rows)

    async def _found(self, statement: Select[Any]) -> tuple[KeptReport, ...]:
        async with self._database.reading() as connection:
            return tuple(map(_kept, (await connection.execute(statement)).all()))


async def note_told(
    connection: AsyncConnection,
    told: Told | ToldOverview,
    *,
    job: Job,
    now: datetime,
    insert: Callable[[Table], Insert],
) -> None:
    """Keep what a job tells its chat. Raises ToldMeanwhile where another told one of the papers."""
    address = job.address
    where = {"platform": address.platform, "chat": address.chat}
    row = where | {"job": job.key, "thread": address.thread, "kind": told.kind, "due": told.due}
    if isinstance(told, ToldOverview):
        row |= {"report": told.model_dump_json(), "made_at": told.made_at}
        await connection.execute(insert(reports).values(row))
        return
    # In one order, or two that tell the same papers at once could wait for each other.
    rows = [
        where | {"paper": paper, "version": version, "at": now}
        for paper, version in sorted(told.papers.items())
    ]
    if rows:
        statement = insert(reported).values(rows).on_conflict_do_nothing().returning(reported.c.paper)
        if len((await connection.execute(statement)).all()) < len(rows):
            raise ToldMeanwhile(str(address))
    row |= {
        "report": told.report.model_dump_json(),
        "figures": figures_of(told.report).model_dump_json(),
        "made_at": told.report.made_at,
    }
    await connection.execute(insert(reports).values(row))


async def adopt_reported(connection: AsyncConnection, paper: str, *, known_as: str, insert: Insert) -> None:
    """What was told of a paper under another key was told of it."""
    taken = await connection.execute(
        reported.delete().where(reported.c.paper == known_as).returning(reported)
    )
    for row in taken.mappings().all():
        await connection.execute(insert.values(dict(row) | {"paper": paper}).on_conflict_do_nothing())


async def move_told(connection: AsyncConnection, *, platform: str, old: str, new: str) -> None:
    """A chat has another id: what it was told goes with it; what it was told under both, it was told once."""
    for table in (reports, reported):
        there = (table.c.platform == platform) & (table.c.chat == old)
        if table is reported:
            known = select(reported.c.paper, reported.c.version)
            known = known.where(reported.c.platform == platform, reported.c.chat == new)
            told = tuple_(reported.c.paper, reported.c.version).in_(known)
            await connection.execute(reported.delete().where(there, told))
        await connection.execute(update(table).where(there).values(chat=new))


async def forget_reports(connection: AsyncConnection, *, platform: str, chats: Sequence[str]) -> None:
    """What was told in chats that one person shared with us."""
    for table in (reports, reported):
        await connection.execute(table.delete().where(table.c.platform == platform, table.c.chat.in_(chats)))


async def remove_reported(connection: AsyncConnection, paper: str) -> set[tuple[str, str]]:
    """Take a paper out of the reports that are kept; the chats that got them, each with its platform.

    That its chats were told of it stays, or the next report would bring it back.
    """
    holds = reports.c.report.contains(f'"{paper}"', autoescape=True)
    rows = (await connection.execute(select(reports).where(holds))).all()
    for row in rows:
        left = _without(row, paper).model_dump_json()
        await connection.execute(update(reports).where(reports.c.id == row.id).values(report=left))
    return {(row.platform, row.chat) for row in rows}


def _without(row: Row[Any], paper: str) -> Report | ToldOverview:
    if row.kind == "daily":
        return Report.model_validate_json(row.report).without(paper)
    told = ToldOverview.model_validate_json(row.report)
    return told.model_copy(update={"overview": told.overview.without(paper)})


def _daily(address: Address) -> Select[Any]:
    """A chat's daily reports, the newest first."""
    return _told(address).where(reports.c.kind == "daily")


def _told(address: Address) -> Select[Any]:
    """A chat's reports of any kind, the newest first."""
    return (
        select(reports)
        .where(reports.c.platform == address.platform, reports.c.chat == address.chat)
        .order_by(reports.c.due.desc(), reports.c.id.desc())
    )


def _kept(row: Row[Any]) -> KeptReport:
    return KeptReport(
        job=row.job,
        address=Address(platform=row.platform, chat=row.chat, thread=row.thread),
        kind=row.kind,
        due=row.due,
        report=Report.model_validate_json(row.report),
    )
