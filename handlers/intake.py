"""Message -> may they? -> Job: when `accept` returns, the message is stored."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.briefs import Language
from bot.domain.chat import Message
from bot.domain.commands import (
    ChangeRoom,
    Command,
    Misunderstood,
    OfferPapers,
    Refused,
    ShowHome,
)
from bot.domain.jobs import NewJob
from bot.domain.permissions import Asker, act_of, permitted
from bot.domain.rooms import Act
from bot.errors import Why
from bot.ports import Clock
from bot.queues import Deliveries, JobQueue
from bot.usecases.doors import Doors
from handlers.grammar import understand
from handlers.threads import wish_in_thread

_OF_KNOWN = frozenset({"left", "renamed"})
_OUTSIDE = frozenset({Why.NOT_ALLOWED_CHAT, Why.DENIED_CHAT})


@dataclass(frozen=True, slots=True)
class Intake:
    """The one way in, for every platform."""

    jobs: JobQueue
    posts: Deliveries
    doors: Doors
    clock: Clock
    language: Language  # for people whose platform does not tell theirs
    ring: Callable[[], None]  # wakes a worker

    async def accept(self, message: Message) -> None:
        """Store what the message asks for; a message that comes again changes nothing."""
        if message.change:
            if message.change.event in _OF_KNOWN and not await self.doors.knows(message.address):
                return  # some platforms tell of every chat that there is
            wish: Command = ChangeRoom(change=message.change)
        else:
            said = understand(message.text, attachments=message.attachments, answers=message.answers)
            meant = await wish_in_thread(message, said, posts=self.posts)
            if meant is None:
                return  # people talk to each other
            wish = meant
        room, asker = await self.doors.enter(message)
        command = permitted(wish, asker)
        echoes = message.echoes
        if isinstance(command, Refused):
            await self._note(wish, message=message, asker=asker)
            if command.reason.why is Why.DENIED_CHAT and isinstance(wish, Misunderstood | OfferPapers):
                return  # talk, where the bot has no say
            if command.reason.why in _OUTSIDE and not isinstance(wish, ShowHome):  # told once a day
                echoes = f"refused:{asker.chat}:{asker.person}:{self.clock.now().date().isoformat()}"
        now = self.clock.now()
        job = NewJob(
            key=message.key,
            echoes=echoes,
            command=command,
            address=message.address,
            reply_to=message.message_id,
            person=None if message.change else message.person,
            language=room.settings.language or message.language or self.language,
            due_at=now,
        )
        if await self.jobs.add(job, now=now):
            self.ring()

    async def _note(self, wish: Command, *, message: Message, asker: Asker) -> None:
        """Who was kept from what only admins may do."""
        named = act_of(wish, direct=asker.direct)
        if named is None:
            return
        act = Act(
            job=message.echoes or message.key,
            person=asker.person,
            chat=asker.chat,
            act=named[0],
            words=named[1],
            outcome="refused",
            at=self.clock.now(),
        )
        await self.doors.registers.acts.add(act)
