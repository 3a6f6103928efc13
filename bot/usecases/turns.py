"""One at a time for each thing: what keeps two who ask for the same from doing it twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


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
