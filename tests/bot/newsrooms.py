"""A chat that follows a topic: papers are announced and handed in, reports come, on a real store."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.counters.house import House
from bot.desk import Desk
from bot.domain.announcements import Announcement, AnnouncementKind
from bot.domain.chat import words_of
from bot.domain.commands import SendReport, SubmitPaper
from bot.domain.jobs import NewJob
from bot.domain.overviews import SendOverview
from bot.domain.references import PaperReference
from bot.domain.reports import Order, Report
from bot.told import KeptReport
from bot.usecases.choose_papers import Choosing
from bot.usecases.judge_papers import Judging
from bot.usecases.mail import Mail
from bot.usecases.sources import Sources
from bot.usecases.write_feed import FeedWriter
from bot.worker import Worker
from storage import Storage, open_storage
from tests.bot.posts import HERE, Office
from tests.fakes.ports import (
    FakeClock,
    FakeFiles,
    FakeReader,
    corrected_in,
    file,
    found_in,
    page,
    record,
    written_by,
)
from tests.storage.mailings import announce, announcement, follow

MONDAY = date(2026, 3, 2)
MORNING = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # hours after Monday's mailing came
A_DAY = timedelta(days=1)
ABSTRACT = "We propose Lanes, a rule that keeps lanes apart. It achieves a 2.5x speedup over one lane."


class Newsroom(Office):
    """An office whose chat may follow a topic; the clock stands at noon of a Monday."""

    def __init__(self, storage: Storage, *, order: Order = "relevance") -> None:
        self.files, self.reader, self.asked = FakeFiles(), FakeReader(), 0
        self.feed: FeedWriter | None = None
        super().__init__(storage, clock=FakeClock(MORNING))
        judging = Judging(storage.topics)
        self.desk = Desk(
            House("en", zone=UTC, title="Daily", order=order),
            library=storage.library,
            sources=Sources(self.papers, originals=self.files, reader=self.reader),
            writing=written_by(storage),
            correcting=corrected_in(storage),
            finding=found_in(storage),
            mail=Mail(
                storage.reports,
                choosing=Choosing(storage.announcements, storage.topics, storage.reports, judging),
            ),
            turns=storage.turns,
            clock=self.clock,
        )

    def worker(self, name: str = "worker") -> Worker:
        """A worker that writes the feed, where somebody does."""
        return replace(super().worker(name), told=self.feed.write if self.feed else None)

    @property
    def today(self) -> date:
        """Where the clock stands."""
        return self.clock.now().date()

    async def follows(self) -> None:
        """The chat follows a topic from today on."""
        await follow(self.storage, address=HERE, begins=self.today)

    def is_on_arxiv(
        self, number: str, *, title: str = "", version: int = 1, abstract: str = ABSTRACT
    ) -> Announcement:
        """arXiv has a paper with its file; how it is announced."""
        title = title or f"On Lanes {number}"
        self.papers.records[number] = record(number, title, version=version, abstract=abstract)
        self.files.contents[f"{number}v{version}"] = f"{number}v{version}".encode()
        self.reader.pages[f"{number}v{version}"] = page(title, abstract=abstract)
        return self.known(number)

    def known(self, number: str) -> Announcement:
        """How what arXiv has is announced today."""
        record = self.papers.records[number]
        version = record.id.version or 1
        kind: AnnouncementKind = "new" if version == 1 else "replacement"
        return announcement(
            number,
            version=version,
            kind=kind,
            day=self.today,
            title=record.title,
            abstract=record.abstract,
        )

    async def announces(self, *papers: Announcement) -> None:
        """Today's mailing comes, a minute ago."""
        at = self.clock.now() - timedelta(minutes=1)
        await announce(self.storage, *papers, day=self.today, at=at)

    async def hands_in(self, *references: PaperReference) -> None:
        """Somebody submits papers today."""
        await self._do(SubmitPaper(papers=references), person="ann")

    def has_file(self, name: str, *, abstract: str = ABSTRACT) -> PaperReference:
        """Somebody has a file of a paper that is not on arXiv."""
        self.files.contents[name] = name.encode()
        self.reader.pages[name] = page(f"Title of {name}", abstract=abstract)
        return file(name)

    async def is_due(self, *, begins: date | None = None) -> Report | None:
        """The daily report of the day before comes; None: none was kept."""
        await self._do(SendReport(day=self.today - A_DAY, begins=begins, scheduled=True))
        kept = await self.kept()
        return kept.report if kept and kept.due == self.today else None

    async def comes(self, *, begins: date | None = None) -> Report:
        """The daily report, which must be there."""
        report = await self.is_due(begins=begins)
        assert report is not None
        return report

    async def kept(self) -> KeptReport | None:
        """The newest daily report."""
        newest = await self.storage.reports.newest(HERE, most=1)
        return newest[0] if newest else None

    async def is_asked(self, command: SendReport | SendOverview) -> str:
        """What is said to a person who asks for a report."""
        return await self._do(command, person="ann")

    async def wishes(self, key: str, command: SendReport, *, person: str) -> None:
        """Somebody's job, whatever it is."""
        now = self.clock.now()
        job = NewJob(key=key, command=command, address=HERE, person=person, language="en", due_at=now)
        assert await self.storage.jobs.add(job, now=now)

    async def looks_back(self, command: SendOverview) -> str:
        """The overview that comes by itself."""
        return await self._do(command.model_copy(update={"scheduled": True}))

    async def _do(self, command: SendReport | SendOverview | SubmitPaper, *, person: str = "") -> str:
        self.asked += 1
        before = len(self.chat.posts)
        await self.ask(f"job {self.asked}", command=command, person=person)
        while await self.work():
            pass
        blocks = [block for post in self.chat.posts[before:] for block in post.piece.blocks]
        return "\n".join(filter(None, map(words_of, blocks)))

    def said(self) -> str:
        """All that stands in the chat."""
        return "\n".join(words_of(block) for post in self.chat.posts for block in post.piece.blocks)

    def a_day_goes_by(self, days: int = 1) -> None:
        """It is noon of a later day."""
        self.clock.go_on(A_DAY * days)


@asynccontextmanager
async def open_newsroom(place: Path, *, order: Order = "relevance") -> AsyncIterator[Newsroom]:
    """A newsroom on an empty SQLite file."""
    async with open_storage(f"sqlite:///{place}/b.db", data_dir=place) as storage:
        yield Newsroom(storage, order=order)
