"""A crowd's wishes go to the database in few calls; each is answered for itself."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.errors import TryLater, Why
from storage.together import Together


class Calls:
    """A call that squares numbers; what it is asked is kept, and 13 brings it down."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.away = False

    async def __call__(self, numbers: Sequence[int]) -> Sequence[int]:
        self.asked.append(list(numbers))
        await asyncio.sleep(0)
        if self.away:
            raise TryLater(Why.STORAGE_BUSY)
        if 13 in numbers:
            raise ValueError("13")
        return [number * number for number in numbers]


async def test_what_comes_during_a_call_goes_into_the_next_in_its_order() -> None:
    calls = Calls()
    together = Together(calls)
    assert await asyncio.gather(*(together.ask(number) for number in range(5))) == [0, 1, 4, 9, 16]
    assert await together.ask(7) == 49
    assert calls.asked == [[0, 1, 2, 3, 4], [7]]


async def test_a_wish_that_no_database_takes_costs_the_others_nothing() -> None:
    together = Together(Calls())
    found = await asyncio.gather(*(together.ask(number) for number in (2, 13, 3)), return_exceptions=True)
    assert [found[0], found[2]] == [4, 9]
    assert isinstance(found[1], ValueError)


async def test_a_database_that_is_away_is_not_asked_again_for_each() -> None:
    calls = Calls()
    calls.away = True
    together = Together(calls)
    found = await asyncio.gather(*(together.ask(number) for number in (2, 3)), return_exceptions=True)
    assert all(isinstance(each, TryLater) for each in found)
    assert calls.asked == [[2, 3]]


async def test_whoever_no_longer_waits_holds_up_nobody() -> None:
    together = Together(Calls())
    gone = asyncio.create_task(together.ask(2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await together.ask(3) == 9
    with pytest.raises(asyncio.CancelledError):
        await gone
