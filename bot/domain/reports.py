"""What a report is: papers with their briefs, those that failed and why, and a sum that adds up."""

from datetime import date, datetime

from bot.domain.briefs import Brief, Language
from bot.domain.frozen import Frozen
from bot.domain.papers import Paper
from bot.domain.spending import Spent
from bot.errors import Reason


class Entry(Frozen):
    """One paper of a report."""

    paper: Paper
    brief: Brief


class Failure(Frozen):
    """One submitted paper that is no entry."""

    label: str  # as the person named it
    reason: Reason


class Report(Frozen):
    """Everything that a report says, in any language and form."""

    title: str
    language: Language
    made_at: datetime  # aware; shown in its own zone
    entries: tuple[Entry, ...]
    failures: tuple[Failure, ...] = ()
    repeats: int = 0  # papers that were handed in again
    day: date | None = None  # None: made from given files
    cost: Spent | None = None  # of making this one, all its tries together; None: no model is set
    remembered: int = 0  # entries whose brief a model had written for another job

    @property
    def submitted(self) -> int:
        """How many papers came in: every one of them is an entry, a failure or a repeat."""
        return len(self.entries) + len(self.failures) + self.repeats


class Submission(Frozen):
    """That somebody gave the bot a paper on a day, and what became of it."""

    label: str  # as the person named it
    identity: str  # what was named: a later success under it makes good an earlier failure
    day: date
    paper: str | None  # its key; None where it could not be read
    reason: Reason | None = None  # why it could not
