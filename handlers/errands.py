"""What is done beside all else, now or later or not at all. A failure goes to the log and costs no more."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta

from bot.errors import OutcomeUnknown, PostRefused, TryLater
from bot.ports import Clock

PAUSES = (1, 4, 15, 60)  # seconds before the nth further try

log = logging.getLogger(__name__)


class Errands:
    """Tasks by name; a new one takes the place of one of the same name that is still under way."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def run(self, name: str, work: Coroutine[None, None, None]) -> None:
        """Do it, in the place of what bears the name."""
        self.drop(name)
        task = asyncio.create_task(_told(name, work))
        self._tasks[name] = task
        task.add_done_callback(lambda done: self._forget(name, done))

    def drop(self, name: str) -> None:
        """Give up what bears the name."""
        if task := self._tasks.pop(name, None):
            task.cancel()

    async def close(self) -> None:
        """Give up everything."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _forget(self, name: str, done: asyncio.Task[None]) -> None:
        if self._tasks.get(name) is done:
            del self._tasks[name]


async def insist(call: Callable[[], Awaitable[None]], *, clock: Clock) -> None:
    """Make a call again that failed, until it is made or refused for good; doing it twice does no harm."""
    for pause in PAUSES:
        await clock.sleep(timedelta(seconds=pause))
        try:
            await call()
        except TryLater as error:
            await clock.sleep(error.after or timedelta(0))
        except OutcomeUnknown:
            continue
        except PostRefused:  # such as what is gone by now
            return
        else:
            return


async def unless_given_up(sending: Coroutine[None, None, str], too_late: Callable[[str], None]) -> str:
    """The id of what is sent; a call that is given up goes on, and `too_late` is told what it made."""
    task = asyncio.create_task(sending)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        task.add_done_callback(lambda done: _tell(done, too_late))
        raise


def _tell(done: asyncio.Task[str], too_late: Callable[[str], None]) -> None:
    if not (done.cancelled() or done.exception()) and done.result():
        too_late(done.result())


async def _told(name: str, work: Coroutine[None, None, None]) -> None:
    try:
        await work
    # Whatever it is, nobody waits for it.
    except Exception as error:  # noqa: BLE001
        log.warning("errand.failed kind=%s error=%s", name.partition(":")[0], type(error).__name__)
