"""What is announced, followed, judged and reported, on one page: shelves that storage keeps."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.announcements import Announcement, AnnouncementKind, Bulletin, Mailing, SourceState
from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Address
from bot.domain.frozen import Frozen
from bot.domain.jobs import NewJob
from bot.domain.papers import ArxivRecord
from bot.domain.schedules import Schedule
from bot.domain.topics import Topic, Verdict, Vote
from bot.errors import Reason


class MailingSource(Protocol):
    """Whoever announces papers."""

    async def bulletin(self, category: str) -> Bulletin:
        """What the feed of a category holds now.

        Raises CannotDo for a category that there is not; TryLater.
        """
        ...

    async def submitted(
        self, categories: Collection[str], *, begins: datetime, ends: datetime
    ) -> tuple[ArxivRecord, ...]:
        """What is announced by now of the papers submitted in a span, in any of the categories.

        Each in its newest version. Raises TryLater.
        """
        ...

    async def replaced(self, categories: Collection[str], *, begins: datetime) -> tuple[ArxivRecord, ...]:
        """The papers of the categories that came in a new version since a moment, each in its newest.

        Raises TryLater, also where the source leaves it open whether these are all.
        """
        ...

    async def numbered(self, numbers: Sequence[str]) -> tuple[ArxivRecord, ...]:
        """Those of the papers with these numbers that there are, each in its newest version.

        Raises TryLater.
        """
        ...


class Announcements(Protocol):
    """What arXiv announced, and how far each category has been followed."""

    async def keep(self, mailing: Mailing, announced: Sequence[Announcement]) -> None:
        """Keep a category's whole mailing day and move its watermark there, at once or not at all.

        A paper that is kept already gains the category; twice is the same as once.
        """
        ...

    async def state(self, source: str) -> SourceState:
        """How far a source has been followed."""
        ...

    async def troubled(self, source: str, reason: Reason) -> None:
        """Note that a look failed; the watermark stays."""
        ...

    async def announced(self, category: str, numbers: Collection[str]) -> Mapping[ArxivId, AnnouncementKind]:
        """The versions of these papers that stood in a category's mailings, and as what they came first."""
        ...

    async def newest_number(self, day: date) -> str | None:
        """The highest number among the new papers of a mailing day."""
        ...

    async def mailings(self, categories: Collection[str], *, begins: date, ends: date) -> tuple[Mailing, ...]:
        """The mailings of these categories from a day to another, both counted; (): categories: all."""
        ...

    async def get(self, number: str) -> Announcement | None:
        """The newest announcement of a paper."""
        ...

    async def unjudged(
        self, followed: "FollowedTopic", *, after: datetime | None = None
    ) -> tuple[Announcement, ...]:
        """What a topic has no verdict on yet, in its categories, since the day on which it begins.

        `after`: of the mailings that were noted since a moment alone.
        """
        ...

    async def replacements(self, papers: Mapping[str, int]) -> tuple[Announcement, ...]:
        """What announces a later version than the known ones, which are given by number; the newest each."""
        ...

    async def replaced(self, mailings: Collection[Mailing]) -> frozenset[str]:
        """The numbers of the papers that stood in mailings as new versions and as nothing else."""
        ...

    async def count(self, categories: Collection[str], *, begins: date, ends: date) -> int:
        """How many papers were announced, each once whatever its categories; replacements not counted."""
        ...


class FollowedTopic(Frozen):
    """A topic of a chat."""

    id: int
    address: Address
    topic: Topic
    by: str  # platform:id of whoever made it; "": the operator
    begins: date  # mailings before this day are not its business
    made_at: datetime
    ended_at: datetime | None = None


class Judged(Frozen):
    """A verdict on an announced paper."""

    topic: str  # its name
    number: str  # arXiv's
    day: date  # of the mailing
    verdict: Verdict
    at: datetime


class Topics(Protocol):
    """What chats follow, and what was decided for each topic."""

    async def follow(
        self, address: Address, topic: Topic, *, by: str, begins: date, now: datetime
    ) -> FollowedTopic:
        """Make a topic, or take up again the one of that name, as it is given."""
        ...

    async def of(self, address: Address, *, ended: bool = False) -> tuple[FollowedTopic, ...]:
        """The topics that a chat follows now, by name; those of all its threads, and perhaps that `ended`."""
        ...

    async def votes(self, address: Address) -> tuple[Vote, ...]:
        """What people of a chat like and dislike: one for each of them, paper and verdict there."""
        ...

    async def all(self) -> tuple[FollowedTopic, ...]:
        """Every topic that is followed now."""
        ...

    async def set(self, followed: FollowedTopic, topic: Topic) -> None:
        """Keep a topic as it is from now on; verdicts that are there stay."""
        ...

    async def end(self, followed: FollowedTopic, *, now: datetime) -> None:
        """Follow it no more; what was decided stays."""
        ...

    async def judge(
        self, followed: FollowedTopic, decided: Mapping[str, tuple[date, Verdict]], *, now: datetime
    ) -> None:
        """Keep verdicts by number, with the mailing's day; a later one takes an earlier's place."""
        ...

    async def wanted(
        self, followed: FollowedTopic, *, since: date
    ) -> tuple[tuple[Announcement, Verdict], ...]:
        """What was kept for a topic since a mailing day and not yet reported in its chat, the best first."""
        ...

    async def why(self, address: Address, number: str) -> tuple[Judged, ...]:
        """What was decided of a paper for each topic of a chat, by name, those that ended included."""
        ...

    async def judged(self, followed: FollowedTopic, *, after: datetime | None) -> tuple[Judged, ...]:
        """What was decided for a topic after a moment, or ever, by number."""
        ...

    async def known(self, topic: Topic, numbers: Collection[str], *, since: datetime) -> tuple[Judged, ...]:
        """What a model decided since a moment of some papers for an equal topic of any chat, newest last."""
        ...

    async def missed(
        self, followed: FollowedTopic, *, since: date, most: int
    ) -> tuple[tuple[Announcement, Verdict], ...]:
        """What came nearest to being kept and was not, the best first."""
        ...


class Schedules(Protocol):
    """Due dates: each is covered by exactly one report."""

    async def all(self) -> tuple[Schedule, ...]:
        """Every chat that is on the schedule."""
        ...

    async def begin(self, address: Address, *, covered: date, now: datetime) -> None:
        """Put a chat on the schedule; one that is there stays as it is."""
        ...

    async def end(self, schedule: Schedule) -> None:
        """Take a chat off, to which no report is to come any more; one that changed meanwhile stays."""
        ...

    async def claim(
        self, schedule: Schedule, *, covered: date, work: Sequence[NewJob], now: datetime
    ) -> bool:
        """File the report that covers all due dates up to one, the last of the work, and what goes before.

        The schedule and the work are written in one transaction. False: another process was first, or the
        date has its report from before the chat went off the schedule and came back.
        """
        ...

    async def skip(self, schedule: Schedule, *, covered: date, now: datetime) -> None:
        """Let due dates pass without a report; the next one covers their days."""
        ...

    async def set_right(self, schedule: Schedule, *, covered: date, since: date, now: datetime) -> None:
        """Go back to a date after a clock was fast: reports that it filed and nobody began are withdrawn.

        The others get other keys, so that the reports of their dates can be filed when those come. The next
        report covers the days since a day, or since the first one of those that were withdrawn.
        """
        ...
