"""What a report is: papers with their briefs, those that failed and why, and a sum that adds up."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal, get_args

from pydantic import Field

from bot.domain.briefs import Brief, Language
from bot.domain.choices import Choice, Empty
from bot.domain.frozen import Frozen
from bot.domain.papers import Paper
from bot.domain.spending import Spent
from bot.domain.topics import Kind, Verdict
from bot.errors import Reason

Order = Literal["relevance", "title"]
ReportKind = Literal["daily", "weekly", "monthly"]
Group = Literal["submitted"] | Kind
GROUPS: tuple[Group, ...] = ("submitted", *get_args(Kind))
UNGROUPED = 12  # entries up to which a report is one list
MOST_TRIES = 3  # reports that name a paper as failed; then it is left alone


class Pick(Frozen):
    """For which topic a paper was picked from what arXiv announced, and why."""

    topic: str  # its name
    verdict: Verdict


class Entry(Frozen):
    """One paper of a report."""

    paper: Paper
    brief: Brief
    pick: Pick | None = None  # None: somebody handed it in

    @property
    def group(self) -> Group:
        """What it stands under in a long report."""
        return self.pick.verdict.kind if self.pick else "submitted"


class Failure(Frozen):
    """One paper that is no entry."""

    label: str  # as the person named it
    reason: Reason
    paper: str | None = None  # its key, where it was handed in and the next report can try it again
    tries: int = 1  # reports that named it


class Mailed(Frozen):
    """What arXiv announced, for a chat that follows a topic."""

    announced: int = Field(ge=0)  # papers, each once
    replaced: int = Field(default=0, ge=0)  # beside these: known papers of which a new version came
    relevant: int = Field(ge=0)  # of these: kept for a topic, and not told in this chat before
    already: int = Field(ge=0)  # of these: kept for a topic, and told in this chat before
    later: int = Field(ge=0)  # newer versions of papers that this chat was told of
    empty: Empty = ""
    trouble: Reason | None = None  # what of it could not be had
    behind: tuple[str, ...] = ()  # the categories whose mailing was not there yet
    begins: date | None = None  # mailing days; None: no mailing came
    ends: date | None = None
    made_good: tuple[date, ...] = ()  # those whose feed was not read, put together later
    unversioned: bool = False  # the new versions of some of these are not known
    lost: tuple[date, ...] = ()  # mailing days that nobody read, and that are too old to be made good


def mailed(choice: Choice) -> Mailed:
    """The figures of a choice."""
    return Mailed(
        announced=choice.announced,
        replaced=choice.replaced,
        relevant=sum(not chosen.again for chosen in choice.relevant),
        already=choice.already,
        later=len(choice.updates),
        empty=choice.empty,
        trouble=choice.trouble,
        behind=choice.behind,
        begins=choice.begins,
        ends=choice.ends,
        made_good=choice.made_good,
        unversioned=choice.unversioned,
        lost=choice.lost,
    )


class Report(Frozen):
    """Everything that a report says, in any language and form."""

    title: str
    language: Language
    made_at: datetime  # aware; shown in its own zone
    entries: tuple[Entry, ...]
    failures: tuple[Failure, ...] = ()
    updates: tuple[Paper, ...] = ()  # newer versions of papers that were reported before
    repeats: int = 0  # papers that came again: handed in twice, or handed in and announced
    passed_over: int = 0  # papers that came and that this chat was told of before, beside `mailed.already`
    retried: int = 0  # papers that failed in an earlier report
    removed: int = 0  # papers of it that were taken out for good after the report was sent
    day: date | None = None  # the last one that is covered; None: made from given files
    begins: date | None = None  # the first one, where it is not the last alone
    due: date | None = None  # the date for which it comes; None: it tells of submissions alone
    before: datetime | None = None  # when the chat's last report was made, where that was on the same date
    mailed: Mailed | None = None  # None: nothing that arXiv announces is followed
    cost: Spent | None = None  # of making this one, all its tries together; None: no model is set
    remembered: int = 0  # entries whose brief a model had written for another job

    @property
    def submitted(self) -> int:
        """How many papers were handed in.

        Whatever came, by whichever way, is an entry, a failure, a repeat, a newer version, or was skipped.
        """
        came = len(self.entries) + len(self.failures) + len(self.updates) + self.removed
        came += self.repeats + self.skipped - self.retried
        return came - (self.mailed.relevant + self.mailed.already + self.mailed.later if self.mailed else 0)

    @property
    def skipped(self) -> int:
        """How many papers came that this chat was told of before."""
        return self.passed_over + (self.mailed.already if self.mailed else 0)

    @property
    def headed(self) -> date:
        """The date that it bears."""
        return self.due or self.day or self.made_at.date()

    @property
    def says_nothing(self) -> bool:
        """True where there is no paper to speak of."""
        return not (self.entries or self.updates)

    def without(self, paper: str) -> "Report":
        """The same after a paper was taken out for good."""
        entries = tuple(entry for entry in self.entries if entry.paper.key != paper)
        updates = tuple(update for update in self.updates if update.key != paper)
        failures = tuple(failure for failure in self.failures if failure.paper != paper)
        left = {"entries": entries, "updates": updates, "failures": failures}
        gone = sum(len(getattr(self, name)) - len(there) for name, there in left.items())
        return self.model_copy(update={**left, "removed": self.removed + gone})


class Told(Frozen):
    """What a chat is told by a reply; noted in the moment in which the reply is written down."""

    kind: ReportKind
    due: date  # the date for which the report comes
    report: Report
    papers: Mapping[str, int] = Field(default_factory=dict)  # by key: the version; 0: it has none


def best_of(entries: Sequence[Entry], most: int) -> frozenset[str]:
    """The keys of the most relevant entries; what somebody handed in goes before what was picked."""
    ranked = sorted(entries, key=lambda entry: -entry.pick.verdict.score if entry.pick else -math.inf)
    return frozenset(entry.paper.key for entry in ranked[:most])


def told_papers(report: Report) -> dict[str, int]:
    """The papers that a report tells of by key, each with its version."""
    papers = [entry.paper for entry in report.entries] + list(report.updates)
    return {paper.key: paper.version for paper in papers}


def arranged(entries: Sequence[Entry], order: Order) -> tuple[Entry, ...]:
    """Entries in their order: as they came, the most relevant first, or by title; a long list by groups."""
    ordered = sorted(entries, key=_title) if order == "title" else list(entries)
    if len(ordered) > UNGROUPED:
        ordered.sort(key=lambda entry: GROUPS.index(entry.group))
    return tuple(ordered)


def grouped(entries: Sequence[Entry]) -> list[tuple[Group | None, list[Entry]]]:
    """Arranged entries by groups; those of a short report, or all of one kind, in one without a name."""
    if len(entries) <= UNGROUPED or len({entry.group for entry in entries}) < 2:
        return [(None, list(entries))]
    return [(group, list(some)) for group, some in groupby(entries, key=lambda entry: entry.group)]


def _title(entry: Entry) -> str:
    return " ".join(entry.paper.title.split()).casefold()


class Submission(Frozen):
    """That somebody gave the bot a paper on a day, and what became of it."""

    label: str  # as the person named it
    identity: str  # what was named: a later success under it makes good an earlier failure
    day: date
    paper: str | None  # its key; None where it could not be read
    reason: Reason | None = None  # why it could not


def days_between(begins: date, ends: date) -> list[date]:
    """Every day from one to another, both counted."""
    return [begins + timedelta(days=days) for days in range((ends - begins).days + 1)]
