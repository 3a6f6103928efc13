"""Whoever waits for a job: they are told how far it is, and may call it off."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import TypeVar

from bot.usecases.attempts import Count, unwatched

T = TypeVar("T")

OnWords = Callable[[str], None]
"""Told all that can be said so far, each time that it is more; at once, and before anything is known."""


def unheard(_: str) -> None:
    """Nobody waits for single words."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who watches one job."""

    on_done: Count = unwatched
    on_words: OnWords = unheard
    called_off: asyncio.Event = field(default_factory=asyncio.Event)


async def unless_called_off(work: Coroutine[None, None, T], called_off: asyncio.Event) -> T | None:
    """What the work brings; None where it is called off before, and then it is cancelled.

    Raises what the work raises.
    """
    if called_off.is_set():
        work.close()
        return None
    working, calling = asyncio.create_task(work), asyncio.create_task(called_off.wait())
    try:
        await asyncio.wait({working, calling}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (working, calling):
            task.cancel()
        await asyncio.gather(working, calling, return_exceptions=True)
    return None if working.cancelled() else working.result()
