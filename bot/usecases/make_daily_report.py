"""What was announced and handed in -> the daily report of a chat, in which nothing stands twice."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Address
from bot.domain.choices import Choice
from bot.domain.papers import Paper
from bot.domain.references import ArxivReference
from bot.domain.reports import (
    MOST_TRIES,
    Failure,
    Pick,
    Report,
    Submission,
    arranged,
    days_between,
    mailed,
)
from bot.errors import CannotDo, Reason, Why
from bot.shelves import Corrections, Library
from bot.told import KeptReport, Reports
from bot.usecases.add_paper import add_paper
from bot.usecases.attempts import Count, attempt_all, unwatched
from bot.usecases.make_report import Candidate, ReportWish, briefed, sorted_out
from bot.usecases.sources import Sources
from bot.usecases.writing import Writing


@dataclass(frozen=True, slots=True)
class Daily:
    """What a daily report is made from, on the account of its chat."""

    library: Library
    sources: Sources
    writing: Writing
    corrections: Corrections
    reports: Reports
    choose: Callable[[], Awaitable[Choice | None]]  # None: the chat follows nothing


async def make_daily_report(
    wish: ReportWish, address: Address, *, daily: Daily, on_done: Count = unwatched
) -> Report:
    """Report what the days and arXiv brought, without what the chat was told of before.

    What failed in the report before is tried again. Raises CannotDo(NO_PAPERS_FOR_REPORT) where the chat
    follows nothing and nothing was handed in, TryLater where another try may help.
    """
    gathered, choice = await _gather(wish, address, daily=daily)
    entries, failed = await briefed(
        [*gathered.papers.values()],
        wish,
        writing=daily.writing,
        corrections=daily.corrections,
        on_done=on_done,
    )
    return Report(
        title=wish.title,
        language=wish.language,
        made_at=wish.made_at,
        entries=arranged(entries, wish.order),
        failures=(*gathered.failures, *failed),
        updates=tuple(gathered.updates.values()),
        repeats=gathered.repeats,
        passed_over=gathered.passed_over,
        retried=gathered.retried,
        day=wish.day,
        begins=wish.begins if wish.begins != wish.day else None,
        due=wish.due if choice else None,
        before=gathered.before,
        mailed=mailed(choice) if choice else None,
        cost=await daily.writing.cost(),
        remembered=sum(daily.writing.remembers(entry.brief) for entry in entries),
    )


async def _gather(wish: ReportWish, address: Address, *, daily: Daily) -> tuple["_Gathered", Choice | None]:
    """The papers that are to be briefed, and what became of the others up to here."""
    days = days_between(wish.begins or wish.day, wish.day)
    submissions = [each for day in days for each in await daily.library.submissions(day)]
    newest = await daily.reports.newest(address, most=1)
    again = _failed_before(submissions, newest)
    choice = await daily.choose()
    if choice is None and not submissions and not again:
        told = " – ".join(dict.fromkeys(day.isoformat() for day in (days[0], days[-1])))
        raise CannotDo(Why.NO_PAPERS_FOR_REPORT, day=told)
    papers, failures, repeats = await sorted_out(submissions, library=daily.library)
    gathered = _Gathered(daily, wish, papers=papers, failures=failures, repeats=repeats)
    gathered.before = _before(newest, wish)
    await gathered.retry(again)
    if choice:
        await gathered.choose(choice)
    await gathered.leave_out_told(address)
    return gathered, choice


def _before(newest: Iterable[KeptReport], wish: ReportWish) -> datetime | None:
    """When the chat's last report was made, where that was on the date of this one."""
    moments = (kept.report.made_at.astimezone(wish.made_at.tzinfo) for kept in newest)
    return next((moment for moment in moments if moment.date() == wish.made_at.date()), None)


def _failed_before(submissions: Iterable[Submission], newest: Iterable[KeptReport]) -> list[Failure]:
    """What was handed in, failed in the chat's last report, and was not handed in again since."""
    came = {name for each in submissions for name in (each.identity, each.paper)}
    return [
        failure
        for kept in newest
        for failure in kept.report.failures
        if failure.paper and failure.paper not in came and failure.tries < MOST_TRIES
    ]


@dataclass
class _Gathered:
    """The papers of a report that is being made, by key in their order, and what became of the others."""

    daily: Daily
    wish: ReportWish
    papers: dict[str, Candidate]
    failures: list[Failure]
    repeats: int
    updates: dict[str, Paper] = field(default_factory=dict)
    passed_over: int = 0
    retried: int = 0
    before: datetime | None = None

    async def retry(self, failures: Sequence[Failure]) -> None:
        """What failed before: fetched once more where it is arXiv's, else taken from the shelf."""
        self.retried = len(failures)
        calls = [self._again(str(failure.paper)) for failure in failures]
        for failure, found in zip(failures, await attempt_all(calls, final=self.wish.final), strict=True):
            if isinstance(found, Reason):
                self.failures.append(failure.model_copy(update={"reason": found, "tries": failure.tries + 1}))
            else:
                self._add(Candidate(failure.label, found, tries=failure.tries))

    async def choose(self, choice: Choice) -> None:
        """What arXiv announced: relevant papers to be briefed, and newer versions of known ones."""
        self.retried += sum(chosen.again for chosen in choice.relevant)
        references = [ArxivReference(id=chosen.announcement.id) for chosen in choice.relevant]
        for chosen, found in zip(choice.relevant, await self._fetched(references), strict=True):
            if isinstance(found, Reason):
                label = ArxivReference(id=chosen.announcement.id).label
                self.failures.append(Failure(label=label, reason=found))
            else:
                pick = Pick(topic=chosen.topic, verdict=chosen.verdict)
                self._add(Candidate(ArxivReference(id=chosen.announcement.id).label, found, pick=pick))
        references = [ArxivReference(id=announcement.id) for announcement in choice.updates]
        # What is new in a version is found by comparing; no model is to be paid for it.
        unpaid = replace(self.daily.sources, writer=None)
        for reference, found in zip(references, await self._fetched(references, unpaid), strict=True):
            if isinstance(found, Reason):
                self.failures.append(Failure(label=reference.label, reason=found))
            else:
                self._add(Candidate(reference.label, found))

    async def leave_out_told(self, address: Address) -> None:
        """A version that the chat was told of is passed over; of a newer one only its news is told."""
        told = await self.daily.reports.reported(address, self.papers)
        for key, version in told.items():
            paper = self.papers.pop(key).paper
            if paper.version > version:
                self.updates[key] = paper
            else:
                self.passed_over += 1

    def _add(self, candidate: Candidate) -> None:
        """One more paper; one that is there already keeps its place, and gains why it was picked."""
        there = self.papers.get(candidate.paper.key)
        if there:
            self.repeats += 1
            newest = max(there.paper, candidate.paper, key=lambda paper: paper.version)
            candidate = replace(there, paper=newest, pick=there.pick or candidate.pick)
        self.papers[candidate.paper.key] = candidate

    async def _again(self, key: str) -> Paper:
        kept = await self.daily.library.get(key)
        number = ArxivId.find(key)
        if kept and (kept.sha256 or number is None):
            return kept
        if number is None:
            raise CannotDo(Why.FILE_GONE, name=key)
        return await self._add_paper(ArxivReference(id=number), self.daily.sources)

    async def _fetched(
        self, references: Sequence[ArxivReference], sources: Sources | None = None
    ) -> list[Paper | Reason]:
        calls = [self._add_paper(each, sources or self.daily.sources) for each in references]
        return await attempt_all(calls, final=self.wish.final)

    async def _add_paper(self, reference: ArxivReference, sources: Sources) -> Paper:
        paper, _ = await add_paper(
            reference,
            library=self.daily.library,
            sources=sources,
            now=self.wish.made_at,
            final=self.wish.final,
        )
        return paper
