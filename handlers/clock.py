"""The clock as a platform on which nobody speaks: files the report of each chat when it is due."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.domain.chat import Address
from bot.domain.jobs import NewJob
from bot.domain.schedules import (
    Plan,
    Schedule,
    covered_at_first,
    due_dates,
    is_ahead,
    overview_jobs,
    report_job,
)
from bot.holding import Doorstep
from bot.mailings import Schedules
from bot.ports import Clock
from bot.usecases.plan_reports import Planning

LOOK = timedelta(seconds=30)
_JUMP = timedelta(minutes=5)
_A_WEEK = timedelta(days=7)  # the longest from one due date to the next

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AlarmClock:
    """Looks at the time and files what is due; how far each chat is covered is kept, not when to ring."""

    planning: Planning
    schedules: Schedules
    clock: Clock
    ring: Callable[[], None]
    doorstep: Doorstep = field(default_factory=Doorstep)

    async def run(self) -> None:
        """File due reports for ever."""
        last = steady_since = self.clock.now()
        while True:
            now = self.clock.now()
            if not timedelta(0) <= now - last <= _JUMP:
                steady_since = now
            last = now
            try:
                if await self.look(steady=now - steady_since):
                    self.ring()
            # A database that is away for a moment, say: the next look files what is due then.
            except Exception:
                log.exception("report.not_filed")
            await self.clock.sleep(LOOK)

    async def look(
        self,
        *,
        steady: timedelta = timedelta(0),
        only: Collection[Address] | None = None,
        last: date = date.max,
    ) -> list[NewJob]:
        """File what is due now: in all chats or in some, and up to a due date; returns what was new.

        The clock went on for `steady` without a jump.
        """
        # Schedules first: a chat that moves between the two looks is then not taken for one that left.
        known = {schedule.address: schedule for schedule in await self.schedules.all()}
        plans = await self.planning.plans()
        for address in known.keys() - {plan.address for plan in plans}:
            await self.schedules.end(known[address])
        filed = []
        for plan in plans:
            if only is not None and plan.address not in only:
                continue
            await self.doorstep.clear()
            schedule = known.get(plan.address)
            now = self.clock.now()
            if schedule is None:
                await self.schedules.begin(plan.address, covered=covered_at_first(plan, now), now=now)
            elif is_ahead(schedule, plan, now=now, steady=steady):
                await self._set_right(schedule, plan, now=now)
            elif job := await self._file(schedule, plan, now=now, last=last):
                filed.append(job)
        return filed

    async def _file(self, schedule: Schedule, plan: Plan, *, now: datetime, last: date) -> NewJob | None:
        """One report for all due dates that have come; None: there is none, or another process was first."""
        days = [day for day in due_dates(schedule.covered, now, plan) if day <= last]
        if not days:
            return None
        if plan.paused:
            await self.schedules.skip(schedule, covered=days[-1], now=now)
            return None
        job = report_job(plan, days[-1], since=schedule.since, now=now, dates=len(days))
        also = overview_jobs(plan, days[-1], covered=schedule.covered, now=now)
        if not await self.schedules.claim(schedule, covered=days[-1], work=(*also, job), now=now):
            return None
        log.info("report.due address=%s due=%s dates=%d", plan.address, days[-1], len(days))
        return job

    async def _set_right(self, schedule: Schedule, plan: Plan, *, now: datetime) -> None:
        covered = covered_at_first(plan, now)
        log.warning("clock.was_fast address=%s covered=%s now=%s", plan.address, schedule.covered, covered)
        await self.schedules.set_right(schedule, covered=covered, since=covered - _A_WEEK, now=now)
