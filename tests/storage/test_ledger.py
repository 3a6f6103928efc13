"""The ledger: sums are exact on both databases, apart by whatever is asked, and unknown is not nothing."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.prompts import Usage
from bot.domain.spending import FREE, Account, Charge, Price, Spent
from bot.shelves import Group
from storage import Storage
from storage.schema import charges

MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
RATE = Price(
    input=Decimal("0.1"),
    cached_input=Decimal("0.01"),
    cache_write=Decimal("0.125"),
    output=Decimal("0.5"),
    currency="USD",
    since=date(2026, 1, 1),
)
YUAN = RATE.model_copy(update={"currency": "CNY"})
ANN = Account(person="market:ann", chat="market:square")
BO = Account(person="market:bo", chat="market:square")
CLOCK = Account(chat="market:hall")


def charge(account: Account = ANN, *, after: timedelta = timedelta(hours=8), **other: Any) -> Charge:
    """A charge on the first of March; what is not named costs a tenth of a dollar."""
    at = MIDNIGHT + after
    usual: dict[str, Any] = {
        "purpose": "brief",
        "paper": "arxiv:2603.00001",
        "account": account,
        "model": "lane-1",
        "usage": Usage(input=1000, cached=600, cache_writes=100, output=50, calls=2),
        "price": RATE,
        "cost": Decimal("0.1"),
        "at": at,
        "day": at.date(),
    }
    return Charge(**(usual | other))


async def keep(storage: Storage, *made: Charge) -> None:
    for one in made:
        await storage.ledger.add(one)


async def on_the_day(storage: Storage, **whose: str) -> Spent:
    return await storage.ledger.spent(since=MIDNIGHT, until=MIDNIGHT + DAY, **whose)


async def test_an_empty_ledger_says_that_nothing_was_spent(storage: Storage) -> None:
    assert await on_the_day(storage) == Spent()
    assert await storage.ledger.by(since=MIDNIGHT, until=MIDNIGHT + DAY, group="model") == {}
    assert await storage.ledger.of_job("none") == {}
    assert Spent().cost("USD") == 0


async def test_ten_tenths_are_one_and_billionths_are_not_lost(storage: Storage) -> None:
    await keep(storage, *[charge()] * 10, charge(cost=Decimal("1234567.000000001")))
    spent = await on_the_day(storage)
    assert spent.costs == {"USD": Decimal("1234568.000000001")}
    assert (spent.calls, spent.unpriced_calls) == (11, 0)
    assert spent.usage == Usage(input=11_000, cached=6_600, cache_writes=1_100, output=550, calls=22)


async def test_currencies_are_not_mixed_and_an_unknown_cost_is_told_apart_from_none(storage: Storage) -> None:
    await keep(
        storage,
        charge(),
        charge(price=YUAN, cost=Decimal(2)),
        charge(price=None, cost=None),
        charge(price=YUAN, cost=None),
        charge(price=FREE, cost=Decimal(0)),
    )
    spent = await on_the_day(storage)
    assert spent.costs == {"USD": Decimal("0.1"), "CNY": Decimal(2)}
    assert (spent.calls, spent.unpriced_calls) == (5, 2)
    assert (spent.cost("CNY"), spent.cost("EUR")) == (Decimal(2), Decimal(0))


async def test_a_day_begins_at_its_first_moment_and_ends_before_the_next(storage: Storage) -> None:
    before, last = -timedelta(microseconds=1), DAY - timedelta(microseconds=1)
    await keep(storage, *(charge(after=after) for after in (before, timedelta(0), last, DAY)))
    assert (await on_the_day(storage)).calls == 2


async def test_sums_are_of_a_person_of_a_chat_or_of_all(storage: Storage) -> None:
    await keep(storage, charge(ANN), charge(ANN), charge(BO), charge(CLOCK), charge(Account()))
    assert (await on_the_day(storage)).calls == 5
    assert (await on_the_day(storage, person="market:ann")).cost("USD") == Decimal("0.2")
    assert (await on_the_day(storage, chat="market:square")).calls == 3
    assert (await on_the_day(storage, person="market:ann", chat="market:hall")).calls == 0


@pytest.mark.parametrize(
    ("group", "counted"),
    [
        ("day", {"2026-03-01": 2, "2026-03-02": 1}),
        ("model", {"lane-1": 1, "lane-2": 2}),
        ("chat", {"market:hall": 1, "market:square": 2}),
        ("person", {"market:ann": 2, None: 1}),
        ("paper", {"arxiv:2603.00001": 2, None: 1}),
    ],
)
async def test_sums_are_apart_by_what_is_asked(
    storage: Storage, group: Group, counted: dict[str | None, int]
) -> None:
    await keep(
        storage,
        charge(ANN, model="lane-2", price=YUAN),
        charge(ANN, paper=None),
        charge(CLOCK, model="lane-2", after=DAY),
    )
    apart = await storage.ledger.by(since=MIDNIGHT, until=MIDNIGHT + 2 * DAY, group=group)
    assert {key: spent.calls for key, spent in apart.items()} == counted
    assert list(apart) == list(counted), "in their order"
    assert sum(spent.cost("CNY") for spent in apart.values()) == Decimal("0.1")


async def test_the_day_is_that_of_the_house(storage: Storage) -> None:
    await keep(storage, charge(after=timedelta(hours=20), day=date(2026, 3, 2)))
    apart = await storage.ledger.by(since=MIDNIGHT, until=MIDNIGHT + DAY, group="day")
    assert list(apart) == ["2026-03-02"]


async def test_what_a_job_cost_is_told_by_model_on_whatever_day_it_was_paid(storage: Storage) -> None:
    mine, other = (ANN.model_copy(update={"job": job}) for job in ("mine", "other"))
    await keep(
        storage,
        charge(mine, model="lane-2"),
        charge(mine, after=-DAY),
        charge(mine, purpose="institutions", price=YUAN),
        charge(other),
        charge(),
    )
    costs = await storage.ledger.of_job("mine")
    assert {model: spent.costs for model, spent in costs.items()} == {
        "lane-1": {"USD": Decimal("0.1"), "CNY": Decimal("0.1")},
        "lane-2": {"USD": Decimal("0.1")},
    }
    assert list(costs) == ["lane-1", "lane-2"]


async def test_the_price_that_was_in_force_stands_with_the_charge(storage: Storage) -> None:
    await keep(storage, charge(), charge(price=None, cost=None))
    async with storage.database.reading() as connection:
        known, unknown = (await connection.execute(select(charges.c.price).order_by(charges.c.id))).scalars()
    assert Price.model_validate_json(known) == RATE
    assert unknown is None


async def test_a_time_without_a_zone_is_no_time(storage: Storage) -> None:
    with pytest.raises(ValueError, match="timezone"):
        charge(at=datetime(2026, 3, 1))  # noqa: DTZ001
