"""Command -> the counter that answers it: one `match`, closed."""

from dataclasses import dataclass, replace
from typing import assert_never

from bot.counters.admin import AdminCounter
from bot.counters.briefs import BriefCounter
from bot.counters.home import HomeCounter
from bot.counters.house import House, account_of
from bot.counters.papers import PaperCounter
from bot.counters.questions import QuestionCounter
from bot.counters.rooms import RoomCommand, RoomCounter
from bot.domain.chat import Reply
from bot.domain.commands import (
    Administer,
    AskPaper,
    BriefPaper,
    ChangeRoom,
    ChangeSettings,
    CorrectBrief,
    FindPapers,
    MarkPaper,
    Misunderstood,
    OfferPapers,
    Refused,
    RegenerateBrief,
    SendReport,
    ShowHelp,
    ShowHome,
    ShowPaper,
    ShowSaved,
    ShowStatus,
    SubmitPaper,
    TellNews,
)
from bot.domain.jobs import Job
from bot.errors import CannotDo
from bot.ports import Clock
from bot.replies.help import help_reply
from bot.replies.papers import reasons_reply
from bot.shelves import Library
from bot.usecases.attempts import Count, unwatched
from bot.usecases.correcting import Correcting
from bot.usecases.find_papers import Finding
from bot.usecases.known_papers import KnownPapers
from bot.usecases.sources import Sources
from bot.usecases.writing import Writing


@dataclass(frozen=True, slots=True)
class Reception:
    """The counters that only a house with chats has: the command line has none."""

    rooms: RoomCounter
    admin: AdminCounter
    home: HomeCounter

    async def answer(self, command: RoomCommand | ShowHome | Administer, job: Job) -> Reply:
        """The reply. Raises CannotDo or TryLater."""
        if isinstance(command, ShowHome):
            return await self.home.answer(job)
        if isinstance(command, Administer):
            return await self.admin.answer(command, job)
        return await self.rooms.answer(command, job)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where every job is answered, whoever filed it."""

    house: House
    library: Library
    sources: Sources
    writing: Writing
    correcting: Correcting
    finding: Finding
    clock: Clock
    reception: Reception | None = None  # None: the command line

    async def answer(self, job: Job, *, final: bool, on_done: Count = unwatched) -> Reply:
        """The reply to a job, on its asker's account. On a `final` try, what cannot be had now is a failure.

        `on_done` is told of each paper that is done, where there are several.

        Raises CannotDo (the asker is told why) or TryLater (never on a final try).
        """
        account = account_of(job)
        writing = self.writing.on(account, final=final)
        house = await self.reception.rooms.house_at(job.address) if self.reception else self.house
        paid = replace(self, house=house, sources=self.sources.on(account), writing=writing)
        try:
            return await paid.reply_to(job, final=final, on_done=on_done)
        except CannotDo:
            if self.reception and isinstance(job.command, RegenerateBrief | CorrectBrief):
                await self.reception.rooms.note(job, outcome="failed")
            raise

    async def reply_to(self, job: Job, *, final: bool, on_done: Count = unwatched) -> Reply:
        """The reply to a job, on the account that this desk has. Raises like `answer`."""
        command = job.command
        match command:
            case BriefPaper() | SubmitPaper() | SendReport() | RegenerateBrief() | CorrectBrief():
                return await self._briefs.answer(command, job, final=final, on_done=on_done)
            case AskPaper():
                return await QuestionCounter(self._known).answer(command, job, final=final)
            case (
                ChangeSettings()
                | ShowStatus()
                | ChangeRoom()
                | TellNews()
                | ShowHome()
                | Administer()
                | Refused()
            ) if self.reception:
                return await self.reception.answer(command, job)
            case ShowPaper() | MarkPaper() | FindPapers() | ShowSaved() | OfferPapers():
                return await self._papers.answer(command, job, final=final)
            case ShowHelp():
                return help_reply(command, job.language)
            case Misunderstood() | Refused():
                return reasons_reply([command.reason], job.language)
            case ChangeSettings() | ShowStatus() | ChangeRoom() | TellNews() | ShowHome() | Administer():
                raise AssertionError(f"{command.kind} where there are no chats")
            case _:
                assert_never(command)

    @property
    def _briefs(self) -> BriefCounter:
        return BriefCounter(
            self.house,
            library=self.library,
            sources=self.sources,
            writing=self.writing,
            correcting=self.correcting,
            index=self.finding.index,
            clock=self.clock,
        )

    @property
    def _papers(self) -> PaperCounter:
        posts = self.correcting.posts
        known = KnownPapers(self.library, posts=posts, sources=self.sources, clock=self.clock)
        return PaperCounter(self.house, known=known, finding=self.finding)

    @property
    def _known(self) -> KnownPapers:
        return KnownPapers(self.library, posts=self.correcting.posts, sources=self.sources, clock=self.clock)
