"""Limits: requests and tokens a minute, and the silence that a server asks for."""

import asyncio
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import aclosing
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.clients.llm import OpenAIWriter
from bot.clients.llm_allowance import LONGEST_WAIT, Allowance
from bot.domain.bills import WriteLater, bills_of
from bot.domain.models import Model
from bot.domain.prompts import Prompt
from bot.errors import TryLater, Why
from tests.fakes.model_server import MODEL, Act, ModelServer, Traits
from tests.fakes.running_clock import NOON, RunningClock


class Echo(BaseModel):
    word: str


def prompt(*, sentences: int = 1, max_tokens: int = 1200) -> Prompt[Echo]:
    told = "\n".join(f"S{at}: The lamp of room {at} was lit at dusk." for at in range(1, sentences + 1))
    user = f"The code word is heron.\n{told}"
    return Prompt(name="test/1", system="Answer.", user=user, answer=Echo, max_tokens=max_tokens)


def writing(server: ModelServer, clock: RunningClock, **limits: int) -> aclosing[OpenAIWriter]:
    model = Model.model_validate({"base_url": server.address, "model": MODEL, **limits})
    return aclosing(OpenAIWriter(model, clock=clock))


def most_in_a_minute(times: Sequence[float]) -> int:
    """The most that fall into any 60 seconds."""
    ordered = sorted(times)
    return max(bisect_right(ordered, start + 59.999) - at for at, start in enumerate(ordered))


# --- a minute ---


async def test_a_server_never_gets_more_requests_in_a_minute_than_allowed() -> None:
    clock = RunningClock()
    async with (
        ModelServer(now=clock.seconds) as server,
        writing(server, clock, requests_per_minute=5, concurrency=5) as writer,
    ):
        await asyncio.gather(*(writer.write(prompt()) for _ in range(17)))
    times = [call.at for call in server.calls]
    assert len(times) == 17
    assert most_in_a_minute(times) == 5
    assert max(times) < 4 * 61


async def test_tries_and_rungs_count_as_requests_too() -> None:
    clock = RunningClock()
    async with (
        ModelServer(Act(status=500), traits=Traits(refuses=["json_schema"]), now=clock.seconds) as server,
        writing(server, clock, requests_per_minute=2) as writer,
    ):
        written = await writer.write(prompt())
    times = [call.at for call in server.calls]
    assert written.usage.calls == len(times) == 3
    assert most_in_a_minute(times) == 2


async def test_tokens_a_minute_are_kept_by_the_servers_own_count() -> None:
    clock, asked = RunningClock(), prompt(sentences=60, max_tokens=50)
    async with ModelServer(now=clock.seconds) as server:
        async with writing(server, clock) as writer:
            once = (await writer.write(asked)).usage
        cost = once.input + once.output
        server.calls.clear()
        async with writing(server, clock, tokens_per_minute=3 * cost + 200, concurrency=1) as writer:
            await asyncio.gather(*(writer.write(asked) for _ in range(9)))
    times = [call.at for call in server.calls]
    assert len(times) == 9
    assert most_in_a_minute(times) == 3


async def test_who_would_wait_too_long_is_told_when_to_come_again() -> None:
    clock = RunningClock()
    async with (
        ModelServer(now=clock.seconds) as server,
        writing(server, clock, requests_per_minute=1) as writer,
    ):
        told = await asyncio.gather(*(writer.write(prompt()) for _ in range(3)), return_exceptions=True)
    error = told[2]
    assert isinstance(error, WriteLater)
    assert (error.reason.why, error.after) == (Why.SOURCE_BUSY, timedelta(seconds=122))
    assert (len(server.calls), bills_of(error)) == (2, ())


async def test_silence_that_a_server_asks_for_holds_for_every_request() -> None:
    clock = RunningClock()
    async with (
        ModelServer(Act(status=429, headers={"Retry-After": "30"}), now=clock.seconds) as server,
        writing(server, clock, concurrency=1) as writer,
    ):
        await asyncio.gather(*(writer.write(prompt()) for _ in range(4)))
    assert [call.at for call in server.calls] == [0, 30, 30, 30, 30]


async def test_a_long_silence_is_kept_without_another_request() -> None:
    clock = RunningClock()
    async with (
        ModelServer(Act(status=429, headers={"Retry-After": "600"}), now=clock.seconds) as server,
        writing(server, clock) as writer,
    ):
        for passed in (0, 100, 200):
            clock.time = NOON + timedelta(seconds=passed)
            with pytest.raises(TryLater) as caught:
                await writer.write(prompt())
            assert caught.value.after == timedelta(seconds=600 - passed)
        clock.time = NOON + timedelta(seconds=600)
        await writer.write(prompt())
    assert len(server.calls) == 2


class StillClock:
    """A clock on which waiting takes no time but is added up by whoever asks."""

    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> datetime:
        return self.time

    async def sleep(self, span: timedelta) -> None:
        self.time += span


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 500)), min_size=1, max_size=40),
    st.integers(1, 6),
    st.integers(300, 1500),
)
def test_no_minute_holds_more_than_is_allowed_whatever_comes(
    arrivals: list[tuple[int, int]], requests: int, tokens: int
) -> None:
    async def sent() -> list[tuple[float, int]]:
        clock, times = StillClock(), list[tuple[float, int]]()
        allowance = Allowance(requests=requests, tokens=tokens, host="h", clock=clock)
        for pause, cost in arrivals:
            clock.time += timedelta(seconds=pause)
            turn = await allowance.take(cost)
            times.append((turn.at.timestamp(), cost))
        return times

    times = asyncio.run(sent())
    for at, _ in times:
        within = [cost for other, cost in times if at - 60 < other <= at]
        assert len(within) <= requests
        assert sum(within) <= tokens or len(within) == 1


async def test_a_large_request_is_not_overtaken_by_small_ones() -> None:
    clock = RunningClock()
    allowance = Allowance(requests=None, tokens=1000, host="h", clock=clock)
    order = list[str]()

    async def take(name: str, tokens: int) -> None:
        await allowance.take(tokens)
        order.append(f"{name} {clock.seconds():.0f}")

    await take("first", 600)
    await asyncio.gather(take("large", 900), take("small", 100))
    assert order == ["first 0", "large 61", "small 61"]


async def test_who_gives_up_waiting_leaves_the_turn_to_others() -> None:
    clock = RunningClock()
    allowance = Allowance(requests=1, tokens=None, host="h", clock=clock)
    await allowance.take(1)
    waiting = asyncio.create_task(allowance.take(1))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (await allowance.take(1)).at == NOON + timedelta(seconds=61)


async def test_a_clock_that_is_set_back_holds_nobody_up() -> None:
    clock = StillClock()
    allowance = Allowance(requests=1, tokens=None, host="h", clock=clock)
    await allowance.take(1)
    allowance.hold(timedelta(minutes=1))
    clock.time -= timedelta(hours=3)
    assert (await allowance.take(1)).at == NOON - timedelta(hours=3)
    assert timedelta(seconds=61) < LONGEST_WAIT


async def test_who_comes_later_goes_later_though_there_is_room_by_now() -> None:
    allowance = Allowance(requests=None, tokens=1000, host="h", clock=RunningClock())
    first = await allowance.take(600)
    large = asyncio.create_task(allowance.take(850))
    await asyncio.sleep(0)
    allowance.settle(first, 10)
    small = await allowance.take(100)
    assert (await large).at == small.at == NOON + timedelta(seconds=61)


async def test_silence_holds_for_those_who_wait_for_their_turn_too() -> None:
    clock = RunningClock()
    allowance = Allowance(requests=1, tokens=None, host="h", clock=clock)
    await allowance.take(1)
    waiting = asyncio.create_task(allowance.take(1))
    await asyncio.sleep(0)
    allowance.hold(timedelta(seconds=100))
    assert (await waiting).at == NOON + timedelta(seconds=100)


async def test_what_an_answer_did_not_use_of_its_limit_is_free_again() -> None:
    clock = RunningClock()
    async with (
        ModelServer(now=clock.seconds) as server,
        writing(server, clock, tokens_per_minute=2500) as writer,
    ):
        for _ in range(4):  # each could take 1,200 tokens to answer
            await writer.write(prompt())
    assert [call.at for call in server.calls] == [0, 0, 0, 0]
