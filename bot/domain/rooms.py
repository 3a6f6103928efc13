"""Where people talk, who they are to the bot, and what each place wants of it."""

from datetime import datetime, time
from enum import StrEnum
from typing import Literal

from bot.domain.briefs import Language
from bot.domain.frozen import Frozen, Whole
from bot.domain.overviews import OverviewTime
from bot.domain.reports import Order

# unknown: its platform tells nothing of it, so it is trusted with no more than a direct one
RoomKind = Literal["direct", "group", "channel", "unknown"]
RoomNews = Literal["asked", "allowed", "closed", "source"]
SettingName = Literal["language", "zone", "hour", "weekdays", "reports", "details", "order", "overview"]
AdminAct = Literal[
    "chats",
    "allow",
    "deny",
    "promote",
    "demote",
    "pause",
    "resume",
    "run",
    "retry",
    "remove",
    "budget",
    "usage",
    "jobs",
    "settle",
    "audit",
    "backup",
    "health",
    "forget",
]


class Role(StrEnum):
    """What a person may do, from the least on."""

    GUEST = "guest"  # nobody let them in yet
    MEMBER = "member"
    ADMIN = "admin"
    OWNER = "owner"  # named by the operator, or by another owner

    def covers(self, needed: "Role") -> bool:
        """True where a person of this role may do what needs the other."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


class Standing(StrEnum):
    """Whether a chat is let in."""

    UNKNOWN = "unknown"
    ASKED = "asked"  # somebody there wanted something, and admins were asked
    ALLOWED = "allowed"
    DENIED = "denied"
    CLOSED = "closed"  # the bot was removed or blocked there, or the chat is gone


class Room(Frozen):
    """What a platform tells of a chat."""

    kind: RoomKind
    title: Whole = ""
    shared: bool = False  # people of another organisation read along


class RoomChange(Frozen):
    """What happened to a chat."""

    event: Literal[
        "joined", "left", "renamed", "moved"
    ]  # of the bot; left: removed, blocked, archived, deleted
    to: str | None = None  # the chat's new id, where it moved
    by: str = ""  # the platform's id of whoever let the bot join, where it tells


class RoomSettings(Frozen):
    """What a chat wants; None: as the operator set it for all."""

    language: Language | None = None
    zone: str | None = None  # IANA name
    hour: time | None = None  # of the daily report, on the wall of the zone
    weekdays: tuple[int, ...] | None = None  # on which it comes, as date.weekday counts: 0 is Monday
    reports: bool | None = None  # whether the daily report comes by itself
    details: bool | None = None  # whether a digest holds the details beside the briefs
    order: Order | None = None  # of the papers in a report
    overview: OverviewTime | None = None  # which ones come by themselves
    paused: bool = False  # nothing comes by itself until it is resumed


class KnownRoom(Frozen):
    """A chat as it is kept."""

    platform: str
    chat: str
    room: Room
    standing: Standing
    settings: RoomSettings = RoomSettings()
    decided_by: str = (
        ""  # platform:id of whoever let it in or kept it out; "": the operator's settings, or nobody
    )
    noted_at: datetime  # when its standing was last set
    moved_to: str | None = None  # the chat's id by now, where the platform gave it another

    @property
    def name(self) -> str:
        """As settings and admins write it."""
        return f"{self.platform}:{self.chat}"


class KnownPerson(Frozen):
    """A person with a role that was given in chat."""

    person: str  # platform:id
    role: Role
    given_by: str  # platform:id
    at: datetime


class Act(Frozen):
    """What somebody with a role did, or was kept from doing."""

    job: str  # key of the job: an act is noted once
    person: str  # platform:id
    chat: str  # platform:id
    act: str  # such as "admin allow"
    words: str  # what it was about, as it was written
    outcome: Literal["done", "asked", "refused", "failed"]  # asked: whether it is meant, and no more
    at: datetime
