"""A lease held while something is done: renewed in time, and when it is lost the work stops."""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta

from bot.domain.jobs import Job
from bot.errors import TryLater
from bot.ports import Clock
from bot.queues import JobQueue

LEASE = timedelta(seconds=60)
POLL = timedelta(seconds=1)  # another process may have added something; ours rings the bell
MOMENT = timedelta(seconds=0.25)  # that people who are being heard are let pass, each time

log = logging.getLogger(__name__)


class Doorstep:
    """Where people stand until what they said is stored; whoever would begin something lets them go first."""

    def __init__(self) -> None:
        self._people = 0
        self._left = asyncio.Event()
        self._left.set()

    def __enter__(self) -> None:
        self._people += 1
        self._left.clear()

    def __exit__(self, *_: object) -> None:
        self._people -= 1
        if not self._people:
            self._left.set()

    async def clear(self) -> None:
        """Returns once nobody stands there, or after a moment: a street that never ends stops no work."""
        if not self._left.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._left.wait(), MOMENT.total_seconds())


class Bell:
    """Rung when there is something to do, so that nobody waits for the next poll.

    Of several who hear it one looks at a time, for as long as there is nothing, and goes when it has found
    something: to look costs a statement, and all but one would look in vain.
    """

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self.looking = asyncio.Lock()
        self.doorstep = Doorstep()

    def ring(self) -> None:
        """There is something to do."""
        self._rung.set()

    async def wait(self, at_most: timedelta) -> None:
        """Until the bell rings or the time is over."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), at_most.total_seconds())
        self._rung.clear()


async def hold(
    job: Job, work: Coroutine[None, None, None], *, owner: str, jobs: JobQueue, clock: Clock
) -> None:
    """Work on a job under the lease of `owner`, to its end or until somebody else has the job.

    Raises what the work raises.
    """
    working = asyncio.create_task(work)
    holding = asyncio.create_task(_renew(job, owner=owner, jobs=jobs, clock=clock))
    try:
        await asyncio.wait({working, holding}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            log.warning("job.taken_over job=%s", job.id)
    finally:
        for task in (working, holding):
            if not task.done():
                task.cancel()
        outcomes = await asyncio.gather(working, holding, return_exceptions=True)
    for outcome in outcomes:
        if outcome and not isinstance(outcome, asyncio.CancelledError):
            raise outcome


async def _renew(job: Job, *, owner: str, jobs: JobQueue, clock: Clock) -> None:
    """Keep the lease while the job is worked on; returns when somebody else has it."""
    while True:
        await clock.sleep(LEASE / 3)
        with suppress(TryLater):  # a database that is busy now may answer before the lease runs out
            if not await jobs.renew(job, owner=owner, until=clock.now() + LEASE):
                return
