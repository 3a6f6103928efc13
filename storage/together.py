"""What many want of the database at one moment -> one statement for all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.errors import TryLater

MOST = 500  # in one statement; it has room for some 30,000 values
Wish = TypeVar("Wish")
Found = TypeVar("Found")


@dataclass(eq=False, slots=True)
class _Waiting(Generic[Wish, Found]):
    wish: Wish
    found: asyncio.Future[Found]


class Together(Generic[Wish, Found]):
    """One call at a time, each for all that was wished since the last began: a crowd does not queue.

    A wish is only ever part of a call that begins after it, so that it sees what was committed before it.
    """

    def __init__(self, call: Callable[[Sequence[Wish]], Awaitable[Sequence[Found]]]) -> None:
        """`call` answers wishes in their order."""
        self._call = call
        self._waiting: list[_Waiting[Wish, Found]] = []
        self._calling: asyncio.Task[None] | None = None

    async def ask(self, wish: Wish) -> Found:
        """What the call finds for this wish. Raises what the call raises."""
        waiting = _Waiting[Wish, Found](wish, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._calling is None or self._calling.done():
            self._calling = asyncio.create_task(self._answer())
        return await waiting.found

    async def _answer(self) -> None:
        while self._waiting:
            some, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            await self._settle(some)

    async def _settle(self, some: Sequence[_Waiting[Wish, Found]]) -> None:
        """Tell whoever waits; a wish that no database takes costs the others nothing."""
        try:
            found = await self._call([each.wish for each in some])
        # Whatever it is, whoever waits for it is told.
        except Exception as error:  # noqa: BLE001
            if len(some) > 1 and not isinstance(error, TryLater):
                for each in some:
                    await self._settle([each])
                return
            for each in some:
                if not each.found.done():
                    each.found.set_exception(error)
            return
        for each, answer in zip(some, found, strict=True):
            if not each.found.done():  # nobody waits any more
                each.found.set_result(answer)
