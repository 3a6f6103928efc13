"""A worker with its chat and a real store, for tests of what becomes of a job."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.counters.house import House
from bot.couriers import Couriers
from bot.desk import Desk
from bot.domain.chat import Address, Reply, paragraph
from bot.domain.commands import BriefPaper, Command, SendReport, ShowHelp
from bot.domain.jobs import Job, NewJob
from bot.domain.references import parse_reference
from bot.errors import CannotDo, Why
from bot.holding import Bell
from bot.postman import Postman
from bot.usecases.mail import Mail
from bot.usecases.sources import Sources
from bot.usecases.watching import Watch
from bot.worker import Worker
from storage import Storage, open_storage
from tests.fakes.ports import (
    FakeClock,
    FakeFiles,
    FakePapers,
    FakePlatform,
    FakeReader,
    corrected_in,
    found_in,
    written_by,
)

HERE = Address(platform="square", chat="here")


@dataclass
class StubDesk:
    """Answers as it is told, one act a call; then with two paragraphs."""

    clock: FakeClock
    acts: list[BaseException | Reply] = field(default_factory=list)
    finals: list[bool] = field(default_factory=list)

    async def answer(self, job: Job, *, final: bool, watch: Watch) -> Reply:
        self.finals.append(final)
        await asyncio.sleep(0)
        act = self.acts.pop(0) if self.acts else TWO
        if isinstance(act, BaseException):
            raise act
        return act


def said(*words: str) -> Reply:
    """A reply of paragraphs, which the chat posts one by one."""
    return Reply(blocks=tuple(paragraph(each) for each in words))


TWO = said("the first part", "the second part")


@dataclass
class Office:
    """Everything between a job and its post."""

    storage: Storage
    clock: FakeClock = field(default_factory=FakeClock)
    chat: FakePlatform = field(default_factory=FakePlatform)
    papers: FakePapers = field(default_factory=FakePapers)
    desk: Any = None
    hold_uncertain: bool = False
    closed: list[tuple[str, str]] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    wrap: Callable[[object], Any] = lambda port: port  # put around each port, to make its calls die

    def __post_init__(self) -> None:
        self.desk = self.desk or StubDesk(self.clock)

    def real_desk(self) -> None:
        """From now on a desk that asks arXiv; without files and without a model."""
        self.desk = Desk(
            House("en", zone=None),
            library=self.storage.library,
            sources=Sources(self.papers, originals=FakeFiles(), reader=FakeReader()),
            writing=written_by(self.storage),
            correcting=corrected_in(self.storage),
            finding=found_in(self.storage),
            mail=Mail(self.storage.reports),
            turns=self.storage.turns,
            clock=self.clock,
        )

    def worker(self, name: str = "worker") -> Worker:
        jobs, chats = self.wrap(self.storage.jobs), {"square": self.wrap(self.chat)}
        questions = self.storage.questions
        return Worker(name, self.wrap(self.desk), jobs, chats, self.clock, Bell(), questions, lambda: None)

    def couriers(self, name: str = "couriers") -> Couriers:
        jobs, chats = self.wrap(self.storage.jobs), {"square": self.wrap(self.chat)}
        postman = Postman(
            self.wrap(self.storage.deliveries),
            jobs=jobs,
            platforms=chats,
            clock=self.clock,
            hold_uncertain=self.hold_uncertain,
            closed=self._closed,
            moved=self._moved,
        )
        return Couriers(name, jobs, postman, chats, self.clock, Bell())

    async def _closed(self, address: Address, word: str) -> None:
        self.closed.append((str(address), word))

    async def _moved(self, old: Address, new: Address) -> None:
        self.moved.append((str(old), str(new)))

    async def ask(
        self, key: str = "one", *, command: Command | None = None, chat: str = HERE.chat, person: str = "ann"
    ) -> None:
        """Somebody, or the clock, wants something."""
        wanted = command or ShowHelp()
        scheduled = isinstance(wanted, SendReport) and wanted.scheduled
        job = NewJob(
            key=key,
            command=wanted,
            address=Address(platform="square", chat=chat),
            reply_to=None if scheduled else "42",
            person=None if scheduled else person,
            language="en",
            due_at=self.clock.now(),
        )
        assert await self.storage.jobs.add(job, now=self.clock.now())

    async def work(self, *, after: float = 0) -> bool:
        """One job is answered and one posted, some seconds later; False where none is due."""
        self.clock.go_on(timedelta(seconds=after))
        answered = await self.worker().work_once()
        return await self.couriers().carry_once() or answered

    async def finish(self) -> None:
        """Work until nothing is due within the next two hours."""
        for _ in range(60):
            self.clock.go_on(timedelta(minutes=2))
            while await self.work():
                pass

    async def rows(self, what: str) -> list[Any]:
        async with self.storage.database.reading() as connection:
            return [tuple(row) for row in await connection.execute(text(what))]

    async def job(self) -> Any:
        """State, tries, crashes and failure of the one job."""
        row = (await self.rows("SELECT state, tries, crashes, failure FROM jobs"))[0]
        return row[:3], row[3]

    async def deliveries(self) -> list[str]:
        return [row[0] for row in await self.rows("SELECT state FROM deliveries ORDER BY part")]

    def shown(self) -> list[str]:
        """The words of everything that stands in the chat."""
        return [
            "".join(span.text for span in block.spans if block.kind == "paragraph")
            for post in self.chat.posts
            for block in post.piece.blocks
            if block.kind == "paragraph"
        ]


@asynccontextmanager
async def open_office(place: Path) -> AsyncIterator[Office]:
    async with open_storage(f"sqlite:///{place}/b.db", data_dir=place) as storage:
        yield Office(storage)


REPORT = SendReport(scheduled=True)
BRIEF = BriefPaper(papers=(parse_reference("2501.12345"),))
REFUSAL = CannotDo(Why.FILE_EMPTY, name="a.pdf")


class Death(BaseException):
    """The process ends here."""


@dataclass
class Dying:
    """Ports whose nth call kills: before anything was done, or after all of it was."""

    at: int
    after: bool = False
    calls: int = 0
    where: str = ""

    def __call__(self, port: Any) -> Any:
        return _Mortal(port, self)


class _Mortal:
    def __init__(self, port: Any, dying: Dying) -> None:
        self._port = port
        self._dying = dying

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._port, name)
        if not asyncio.iscoroutinefunction(attribute) or name == "renew":
            return attribute
        return self._counted(name, attribute)

    def _counted(self, name: str, call: Callable[..., Coroutine[Any, Any, Any]]) -> Callable[..., Any]:
        async def counted(*positional: Any, **named: Any) -> Any:
            dying = self._dying
            dying.calls += 1
            dies = dying.calls == dying.at
            if dies:
                dying.where = f"{'after' if dying.after else 'before'} {name}"
            if dies and not dying.after:
                raise Death
            outcome = await call(*positional, **named)
            if dies:
                raise Death
            return outcome

        return counted
