"""The counter of briefs: what is written, handed in, corrected and written anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.counters.house import House, seeker_of, with_cost, with_unread
from bot.domain.briefs import Brief, Language
from bot.domain.chat import Block, Reply, paragraph
from bot.domain.commands import BriefPaper, CorrectBrief, RegenerateBrief, SubmitPaper
from bot.domain.corrections import corrected
from bot.domain.jobs import Job
from bot.domain.papers import Paper
from bot.domain.references import FileReference, TextReference
from bot.errors import CannotDo, Reason
from bot.ports import Clock
from bot.replies.briefs import brief_reply, fields_line
from bot.replies.catalogue import say
from bot.replies.corrections import changed_reply, fields_reply
from bot.replies.costs import cost_line
from bot.replies.papers import failed_line, kept_line, no_brief_line
from bot.shelves import Library, PaperIndex
from bot.usecases.add_paper import add_paper
from bot.usecases.answered_paper import meant_paper
from bot.usecases.attempts import Count, attempt_all, unwatched
from bot.usecases.brief_paper import brief_paper, write_anew
from bot.usecases.change_posts import corrected_posts, rewritten_posts
from bot.usecases.correct_brief import correct_brief
from bot.usecases.correcting import Correcting
from bot.usecases.known_papers import KnownPapers
from bot.usecases.note_giver import note_giver
from bot.usecases.sources import Sources
from bot.usecases.submit_papers import HandedIn, Kept, submit_papers
from bot.usecases.writing import Writing

BriefCommand = BriefPaper | SubmitPaper | RegenerateBrief | CorrectBrief


@dataclass(frozen=True, slots=True)
class BriefCounter:
    """Where papers become briefs."""

    house: House
    library: Library
    sources: Sources
    writing: Writing
    correcting: Correcting
    index: PaperIndex
    clock: Clock

    async def answer(
        self, command: BriefCommand, job: Job, *, final: bool, on_done: Count = unwatched
    ) -> Reply:
        """The reply, on the account of `sources` and `writing`. Raises CannotDo or TryLater."""
        match command:
            case BriefPaper():
                return await self._brief(command, job, final=final, on_done=on_done)
            case SubmitPaper():
                return await self._submit(command, job, final=final, on_done=on_done)
            case RegenerateBrief() | CorrectBrief():
                return await self._change(command, job, final=final)
            case _:
                assert_never(command)

    async def _brief(self, command: BriefPaper, job: Job, *, final: bool, on_done: Count) -> Reply:
        language = command.language or self.house.language
        added = await self._added(command, job, final=final)
        papers = {found.key: found for found in added if isinstance(found, Paper)}
        written = await attempt_all(
            [brief_paper(paper, language, writing=self.writing) for paper in papers.values()],
            final=final,
            on_done=on_done,
        )
        briefs = dict(zip(papers, written, strict=True))
        corrections = await self.correcting.corrections.of(papers)
        kept = [outcome for outcome in written if not isinstance(outcome, Reason)]
        spoken = language if kept else job.language  # a post speaks one language, that of its briefs
        blocks: list[Block] = []
        for reference, found in zip(command.papers, added, strict=True):
            outcome = briefs.pop(found.key, None) if isinstance(found, Paper) else found
            if isinstance(outcome, Reason):
                if len(added) == 1 and not command.unread:
                    raise CannotDo(outcome.why, **outcome.facts)
                blocks.append(no_brief_line(reference.label, outcome, language=spoken))
            elif outcome and isinstance(found, Paper):
                paper, shown = corrected(found, outcome, corrections)
                number = [*papers].index(paper.key) + 1 if len(papers) > 1 else None
                blocks += brief_reply(shown, paper, number=number).blocks
        cost = await self._cost(kept, spoken)
        blocks = with_cost(blocks, cost) if len(papers) == 1 else [*blocks, *cost]
        return with_unread(blocks, command.unread, spoken, papers=tuple(papers))

    async def _added(self, command: BriefPaper, job: Job, *, final: bool) -> list[Paper | Reason]:
        """For each reference its paper, or why there is none."""
        calls = [
            add_paper(
                reference,
                library=self.library,
                sources=self.sources,
                now=self.clock.now(),
                final=final,
            )
            for reference in command.papers
        ]
        outcomes = await attempt_all(calls, final=final)
        found = [outcome if isinstance(outcome, Reason) else outcome[0] for outcome in outcomes]
        for reference, paper in zip(command.papers, found, strict=True):
            if isinstance(paper, Paper):
                await note_giver(reference, paper, seeker=seeker_of(job), index=self.index)
        return found

    async def _submit(self, command: SubmitPaper, job: Job, *, final: bool, on_done: Count) -> Reply:
        asked_on = job.created_at.astimezone(self.house.zone).date()
        handed_in = HandedIn(job=job.key, day=asked_on, now=self.clock.now(), final=final)
        told = await submit_papers(
            command.papers,
            library=self.library,
            sources=self.sources,
            handed_in=handed_in,
            on_done=on_done,
        )
        for reference, outcome in zip(command.papers, told, strict=True):
            if isinstance(outcome, Kept):
                await note_giver(reference, outcome.paper, seeker=seeker_of(job), index=self.index)
        if len(told) == 1 and not command.unread and not isinstance(told[0], Kept):
            reason = told[0][1]
            raise CannotDo(reason.why, **reason.facts)
        blocks = [
            kept_line(outcome.paper, job.language, new=outcome.new)
            if isinstance(outcome, Kept)
            else failed_line(*outcome, language=job.language)
            for outcome in told
        ]
        if self.house.direct and any(
            isinstance(outcome, Kept) and isinstance(reference, FileReference | TextReference)
            for reference, outcome in zip(command.papers, told, strict=True)
        ):
            blocks.append(paragraph(say(job.language, "submit.in_private")))
        papers = tuple(outcome.paper.key for outcome in told if isinstance(outcome, Kept))
        return with_unread(blocks, command.unread, job.language, papers=papers)

    async def _change(self, command: RegenerateBrief | CorrectBrief, job: Job, *, final: bool) -> Reply:
        known = KnownPapers(self.library, posts=self.correcting.posts, sources=self.sources, clock=self.clock)
        paper = await meant_paper(command, job, known=known, final=final, anew=True)
        language = command.language or self.house.language
        if isinstance(command, CorrectBrief):
            brief = await brief_paper(paper, language, writing=self.writing)
            return await self._correct(paper, brief, command=command, job=job)
        brief = await write_anew(paper, language, writing=self.writing)
        history = await self.correcting.corrections.of([paper.key])
        kept = await self.writing.briefs.of(paper.key)
        changes = await rewritten_posts((paper, brief), history, kept=kept, correcting=self.correcting)
        shown = corrected(paper, brief, history)
        said = say(language, "correct.anew")
        reply = changed_reply(shown, changes, said=said, language=language)
        cost = await self._cost([brief], language)
        return reply.model_copy(update={"blocks": tuple(with_cost(reply.blocks, cost))})

    async def _cost(self, briefs: Sequence[Brief], language: Language) -> list[Block]:
        """What this job cost up to now, in a line of its own: the details of a brief are the same for all."""
        costs = await self.writing.costs()
        if costs is None:
            return []
        remembered = bool(briefs) and all(map(self.writing.remembers, briefs))
        line = cost_line(costs, language, remembered=remembered)
        return [paragraph(line)] if line else []

    async def _correct(self, paper: Paper, brief: Brief, *, command: CorrectBrief, job: Job) -> Reply:
        now = self.clock.now()
        history = await correct_brief(paper, brief, job=job, now=now, correcting=self.correcting)
        shown, language = corrected(paper, brief, history), brief.language
        if command.field is None:
            return fields_reply(shown, history, zone=self.house.zone, language=language)
        kept = await self.writing.briefs.of(paper.key)
        changes = await corrected_posts(paper, history, kept=kept, correcting=self.correcting)
        done = "correct.withdrawn" if command.value is None else "correct.done"
        words = say(language, done, field=fields_line([command.field], language))
        return changed_reply(shown, changes, said=words, language=language)
