"""What is to be told of topics: facts that the use cases find, for the sentences about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.domain.announcements import Announcement
from bot.domain.topics import Verdict
from bot.mailings import FollowedTopic, Judged

Unjudged = Literal["outside", "before", "later", "pending", "passed"]
"""`outside` the topic's categories; `before` the topic began; only a `later` version came; `pending`: it is
judged with the next report; `passed`: it came before the last one, in a category that was added since."""


@dataclass(frozen=True, slots=True)
class Follows:
    """A topic that is followed now, and how that came: `again` as it was left, `anew` with other words."""

    followed: FollowedTopic
    how: Literal["begun", "again", "anew", "before"]


Withheld = Literal["", "off", "shut", "paused", "unwanted"]
"""What keeps a report: it was turned off; the chat is not let in; an admin paused it; nobody wants one."""


@dataclass(frozen=True, slots=True)
class Coming:
    """When a report comes to a chat by itself, or why none does."""

    chat: str  # platform:id
    moment: datetime | None = None  # in the chat's zone
    zone: str = ""  # IANA name; "": the machine's own
    withheld: Withheld = ""  # what keeps it


@dataclass(frozen=True, slots=True)
class Tried:
    """What a topic keeps of what was announced."""

    days: tuple[date, ...]  # mailing days that were looked at, the oldest first
    announced: int  # papers, each once
    kept: tuple[tuple[Announcement, Verdict], ...]  # the best first


@dataclass(frozen=True, slots=True)
class Explained:
    """All that a chat may want to know of why a paper came, or did not."""

    number: str  # arXiv's
    announcement: Announcement | None  # None: it was never announced in what is followed
    judged: tuple[Judged, ...]  # by topic, those that ended included
    unjudged: tuple[tuple[FollowedTopic, Unjudged], ...]  # topics that are followed now
    told: bool  # the chat was told of it


@dataclass(frozen=True, slots=True)
class Moved:
    """A topic some of whose terms weigh something else now."""

    topic: str  # its name
    terms: Mapping[str, tuple[float, float]]  # before and after, in logits beside the term's own weight
