"""What it takes to write briefs, as one argument."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.ports import Writer
from bot.shelves import Briefs


class Turns:
    """One at a time for each key: of two who ask for the same thing at once, the second finds it done."""

    def __init__(self) -> None:
        self._waiting: dict[object, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, key: object) -> AsyncIterator[None]:
        """Hold the key's turn."""
        lock, holders = self._waiting.get(key, (asyncio.Lock(), 0))
        self._waiting[key] = (lock, holders + 1)
        try:
            async with lock:
                yield
        finally:
            lock, holders = self._waiting.pop(key)
            if holders > 1:
                self._waiting[key] = (lock, holders - 1)


@dataclass(frozen=True, slots=True)
class Writing:
    """The briefs that there are, and who writes new ones; without a writer they are extracted."""

    briefs: Briefs
    writer: Writer | None = None
    turns: Turns = field(default_factory=Turns)
