"""The clock as a platform on which nobody speaks: files the daily report of each chat when it is due."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.alarms import Alarm, due
from bot.ports import Clock
from bot.queues import JobQueue
from bot.registers import People, Rooms

LOOK = timedelta(seconds=30)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AlarmClock:
    """Looks at the time and files what is due; the job's key makes a second look harmless."""

    alarm: Alarm
    rooms: Rooms
    people: People
    jobs: JobQueue
    clock: Clock
    ring: Callable[[], None]

    async def run(self) -> None:
        """File due reports for ever."""
        while True:
            try:
                await self._file()
            # A database that is away for a moment, say: the next look files what is due then.
            except Exception:
                log.exception("report.not_filed")
            await self.clock.sleep(LOOK)

    async def _file(self) -> None:
        rooms, people = await self.rooms.all(), await self.people.all()
        for job in due(self.alarm, self.clock.now(), rooms=rooms, people=people):
            if await self.jobs.add(job, now=self.clock.now()):
                log.info("report.due address=%s", job.address)
                self.ring()
