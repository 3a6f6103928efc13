"""A day -> its report: every paper that came in is an entry, a repeat or a named failure."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.briefs import Language
from bot.domain.corrections import corrected
from bot.domain.papers import Paper
from bot.domain.reports import Entry, Failure, Report, Submission
from bot.errors import CannotDo, Reason, Why
from bot.shelves import Corrections, Library
from bot.usecases.attempts import Count, attempt_all, unwatched
from bot.usecases.brief_paper import brief_paper
from bot.usecases.writing import Writing


@dataclass(frozen=True, slots=True)
class ReportWish:
    """Which report is wanted."""

    day: date
    language: Language
    title: str
    made_at: datetime  # aware, in the zone in which it is to be shown
    final: bool  # what cannot be done now is named as failed


async def make_report(
    wish: ReportWish,
    *,
    library: Library,
    writing: Writing,
    corrections: Corrections,
    on_done: Count = unwatched,
) -> Report:
    """Report the day's papers in the order in which they came.

    Raises CannotDo(NO_PAPERS_ON_DAY) for a day without any, TryLater where another try may help.
    """
    submissions = await library.submissions(wish.day)
    if not submissions:
        raise CannotDo(Why.NO_PAPERS_ON_DAY, day=wish.day.isoformat())
    papers, failures, repeats = await _sorted_out(submissions, library=library)
    calls = [brief_paper(paper, wish.language, writing=writing) for _, paper in papers]
    outcomes = await attempt_all(calls, final=wish.final, on_done=on_done)
    history = await corrections.of([paper.key for _, paper in papers])
    entries = []
    for (label, paper), outcome in zip(papers, outcomes, strict=True):
        if isinstance(outcome, Reason):
            failures.append(Failure(label=label, reason=outcome))
        else:
            shown, brief = corrected(paper, outcome, history)
            entries.append(Entry(paper=shown, brief=brief))
    return Report(
        title=wish.title,
        language=wish.language,
        made_at=wish.made_at,
        entries=tuple(entries),
        failures=tuple(failures),
        repeats=repeats,
        day=wish.day,
        cost=await writing.cost(),
        remembered=sum(writing.remembers(entry.brief) for entry in entries),
    )


async def _sorted_out(
    submissions: tuple[Submission, ...], *, library: Library
) -> tuple[list[tuple[str, Paper]], list[Failure], int]:
    """Papers with the label under which they first came, what failed for good, and how many came again."""
    read = {submission.identity for submission in submissions if submission.paper}
    kept = await library.get_all({submission.paper for submission in submissions if submission.paper})
    papers: dict[str, tuple[str, Paper]] = {}
    failed: dict[str, Failure] = {}
    for submission in submissions:
        reason = submission.reason
        if submission.paper:
            # A file that got its arXiv number in the moment in which it was handed in has another key.
            paper = kept.get(submission.paper) or await library.by_file(
                submission.paper.removeprefix("sha256:")
            )
            reason = None if paper else Reason(Why.FILE_GONE, {"name": submission.label})
            if paper:
                papers.setdefault(paper.key, (submission.label, paper))
        elif submission.identity in read:
            continue
        if reason:
            failed[submission.identity] = Failure(label=submission.label, reason=reason)
    repeats = len(submissions) - len(papers) - len(failed)
    return list(papers.values()), list(failed.values()), repeats
