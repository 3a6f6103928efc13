"""Replies -> posts: a courier for each chat that has something to be posted, and none waits for another."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.jobs import MOST_CRASHES, Job, next_try
from bot.errors import Reason, Why
from bot.holding import LEASE, POLL, Bell, Doorstep, hold
from bot.notices import take_away
from bot.ports import ChatPlatform, Clock
from bot.postman import Postman, Waits
from bot.queues import JobQueue

AT_ONCE = 64  # chats; more than any platform takes posts in a second
GIVE_UP_POSTING = timedelta(hours=24)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Couriers:
    """Those of one process. The lease on a chat's first reply keeps the chat from all others."""

    name: str  # unique among all processes; their leases bear it
    jobs: JobQueue
    postman: Postman
    platforms: Mapping[str, ChatPlatform]
    clock: Clock
    bell: Bell
    doorstep: Doorstep = field(default_factory=Doorstep)

    async def run(self, stopping: asyncio.Event) -> None:
        """Post until told to stop; what can be posted at once by then is posted first."""
        at_work: set[asyncio.Task[None]] = set()
        try:
            while True:
                job = await self._next() if len(at_work) < AT_ONCE else None
                if job:
                    courier = asyncio.create_task(self._carry_safely(job))
                    at_work.add(courier)
                    courier.add_done_callback(at_work.discard)
                elif stopping.is_set() and not at_work:
                    return
                else:
                    await self.bell.wait(POLL)
        finally:
            for courier in at_work:
                courier.cancel()
            await asyncio.gather(*at_work, return_exceptions=True)

    async def carry_once(self) -> bool:
        """Post the next reply that is due, to its end or until it must wait; False: there is none."""
        now = self.clock.now()
        job = await self.jobs.lease_reply(
            self.name, platforms=tuple(self.platforms), now=now, until=now + LEASE
        )
        if job:
            await self._carry(job)
        return job is not None

    async def _next(self) -> Job | None:
        await self.doorstep.clear()
        now = self.clock.now()
        try:
            return await self.jobs.lease_reply(
                self.name, platforms=tuple(self.platforms), now=now, until=now + LEASE
            )
        # A database that is away for a moment, say: the next look may find it.
        except Exception:
            log.exception("couriers.stumbled name=%s", self.name)
            return None

    async def _carry_safely(self, job: Job) -> None:
        try:
            await self._carry(job)
        # The lease runs out and the job comes again; other chats are not to wait for that.
        except Exception:
            log.exception("courier.stumbled job=%s", job.id)
        self.bell.ring()  # the next of its chat may go

    async def _carry(self, job: Job) -> None:
        await hold(job, self._post(job), owner=self.name, jobs=self.jobs, clock=self.clock)

    async def _post(self, job: Job) -> None:
        if job.crashes > MOST_CRASHES:
            await self._give_up(job, Reason(Why.GAVE_UP, {"reference": str(job.id)}))
            return
        try:
            failure = await self.postman.deliver(job)
        except Waits as wait:
            await self._wait(job, wait)
        else:
            await self._end(job, failure)

    async def _wait(self, job: Job, wait: Waits) -> None:
        """What was written down waits for its chat for a day, not for a number of tries."""
        now, asked = self.clock.now(), wait.after
        if wait.reason is None:
            await self.jobs.put_back(job, due_at=now + wait.after, behind=wait.behind)
            return
        if now - job.created_at > GIVE_UP_POSTING:
            await self._give_up(job, wait.reason)
            return
        after = asked or next_try(job.tries + 1)
        log.info("job.waits job=%s why=%s seconds=%d", job.id, wait.reason.why, after.total_seconds())
        await self.jobs.put_back(job, due_at=now + after, reason=wait.reason, behind=wait.behind)

    async def _give_up(self, job: Job, reason: Reason) -> None:
        log.error("job.undeliverable job=%s why=%s", job.id, reason.why)
        await self._end(job, reason)

    async def _end(self, job: Job, failure: Reason | None) -> None:
        await take_away(job, self.platforms[job.address.platform])
        await self.jobs.finish(job, now=self.clock.now(), failure=failure)
        log.info("job.ended job=%s", job.id)
