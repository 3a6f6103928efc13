"""The counter of the library: one paper in full, what is found, and what a person marks."""

from dataclasses import dataclass
from typing import assert_never

from bot.counters.house import House, seeker_of
from bot.domain.chat import Reply
from bot.domain.commands import FindPapers, MarkPaper, OfferPapers, ShowPaper, ShowSaved
from bot.domain.corrections import corrected
from bot.domain.jobs import Job
from bot.domain.marks import OPPOSITE
from bot.domain.papers import Paper
from bot.replies.buttons import with_why
from bot.replies.found import found_reply, marked_reply, offer_reply, saved_reply
from bot.replies.records import paper_reply
from bot.replies.topic_facts import Moved
from bot.replies.topics import moved_lines
from bot.usecases.answered_paper import meant_paper
from bot.usecases.find_papers import Finding, find_papers, kept_brief, saved_papers
from bot.usecases.following import Following
from bot.usecases.known_papers import KnownPapers
from bot.usecases.weigh_topics import weigh_topics

PaperCommand = ShowPaper | MarkPaper | FindPapers | ShowSaved | OfferPapers


@dataclass(frozen=True, slots=True)
class PaperCounter:
    """Where people look at papers."""

    house: House
    known: KnownPapers
    finding: Finding
    following: Following | None = None  # None: there is no chat that could follow anything

    async def answer(self, command: PaperCommand, job: Job, *, final: bool) -> Reply:
        """The reply. Raises CannotDo or TryLater."""
        match command:
            case ShowPaper():
                return await self._show(command, job, final=final)
            case MarkPaper():
                return await self._mark(command, job, final=final)
            case FindPapers():
                return await self._find(command, job)
            case ShowSaved():
                person = seeker_of(job).person
                page = await saved_papers(
                    person, page=command.page, language=job.language, finding=self.finding
                )
                return saved_reply(page, zone=self.house.zone, language=job.language)
            case OfferPapers():
                return offer_reply(command.papers, job.language)
            case _:
                assert_never(command)

    async def _show(self, command: ShowPaper, job: Job, *, final: bool) -> Reply:
        paper = await meant_paper(command, job, known=self.known, final=final)
        versions = await self.finding.index.versions(paper.key)
        hand_ins = await self.finding.index.hand_ins(paper.key)
        brief = await kept_brief(paper, job.language, finding=self.finding)
        if brief:
            history = await self.finding.corrections.of([paper.key])
            paper, brief = corrected(paper, brief, history)
        reply = paper_reply(
            paper, brief, told=(versions, hand_ins), zone=self.house.zone, language=job.language
        )
        return with_why(reply, paper, job.language) if await self._was_judged(paper, job) else reply

    async def _was_judged(self, paper: Paper, job: Job) -> bool:
        """Whether anything was decided of it for a topic of the chat."""
        if self.following is None or paper.arxiv_id is None:
            return False
        return bool(await self.following.topics.why(job.address, paper.arxiv_id.number))

    async def _mark(self, command: MarkPaper, job: Job, *, final: bool) -> Reply:
        paper = await meant_paper(command, job, known=self.known, final=final)
        marks, seeker = self.finding.marks, seeker_of(job)
        if command.taken_back:
            changed = await marks.take(command.mark, paper.key, seeker=seeker)
        else:
            changed = await marks.put(command.mark, paper.key, seeker=seeker, now=job.created_at)
            if opposite := OPPOSITE.get(command.mark):
                await marks.take(opposite, paper.key, seeker=seeker)
        moved: tuple[Moved, ...] = ()
        if self.following and command.mark in OPPOSITE:
            moved = await weigh_topics(job.address, following=self.following)
        said = moved_lines(moved, job.language)
        if command.silent:
            return Reply(blocks=())
        return marked_reply(paper, command, changed=changed, said=said, language=job.language)

    async def _find(self, command: FindPapers, job: Job) -> Reply:
        page = await find_papers(
            command.words,
            page=command.page,
            seeker=seeker_of(job),
            language=job.language,
            finding=self.finding,
        )
        return found_reply(page, command, zone=self.house.zone, language=job.language)
