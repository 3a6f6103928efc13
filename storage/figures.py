"""What all shelves hold, counted when it is asked: so no restart, crash or second process miscounts."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.figures import Charged, KeptFigures, ReportFigures
from bot.domain.prompts import Usage
from bot.domain.spending import SMALLEST
from storage.database import Database
from storage.mailing_tables import announced_in, announcements, mailings, reports, verdicts
from storage.schema import charges, deliveries, jobs


class SqlFigures:
    """The KeptCounts port on the tables of all shelves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def kept(self) -> KeptFigures:
        """Everything that is kept, counted. Raises TryLater."""
        async with self._database.reading() as connection:
            told, empty = await _told(connection)
            return KeptFigures(
                announced=await _announced(connection),
                mailings=await _mailings(connection),
                mailing_days=await _mailing_days(connection),
                weighed=await _weighed(connection),
                reports=await _by(connection, reports, reports.c.kind),
                told=told,
                empty=empty,
                due_dates=await _due_dates(connection),
                charged=await _charged(connection),
                jobs=await _by(connection, jobs, jobs.c.state),
                deliveries=await _by(connection, deliveries, deliveries.c.state),
            )


async def _by(connection: AsyncConnection, table: Table, column: ColumnElement[str]) -> dict[str, int]:
    rows = await connection.execute(select(column, func.count()).select_from(table).group_by(column))
    return dict(rows.all())


async def _announced(connection: AsyncConnection) -> dict[tuple[str, str], int]:
    of_paper = and_(
        announced_in.c.number == announcements.c.number, announced_in.c.version == announcements.c.version
    )
    named = (announced_in.c.category, announcements.c.kind)
    rows = await connection.execute(
        select(*named, func.count()).join_from(announced_in, announcements, of_paper).group_by(*named)
    )
    return {(category, kind): count for category, kind, count in rows.all()}


async def _mailings(connection: AsyncConnection) -> dict[tuple[str, str], int]:
    named = (mailings.c.category, mailings.c.way)
    rows = await connection.execute(select(*named, func.count()).group_by(*named))
    counts = Counter[tuple[str, str]]()
    for category, way, count in rows.all():
        # a day that was made good is one, whether or not its new versions are known
        counts[category, "feed" if way == "feed" else "api"] += count
    return counts


async def _mailing_days(connection: AsyncConnection) -> Mapping[str, frozenset[date]]:
    days: defaultdict[str, set[date]] = defaultdict(set)
    for category, day in await connection.execute(select(mailings.c.category, mailings.c.day)):
        days[category].add(day)
    return {category: frozenset(some) for category, some in days.items()}


async def _weighed(connection: AsyncConnection) -> dict[tuple[str, bool], int]:
    # In a reason these quotes would be escaped.
    by = case((verdicts.c.verdict.contains('"by":"model"'), "model"), else_="words").label("by")
    rows = await connection.execute(select(by, verdicts.c.kept, func.count()).group_by(by, verdicts.c.kept))
    return {(decider, bool(kept)): count for decider, kept, count in rows.all()}


async def _told(connection: AsyncConnection) -> tuple[ReportFigures, Mapping[str, int]]:
    """All daily reports together; and how many of them hold nothing that was announced, by why."""
    sums, failed, empty = Counter[str](), Counter[str](), Counter[str]()
    for kept in (
        await connection.execute(select(reports.c.figures).where(reports.c.figures.is_not(None)))
    ).scalars():
        figures = ReportFigures.model_validate_json(kept)
        sums.update(figures.sums)
        failed.update(figures.failed)
        empty.update([figures.empty] if figures.empty else [])
    return ReportFigures(sums=dict(sums), failed=dict(failed)), dict(empty)


async def _due_dates(connection: AsyncConnection) -> int:
    """Of the reports that the clock filed; not of those of a clock that was fast, whose dates come again."""
    filed = select(jobs.c.command).where(jobs.c.key.like("report:%"), jobs.c.key.not_like("%:early:%"))
    commands = (await connection.execute(filed)).scalars()
    return sum(json.loads(command).get("dates", 1) for command in commands)


async def _charged(connection: AsyncConnection) -> tuple[Charged, ...]:
    named = (charges.c.model, charges.c.purpose, func.coalesce(charges.c.currency, "").label("currency"))
    counted = ("cost", "input", "cached", "cache_writes", "output", "requests")
    sums = [func.coalesce(func.sum(charges.c[name]), 0).label(name) for name in counted]
    rows = await connection.execute(select(*named, *sums).group_by(*named).order_by(*named))
    return tuple(map(_charge, rows.all()))


def _charge(row: Row[Any]) -> Charged:
    """PostgreSQL adds integers up to its own decimals."""
    return Charged(
        model=row.model,
        purpose=row.purpose,
        currency=row.currency,
        cost=int(row.cost) * SMALLEST,
        usage=Usage(
            input=int(row.input),
            cached=int(row.cached),
            cache_writes=int(row.cache_writes),
            output=int(row.output),
            calls=int(row.requests),
        ),
    )
