"""Several models: who is asked, who writes, who is passed over, and what is said when none can."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from pydantic import BaseModel, SecretStr

from bot.clients.llm import OpenAIWriter
from bot.clients.llm_chain import ChainWriter
from bot.domain.bills import Bill, CannotWrite, WriteLater, bills_of
from bot.domain.models import Model
from bot.domain.prompts import Answer, Measured, Prompt, Usage, Written
from bot.errors import CannotDo, TryLater, Why
from bot.ports import Heard
from tests.fakes.model_server import PROSE, Act, ModelServer, Traits
from tests.fakes.running_clock import RunningClock


class Echo(BaseModel):
    word: str


PROMPT = Prompt(name="test/1", system="Brief the paper.", user="S1: We propose Sieve.", answer=Echo)
AWAY = TryLater(Why.MODEL_UNREACHABLE, host="one.example")
BUSY = TryLater(Why.SOURCE_BUSY, timedelta(minutes=5), host="one.example")
SOON = TryLater(Why.SOURCE_BUSY, timedelta(seconds=20), host="two.example")
REFUSED = CannotDo(Why.MODEL_REFUSED)
NONSENSE = CannotDo(Why.MODEL_NONSENSE)
TOO_LONG = CannotDo(Why.PROMPT_TOO_LONG, model="one")
MISCONFIGURED = CannotDo(Why.MODEL_MISCONFIGURED, host="one.example", model="one", status=401)


@dataclass
class Scripted:
    """A model that writes, but for what its script raises."""

    model: str
    script: list[Exception | None] = field(default_factory=list)
    asked: int = 0
    closed: bool = False

    @property
    def models(self) -> tuple[str, ...]:
        return (self.model,)

    def measure(self, prompt: Prompt[Answer]) -> Measured:
        return Measured(self.model, len(prompt.message) // 4)

    async def write(self, prompt: Prompt[Answer], *, heard: Heard[Answer] | None = None) -> Written[Answer]:
        self.asked += 1
        act = self.script.pop(0) if self.script else None
        if act:
            raise act
        return Written(prompt.answer.model_validate({"word": self.model}), self.model, Usage(calls=1))

    async def aclose(self) -> None:
        self.closed = True


@pytest.mark.parametrize("error", [AWAY, BUSY, REFUSED, NONSENSE, TOO_LONG, MISCONFIGURED])
async def test_whatever_keeps_one_model_from_writing_the_next_one_writes(error: Exception) -> None:
    first, second = Scripted("one", [error]), Scripted("two")
    chain = ChainWriter([first, second], clock=RunningClock())
    written = await chain.write(PROMPT)
    assert (written.model, written.answer.word) == ("two", "two")
    assert (chain.model, chain.models) == ("one", ("one", "two"))
    assert (first.asked, second.asked) == (1, 1)


@pytest.mark.parametrize(("error", "rest"), [(AWAY, 60), (SOON, 20), (BUSY, 300)])
async def test_a_model_that_was_away_is_passed_over_until_its_time_is_up(error: Exception, rest: int) -> None:
    first, second, clock = Scripted("one", [error]), Scripted("two"), RunningClock()
    chain = ChainWriter([first, second], clock=clock)
    await chain.write(PROMPT)
    clock.go_on(timedelta(seconds=rest - 1))
    assert (await chain.write(PROMPT)).model == "two"
    assert first.asked == 1
    clock.go_on(timedelta(seconds=1))
    assert (await chain.write(PROMPT)).model == "one"


@pytest.mark.parametrize("error", [REFUSED, NONSENSE, TOO_LONG])
async def test_a_model_that_could_not_write_this_is_asked_the_next_time(error: Exception) -> None:
    first, second = Scripted("one", [error]), Scripted("two")
    chain = ChainWriter([first, second], clock=RunningClock())
    await chain.write(PROMPT)
    assert (await chain.write(PROMPT)).model == "one"


async def test_where_all_rest_all_are_asked() -> None:
    first, second = Scripted("one", [AWAY]), Scripted("two", [AWAY])
    chain = ChainWriter([first, second], clock=RunningClock())
    with pytest.raises(WriteLater):
        await chain.write(PROMPT)
    assert (await chain.write(PROMPT)).model == "one"
    assert (await chain.write(PROMPT)).model == "one"


async def test_a_model_that_writes_rests_no_more() -> None:
    first, second, clock = Scripted("one", [BUSY]), Scripted("two", [AWAY]), RunningClock()
    chain = ChainWriter([first, second], clock=clock)
    with pytest.raises(WriteLater):
        await chain.write(PROMPT)
    assert (await chain.write(PROMPT)).model == "one"
    clock.go_on(timedelta(minutes=1))
    assert (await chain.write(PROMPT)).model == "one"


async def test_a_clock_that_is_set_back_makes_nobody_rest_for_ever() -> None:
    first, second, clock = Scripted("one", [BUSY]), Scripted("two"), RunningClock()
    chain = ChainWriter([first, second], clock=clock)
    await chain.write(PROMPT)
    clock.go_on(timedelta(hours=-5))
    assert (await chain.write(PROMPT)).model == "one"


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        ([AWAY, NONSENSE], AWAY),
        ([NONSENSE, AWAY], AWAY),
        ([BUSY, SOON], SOON),
        ([AWAY, SOON], SOON),
        ([NONSENSE, REFUSED, MISCONFIGURED], MISCONFIGURED),
        ([NONSENSE, REFUSED], REFUSED),
        ([REFUSED, TOO_LONG], TOO_LONG),
        ([CannotDo(Why.BUG, reference="1"), NONSENSE], NONSENSE),
    ],
)
async def test_when_all_fail_the_error_that_helps_most_is_told(
    errors: Sequence[CannotDo | TryLater], told: CannotDo | TryLater
) -> None:
    chain = ChainWriter([Scripted(str(at), [error]) for at, error in enumerate(errors)], clock=RunningClock())
    with pytest.raises((CannotDo, TryLater)) as caught:
        await chain.write(PROMPT)
    assert isinstance(caught.value, type(told))
    assert isinstance(caught.value, CannotDo | TryLater)
    assert caught.value.reason == told.reason
    if isinstance(told, TryLater):
        assert isinstance(caught.value, TryLater)
        assert caught.value.after == told.after


async def test_a_model_that_rests_may_write_later_though_the_other_never_will() -> None:
    first, second, clock = Scripted("one", [BUSY]), Scripted("two", [None, NONSENSE]), RunningClock()
    chain = ChainWriter([first, second], clock=clock)
    await chain.write(PROMPT)
    clock.go_on(timedelta(minutes=2))
    with pytest.raises(TryLater) as caught:
        await chain.write(PROMPT)
    assert (caught.value.reason, caught.value.after) == (BUSY.reason, timedelta(minutes=3))
    assert first.asked == 1


async def test_a_cancelled_write_is_no_failure_and_asks_nobody_else() -> None:
    first, second = Scripted("one", [KeyError("ours")]), Scripted("two")
    with pytest.raises(KeyError):
        await ChainWriter([first, second], clock=RunningClock()).write(PROMPT)
    assert second.asked == 0


async def test_all_connections_are_closed() -> None:
    writers = [Scripted("one"), Scripted("two")]
    await ChainWriter(writers, clock=RunningClock()).aclose()
    assert all(writer.closed for writer in writers)


@asynccontextmanager
async def chained(*servers: ModelServer) -> AsyncIterator[ChainWriter]:
    """A chain over servers, each with a model of its own name."""
    clock = RunningClock()
    async with AsyncExitStack() as stack:
        models = [
            Model(
                base_url=server.address,
                model=server.traits.model,
                api_key=SecretStr(server.traits.key),
                timeout=0.3,
            )
            for server in servers
        ]
        chain = ChainWriter([OpenAIWriter(model, clock=clock) for model in models], clock=clock)
        stack.push_async_callback(chain.aclose)
        yield chain


def served(name: str, *script: Act, always: Act | None = None) -> ModelServer:
    return ModelServer(*script, always=always, traits=Traits(model=name, key=f"sk-{name}"))


@pytest.mark.parametrize(
    ("act", "calls"),
    [
        (Act(disconnect=True), 3),
        (Act(status=503), 3),
        (Act(status=429, headers={"Retry-After": "600"}), 1),
        (Act(status=401), 1),
        (Act(refusal="No."), 1),
        (Act(text=PROSE), 2),
        (Act(needs=10**6), 2),
        (Act(body="<html>"), 1),
        (Act(status=400, code="context_length_exceeded"), 1),
    ],
)
async def test_each_server_gets_its_own_key_and_the_calls_of_both_are_told(act: Act, calls: int) -> None:
    async with (
        served("one", always=act) as first,
        served("two") as second,
        chained(first, second) as chain,
    ):
        written = await chain.write(PROMPT)
    assert (written.model, written.usage.calls) == ("two", 1)
    assert (len(first.calls), len(second.calls)) == (calls, 1)
    one, two = bills_of(written)
    assert (one.model, one.usage.calls, two) == ("one", calls, Bill("two", written.usage))
    assert bool(one.usage.output) == (act.status == 200 and not act.disconnect and act.body is None)


async def test_a_server_that_is_dead_costs_its_tries_once_a_minute() -> None:
    async with (
        served("one", always=Act(disconnect=True)) as first,
        served("two") as second,
        chained(first, second) as chain,
    ):
        for _ in range(5):
            assert (await chain.write(PROMPT)).model == "two"
    assert (len(first.calls), len(second.calls)) == (3, 5)


async def test_when_both_fail_the_bills_of_both_are_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    async with (
        served("one", always=Act(text=PROSE)) as first,
        served("two", always=Act(refusal="No.")) as second,
        chained(first, second) as chain,
    ):
        with pytest.raises(CannotWrite) as caught:
            await chain.write(PROMPT)
    assert caught.value.reason.why is Why.MODEL_REFUSED
    assert [(bill.model, bill.usage.calls) for bill in bills_of(caught.value)] == [("one", 2), ("two", 1)]
    assert all(bill.usage.input and bill.usage.output for bill in bills_of(caught.value))
    assert "model.failed model=one why=model_nonsense" in caplog.text
    assert "sk-" not in caplog.text


async def test_a_prompt_is_measured_for_the_model_that_would_be_asked() -> None:
    first, second = Scripted("one", [AWAY]), Scripted("two")
    clock = RunningClock()
    chain = ChainWriter([first, second], clock=clock)
    assert chain.measure(PROMPT).model == "one"
    await chain.write(PROMPT)
    assert chain.measure(PROMPT).model == "two"
