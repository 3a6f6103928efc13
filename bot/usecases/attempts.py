"""Many papers at once: what went well, what did not and why, and what is worth another try."""

import asyncio
import hashlib
import inspect
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import TypeVar

from bot.errors import CannotDo, Reason, TryLater, Why

T = TypeVar("T")
AT_ONCE = 16

log = logging.getLogger(__name__)


Count = Callable[[int, int], None]
"""Told how many are done, and of how many."""


def unwatched(_done: int, _of: int) -> None:
    """Nobody watches the progress."""


async def attempt_all(
    calls: Sequence[Coroutine[None, None, T]], *, final: bool, on_done: Count = unwatched
) -> list[T | Reason]:
    """Each call's value, or the reason why there is none, in the calls' order; one never costs another.

    Raises the TryLater that waits longest when a call may yet go well and this try is not `final`; by then
    every other call has ended, and what it kept is kept.
    """
    at_once = asyncio.Semaphore(AT_ONCE)
    ended = 0
    on_done(ended, len(calls))

    async def attempt(call: Coroutine[None, None, T]) -> T | Reason | TryLater:
        nonlocal ended
        async with at_once:
            try:
                return await call
            except CannotDo as error:
                return error.reason
            except TryLater as error:
                return error.reason if final else error
            # A bug that one paper brings out is ours to mend; the other papers are not to pay for it.
            except Exception as error:  # noqa: BLE001
                return bug(error)
            finally:
                ended += 1
                on_done(ended, len(calls))

    try:
        outcomes = await asyncio.gather(*map(attempt, calls))
    finally:
        for call in calls:
            if inspect.getcoroutinestate(call) == inspect.CORO_CREATED:  # called off before its turn
                call.close()
    waits = [outcome for outcome in outcomes if isinstance(outcome, TryLater)]
    if waits:
        raise max(waits, key=lambda wait: wait.after.total_seconds() if wait.after else 0)
    return [outcome for outcome in outcomes if not isinstance(outcome, TryLater)]


def bug(error: Exception) -> Reason:
    """Log what broke, and the reason that a person is given: a code to find it by, one a bug."""
    frames = []
    trace = error.__traceback__
    while trace:
        frames.append(f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    words = f"{type(error).__name__} {' '.join(frames)}"
    reference = hashlib.sha256(words.encode()).hexdigest()[:8]
    log.error("bug.met reference=%s", reference, exc_info=error)
    return Reason(Why.BUG, {"reference": reference})
