"""A day -> its report: every paper that was handed in is an entry, a repeat or a named failure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.briefs import Language
from bot.domain.corrections import corrected
from bot.domain.papers import Paper
from bot.domain.reports import Entry, Failure, Order, Pick, Report, Submission, arranged
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
    begins: date | None = None  # the first day that is covered, where it is not the day alone
    order: Order = "relevance"
    due: date | None = None  # the date for which a daily report comes


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper that is to be an entry."""

    label: str  # under which it first came
    paper: Paper
    pick: Pick | None = None  # None: it was handed in
    tries: int = 0  # reports that named it as failed


async def make_report(
    wish: ReportWish,
    *,
    library: Library,
    writing: Writing,
    corrections: Corrections,
    on_done: Count = unwatched,
) -> Report:
    """Report the day's papers in the order in which they came, or by title.

    Raises CannotDo(NO_PAPERS_ON_DAY) for a day without any, TryLater where another try may help.
    """
    submissions = await library.submissions(wish.day)
    if not submissions:
        raise CannotDo(Why.NO_PAPERS_ON_DAY, day=wish.day.isoformat())
    papers, failures, repeats = await sorted_out(submissions, library=library)
    entries, failed = await briefed(
        [*papers.values()], wish, writing=writing, corrections=corrections, on_done=on_done
    )
    return Report(
        title=wish.title,
        language=wish.language,
        made_at=wish.made_at,
        entries=arranged(entries, wish.order),
        failures=(*failures, *failed),
        repeats=repeats,
        day=wish.day,
        cost=await writing.cost(),
        remembered=sum(writing.remembers(entry.brief) for entry in entries),
    )


async def briefed(
    candidates: Sequence[Candidate],
    wish: ReportWish,
    *,
    writing: Writing,
    corrections: Corrections,
    on_done: Count = unwatched,
) -> tuple[list[Entry], list[Failure]]:
    """Papers with their briefs, as people corrected them, and those that have none. Raises TryLater."""
    calls = [brief_paper(each.paper, wish.language, writing=writing) for each in candidates]
    outcomes = await attempt_all(calls, final=wish.final, on_done=on_done)
    history = await corrections.of([each.paper.key for each in candidates])
    entries, failures = [], []
    for each, outcome in zip(candidates, outcomes, strict=True):
        if isinstance(outcome, Reason):
            again = {} if each.pick else {"paper": each.paper.key, "tries": each.tries + 1}
            failures.append(Failure.model_validate({"label": each.label, "reason": outcome} | again))
        else:
            paper, brief = corrected(each.paper, outcome, history)
            entries.append(Entry(paper=paper, brief=brief, pick=each.pick))
    return entries, failures


async def sorted_out(
    submissions: Sequence[Submission], *, library: Library
) -> tuple[dict[str, Candidate], list[Failure], int]:
    """Papers by key, what failed for good, and how many came again."""
    read = {submission.identity for submission in submissions if submission.paper}
    kept = await library.get_all({submission.paper for submission in submissions if submission.paper})
    papers: dict[str, Candidate] = {}
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
                papers.setdefault(paper.key, Candidate(submission.label, paper))
        elif submission.identity in read:
            continue
        if reason:
            failed[submission.identity] = _unread(submission, reason)
    repeats = len(submissions) - len(papers) - len(failed)
    return papers, list(failed.values()), repeats


def _unread(submission: Submission, reason: Reason) -> Failure:
    """What could not be read; what arXiv has can be fetched another day."""
    fetched = submission.identity if submission.identity.startswith("arxiv:") else None
    return Failure(label=submission.label, reason=reason, paper=fetched)
