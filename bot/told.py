"""What each chat was told, on one page: a shelf that storage keeps, and the feed that is made of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from bot.domain.chat import Address
from bot.domain.frozen import Frozen
from bot.domain.overviews import Period, ToldOverview
from bot.domain.reports import Report, ReportKind


class KeptReport(Frozen):
    """A report as it was sent to a chat."""

    job: str  # key of its job
    address: Address
    kind: ReportKind
    due: date  # the date for which it came
    report: Report


def best_place(kept: Sequence[KeptReport]) -> int:
    """Which of the reports of a date, 1 the first, is meant by the date alone: the last with papers."""
    telling = (place for place, each in enumerate(kept, 1) if not each.report.says_nothing)
    return max(telling, default=len(kept))


class Reports(Protocol):
    """What each chat was told, so that it is told once and can be told again."""

    async def reported(self, address: Address, papers: Collection[str]) -> Mapping[str, int]:
        """Of papers by key, those that a chat was told of, with the newest version."""
        ...

    async def all_reported(self, address: Address) -> Mapping[str, int]:
        """Every paper that a chat was told of, by key, with the newest version."""
        ...

    async def on(self, address: Address, day: date) -> tuple[KeptReport, ...]:
        """The daily reports that came to a chat for a date, oldest first."""
        ...

    async def overview(self, address: Address, period: Period) -> ToldOverview | None:
        """The overview of a period as it came to a chat by itself."""
        ...

    async def overviews(self, address: Address, *, most: int) -> tuple[ToldOverview, ...]:
        """The overviews that came to a chat by themselves last, the newest first."""
        ...

    async def newest(self, address: Address, *, most: int) -> tuple[KeptReport, ...]:
        """The daily reports that came to a chat last, the newest first."""
        ...

    async def between(self, address: Address, *, begins: date, ends: date) -> tuple[KeptReport, ...]:
        """The daily reports that came to a chat for these dates, both counted, oldest first."""
        ...


class Feeds(Protocol):
    """The feeds of chats, as files."""

    async def put(self, address: Address, content: str) -> None:
        """Keep a chat's feed in the place of the last one. Raises OSError."""
        ...
