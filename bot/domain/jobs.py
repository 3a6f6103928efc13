"""What is to be done and what is to be posted: two rows that survive a crash, and their states."""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.briefs import Language
from bot.domain.chat import Address, Edits, Reply
from bot.domain.commands import Command
from bot.domain.frozen import Frozen, Whole
from bot.domain.overviews import ToldOverview
from bot.domain.reports import Told


class JobState(StrEnum):
    WAITING = "waiting"
    LEASED = "leased"  # a worker makes the reply
    REPLIED = "replied"  # the reply is written down; a courier of its chat posts it
    DONE = "done"
    FAILED = "failed"


class NewJob(Frozen):
    """A wish on its way into the table."""

    key: str  # unique: a second job with it is the same job
    echoes: str | None = None  # a second unique key, or None
    command: Command
    address: Address
    reply_to: str | None = None
    person: str | None = None  # None: the clock
    name: Whole = ""  # the person's, as the platform tells it
    unseen: bool = False  # nobody else in the chat saw that they asked
    language: Language
    due_at: datetime


class Job(NewJob):
    """A row of the jobs table, held by whoever leased it: a worker, or once it is replied a courier."""

    id: int
    state: JobState
    tries: int  # that ended in TryLater or in a bug
    crashes: int  # leases in a row that ended with the process and without progress
    created_at: datetime
    notice: str | None = None  # the platform's id of the post that shows how far it is
    stopped: bool = False  # a question that was called off before anybody took it


class Pieces(Frozen):
    """A reply in posts that its chat takes."""

    posts: tuple[Reply, ...]
    below: tuple[Reply, ...] = ()  # under the first of the posts
    whispered: bool = False  # for the asker's eyes alone
    edits: Edits | None = None  # of earlier posts
    told: Told | ToldOverview | None = None  # what the chat is told
    instead: tuple[str, ...] = ()  # deliveries in whose posts it stands, as far as there are as many


class DeliveryState(StrEnum):
    WAITING = "waiting"
    INTENDED = "intended"  # the call may have been made
    UNCERTAIN = "uncertain"  # it was made, or it was not: nobody answered
    HELD = "held"  # uncertain, and the operator wants to be asked before a resend
    SENT = "sent"
    REFUSED = "refused"


class Delivery(Frozen):
    """One post of a reply, or one edit of an earlier post: a row that is there before the call is made."""

    id: str  # goes with the post where the platform can carry it
    job_id: int
    part: int  # 0-based place among the posts of its job
    address: Address
    reply_to: str | None
    piece: Reply
    state: DeliveryState
    intended_at: datetime | None = None
    resent: bool = False  # it went out a second time after an unknown outcome
    edits: str | None = None  # the platform's id of the earlier post that is to show the piece, "" for none
    too_early: bool = False  # that post is still under way
    word: str = ""  # the platform's, for why it was refused
    below: bool = False  # it stands under the first post of its job
    under: str | None = None  # the platform's id of that post, once it is made and where it can be reached
    whisper_to: str | None = None  # the platform's id of the only person who is to see it
    fixed: bool = False  # it was sent to where nothing can be edited: a terminal, a whisper

    @property
    def sums_up(self) -> bool:
        """True for the last post of a job that edits: what it says is known when the edits were made."""
        return self.edits is None and not (self.piece.blocks or self.piece.files)


MOST_TRIES = 5
MOST_CRASHES = 12


def next_try(tries: int) -> timedelta:
    """How long a job waits after its nth try: 2 s, 8 s, 32 s, then 2 minutes."""
    return timedelta(seconds=min(120, 2 * 4 ** (tries - 1)))


def crash_delay(crashes: int) -> timedelta:
    """How far a job is pushed ahead before its next lease when the last ones died with the process.

    Two deaths are taken for somebody else's fault; from the third on the job itself is suspected.
    """
    return timedelta(seconds=0 if crashes < 3 else min(300, 2 ** (crashes - 2)))
