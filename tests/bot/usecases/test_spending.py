"""Nobody spends more than was allowed, nothing that was paid is forgotten, and what is unknown is said."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.bills import Bill, CalledOff, WrittenAtLast, billed
from bot.domain.days import day_of
from bot.domain.prompts import Usage, Written
from bot.domain.spending import Account, Spent
from bot.errors import CannotDo, Reason, TryLater, Why
from bot.replies.catalogue import explain
from storage import Storage, open_storage
from tests.bot.usecases.purses import (
    ANN,
    BO,
    CLOCK,
    TENTH,
    FailingLedger,
    LedgerInMind,
    Model,
    Word,
    apart,
    ask,
    noted,
    purse,
    refused,
)
from tests.fakes.ports import NOON, FakeClock


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as opened:
        yield opened


# --- what is noted ---


async def test_a_call_is_noted_with_whom_it_was_for_and_what_it_cost_on_that_day(storage: Storage) -> None:
    rising = "lane-1=1/1/USD,lane-1=2/2/USD@2026-03-03"
    clock = FakeClock(datetime(2026, 3, 2, 15, 59, tzinfo=UTC))
    own = purse(storage.ledger, clock=clock, prices=rising)
    assert await ask(own, Model()) == Word()
    clock.go_on(timedelta(minutes=1))  # midnight in Shanghai
    await ask(own, Model(), BO)
    day = await apart(storage, "day")
    assert {key: spent.costs for key, spent in day.items()} == {
        "2026-03-02": {"USD": Decimal("0.1")},
        "2026-03-03": {"USD": Decimal("0.2")},
    }
    assert list(await apart(storage, "person")) == ["square:ann", "square:bo"]
    assert list(await apart(storage, "chat")) == ["square:1"]
    assert list(await apart(storage, "paper")) == ["sha256:1"]
    assert list(await apart(storage, "model")) == ["lane-1"]


async def test_every_model_of_the_chain_that_was_paid_is_noted_under_its_own_name(storage: Storage) -> None:
    behind = (Bill("lane-2", Usage(input=200_000, calls=2)), Bill("lane-3", Usage(calls=3)))
    await ask(purse(storage.ledger), Model(behind=behind))
    costs = {model: spent.cost("USD") for model, spent in (await apart(storage, "model")).items()}
    assert costs == {"lane-1": Decimal("0.1"), "lane-2": Decimal("0.2")}, "lane-3 answered nothing"


async def test_what_answers_cost_is_known_to_who_asked_for_them(storage: Storage) -> None:
    own = purse(storage.ledger, prices="lane-1=1/1/USD,lane-2=2/2/CNY,lane-4=0/0/USD")
    answer = Written(Word(), "lane-1", TENTH)
    behind = (Bill("lane-2", TENTH), Bill("lane-3", TENTH), Bill("lane-4", Usage(calls=1)))
    spent = own.cost_of(answer, WrittenAtLast(Word(), "lane-1", TENTH, behind))
    assert spent.costs == {"USD": Decimal("0.2"), "CNY": Decimal("0.2")}
    assert (spent.calls, spent.unpriced_calls, spent.usage.input) == (4, 1, 400_000)
    assert own.cost_of() == Spent()


@pytest.mark.parametrize("error", [CannotDo(Why.MODEL_NONSENSE), TryLater(Why.SOURCE_BUSY, host="x")])
async def test_a_failure_that_was_paid_is_noted_and_raised(
    storage: Storage, error: CannotDo | TryLater
) -> None:
    failure = billed(error, bills=(Bill("lane-1", TENTH),))
    with pytest.raises(type(error)) as raised:
        await ask(purse(storage.ledger), Model(failure=failure))
    assert raised.value is failure
    assert (await noted(storage)).cost("USD") == Decimal("0.1")


async def test_a_call_that_is_called_off_is_noted_as_well(storage: Storage) -> None:
    with pytest.raises(CalledOff):
        await ask(purse(storage.ledger), Model(failure=CalledOff(bills=(Bill("lane-1", TENTH),))))
    assert (await noted(storage)).cost("USD") == Decimal("0.1")


async def test_a_failure_that_nobody_was_paid_for_is_not_noted(storage: Storage) -> None:
    for failure in (TryLater(Why.MODEL_UNREACHABLE, host="x"), RuntimeError("a bug")):
        with pytest.raises(type(failure)):
            await ask(purse(storage.ledger), Model(failure=failure))
    assert await noted(storage) == Spent()


async def test_an_unknown_price_is_counted_as_unknown_and_told_once(
    storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    own = purse(storage.ledger, {"total": "1"}, prices="")
    for _ in range(2):
        await ask(own, Model())
    spent = await noted(storage)
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
    *,
    storage: Storage,
    caplog: pytest.LogCaptureFixture,
    prices: str,
    day: dict[str, str],
    usage: Usage,
    told: str | None,
) -> None:
    caplog.set_level(logging.WARNING)
    await ask(purse(storage.ledger, day, prices=prices), Model(usage=usage))
    assert caplog.messages == ([told] if told else [])


async def test_what_a_job_cost_is_told_by_model_with_all_its_tries_and_nobody_elses(storage: Storage) -> None:
    own = purse(storage.ledger)
    behind = (Bill("lane-2", TENTH),)
    mine, other = (ANN.model_copy(update={"job": job}) for job in ("mine", "other"))
    for account in (mine, other, mine, ANN):
        await ask(own, Model(behind=behind), account)
    costs = await own.spent_for("mine")
    assert {model: spent.cost("USD") for model, spent in costs.items()} == {
        "lane-1": Decimal("0.2"),
        "lane-2": Decimal("0.2"),
    }
    assert sum(costs.values(), Spent()) == Spent(
        costs={"USD": Decimal("0.4")}, calls=4, usage=Usage(input=400_000, calls=4)
    )
    assert await own.spent_for("none") == {}


async def test_what_is_not_yet_in_the_ledger_is_in_the_cost_of_its_job(storage: Storage) -> None:
    ledger, mine = FailingLedger(storage.ledger, away=False), ANN.model_copy(update={"job": "mine"})
    own, gate = purse(ledger), asyncio.Event()
    model = Model(gate=gate)
    asking = asyncio.create_task(ask(own, model, mine))
    await model.entered.get()
    ledger.away = True
    gate.set()
    await asking
    with pytest.raises(TryLater):
        await own.spent_for("mine")
    ledger.away = False
    assert (await own.spent_for("mine"))["lane-1"].cost("USD") == Decimal("0.1")


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
    *, storage: Storage, day: dict[str, str], allowed: list[Account], why: Why
) -> None:
    own, model = purse(storage.ledger, day), Model()
    for account in allowed:
        await ask(own, model, account)
    assert await refused(own, model) is why
    assert await refused(own, model) is why
    if why is not Why.BUDGET_SPENT:
        await ask(own, model, CLOCK if why is Why.BUDGET_SPENT_PERSON else Account(chat="square:3"))


@pytest.mark.parametrize("prices", ["lane-*=1/1/USD", "lane-*=0/0/USD", ""])
@pytest.mark.parametrize("name", ["total", "chat", "person"])
async def test_a_budget_of_nothing_allows_nothing_whatever_a_call_costs(
    *, storage: Storage, prices: str, name: str
) -> None:
    own = purse(FailingLedger(storage.ledger), {name: "0"}, prices=prices)
    with pytest.raises(CannotDo) as raised:
        await ask(purse(storage.ledger, {name: "0"}, prices=prices), Model())
    reason = raised.value.reason
    assert reason == Reason(Why.BUDGET_NONE, {"setting": f"BRIEFBOT_BUDGET_{name.upper()}"})
    assert f"BRIEFBOT_BUDGET_{name.upper()} is set to 0" in explain("en", reason)
    assert "用完" not in explain("zh", reason), "nothing was spent"
    assert await refused(own, Model()) is Why.BUDGET_UNREADABLE, "people may have lifted it in chat"


async def test_a_budget_of_nothing_that_was_set_in_chat_is_told_as_such(storage: Storage) -> None:
    await storage.ledger.limit("chat", Decimal(0))
    with pytest.raises(CannotDo) as raised:
        await ask(purse(storage.ledger, {"chat": "5"}), Model())
    assert raised.value.reason == Reason(Why.BUDGET_NONE, {"setting": "admin budget chat"})


async def test_what_was_set_in_chat_holds_while_it_cannot_be_read(storage: Storage) -> None:
    await storage.ledger.limit("total", Decimal(0))
    ledger = FailingLedger(storage.ledger)
    own = purse(ledger)
    assert await refused(own, Model()) is Why.BUDGET_UNREADABLE, "a restart forgets nothing"
    ledger.away = False
    assert await refused(own, Model()) is Why.BUDGET_NONE


async def test_the_refusal_says_whose_budget_how_much_and_when_it_starts_again(storage: Storage) -> None:
    own = purse(storage.ledger, {"person": "0.1"})
    await ask(own, Model())
    with pytest.raises(CannotDo) as raised:
        await ask(own, Model())
    reason = raised.value.reason
    assert dict(reason.facts) == {"limit": "0.1 USD", "again": "2026-03-03 00:00 (Asia/Shanghai)"}
    assert "Your budget for models (0.1 USD a day)" in explain("en", reason)
    assert "2026-03-03 00:00 (Asia/Shanghai) 重新开始" in explain("zh", reason)


@pytest.mark.parametrize(("hours", "named"), [(0, "UTC"), (8, "UTC+08:00"), (-3.5, "UTC-03:30")])
async def test_a_zone_without_a_name_is_told_by_its_distance(
    storage: Storage, hours: float, named: str
) -> None:
    own = purse(storage.ledger, {"total": "0.1"}, zone=timezone(timedelta(hours=hours)))
    await ask(own, Model())
    with pytest.raises(CannotDo) as raised:
        await ask(own, Model())
    assert raised.value.reason.facts["again"] == f"2026-03-03 00:00 ({named})"


async def test_a_budget_starts_again_at_midnight_in_the_house(storage: Storage) -> None:
    clock, model = FakeClock(datetime(2026, 3, 2, 15, 0, tzinfo=UTC)), Model()
    own = purse(storage.ledger, {"total": "0.1"}, clock=clock)
    await ask(own, model)
    assert await refused(own, model) is Why.BUDGET_SPENT
    clock.go_on(timedelta(hours=1))
    await ask(own, model)


async def test_what_another_process_noted_counts_and_other_currencies_do_not(storage: Storage) -> None:
    await ask(purse(storage.ledger, prices="lane-1=9/9/CNY"), Model())
    own, model = purse(storage.ledger, {"total": "0.2"}), Model()
    await ask(own, model)
    await ask(purse(storage.ledger), model)
    assert await refused(own, model) is Why.BUDGET_SPENT


# --- several at once ---


async def test_two_calls_at_once_do_not_both_slip_under_the_last_cent(storage: Storage) -> None:
    own, model = purse(storage.ledger, {"total": "0.1"}), Model()
    outcomes = await asyncio.gather(*(ask(own, model) for _ in range(8)), return_exceptions=True)
    assert model.asked == 1
    assert [isinstance(outcome, CannotDo) for outcome in outcomes].count(True) == 7
    assert (await noted(storage)).cost("USD") == Decimal("0.1")


async def test_calls_near_the_limit_wait_for_one_another_and_are_not_refused_for_an_estimate(
    storage: Storage,
) -> None:
    gate = asyncio.Event()
    cheap = Model(usage=Usage(input=1_000, calls=1), gate=gate)  # an estimate is a hundred times as dear
    own = purse(storage.ledger, {"total": "0.25"})
    calls = [asyncio.create_task(ask(own, cheap)) for _ in range(20)]
    for _ in range(3):  # the third begins below the limit
        await cheap.entered.get()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(cheap.entered.get(), 0.1)
    gate.set()
    await asyncio.gather(*calls)
    assert (await noted(storage)).cost("USD") == Decimal("0.02")


async def test_one_persons_wait_holds_up_nobody_else(storage: Storage) -> None:
    gate = asyncio.Event()
    own, slow, quick = purse(storage.ledger, {"person": "0.1"}), Model(gate=gate), Model()
    calls = [asyncio.create_task(ask(own, slow, ANN)) for _ in range(2)]
    await slow.entered.get()
    assert await asyncio.wait_for(ask(own, quick, BO), 5) == Word()
    gate.set()
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert (slow.asked, Word() in outcomes) == (1, True)


async def test_a_call_that_is_called_off_gives_back_what_was_set_aside(storage: Storage) -> None:
    gate = asyncio.Event()
    own, slow = purse(storage.ledger, {"total": "0.1"}), Model(gate=gate)
    calls = [asyncio.create_task(ask(own, slow)) for _ in range(2)]
    await slow.entered.get()
    calls[0].cancel()
    await asyncio.wait_for(slow.entered.get(), 5)
    gate.set()
    assert await calls[1] == Word()


async def test_the_dearest_model_of_the_chain_is_set_aside(storage: Storage) -> None:
    gate = asyncio.Event()
    model = Model(behind=(Bill("lane-9", Usage(calls=1)),), usage=Usage(input=1, calls=1), gate=gate)
    own = purse(storage.ledger, {"total": "1"}, prices="lane-1=1/1/USD,lane-9=10/10/USD")
    calls = [asyncio.create_task(ask(own, model)) for _ in range(2)]
    await model.entered.get()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(model.entered.get(), 0.1)
    gate.set()
    await asyncio.gather(*calls)


@given(
    st.lists(st.integers(0, 100_000), min_size=1, max_size=25),
    st.integers(0, 500_000),
    st.randoms(use_true_random=False),
)
def test_a_day_ends_over_its_limit_by_less_than_one_call(
    costs: list[int], limit: int, chance: Random
) -> None:
    ledger = LedgerInMind(chance)
    own = purse(ledger, {"total": f"{Decimal(limit) / 1_000_000:f}"})
    models = [Model(usage=Usage(input=cost, output=0 if cost else 1, calls=1)) for cost in costs]

    async def all_at_once() -> list[Word | BaseException]:
        return await asyncio.gather(*(ask(own, model) for model in models), return_exceptions=True)

    outcomes = asyncio.run(all_at_once())
    spent, dearest = ledger.total * 1_000_000, max(*costs, 1)
    assert spent < limit + dearest
    refusals = [outcome for outcome in outcomes if isinstance(outcome, CannotDo)]
    assert len(refusals) == len([model for model in models if not model.asked])
    assert not refusals or spent >= limit, "nobody is refused while there is money"


# --- a ledger that does not answer ---


async def test_where_the_ledger_cannot_be_read_nothing_is_asked(storage: Storage) -> None:
    ledger, model = FailingLedger(storage.ledger), Model()
    own = purse(ledger, {"total": "1"})
    assert await refused(own, model) is Why.BUDGET_UNREADABLE
    ledger.away = False
    await ask(own, model)


async def test_an_answer_is_not_lost_over_a_ledger_and_its_cost_is_noted_before_the_next_call(
    storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    gate = asyncio.Event()
    ledger, model = FailingLedger(storage.ledger, away=False), Model(gate=gate)
    own = purse(ledger, {"total": "0.1"})
    first = asyncio.create_task(ask(own, model))
    await model.entered.get()
    ledger.away = True
    gate.set()
    assert await first == Word()
    assert caplog.messages == ["charge.unwritten charges=1"]
    assert await refused(own, model) is Why.BUDGET_UNREADABLE
    ledger.away = False
    assert await refused(own, model) is Why.BUDGET_SPENT
    assert (await noted(storage)).calls == 1


# --- days ---


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 3, 2), 24)]
)
def test_a_day_lasts_from_midnight_to_midnight_on_the_wall(day: date, hours: int) -> None:
    zone = ZoneInfo("Europe/Berlin")
    begins, ends = day_of(day, zone)
    assert (begins.date(), begins.hour, ends.hour) == (day, 0, 0)
    assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=hours)


def test_without_a_zone_the_day_is_that_of_the_machine() -> None:
    begins, ends = day_of(NOON.astimezone(None).date(), None)
    assert begins <= NOON < ends
    assert (begins.tzinfo is not None, begins.hour) == (True, 0)
