"""Command -> the counter that answers it: one `match`, closed."""

from dataclasses import dataclass, field, replace
from typing import assert_never

from bot.counters.admin import AdminCounter
from bot.counters.briefs import BriefCommand, BriefCounter
from bot.counters.home import HomeCounter
from bot.counters.house import House, account_of
from bot.counters.overviews import OverviewCounter
from bot.counters.papers import PaperCommand, PaperCounter
from bot.counters.questions import QuestionCounter
from bot.counters.reports import ReportCounter
from bot.counters.rooms import RoomCommand, RoomCounter
from bot.counters.topics import TopicCommand, TopicCounter
from bot.domain.briefs import Language
from bot.domain.chat import Reply
from bot.domain.commands import (
    Administer,
    AskPaper,
    BriefPaper,
    ChangeRoom,
    ChangeSettings,
    CorrectBrief,
    Misunderstood,
    Refused,
    RegenerateBrief,
    SendReport,
    ShowHelp,
    ShowHome,
    ShowStatus,
    StopAnswer,
    SubmitPaper,
    TellNews,
)
from bot.domain.jobs import Job
from bot.domain.overviews import SendOverview
from bot.errors import CannotDo
from bot.ports import Clock, Draughtsman
from bot.replies.help import help_reply
from bot.replies.notices import nothing_to_stop_reply
from bot.replies.papers import reasons_reply
from bot.shelves import Library, ThreadTurns
from bot.usecases.answering import Answering, Study
from bot.usecases.attempts import Count
from bot.usecases.correcting import Correcting
from bot.usecases.find_papers import Finding
from bot.usecases.known_papers import KnownPapers
from bot.usecases.mail import Mail
from bot.usecases.make_overview import Past
from bot.usecases.sources import Sources
from bot.usecases.watching import Watch
from bot.usecases.writing import Writing

Looking = PaperCommand | TopicCommand
"""What people look up and say of papers and topics."""


@dataclass(frozen=True, slots=True)
class Reception:
    """The counters that only a house with chats has: the command line has none."""

    rooms: RoomCounter
    admin: AdminCounter
    home: HomeCounter
    topics: TopicCounter

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
    mail: Mail
    turns: ThreadTurns
    clock: Clock
    reception: Reception | None = None  # None: the command line
    study: Study = field(default_factory=Study)
    charts: Draughtsman | None = None  # None: overviews come without a picture

    async def answer(self, job: Job, *, final: bool, watch: Watch | None = None) -> Reply:
        """The reply to a job, on its asker's account. On a `final` try, what cannot be had now is a failure.

        Raises CannotDo (the asker is told why) or TryLater (never on a final try).
        """
        account = account_of(job)
        writing = self.writing.on(account, final=final)
        house = self.house
        if self.reception:
            # A post speaks one language, of a report and a brief too, whoever of the chat asked for it.
            house = replace(await self.reception.rooms.house_at(job.address), language=job.language)
        paid = replace(self, house=house, sources=self.sources.on(account), writing=writing)
        try:
            return await paid.reply_to(job, final=final, watch=watch or Watch())
        except CannotDo:
            if self.reception and isinstance(job.command, RegenerateBrief | CorrectBrief):
                await self.reception.rooms.note(job, outcome="failed")
            raise

    async def reply_to(self, job: Job, *, final: bool, watch: Watch) -> Reply:
        """The reply to a job, on the account that this desk has. Raises like `answer`."""
        command = job.command
        if isinstance(command, Looking):
            return await self._look(command, job, final=final)
        match command:
            case BriefPaper() | SubmitPaper() | SendReport() | RegenerateBrief() | CorrectBrief():
                return await self._make(command, job, final=final, on_done=watch.on_done)
            case AskPaper():
                counter = QuestionCounter(
                    self._known,
                    answering=Answering(self.writing, study=self.study, watch=watch),
                    turns=self.turns,
                    index=self.finding.index,
                )
                return await counter.answer(command, job, final=final)
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
            case SendOverview():
                return await self._overviews.answer(command, job)
            case ShowHelp() | StopAnswer() | Misunderstood() | Refused():
                return _said(command, job.language)
            case ChangeSettings() | ShowStatus() | ChangeRoom() | TellNews() | ShowHome() | Administer():
                raise AssertionError(f"{command.kind} where there are no chats")
            case _:
                assert_never(command)

    async def _make(
        self, command: BriefCommand | SendReport, job: Job, *, final: bool, on_done: Count
    ) -> Reply:
        if isinstance(command, SendReport):
            return await self._reports.answer(command, job, final=final, on_done=on_done)
        return await self._briefs.answer(command, job, final=final, on_done=on_done)

    async def _look(self, command: Looking, job: Job, *, final: bool) -> Reply:
        if isinstance(command, PaperCommand):
            return await self._papers.answer(command, job, final=final)
        if self.reception is None:
            raise AssertionError(f"{command.kind} where there are no chats")
        return await self.reception.topics.answer(command, job, known=self._known, final=final)

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
    def _reports(self) -> ReportCounter:
        return ReportCounter(
            self.house,
            library=self.library,
            sources=self.sources,
            writing=self.writing,
            corrections=self.correcting.corrections,
            mail=self.mail,
            clock=self.clock,
            doors=self.reception.rooms.doors if self.reception else None,
        )

    @property
    def _overviews(self) -> OverviewCounter:
        past = Past(self.mail.reports, marks=self.finding.marks, corrections=self.correcting.corrections)
        return OverviewCounter(self.house, past=past, clock=self.clock, charts=self.charts)

    @property
    def _papers(self) -> PaperCounter:
        posts = self.correcting.posts
        known = KnownPapers(self.library, posts=posts, sources=self.sources, clock=self.clock)
        return PaperCounter(self.house, known=known, finding=self.finding, following=self.mail.following)

    @property
    def _known(self) -> KnownPapers:
        return KnownPapers(self.library, posts=self.correcting.posts, sources=self.sources, clock=self.clock)


def _said(command: ShowHelp | StopAnswer | Misunderstood | Refused, language: Language) -> Reply:
    if isinstance(command, ShowHelp):
        return help_reply(command, language)
    if isinstance(command, StopAnswer):
        return nothing_to_stop_reply(language)
    return reasons_reply([command.reason], language)
