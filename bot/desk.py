"""Command -> use case -> Reply: one `match`, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import assert_never

from bot.domain.briefs import Language
from bot.domain.chat import Block, Reply
from bot.domain.commands import BriefPaper, Misunderstood, Refused, SendReport, ShowHelp, SubmitPaper
from bot.domain.jobs import Job
from bot.errors import CannotDo, Reason
from bot.ports import Clock
from bot.replies.briefs import brief_reply
from bot.replies.help import help_reply
from bot.replies.papers import failed_line, kept_line, no_brief_line, reasons_reply
from bot.replies.reports import default_title, report_reply
from bot.shelves import Library
from bot.usecases.add_paper import add_paper
from bot.usecases.attempts import attempt_all
from bot.usecases.brief_paper import brief_paper
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
    clock: Clock

    async def answer(self, job: Job, *, final: bool) -> Reply:
        """The reply to a job. On a `final` try, what cannot be had now is told as a failure.

        Raises CannotDo (the asker is told why) or TryLater (never on a final try).
        """
        command = job.command
        match command:
            case BriefPaper():
                return await self._brief(command, job, final=final)
            case SubmitPaper():
                return await self._submit(command, job, final=final)
            case SendReport():
                return await self._report(command, job, final=final)
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
        blocks: list[Block] = []
        for reference, found in zip(command.papers, added, strict=True):
            outcome = found if isinstance(found, Reason) else briefs.pop(found[0].key, None)
            if isinstance(outcome, Reason):
                if len(added) == 1 and not command.unread:
                    raise CannotDo(outcome.why, **outcome.facts)
                blocks.append(no_brief_line(reference.label, outcome, language=job.language))
            elif outcome and not isinstance(found, Reason):
                blocks += brief_reply(outcome, found[0]).blocks
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
        return report_reply(await make_report(wish, library=self.library, writing=self.writing))

    def _now_here(self) -> datetime:
        return self.clock.now().astimezone(self.house.zone)


def _with(
    blocks: Sequence[Block], unread: Sequence[Reason], language: Language, *, papers: tuple[str, ...]
) -> Reply:
    """The blocks, and a sentence for each word that named no paper."""
    return Reply(blocks=(*blocks, *reasons_reply(unread, language).blocks), papers=papers)
