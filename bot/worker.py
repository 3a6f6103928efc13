"""Job -> reply -> deliveries: does what was asked, once, and ends it as done or failed with its reason."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from bot.desk import Desk
from bot.domain.chat import Edits, Reply
from bot.domain.jobs import MOST_CRASHES, MOST_TRIES, Job, JobState, next_try
from bot.errors import CannotDo, Reason, TryLater, Why
from bot.ports import ChatPlatform, Clock
from bot.postman import Postman
from bot.queues import JobQueue
from bot.replies.papers import reasons_reply
from bot.usecases.attempts import bug

LEASE = timedelta(seconds=60)
POLL = timedelta(seconds=1)  # another process may have added a job; ours rings the bell
GIVE_UP_POSTING = timedelta(hours=24)

log = logging.getLogger(__name__)


class Bell:
    """Rung when a job was added, so that nobody waits for the next poll."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """There is something to do."""
        self._rung.set()

    async def wait(self, at_most: timedelta) -> None:
        """Until the bell rings or the time is over."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), at_most.total_seconds())
        self._rung.clear()


@dataclass(frozen=True, slots=True)
class Worker:
    """One pair of hands; several work side by side, in one process or in many."""

    name: str  # unique among all processes; its leases bear it
    desk: Desk
    jobs: JobQueue
    postman: Postman
    platforms: Mapping[str, ChatPlatform]
    clock: Clock
    bell: Bell

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until told to stop; what is held then is brought to its end first."""
        while not stopping.is_set():
            try:
                worked = await self.work_once()
            # A database that is away for a moment, say: the lease runs out and the job comes again.
            except Exception:
                log.exception("worker.stumbled worker=%s", self.name)
                worked = False
            if not worked:
                await self.bell.wait(POLL)

    async def work_once(self) -> bool:
        """Do the next due job; False: there is none."""
        now = self.clock.now()
        job = await self.jobs.lease(self.name, platforms=tuple(self.platforms), now=now, until=now + LEASE)
        if job is None:
            return False
        work = asyncio.create_task(self._work(job))
        holding = asyncio.create_task(self._hold(job))
        try:
            await asyncio.wait({work, holding}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                log.warning("job.taken_over job=%s", job.id)
        finally:
            for task in (work, holding):
                if not task.done():
                    task.cancel()
            outcomes = await asyncio.gather(work, holding, return_exceptions=True)
        for outcome in outcomes:
            if outcome and not isinstance(outcome, asyncio.CancelledError):
                raise outcome
        return True

    async def _hold(self, job: Job) -> None:
        """Keep the lease while the job is worked on; returns when somebody else has it."""
        while True:
            await self.clock.sleep(LEASE / 3)
            with suppress(TryLater):  # a database that is busy now may answer before the lease runs out
                if not await self.jobs.renew(job, owner=self.name, until=self.clock.now() + LEASE):
                    return

    async def _work(self, job: Job) -> None:
        if job.state is not JobState.REPLIED and not await self._reply(job):
            return
        if job.state is JobState.REPLIED and job.crashes > MOST_CRASHES:
            await self._give_up(job, Reason(Why.GAVE_UP, {"reference": str(job.id)}))
            return
        try:
            failure = await self.postman.deliver(job)
        except TryLater as error:
            await self._post_later(job, error)
        else:
            await self.jobs.finish(job, now=self.clock.now(), failure=failure)
            log.info("job.ended job=%s", job.id)

    async def _reply(self, job: Job) -> bool:
        """Make the reply and write it down; False: the job was put back for another try."""
        failure: Reason | None = None
        edits: Edits | None = None
        platform = self.platforms[job.address.platform]
        final = job.tries + 1 >= MOST_TRIES or not platform.patient
        try:
            if job.crashes > MOST_CRASHES:
                raise CannotDo(Why.GAVE_UP, reference=job.id)
            reply = _said(await self.desk.answer(job, final=final), job)
            edits, pieces = reply.edits, platform.cut(reply.model_copy(update={"edits": None}))
        except TryLater as error:
            if not final:
                await self._try_later(job, error)
                return False
            failure = error.reason
        except CannotDo as error:
            failure = error.reason
        # Whatever else breaks is ours: the trace goes to the log, the asker gets a code to name it by.
        except Exception as error:  # noqa: BLE001
            failure = bug(error)
        if failure:
            pieces = platform.cut(reasons_reply([failure], job.language))
        await self.jobs.write_down(job, pieces, now=self.clock.now(), failure=failure, edits=edits)
        log.info("job.replied job=%s kind=%s why=%s", job.id, job.command.kind, failure and failure.why)
        return True

    async def _try_later(self, job: Job, error: TryLater) -> None:
        wait = max(error.after or timedelta(0), next_try(job.tries + 1))
        log.info("job.put_back job=%s why=%s seconds=%d", job.id, error.reason.why, wait.total_seconds())
        await self.jobs.put_back(job, due_at=self.clock.now() + wait, reason=error.reason)

    async def _post_later(self, job: Job, error: TryLater) -> None:
        """What was written down waits for its chat for a day, not for a number of tries."""
        if self.clock.now() - job.created_at > GIVE_UP_POSTING:
            await self._give_up(job, error.reason)
        else:
            await self._try_later(job, error)

    async def _give_up(self, job: Job, reason: Reason) -> None:
        await self.jobs.finish(job, now=self.clock.now(), failure=reason)
        log.error("job.undeliverable job=%s why=%s", job.id, reason.why)


def _said(reply: Reply, job: Job) -> Reply:
    """A reply always says something: an empty one would be silence."""
    if not reply.blocks and reply.document is None:
        raise AssertionError(f"an empty reply to {job.command.kind}")
    return reply
