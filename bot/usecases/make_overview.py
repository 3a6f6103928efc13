"""What a chat was told in a week or a month -> its overview."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Address
from bot.domain.corrections import corrected
from bot.domain.overviews import Favourite, Overview, Period, Tally, Week, counts_of
from bot.domain.reports import Entry
from bot.shelves import Corrections, Marks
from bot.told import KeptReport, Reports

MOST_FAVOURITES = 5


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of it: what chats were told, and what people said of that."""

    reports: Reports
    marks: Marks
    corrections: Corrections


async def make_overview(period: Period, address: Address, *, today: date, past: Past) -> Overview:
    """The overview of the daily reports that came to a chat in a period, by the dates for which they came.

    Its papers are as people corrected them since.
    """
    own: list[KeptReport] = []
    weeks: list[Week] = []
    for begins, ends in period.weeks:  # one at a time: to read a report takes a few milliseconds
        if begins <= today:
            kept = await past.reports.between(address, begins=begins, ends=ends)
            weeks.append(Week(begins=begins, counts=counts_of(_entries(kept))))
            own += [each for each in kept if period.begins <= each.due]
    keys = [entry.paper.key for entry in _entries(own)]
    history = await past.corrections.of(keys)
    entries = []
    for entry in _entries(own):
        paper, brief = corrected(entry.paper, entry.brief, history)
        entries.append(entry.model_copy(update={"paper": paper, "brief": brief}))
    return Overview(
        period=period,
        so_far=today <= period.ends,
        reports=len(own),
        entries=tuple(entries),
        announced=sum(each.report.mailed.announced for each in own if each.report.mailed),
        failures=len(_failed(own, entries)),
        weeks=tuple(weeks),
        favourites=_favourites(entries, await past.marks.tallies(address, keys)),
    )


def _entries(kept: Iterable[KeptReport]) -> tuple[Entry, ...]:
    """The papers of reports, each once and as it was told last."""
    papers = {entry.paper.key: entry for each in kept for entry in each.report.entries}
    return tuple(papers.values())


def _failed(kept: Iterable[KeptReport], entries: Sequence[Entry]) -> set[str]:
    """What failed and was not briefed in another try; what was tried twice failed once."""
    names = {_plain(failure.label) for each in kept for failure in each.report.failures}
    return names - {entry.paper.handle for entry in entries}


def _plain(label: str) -> str:
    """What a paper is called in whichever version."""
    found = ArxivId.find(label)
    return found.number if found else label


def _favourites(entries: Sequence[Entry], tallies: Mapping[str, Tally]) -> tuple[Favourite, ...]:
    marked = [
        Favourite(entry=entry, tally=tallies[entry.paper.key])
        for entry in entries
        if entry.paper.key in tallies
    ]
    marked.sort(key=lambda each: each.tally.sum, reverse=True)
    return tuple(marked[:MOST_FAVOURITES])
