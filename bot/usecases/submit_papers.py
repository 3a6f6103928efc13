"""References -> papers kept for the day's report, each with what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.papers import Paper
from bot.domain.references import PaperReference
from bot.domain.reports import Submission
from bot.errors import Reason
from bot.shelves import Library
from bot.usecases.add_paper import add_paper
from bot.usecases.attempts import Count, attempt_all, unwatched
from bot.usecases.sources import Sources


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A submission as it is noted: by which job, on which day, and whether its failures are the last word."""

    job: str
    day: date
    now: datetime
    final: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper that was handed in, and whether it is new here."""

    label: str
    paper: Paper
    new: bool


async def submit_papers(
    references: Sequence[PaperReference],
    *,
    library: Library,
    sources: Sources,
    handed_in: HandedIn,
    on_done: Count = unwatched,
) -> list[Kept | tuple[str, Reason]]:
    """For each reference the paper that was kept, or its label and the reason why none was.

    Raises TryLater where another try may help; what was kept by then stays kept.
    """

    async def keep(place: int, reference: PaperReference) -> Kept:
        paper, new = await add_paper(
            reference, library=library, sources=sources, now=handed_in.now, final=handed_in.final
        )
        await note(place, paper=paper.key)
        return Kept(reference.label, paper, new)

    async def note(place: int, *, paper: str | None = None, reason: Reason | None = None) -> None:
        submission = Submission(
            label=references[place].label,
            identity=references[place].identity,
            day=handed_in.day,
            paper=paper,
            reason=reason,
        )
        await library.submit(submission, job=handed_in.job, place=place, now=handed_in.now)

    calls = [keep(place, reference) for place, reference in enumerate(references)]
    outcomes = await attempt_all(calls, final=handed_in.final, on_done=on_done)
    told: list[Kept | tuple[str, Reason]] = []
    for place, outcome in enumerate(outcomes):
        if isinstance(outcome, Kept):
            told.append(outcome)
        else:
            await note(place, reason=outcome)
            told.append((references[place].label, outcome))
    return told
