"""Nobody spends more than was allowed, nothing that was paid is forgotten, and what is unknown is said."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from pydantic import BaseModel

from bot.domain.bills import Bill, WrittenAtLast, billed
from bot.domain.price_list import PriceList, parse_prices
from bot.domain.prompts import Answer, Prompt, Usage, Written
from bot.domain.spending import Account, Budget, Charge, Spent
from bot.errors import CannotDo, TryLater, Why
from bot.replies.catalogue import explain
from bot.shelves import Group, Ledger
from bot.usecases.spending import PaidWriter, Purse, day_of
from storage import Storage, open_storage
from tests.fakes.ports import NOON, FakeClock

SHANGHAI = ZoneInfo("Asia/Shanghai")
ANN = Account(person="square:ann", chat="square:1")
BO = Account(person="square:bo", chat="square:1")
CLOCK = Account(chat="square:2")
TENTH = Usage(input=100_000, output=0, calls=1)  # at one a million
ALWAYS = {"since": datetime.min.replace(tzinfo=UTC), "until": datetime.max.replace(tzinfo=UTC)}


class Word(BaseModel):
    word: str = "lane"


PROMPT = Prompt(name="word/1", system="x" * 50_000, user="x" * 50_000, answer=Word, max_tokens=0)


@dataclass
class Model:
    """Answers, or fails, with the same bill each time; `gate` holds its answers back."""

    usage: Usage = TENTH
    model: str = "lane-1"
    failure: Exception | None = None
    behind: tuple[Bill, ...] = ()
    asked: int = 0
    gate: asyncio.Event | None = None
    at_once: list[int] = field(default_factory=list)
    _open: int = 0

    @property
    def models(self) -> tuple[str, ...]:
        return (self.model, *(bill.model for bill in self.behind))

    async def write(self, prompt: Prompt[Answer]) -> Written[Answer]:
        self.asked += 1
        self._open += 1
        self.at_once.append(self._open)
        await (self.gate.wait() if self.gate else asyncio.sleep(0))
        self._open -= 1
        if self.failure:
            raise self.failure
        answer = prompt.answer.model_validate({})
        if self.behind:
            return WrittenAtLast(answer, self.model, self.usage, self.behind)
        return Written(answer, self.model, self.usage)


@dataclass
class FailingLedger:
    """A ledger that does not answer while it is `away`."""

    ledger: Ledger
    away: bool = True

    async def add(self, charge: Charge) -> None:
        self._answer()
        await self.ledger.add(charge)

    async def spent(self, **asked: Any) -> Spent:
        self._answer()
        return await self.ledger.spent(**asked)

    async def by(self, *, since: datetime, until: datetime, group: Group) -> dict[str | None, Spent]:
        raise NotImplementedError

    async def cost_of(self, papers: Any, *, since: datetime) -> Spent:
        raise NotImplementedError

    def _answer(self) -> None:
        if self.away:
            raise TryLater(Why.STORAGE_BUSY)


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as opened:
        yield opened


def purse(
    ledger: Ledger, *, clock: FakeClock | None = None, prices: str = "lane-*=1/1/USD", **day: str
) -> Purse:
    """A purse in Shanghai; what may be spent a day is named."""
    return Purse(
        ledger,
        prices=PriceList(parse_prices(prices), servers={}, currency="USD"),
        budget=Budget.model_validate(day),
        clock=clock or FakeClock(),
        zone=SHANGHAI,
    )


async def ask(own: Purse, model: Model, account: Account = ANN) -> Word:
    paid = PaidWriter(own, model, purpose="brief", paper="sha256:1", account=account)
    assert (paid.model, paid.models) == (model.model, model.models)
    return (await paid.write(PROMPT)).answer


async def refused(own: Purse, model: Model, account: Account = ANN) -> Why:
    """Why the account may not ask; nothing was asked."""
    asked = model.asked
    with pytest.raises((CannotDo, TryLater)) as raised:
        await ask(own, model, account)
    assert model.asked == asked
    return raised.value.reason.why


# --- what is noted ---


async def test_a_call_is_noted_with_whom_it_was_for_and_what_it_cost_on_that_day(storage: Storage) -> None:
    rising = "lane-1=1/1/USD,lane-1=2/2/USD@2026-03-03"
    clock = FakeClock(datetime(2026, 3, 2, 15, 59, tzinfo=UTC))
    own = purse(storage.ledger, clock=clock, prices=rising)
    assert await ask(own, Model()) == Word()
    clock.go_on(timedelta(minutes=1))  # midnight in Shanghai
    await ask(own, Model(), BO)
    day = await storage.ledger.by(**ALWAYS, group="day")
    assert {key: spent.costs for key, spent in day.items()} == {
        "2026-03-02": {"USD": Decimal("0.1")},
        "2026-03-03": {"USD": Decimal("0.2")},
    }
    for group, keys in {
        "person": ["square:ann", "square:bo"],
        "chat": ["square:1"],
        "paper": ["sha256:1"],
        "model": ["lane-1"],
    }.items():
        assert list(await storage.ledger.by(**ALWAYS, group=group)) == keys  # type: ignore[arg-type]


async def test_every_model_of_the_chain_that_was_paid_is_noted_under_its_own_name(storage: Storage) -> None:
    behind = (Bill("lane-2", Usage(input=200_000, calls=2)), Bill("lane-3", Usage(calls=3)))
    await ask(purse(storage.ledger), Model(behind=behind))
    apart = await storage.ledger.by(**ALWAYS, group="model")
    costs = {model: spent.cost("USD") for model, spent in apart.items()}
    assert costs == {"lane-1": Decimal("0.1"), "lane-2": Decimal("0.2")}, "lane-3 answered nothing"


@pytest.mark.parametrize("error", [CannotDo(Why.MODEL_NONSENSE), TryLater(Why.SOURCE_BUSY, host="x")])
async def test_a_failure_that_was_paid_is_noted_and_raised(
    storage: Storage, error: CannotDo | TryLater
) -> None:
    failure = billed(error, bills=(Bill("lane-1", TENTH),))
    with pytest.raises(type(error)) as raised:
        await ask(purse(storage.ledger), Model(failure=failure))
    assert raised.value is failure
    assert (await storage.ledger.spent(**ALWAYS)).cost("USD") == Decimal("0.1")


async def test_a_failure_that_nobody_was_paid_for_is_not_noted(storage: Storage) -> None:
    for failure in (TryLater(Why.MODEL_UNREACHABLE, host="x"), RuntimeError("a bug")):
        with pytest.raises(type(failure)):
            await ask(purse(storage.ledger), Model(failure=failure))
    assert await storage.ledger.spent(**ALWAYS) == Spent()


async def test_an_unknown_price_is_counted_as_unknown_and_told_once(
    storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    own = purse(storage.ledger, prices="", total="1")
    for _ in range(2):
        await ask(own, Model())
    spent = await storage.ledger.spent(**ALWAYS)
    assert (spent.calls, spent.unpriced_calls, spent.costs) == (2, 2, {})
    assert caplog.messages == ["budget.unpriced model=lane-1 currency=unknown"]


@pytest.mark.parametrize(
    ("prices", "day", "usage", "told"),
    [
        ("lane-1=1/1/CNY", {"total": "1"}, TENTH, "budget.unpriced model=lane-1 currency=CNY"),
        ("lane-1=1/1/USD", {"chat": "1"}, Usage(calls=1), "budget.unpriced model=lane-1 currency=unknown"),
        ("lane-1=1/1/USD", {"person": "1"}, TENTH, None),
        ("lane-1=0/0/CNY", {"total": "1"}, TENTH, None),
        ("", {}, TENTH, None),
    ],
)
async def test_a_warning_says_which_models_no_budget_limits(
    storage: Storage,
    caplog: pytest.LogCaptureFixture,
    prices: str,
    day: dict[str, str],
    usage: Usage,
    told: str | None,
) -> None:
    caplog.set_level(logging.WARNING)
    await ask(purse(storage.ledger, prices=prices, **day), Model(usage=usage))
    assert caplog.messages == ([told] if told else [])


# --- what is allowed ---


@pytest.mark.parametrize(
    ("day", "allowed", "why"),
    [
        ({"total": "0.2"}, [ANN, CLOCK], Why.BUDGET_SPENT),
        ({"chat": "0.2", "total": "9"}, [ANN, CLOCK, BO], Why.BUDGET_SPENT_CHAT),
        ({"person": "0.1", "chat": "9"}, [ANN, BO, CLOCK, CLOCK], Why.BUDGET_SPENT_PERSON),
    ],
)
async def test_once_a_budget_is_spent_no_call_begins(
    storage: Storage, day: dict[str, str], allowed: list[Account], why: Why
) -> None:
    own, model = purse(storage.ledger, **day), Model()
    for account in allowed:
        await ask(own, model, account)
    assert await refused(own, model) is why
    assert await refused(own, model) is why
    if why is not Why.BUDGET_SPENT:
        await ask(own, model, CLOCK if why is Why.BUDGET_SPENT_PERSON else Account(chat="square:3"))


@pytest.mark.parametrize("prices", ["lane-*=1/1/USD", "lane-*=0/0/USD", ""])
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("total", Why.BUDGET_SPENT),
        ("chat", Why.BUDGET_SPENT_CHAT),
        ("person", Why.BUDGET_SPENT_PERSON),
    ],
)
async def test_a_budget_of_nothing_allows_nothing_whatever_a_call_costs(
    storage: Storage, prices: str, name: str, why: Why
) -> None:
    own = purse(storage.ledger, prices=prices, **{name: "0"})
    assert await refused(own, Model()) is why


async def test_the_refusal_says_whose_budget_how_much_and_when_it_starts_again(storage: Storage) -> None:
    own = purse(storage.ledger, person="0")
    with pytest.raises(CannotDo) as raised:
        await ask(own, Model())
    reason = raised.value.reason
    assert dict(reason.facts) == {"limit": "0 USD", "again": "2026-03-03 00:00+08:00"}
    assert "Your budget for models (0 USD a day)" in explain("en", reason)
    assert "2026-03-03 00:00+08:00 重新开始" in explain("zh", reason)


async def test_a_budget_starts_again_at_midnight_in_the_house(storage: Storage) -> None:
    clock, model = FakeClock(datetime(2026, 3, 2, 15, 0, tzinfo=UTC)), Model()
    own = purse(storage.ledger, clock=clock, total="0.1")
    await ask(own, model)
    assert await refused(own, model) is Why.BUDGET_SPENT
    clock.go_on(timedelta(hours=1))
    await ask(own, model)


async def test_what_another_process_noted_counts_and_other_currencies_do_not(storage: Storage) -> None:
    await ask(purse(storage.ledger, prices="lane-1=9/9/CNY"), Model())
    own, model = purse(storage.ledger, total="0.2"), Model()
    await ask(own, model)
    await ask(purse(storage.ledger), model)
    assert await refused(own, model) is Why.BUDGET_SPENT


# --- several at once ---


async def test_two_calls_at_once_do_not_both_slip_under_the_last_cent(storage: Storage) -> None:
    own, model = purse(storage.ledger, total="0.1"), Model()
    outcomes = await asyncio.gather(*(ask(own, model) for _ in range(8)), return_exceptions=True)
    assert model.asked == 1
    assert [isinstance(outcome, CannotDo) for outcome in outcomes].count(True) == 7
    assert (await storage.ledger.spent(**ALWAYS)).cost("USD") == Decimal("0.1")


async def test_calls_near_the_limit_wait_for_one_another_and_are_not_refused_for_an_estimate(
    storage: Storage,
) -> None:
    cheap = Model(usage=Usage(input=1_000, calls=1))  # an estimate takes it for a hundred times as dear
    own = purse(storage.ledger, total="0.25")
    await asyncio.gather(*(ask(own, cheap) for _ in range(20)))
    assert cheap.asked == 20
    assert max(cheap.at_once) == 3, "two estimates fit, and a third begins below the limit"
    assert (await storage.ledger.spent(**ALWAYS)).cost("USD") == Decimal("0.02")


async def test_one_persons_wait_holds_up_nobody_else(storage: Storage) -> None:
    gate = asyncio.Event()
    own, slow, quick = purse(storage.ledger, person="0.1"), Model(gate=gate), Model()
    first = asyncio.create_task(ask(own, slow, ANN))
    second = asyncio.create_task(ask(own, slow, ANN))
    await asyncio.wait_for(ask(own, quick, BO), 5)
    assert slow.asked == 1
    second.cancel()
    gate.set()
    assert await first == Word()


async def test_a_call_that_is_called_off_gives_back_what_was_set_aside(storage: Storage) -> None:
    own, slow = purse(storage.ledger, total="0.1"), Model(gate=asyncio.Event())
    calls = [asyncio.create_task(ask(own, slow)) for _ in range(2)]
    while not slow.asked:
        await asyncio.sleep(0.01)
    calls[0].cancel()
    while slow.asked < 2:
        await asyncio.sleep(0.01)
    assert slow.gate
    slow.gate.set()
    assert await calls[1] == Word()


async def test_the_dearest_model_of_the_chain_is_set_aside(storage: Storage) -> None:
    behind = (Bill("lane-9", Usage(calls=1)),)
    model = Model(behind=behind, usage=Usage(input=1, calls=1))
    own = purse(storage.ledger, prices="lane-1=1/1/USD,lane-9=10/10/USD", total="1")
    await asyncio.gather(*(ask(own, model) for _ in range(4)))
    assert max(model.at_once) == 1, "each sets all of the budget aside"


# --- a ledger that does not answer ---


async def test_where_the_ledger_cannot_be_read_nothing_is_asked(storage: Storage) -> None:
    ledger, model = FailingLedger(storage.ledger), Model()
    own = purse(ledger, total="1")
    assert await refused(own, model) is Why.BUDGET_UNREADABLE
    ledger.away = False
    await ask(own, model)


async def test_an_answer_is_not_lost_over_a_ledger_and_its_cost_is_noted_before_the_next_call(
    storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    gate = asyncio.Event()
    ledger, model = FailingLedger(storage.ledger, away=False), Model(gate=gate)
    own = purse(ledger, total="0.1")
    first = asyncio.create_task(ask(own, model))
    while not model.asked:
        await asyncio.sleep(0.01)
    ledger.away = True
    gate.set()
    assert await first == Word()
    assert caplog.messages == ["charge.unwritten charges=1"]
    assert await refused(own, model) is Why.BUDGET_UNREADABLE
    ledger.away = False
    assert await refused(own, model) is Why.BUDGET_SPENT
    assert (await storage.ledger.spent(**ALWAYS)).calls == 1


# --- days ---


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (NOON.date(), 24)]
)
def test_a_day_lasts_from_midnight_to_midnight_on_the_wall(day: date, hours: int) -> None:
    zone = ZoneInfo("Europe/Berlin")
    begins, ends = day_of(datetime(day.year, day.month, day.day, 12, tzinfo=zone), zone)
    assert (begins.date(), begins.hour, ends.hour) == (day, 0, 0)
    assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=hours)


def test_without_a_zone_the_day_is_that_of_the_machine() -> None:
    begins, ends = day_of(NOON.astimezone(None), None)
    assert begins <= NOON < ends
    assert (begins.tzinfo is not None, begins.hour) == (True, 0)
