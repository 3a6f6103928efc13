"""Command -> use case -> Reply: one `match`, closed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import assert_never

from bot.domain.briefs import Brief, Language
from bot.domain.chat import Block, Reply
from bot.domain.commands import (
    BriefPaper,
    CorrectBrief,
    Misunderstood,
    Refused,
    RegenerateBrief,
    SendReport,
    ShowHelp,
    SubmitPaper,
)
from bot.domain.corrections import corrected
from bot.domain.jobs import Job
from bot.domain.papers import Paper
from bot.domain.spending import Account
from bot.errors import CannotDo, Reason
from bot.ports import Clock
from bot.replies.briefs import brief_reply, fields_line
from bot.replies.catalogue import say
from bot.replies.corrections import changed_reply, fields_reply
from bot.replies.help import help_reply
from bot.replies.papers import failed_line, kept_line, no_brief_line, reasons_reply
from bot.replies.reports import default_title, report_reply
from bot.shelves import Library
from bot.usecases.add_paper import add_paper
from bot.usecases.answered_paper import answered_paper
from bot.usecases.attempts import attempt_all
from bot.usecases.brief_paper import brief_paper, write_anew
from bot.usecases.change_posts import corrected_posts, rewritten_posts
from bot.usecases.correct_brief import correct_brief
from bot.usecases.correcting import Correcting
from bot.usecases.make_report import ReportWish, make_report
from bot.usecases.sources import Sources
from bot.usecases.submit_papers import HandedIn, Kept, submit_papers
from bot.usecases.writing import Writing


@dataclass(frozen=True, slots=True)
class House:
    """What this house does its own way, as its operator set it."""

    language: Language  # of reports and briefs, where nobody asks for another
    zone: tzinfo | None  # in which a day begins and ends; None: the machine's own
    title: str = ""  # of the report; "": the language's own


@dataclass(frozen=True, slots=True)
class Desk:
    """Where every job is answered, whoever filed it."""

    house: House
    library: Library
    sources: Sources
    writing: Writing
    correcting: Correcting
    clock: Clock

    async def answer(self, job: Job, *, final: bool) -> Reply:
        """The reply to a job, on its asker's account. On a `final` try, what cannot be had now is a failure.

        Raises CannotDo (the asker is told why) or TryLater (never on a final try).
        """
        account = account_of(job)
        writing = self.writing.on(account, final=final)
        paid = replace(self, sources=self.sources.on(account), writing=writing)
        return await paid.reply_to(job, final=final)

    async def reply_to(self, job: Job, *, final: bool) -> Reply:
        """The reply to a job, on the account that this desk has. Raises like `answer`."""
        command = job.command
        match command:
            case BriefPaper():
                return await self._brief(command, job, final=final)
            case SubmitPaper():
                return await self._submit(command, job, final=final)
            case SendReport():
                return await self._report(command, job, final=final)
            case RegenerateBrief() | CorrectBrief():
                return await self._change(command, job, final=final)
            case ShowHelp():
                return help_reply(job.language)
            case Misunderstood() | Refused():
                return reasons_reply([command.reason], job.language)
            case _:
                assert_never(command)

    async def _brief(self, command: BriefPaper, job: Job, *, final: bool) -> Reply:
        language = command.language or self.house.language
        now = self.clock.now()
        added = await attempt_all(
            [
                add_paper(reference, library=self.library, sources=self.sources, now=now, final=final)
                for reference in command.papers
            ],
            final=final,
        )
        papers = {found[0].key: found[0] for found in added if not isinstance(found, Reason)}
        written = await attempt_all(
            [brief_paper(paper, language, writing=self.writing) for paper in papers.values()],
            final=final,
        )
        briefs = dict(zip(papers, written, strict=True))
        corrections = await self.correcting.corrections.of(papers)
        blocks: list[Block] = []
        for reference, found in zip(command.papers, added, strict=True):
            outcome = found if isinstance(found, Reason) else briefs.pop(found[0].key, None)
            if isinstance(outcome, Reason):
                if len(added) == 1 and not command.unread:
                    raise CannotDo(outcome.why, **outcome.facts)
                blocks.append(no_brief_line(reference.label, outcome, language=job.language))
            elif outcome and not isinstance(found, Reason):
                paper, shown = corrected(found[0], outcome, corrections)
                blocks += brief_reply(shown, paper).blocks
        return _with(blocks, command.unread, job.language, papers=tuple(papers))

    async def _submit(self, command: SubmitPaper, job: Job, *, final: bool) -> Reply:
        asked_on = job.created_at.astimezone(self.house.zone).date()
        handed_in = HandedIn(job=job.key, day=asked_on, now=self.clock.now(), final=final)
        told = await submit_papers(
            command.papers, library=self.library, sources=self.sources, handed_in=handed_in
        )
        if len(told) == 1 and not command.unread and not isinstance(told[0], Kept):
            reason = told[0][1]
            raise CannotDo(reason.why, **reason.facts)
        blocks = [
            kept_line(outcome.paper, job.language, new=outcome.new)
            if isinstance(outcome, Kept)
            else failed_line(*outcome, language=job.language)
            for outcome in told
        ]
        papers = tuple(outcome.paper.key for outcome in told if isinstance(outcome, Kept))
        return _with(blocks, command.unread, job.language, papers=papers)

    async def _change(self, command: RegenerateBrief | CorrectBrief, job: Job, *, final: bool) -> Reply:
        paper = await self._meant(command, job, final=final)
        language = command.language or self.house.language
        if isinstance(command, CorrectBrief):
            brief = await brief_paper(paper, language, writing=self.writing)
            return await self._correct(paper, brief, command=command, job=job)
        brief = await write_anew(paper, language, writing=self.writing, since=job.created_at)
        history = await self.correcting.corrections.of([paper.key])
        kept = await self.writing.briefs.of(paper.key)
        changes = await rewritten_posts((paper, brief), history, kept=kept, correcting=self.correcting)
        shown = corrected(paper, brief, history)
        return changed_reply(shown, changes, said=say(job.language, "correct.anew"), language=job.language)

    async def _correct(self, paper: Paper, brief: Brief, *, command: CorrectBrief, job: Job) -> Reply:
        now = self.clock.now()
        history = await correct_brief(paper, brief, job=job, now=now, correcting=self.correcting)
        shown = corrected(paper, brief, history)
        if command.field is None:
            return fields_reply(*shown, history, language=job.language)
        kept = await self.writing.briefs.of(paper.key)
        changes = await corrected_posts(paper, history, kept=kept, correcting=self.correcting)
        done = "correct.withdrawn" if command.value is None else "correct.done"
        words = say(job.language, done, field=fields_line([command.field], job.language))
        return changed_reply(shown, changes, said=words, language=job.language)

    async def _meant(self, command: RegenerateBrief | CorrectBrief, job: Job, *, final: bool) -> Paper:
        if command.paper is None:
            return await answered_paper(
                command.answers, address=job.address, command=command.kind, correcting=self.correcting
            )
        adding = add_paper(
            command.paper, library=self.library, sources=self.sources, now=self.clock.now(), final=final
        )
        return (await adding)[0]

    async def _report(self, command: SendReport, job: Job, *, final: bool) -> Reply:
        language = command.language or self.house.language
        asked_on = job.created_at.astimezone(self.house.zone).date()
        wish = ReportWish(
            day=command.day or asked_on - timedelta(days=command.days_ago),
            language=language,
            title=self.house.title or default_title(language),
            made_at=self._now_here(),
            final=final,
        )
        report = await make_report(
            wish, library=self.library, writing=self.writing, corrections=self.correcting.corrections
        )
        return report_reply(report)

    def _now_here(self) -> datetime:
        return self.clock.now().astimezone(self.house.zone)


def account_of(job: Job) -> Account:
    """Who pays: the person, if one asked, and the chat."""
    platform = job.address.platform
    person = f"{platform}:{job.person}" if job.person else None
    return Account(person=person, chat=f"{platform}:{job.address.chat}")


def _with(
    blocks: Sequence[Block], unread: Sequence[Reason], language: Language, *, papers: tuple[str, ...]
) -> Reply:
    """The blocks, and a sentence for each word that named no paper."""
    return Reply(blocks=(*blocks, *reasons_reply(unread, language).blocks), papers=papers)
