"""What a source announced, when, and how far it has been followed."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from bot.domain.arxiv_ids import ArxivId
from bot.domain.frozen import Frozen, Whole
from bot.errors import Reason

AnnouncementKind = Literal["new", "cross", "replacement"]
"""`cross`: listed under another category since; `replacement`: a later version of a known paper."""

MailingWay = Literal["feed", "api", "api+versions"]
"""`api`: made good later, by when papers were submitted; `api+versions`: and by when new versions were."""


class Announcement(Frozen):
    """That arXiv announced a version of a paper on a mailing day."""

    id: ArxivId  # with its version
    kind: AnnouncementKind
    day: date  # of the mailing, by the source's own date
    title: Whole
    authors: tuple[str, ...] = ()
    abstract: Whole = ""  # "": the source told none
    categories: tuple[str, ...] = ()  # the primary one first
    comments: Whole = ""


class Mailing(Frozen):
    """What a category's mailing of one day held; a day without a mailing has none."""

    category: str
    day: date
    announced: int = Field(ge=0)  # how many came; 0 on a day on which arXiv announced nothing
    way: MailingWay
    noted_at: datetime


class Bulletin(Frozen):
    """What a category's feed holds."""

    category: str
    day: date  # by its own date
    announced: tuple[Announcement, ...] = ()


class SourceState(Frozen):
    """How far a category has been followed."""

    source: str  # an arXiv category
    through: date | None = None  # the newest mailing day that is kept whole; a day without a mailing is a gap
    checked_at: datetime | None = None  # when a mailing was last kept
    trouble: Reason | None = None  # why the last look failed
