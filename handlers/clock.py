"""The clock as a platform on which nobody speaks: files the daily report of each chat when it is due."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from bot.domain.briefs import Language
from bot.domain.chat import Address
from bot.domain.commands import SendReport
from bot.domain.jobs import NewJob
from bot.ports import Clock
from bot.queues import JobQueue

LOOK = timedelta(seconds=30)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Alarm:
    """When and where the daily report is due."""

    chats: frozenset[str]  # "platform:chat" or "platform:chat:thread"
    at: time
    zone: tzinfo | None  # None: the machine's own
    language: Language


@dataclass(frozen=True, slots=True)
class AlarmClock:
    """Looks at the time and files what is due; the job's key makes a second look harmless."""

    alarm: Alarm
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
        for job in due(self.alarm, self.clock.now()):
            if await self.jobs.add(job, now=self.clock.now()):
                log.info("report.due address=%s", job.address)
                self.ring()


def due(alarm: Alarm, now: datetime) -> Iterable[NewJob]:
    """The reports whose hour has come today, one a chat: each covers the day before, which is over."""
    here = now.astimezone(alarm.zone)
    if here.time().replace(tzinfo=None) < alarm.at:
        return
    for chat in sorted(alarm.chats):
        address = _address(chat)
        yield NewJob(
            key=f"report:{address}:{here.date().isoformat()}",
            command=SendReport(day=here.date() - timedelta(days=1), scheduled=True),
            address=address,
            language=alarm.language,
            due_at=now,
        )


def _address(chat: str) -> Address:
    platform, _, rest = chat.partition(":")
    place, _, thread = rest.partition(":")
    return Address(platform=platform, chat=place, thread=thread or None)
