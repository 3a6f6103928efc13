"""Who stands at the door: a chat and a person -> whether they are let in, and admins who are asked."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.domain.briefs import Language
from bot.domain.chat import Address, Message
from bot.domain.commands import TellNews
from bot.domain.jobs import NewJob
from bot.domain.permissions import Asker, Rules, role_of, standing_of
from bot.domain.rooms import KnownRoom, Role, Room, Standing
from bot.ports import Clock
from bot.queues import JobQueue
from bot.registers import Registers

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Doors:
    """Whom the operator and the admins let in, and how those are reached who can."""

    registers: Registers
    jobs: JobQueue
    rules: Rules
    clock: Clock
    language: Language  # of what is told without having been asked for
    platforms: frozenset[str]  # that are connected
    ring: Callable[[], None]  # wakes a worker
    ranked: Callable[[str, Role], None] = lambda _person, _role: None  # a person's role is another one now
    ids: Mapping[str, str] = field(default_factory=dict)  # by platform: pattern of its chats' and people's

    async def enter(self, message: Message) -> tuple[KnownRoom, Asker]:
        """The chat and the person of a message, noted where they are new.

        A chat that closed and speaks again is as unknown as a new one; one that moved and is still spoken in,
        as where an old post has buttons, is what it became.
        """
        address, now = message.address, self.clock.now()
        person = f"{address.platform}:{message.person}"
        room, given = await asyncio.gather(  # somebody waits to be heard
            self.registers.rooms.get(address.platform, address.chat), self.registers.people.get(person)
        )
        told = message.room or _guessed(message, room)
        if room and room.moved_to and not message.change:
            room = await self.known(address)
        elif room is None or room.room != told:
            room = await self.registers.rooms.note(address.platform, address.chat, room=told, now=now)
        if room.standing is Standing.CLOSED and room.moved_to is None and not _leaves(message):
            room = await self.decide(room, Standing.UNKNOWN, by="")
        standing = self.standing(room)
        role = role_of(person, given=given, standing=standing, rules=self.rules)
        asker = Asker(
            person=person, chat=room.name, role=role, direct=room.room.kind == "direct", standing=standing
        )
        return room, asker

    def standing(self, room: KnownRoom) -> Standing:
        """Whether a chat is let in, by the operator or by an admin."""
        return standing_of(room.name, kept=room.standing, rules=self.rules)

    async def role(self, person: str, standing: Standing) -> Role:
        """What a person may do in a chat of this standing."""
        given = await self.registers.people.get(person)
        return role_of(person, given=given, standing=standing, rules=self.rules)

    async def show_ranks(self) -> None:
        """Have everybody who was made an admin shown what they may do: it may be more than when they were."""
        for each in await self.registers.people.all():
            if each.role.covers(Role.ADMIN):
                self.ranked(each.person, each.role)

    async def knows(self, address: Address) -> bool:
        """Whether anything ever came from a chat."""
        return await self.registers.rooms.get(address.platform, address.chat) is not None

    async def known(self, address: Address) -> KnownRoom:
        """A chat by where it is, under its newest id, noted where it is new."""
        rooms = self.registers.rooms
        room = await rooms.get(address.platform, address.chat)
        if room is None:
            told = Room(kind="unknown")
            return await rooms.note(address.platform, address.chat, room=told, now=self.clock.now())
        if room.moved_to:
            return await self.known(Address(platform=room.platform, chat=room.moved_to))
        return room

    async def decide(self, room: KnownRoom, standing: Standing, *, by: str) -> KnownRoom:
        """Set a chat's standing; the chat as it is then."""
        await self.registers.rooms.decide(room, standing, by=by, now=self.clock.now())
        return await self.registers.rooms.get(room.platform, room.chat) or room

    async def ask(self, room: KnownRoom, *, person: str = "", adder: str = "") -> bool:
        """Ask every admin who can be reached to let a chat in, once; False: there is none to ask."""
        if room.standing is Standing.ASKED:
            return True
        news = TellNews(
            news="asked",
            chat=room.name,
            title=room.room.title,
            person=person,
            adder=adder,
            shared=room.room.shared,
        )
        if not await self.tell_admins(news, key=f"ask-admins:{room.name}:{room.noted_at.isoformat()}"):
            return False
        await self.decide(room, Standing.ASKED, by="")
        return True

    async def tell_admins(self, news: TellNews, *, key: str) -> int:
        """File one message to each admin and owner on a platform that is connected; returns how many."""
        admins = {each.person for each in await self.registers.people.all() if each.role.covers(Role.ADMIN)}
        told = 0
        for person in sorted(self.rules.owners | admins):
            platform, _, number = person.partition(":")
            if platform not in self.platforms:
                continue
            chat = await self.registers.rooms.direct_chat(platform, number) or number
            room = await self.registers.rooms.get(platform, chat)
            if room and (room.standing is Standing.CLOSED or room.name == news.chat):
                continue
            await self.tell(news, Address(platform=platform, chat=chat), key=f"{key}:{platform}:{chat}")
            told += 1
        return told

    async def tell(self, news: TellNews, address: Address, *, key: str) -> None:
        """File news for a chat, once for each key."""
        room = await self.registers.rooms.get(address.platform, address.chat)
        language = (room and room.settings.language) or self.language
        now = self.clock.now()
        job = NewJob(key=key, command=news, address=address, language=language, due_at=now)
        if await self.jobs.add(job, now=now):
            self.ring()

    async def closed(self, address: Address, word: str) -> None:
        """A chat takes nothing any more, for good: close it and tell admins the platform's word."""
        room = await self.known(address)
        if room.standing is Standing.CLOSED:
            return
        news = TellNews(news="closed", chat=room.name, title=room.room.title, word=word)
        await self.tell_admins(news, key=f"closed:{room.name}:{room.noted_at.isoformat()}")
        await self.decide(room, Standing.CLOSED, by=room.decided_by)
        log.warning("room.closed room=%s word=%s", room.name, word)

    async def moved(self, old: Address, new: Address) -> None:
        """A chat has another id now: all that is known of it goes there, and so does what comes."""
        room = await self.registers.rooms.get(old.platform, old.chat) or await self.known(old)
        if new.chat == room.chat:
            return
        as_it_stands = room.model_copy(update={"standing": self.standing(room)})
        await self.registers.rooms.move(as_it_stands, to=new.chat, now=self.clock.now())
        await self.jobs.move(old, new)
        log.info("room.moved old=%s new=%s:%s", room.name, new.platform, new.chat)


def _guessed(message: Message, known: KnownRoom | None) -> Room:
    """A chat of which its platform tells nothing: as it was known, and alone where it bears a person's id."""
    if message.address.chat == message.person and not (known and known.room.kind == "direct"):
        return Room(kind="direct")
    return known.room if known else Room(kind="unknown")


def _leaves(message: Message) -> bool:
    return message.change is not None and message.change.event == "left"
