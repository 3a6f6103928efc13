"""What is done beside the polling: at once or not at all. A failure goes to the log and costs no more."""

import asyncio
import logging
from collections.abc import Coroutine

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


async def _told(name: str, work: Coroutine[None, None, None]) -> None:
    try:
        await work
    # Whatever it is, nobody waits for it.
    except Exception as error:  # noqa: BLE001
        log.warning("telegram.errand_failed kind=%s error=%s", name.partition(":")[0], type(error).__name__)
