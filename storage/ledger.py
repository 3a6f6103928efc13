"""The ledger: every charge as it was made, and sums of them. Money is kept in whole billionths."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, String, cast, func, null, select

from bot.domain.prompts import Usage
from bot.domain.spending import SMALLEST, Charge, Spent, Whose
from bot.shelves import Group
from storage.database import Database
from storage.schema import budgets, charges

_SUMS = (
    func.count().label("calls"),
    func.count(charges.c.cost).label("priced"),
    func.sum(charges.c.cost).label("cost"),
    func.sum(charges.c.input).label("input"),
    func.sum(charges.c.cached).label("cached"),
    func.sum(charges.c.cache_writes).label("cache_writes"),
    func.sum(charges.c.output).label("output"),
    func.sum(charges.c.requests).label("requests"),
)


class SqlLedger:
    """The Ledger port on the charges table.

    Integers are added exactly by both databases; their own decimals are floats in SQLite.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, charge: Charge) -> None:
        """Note a charge."""
        async with self._database.writing(single=True) as connection:
            await connection.execute(charges.insert(), _row(charge))

    async def spent(
        self, *, since: datetime, until: datetime, person: str | None = None, chat: str | None = None
    ) -> Spent:
        """The sum from one moment to before another: of a person, of a chat, or of all."""
        conditions = [*_between(since, until)]
        if person is not None:
            conditions.append(charges.c.person == person)
        if chat is not None:
            conditions.append(charges.c.chat == chat)
        return (await self._sums(*conditions)).get(None, Spent())

    async def by(self, *, since: datetime, until: datetime, group: Group) -> dict[str | None, Spent]:
        """The same sums apart, in the groups' order; a day as in 2026-11-21, None for what has none."""
        return await self._sums(*_between(since, until), key=cast(charges.c[group], String))

    async def of_job(self, job: str) -> dict[str, Spent]:
        """What a job cost, all its tries together, by model in the order of their names."""
        sums = await self._sums(charges.c.job == job, key=charges.c.model)
        return {str(model): spent for model, spent in sums.items()}

    async def limits(self) -> dict[Whose, Decimal | None]:
        """The budgets that were set in chat, in the place of the operator's; None: no limit."""
        async with self._database.reading(single=True) as connection:
            rows = await connection.execute(select(budgets))
            return {row.whose: None if row.limit is None else Decimal(row.limit) for row in rows}

    async def limit(self, whose: Whose, limit: Decimal | None) -> None:
        """Set a budget, in the currency of the house; None: no limit."""
        column = {"limit": None if limit is None else f"{limit:f}"}
        statement = self._database.insert(budgets).values(whose=whose, **column)
        async with self._database.writing() as connection:
            await connection.execute(statement.on_conflict_do_update(index_elements=["whose"], set_=column))

    async def _sums(
        self, *conditions: ColumnElement[bool], key: ColumnElement[Any] | None = None
    ) -> dict[str | None, Spent]:
        grouped = null() if key is None else key
        statement = (
            select(grouped.label("key"), charges.c.currency, *_SUMS)
            .where(*conditions)
            .group_by(*([charges.c.currency] if key is None else [key, charges.c.currency]))
        )
        async with self._database.reading(single=True) as connection:
            rows = (await connection.execute(statement)).all()
        keys = sorted({row.key for row in rows}, key=lambda key: (key is None, key or ""))
        return {key: _spent(row for row in rows if row.key == key) for key in keys}


def _between(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return charges.c.at >= since, charges.c.at < until


def _spent(rows: Iterable[Row[Any]]) -> Spent:
    """One sum from a row for each currency. PostgreSQL adds integers up to its own decimals."""
    costs, calls, priced, usage = dict[str, Decimal](), 0, 0, Usage()
    for row in rows:
        if row.cost:
            costs[row.currency] = int(row.cost) * SMALLEST
        calls, priced = calls + row.calls, priced + row.priced
        usage += Usage(
            input=int(row.input),
            cached=int(row.cached),
            cache_writes=int(row.cache_writes),
            output=int(row.output),
            calls=int(row.requests),
        )
    return Spent(costs=costs, calls=calls, usage=usage, unpriced_calls=calls - priced)


def _row(charge: Charge) -> dict[str, Any]:
    usage = charge.usage
    return {
        "purpose": charge.purpose,
        "paper": charge.paper,
        "person": charge.account.person,
        "chat": charge.account.chat,
        "job": charge.account.job,
        "model": charge.model,
        "day": charge.day,
        "at": charge.at,
        "input": usage.input,
        "cached": usage.cached,
        "cache_writes": usage.cache_writes,
        "output": usage.output,
        "requests": usage.calls,
        "price": charge.price and charge.price.model_dump_json(),
        "currency": charge.price and charge.price.currency,
        "cost": None if charge.cost is None else int(charge.cost / SMALLEST),
    }
