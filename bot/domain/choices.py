"""What a report is made of: which announced papers a chat is to read about, and why there may be none."""

from datetime import date
from typing import Literal

from pydantic import Field

from bot.domain.announcements import Announcement
from bot.domain.frozen import Frozen, Whole
from bot.domain.topics import Verdict
from bot.errors import Reason

Empty = Literal["", "no_mailing", "nothing_relevant", "late", "unreachable"]
"""Why there is nothing to brief; "": there is something.

`no_mailing`: arXiv announced nothing, as on weekends and holidays; `late`: a mailing that was due has not
come yet; `unreachable`: nobody could find out.
"""


class Chosen(Frozen):
    """A paper that is worth a brief in a chat."""

    announcement: Announcement  # the newest
    verdict: Verdict  # the best, where several topics keep it
    topic: Whole  # name of the topic that keeps it
    topic_id: int
    again: bool = False  # judged for an earlier report, which did not tell of it


class Choice(Frozen):
    """What came since a chat's last daily report, and what of it is to be told.

    It adds up: of the `announced` papers `kept` are relevant, and each of those is `already` told of or
    stands in `relevant` with `again` False.
    """

    announced: int = Field(default=0, ge=0)  # each paper once, in the categories of the chat's topics
    replaced: int = Field(default=0, ge=0)  # beside the announced: known papers that came in a new version
    judged: int = Field(default=0, ge=0)  # of the announced: by a model
    kept: int = Field(default=0, ge=0)  # of the announced: relevant to a topic
    relevant: tuple[Chosen, ...] = ()  # to be briefed, the best first
    already: int = Field(default=0, ge=0)  # of the kept: the chat was told of them before
    updates: tuple[Announcement, ...] = ()  # later versions of papers that the chat was told of
    empty: Empty = ""
    trouble: Reason | None = None  # why a mailing that is due is not there, as far as is known
    behind: tuple[str, ...] = ()  # the categories in which it is not there
    begins: date | None = None  # first mailing day of what is announced; None: nothing is
    ends: date | None = None  # the last
    made_good: tuple[date, ...] = ()  # the mailing days whose feed was not read, put together later
    unversioned: bool = False  # the new versions of some of these are not known
    lost: tuple[date, ...] = ()  # mailing days that nobody read, and that are too old to be made good
