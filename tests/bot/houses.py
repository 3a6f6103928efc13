"""A house with chats: what people say goes in by the intake, and the counters answer it, on a real store."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.counters.admin import AdminCounter
from bot.counters.house import House
from bot.counters.rooms import RoomCounter
from bot.counters.topics import TopicCounter
from bot.domain.alarms import Alarm
from bot.domain.chat import Address, Buttons, Message, Reply, words_of
from bot.domain.commands import (
    Administer,
    ChangeRoom,
    ChangeSettings,
    Refused,
    ShowStatus,
    TellNews,
    WhyPaper,
)
from bot.domain.jobs import Job
from bot.domain.permissions import Rules
from bot.domain.price_list import PriceList
from bot.domain.rooms import Room, RoomChange
from bot.domain.spending import Budget
from bot.domain.topic_commands import ChangeTopic, FollowTopic, ShowMissed, UnfollowTopic
from bot.errors import CannotDo
from bot.replies.papers import reasons_reply
from bot.usecases.choose_papers import Choosing
from bot.usecases.doors import Doors
from bot.usecases.judge_papers import Judging
from bot.usecases.known_papers import KnownPapers
from bot.usecases.mail import Mail
from bot.usecases.plan_reports import Planning
from bot.usecases.sources import Sources
from bot.usecases.spending import Purse
from bot.usecases.writing import Writing
from handlers.intake import Intake
from storage import Storage, open_storage
from tests.fakes.ports import FakeClock, FakeFiles, FakePapers, FakeReader

OWNER, ADMIN, MEMBER, GUEST = "own", "adm", "mem", "gus"
GROUP = Address(platform="square", chat="-42")
OTHER = Address(platform="square", chat="-43")
ZONE = ZoneInfo("UTC")
NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
RULES = Rules(owners=frozenset({f"square:{OWNER}"}), chats=frozenset({"square:-42"}))


@dataclass
class FullHouse:
    """What is said and what is answered; nothing is posted."""

    storage: Storage
    rules: Rules = RULES
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOW))
    report_chats: frozenset[str] = frozenset()
    budget: Budget = field(default_factory=Budget)
    said: int = 0

    @property
    def doors(self) -> Doors:
        return Doors(
            self.storage.registers,
            jobs=self.storage.jobs,
            rules=self.rules,
            clock=self.clock,
            language="en",
            platforms=frozenset({"square"}),
            ring=lambda: None,
            ids={"square": r"[a-z]{3}|-?[0-9]+"},
        )

    @property
    def planning(self) -> Planning:
        alarm = Alarm(self.report_chats, at=time(9), zone=ZONE, language="en", rules=self.rules)
        registers = self.storage.registers
        return Planning(alarm, registers.rooms, registers.people, self.storage.topics)

    @property
    def rooms(self) -> RoomCounter:
        writing = Writing(self.storage.briefs, texts=self.storage.library, clock=self.clock, purse=self.purse)
        return RoomCounter(self.doors, house=House("en", zone=ZONE), planning=self.planning, writing=writing)

    @property
    def topics(self) -> TopicCounter:
        storage = self.storage
        choosing = Choosing(
            storage.announcements, storage.topics, storage.reports, judging=Judging(storage.topics)
        )
        return TopicCounter(self.rooms, mail=Mail(storage.reports, choosing=choosing))

    @property
    def known(self) -> KnownPapers:
        sources = Sources(FakePapers(), originals=FakeFiles(), reader=FakeReader())
        return KnownPapers(self.storage.library, self.storage.deliveries, sources, clock=self.clock)

    @property
    def purse(self) -> Purse:
        prices = PriceList((), servers={}, currency="USD")
        return Purse(self.storage.ledger, prices=prices, budget=self.budget, clock=self.clock, zone=ZONE)

    @property
    def way_in(self) -> Intake:
        return Intake(
            self.storage.jobs,
            self.storage.deliveries,
            doors=self.doors,
            clock=self.clock,
            language="en",
            ring=lambda: None,
        )

    async def hear(
        self,
        text: str,
        person: str = MEMBER,
        *,
        at: Address = GROUP,
        key: str = "",
        change: RoomChange | None = None,
    ) -> None:
        """Somebody says something, or something happens to a chat."""
        self.said += 1
        kind = "group" if at.chat.startswith("-") else "direct"
        message = Message(
            key=key or f"m{self.said}",
            address=at,
            person="" if change else person,
            text=text,
            message_id=f"id {self.said}",
            language="en",
            said_at=self.clock.now(),
            room=Room(kind="direct" if kind == "direct" else "group", title=f"Title of {at.chat}"),
            change=change,
        )
        await self.way_in.accept(message)

    async def work(self) -> list[tuple[Job, Reply]]:
        """Answer all that is waiting, in order; what is about papers is answered by nobody here."""
        answered = []
        while job := await self.storage.jobs.lease(
            "w", platforms=["square"], now=self.clock.now(), until=self.clock.now() + timedelta(minutes=1)
        ):
            answered.append((job, await self.answer(job)))
            await self.storage.jobs.finish(job, now=self.clock.now())
        return answered

    async def answer(self, job: Job) -> Reply:
        """The reply to one job, as the desk and the worker give it."""
        admin = AdminCounter(
            self.doors,
            house=House("en", zone=ZONE),
            library=self.storage.library,
            ledger=self.storage.ledger,
            purse=self.purse,
        )
        try:
            match job.command:
                case Administer():
                    return await admin.answer(job.command, job)
                case ChangeSettings() | ShowStatus() | ChangeRoom() | TellNews() | Refused():
                    return await self.rooms.answer(job.command, job)
                case FollowTopic() | UnfollowTopic() | ChangeTopic() | ShowMissed() | WhyPaper():
                    return await self.topics.answer(job.command, job, known=self.known, final=True)
                case _:
                    return Reply(blocks=())
        except CannotDo as error:
            return reasons_reply([error.reason], job.language)

    async def ask(self, text: str, person: str = MEMBER, *, at: Address = GROUP) -> str:
        """The words of the first answer to something said."""
        await self.hear(text, person, at=at)
        answered = await self.work()
        return words(answered[0][1]) if answered else ""

    async def acts(self) -> list[tuple[str, str, str]]:
        """The audit, oldest first: person, act with its words, outcome."""
        noted = await self.storage.registers.acts.newest(100)
        return [
            (act.person.removeprefix("square:"), f"{act.act} {act.words}".strip(), act.outcome)
            for act in reversed(noted)
        ]


@asynccontextmanager
async def full_house(folder: Path, **given: object) -> AsyncIterator[FullHouse]:
    """A house on an empty SQLite file, with one admin beside its owner."""
    async with open_storage(f"sqlite:///{folder}/b.db", data_dir=folder) as storage:
        house = FullHouse(storage)
        for name, value in given.items():
            setattr(house, name, value)
        assert "admin now" in await house.ask(f"admin promote {ADMIN} admin", OWNER, at=direct(OWNER))
        yield house


def direct(person: str) -> Address:
    """The chat of one person with the bot."""
    return Address(platform="square", chat=person)


def words(reply: Reply) -> str:
    """What a reply says."""
    return "\n".join(filter(None, map(words_of, reply.blocks)))


def taps(reply: Reply) -> list[str]:
    """What the buttons of a reply say."""
    return [button.says for block in reply.blocks if isinstance(block, Buttons) for button in block.buttons]


def told(answered: Sequence[tuple[Job, Reply]]) -> dict[str, str]:
    """What was said where."""
    return {str(job.address): words(reply) for job, reply in answered}
