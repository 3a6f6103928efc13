"""Message -> may they? -> Job: when `accept` returns, the message is stored."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.briefs import Language
from bot.domain.chat import Buttons, Message
from bot.domain.commands import (
    AboutPaper,
    Administer,
    AskPaper,
    ChangeRoom,
    Command,
    Misunderstood,
    OfferPapers,
    Refused,
    ShowHome,
    StopAnswer,
)
from bot.domain.jobs import NewJob
from bot.domain.permissions import Asker, act_of, permitted
from bot.domain.rooms import Act, KnownRoom, Role
from bot.errors import Reason, Why
from bot.ports import Clock
from bot.queues import Deliveries, JobQueue
from bot.usecases.doors import Doors
from handlers.administering import as_tapped
from handlers.grammar import understand
from handlers.threads import wish_in_thread

SETTLING = timedelta(seconds=2)  # between the moment that a post is seen and the one that its id is stored
MENDABLE = timedelta(minutes=10)  # for so long an edit may mend what was misunderstood
MOST_OF_NAME = 64  # characters
_OF_KNOWN = frozenset({"left", "renamed"})
_OUTSIDE = frozenset({Why.NOT_ALLOWED_CHAT, Why.DENIED_CHAT})


@dataclass(frozen=True, slots=True)
class Intake:
    """The one way in, for every platform."""

    jobs: JobQueue
    posts: Deliveries
    doors: Doors
    clock: Clock
    language: Language  # of chats that set none, and of people whose platform does not tell theirs
    ring: Callable[[], None]  # wakes a worker
    doorstep: AbstractContextManager[None] = field(default_factory=nullcontext)  # is held while it is heard

    async def accept(self, message: Message) -> None:
        """Store what the message asks for; a message that comes again changes nothing."""
        with self.doorstep:
            await self._accept(message)

    async def _accept(self, message: Message) -> None:
        wish = await self._wish(message)
        if wish is None:
            return
        room, asker = await self.doors.enter(message)
        command = permitted(wish, asker)
        echoes = message.echoes
        if isinstance(command, Refused):
            if message.reacted:
                return  # anybody may react; not everybody's counts
            await self._note(wish, message=message, asker=asker)
            if command.reason.why is Why.DENIED_CHAT and isinstance(wish, Misunderstood | OfferPapers):
                return  # talk, where the bot has no say
            if command.reason.why in _OUTSIDE and not isinstance(wish, ShowHome):
                echoes = self._once_a_day(command, asker)
        now = self.clock.now()
        job = NewJob(
            key=message.key,
            echoes=echoes,
            command=command,
            address=message.address.model_copy(update={"chat": room.chat}),
            reply_to=message.message_id if room.chat == message.address.chat else None,  # numbered anew there
            person=None if message.change else message.person,
            name="" if message.change else " ".join(message.name.split())[:MOST_OF_NAME],
            unseen=message.unseen and not asker.direct,
            language=self._spoken(room, message, asker=asker),
            due_at=await self._due(command, message, now=now),
        )
        if not await self._stops(job, message, asker) and await self.jobs.add(job, now=now):
            self.ring()

    def _spoken(self, room: KnownRoom, message: Message, *, asker: Asker) -> Language:
        """The chat's language; in a direct chat that is the person's, where nothing is set."""
        own = message.language if asker.direct else None
        return room.settings.language or own or self.language

    async def _stops(self, job: NewJob, message: Message, asker: Asker) -> bool:
        """Whether no more is to be done than to call a question off: one's own, else for an admin any.

        A button calls off the question that it stands under, and no other.
        Where there is none, only whoever spoke to the bot is told so.
        """
        if not isinstance(job.command, StopAnswer):
            return False
        notice = message.answers if message.tapped else None
        for whose in (job.person, None) if asker.role.covers(Role.ADMIN) else (job.person,):
            stop = self.doors.registers.questions.stop
            if await stop(job.address, person=whose, by=job.key, notice=notice):
                return True
        return not message.spoken_to

    async def _wish(self, message: Message) -> Command | None:
        """What is asked for; None: nothing of us."""
        if message.change:
            if message.change.event in _OF_KNOWN and not await self.doors.knows(message.address):
                return None  # some platforms tell of every chat that there is
            return ChangeRoom(change=message.change)
        said = understand(message.text, attachments=message.attachments, answers=message.answers)
        wish = await wish_in_thread(message, said, posts=self.posts)
        if message.tapped:
            shown = await self._shown_at(message)
            if shown is not None and message.text not in shown:
                return Misunderstood(reason=Reason(Why.BUTTON_OLD))
            if isinstance(wish, Administer):
                return as_tapped(wish, shown or ())
        return await self._mended(message, wish) if wish and message.edited else wish

    def _once_a_day(self, refusal: Refused, asker: Asker) -> str:
        """A refusal is told again where its reason is another one by now: asked for, and then denied."""
        day = self.clock.now().date().isoformat()
        return f"refused:{asker.chat}:{asker.person}:{refusal.reason.why}:{day}"

    async def _mended(self, edited: Message, wish: Command) -> Command | None:
        """What other words want soon after the first ones, which made no sense or were a question.

        None: nothing new. What was asked was asked, but for a question that now has other words.
        """
        if isinstance(wish, Misunderstood) or self.clock.now() - edited.said_at > MENDABLE:
            return None
        first = await self.doors.registers.oversight.taken_for(edited.address, edited.message_id or "")
        if isinstance(first, AskPaper) and isinstance(wish, AskPaper):
            asked_anew = wish.model_copy(update={"mends": True})
            return asked_anew if first.model_copy(update={"mends": True}) != asked_anew else None
        return wish if first is None or isinstance(first, Misunderstood) else None

    async def _shown_at(self, tap: Message) -> frozenset[str] | None:
        """What the buttons say that the post of a tap is to show by now; None: it is not known."""
        pieces = await self.posts.pieces_at(tap.address, tap.answers) if tap.answers else ()
        blocks = [block for piece in pieces for block in piece.blocks if isinstance(block, Buttons)]
        return frozenset(each.says for block in blocks for each in block.buttons) if pieces else None

    async def _due(self, command: Command, message: Message, *, now: datetime) -> datetime:
        """Now, or a moment later where the post that is meant is not stored: it may be about to be."""
        post = command.answers if isinstance(command, AboutPaper) and command.paper is None else None
        if post is None or await self.posts.pieces_at(message.address, post):
            return now
        return now + SETTLING

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
