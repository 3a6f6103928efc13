"""Message -> may they? -> Job: when `accept` returns, the message is stored."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.briefs import Language
from bot.domain.chat import Message
from bot.domain.jobs import NewJob
from bot.domain.permissions import Rules, permitted
from bot.ports import Clock
from bot.queues import JobQueue
from handlers.grammar import understand


@dataclass(frozen=True, slots=True)
class Intake:
    """The one way in, for every platform."""

    jobs: JobQueue
    rules: Rules
    clock: Clock
    language: Language  # for people whose platform does not tell theirs
    ring: Callable[[], None]  # wakes a worker

    async def accept(self, message: Message) -> None:
        """Store what the message asks for; a message that comes again changes nothing."""
        address = message.address
        command = permitted(
            understand(message.text, attachments=message.attachments, answers=message.answers),
            chat=f"{address.platform}:{address.chat}",
            person=f"{address.platform}:{message.person}",
            rules=self.rules,
        )
        now = self.clock.now()
        job = NewJob(
            key=message.key,
            echoes=message.echoes,
            command=command,
            address=address,
            reply_to=message.message_id,
            person=message.person,
            language=message.language or self.language,
            due_at=now,
        )
        if await self.jobs.add(job, now=now):
            self.ring()
