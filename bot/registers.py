"""Who may come in and what admins look at, on one page: registers that storage keeps."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from bot.domain.briefs import Language
from bot.domain.chat import Address, Reply
from bot.domain.commands import Command
from bot.domain.jobs import Job
from bot.domain.references import PaperReference
from bot.domain.rooms import Act, KnownPerson, KnownRoom, Room, RoomSettings, Standing
from bot.errors import Reason


class Rooms(Protocol):
    """The chats, whether they are let in, and what each wants."""

    async def get(self, platform: str, chat: str) -> KnownRoom | None:
        """A chat, if it was ever noted."""
        ...

    async def all(self) -> tuple[KnownRoom, ...]:
        """Every chat, those that wait for a decision first."""
        ...

    async def note(self, platform: str, chat: str, *, room: Room, now: datetime) -> KnownRoom:
        """The chat as it is kept from now on, with what its platform tells of it; a new one is unknown."""
        ...

    async def decide(self, room: KnownRoom, standing: Standing, *, by: str, now: datetime) -> None:
        """Set a noted chat's standing, and who did; that admins were asked takes back no decision."""
        ...

    async def choose(
        self, room: KnownRoom, standing: Standing, *, act: Act, unless: Collection[Standing]
    ) -> bool:
        """Set a noted chat's standing and note whose act it was, at once.

        False: it stands as one of `unless` by then, so that somebody was faster. A job chooses once.
        """
        ...

    async def set(self, room: KnownRoom, settings: RoomSettings) -> None:
        """Keep what a noted chat wants."""
        ...

    async def move(self, room: KnownRoom, *, to: str, now: datetime) -> None:
        """Let a noted chat, as it stands here, be known under another id; a second time changes nothing."""
        ...

    async def direct_chat(self, platform: str, person: str) -> str | None:
        """The chat in which a person spoke to us alone, the newest where there are several."""
        ...


class People(Protocol):
    """The people who were given a role in chat."""

    async def get(self, person: str) -> KnownPerson | None:
        """A person by `platform:id`."""
        ...

    async def all(self) -> tuple[KnownPerson, ...]:
        """Everybody who was given a role."""
        ...

    async def names(self, people: Collection[str]) -> Mapping[str, str]:
        """What those of these people who asked for something were called the last time, by `platform:id`."""
        ...

    async def keep(self, person: KnownPerson) -> None:
        """Keep a person's role in the place of an earlier one."""
        ...

    async def remove(self, person: str) -> None:
        """Take a person's role away."""
        ...


class Acts(Protocol):
    """The audit: who did what, and who was kept from what."""

    async def add(self, act: Act) -> bool:
        """Note an act; False: the act of this job is noted already."""
        ...

    async def newest(self, count: int) -> tuple[Act, ...]:
        """The last acts, the newest first."""
        ...


@dataclass(frozen=True, slots=True)
class JobNote:
    """A job as admins see it."""

    id: int
    kind: str  # of its command
    address: Address
    person: str | None  # the platform's id
    state: str
    created_at: datetime
    reason: Reason | None  # why it failed, or was last put back
    name: str = ""  # the person's, where the platform told it


@dataclass(frozen=True, slots=True)
class AskedPost:
    """A post in which an admin is asked to decide about a chat."""

    id: str  # of its delivery
    shows: Reply
    language: Language


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A delivery of which nobody knows whether its post stands."""

    id: str
    address: Address
    state: str
    noted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Health:
    """How storage does."""

    jobs: Mapping[str, int]  # by state
    deliveries: Mapping[str, int]
    oldest_waiting: datetime | None  # when the oldest unfinished job came
    last_charge: tuple[str, datetime] | None  # the model that answered last, and when
    free_bytes: int  # where the files lie


class Oversight(Protocol):
    """What is under way, what went wrong, and what can be done about it."""

    async def unfinished(self, *, chat: Address | None = None, most: int) -> tuple[JobNote, ...]:
        """Jobs that are neither done nor failed, the oldest first; of one chat, or of all."""
        ...

    async def failed(self, *, since: datetime, most: int) -> tuple[JobNote, ...]:
        """Jobs that failed since a moment, the newest first."""
        ...

    async def held(self, *, most: int) -> tuple[HeldPost, ...]:
        """Deliveries that wait for somebody to find out, the oldest first."""
        ...

    async def taken_for(self, address: Address, message: str) -> Command | None:
        """What a message was taken for, the last time where it was edited; None: it was left alone."""
        ...

    async def asked(self, chat: str) -> tuple[AskedPost, ...]:
        """Where admins were asked to let a chat in."""
        ...

    async def settle(self, delivery: str, *, sent: bool, act: Act) -> Act | None:
        """Note that a held post stands, or let it be posted again, and whose act it was, at once.

        The act by which it was settled, perhaps an earlier one; None: no such delivery is or was held.
        """
        ...

    async def failed_submissions(self, day: date) -> tuple[tuple[str, PaperReference], ...]:
        """What was handed in on a day and could not be read: as it was named, and what was meant."""
        ...

    async def health(self) -> Health:
        """The figures. Raises TryLater where the database does not answer."""
        ...


class Questions(Protocol):
    """The questions among the jobs: one at a time in a thread, and each can be called off."""

    async def stop(self, address: Address, *, person: str | None, by: str, notice: str | None = None) -> bool:
        """Call off the questions of a person here, or of all, where nobody answered them yet.

        With a `notice` only the one whose answer grows in that post. False: there are none. `by` is the key
        of the message that wants it: one that comes again is no other.
        """
        ...

    async def stopped(self, job: Job) -> bool:
        """Whether a question was called off."""
        ...

    async def behind(self, job: Job) -> Sequence[Job]:
        """The questions of others that wait for this one, and whose askers were not told so yet."""
        ...


class Erasure(Protocol):
    """What is taken out for good."""

    async def forget(self, person: str, *, sparing: str) -> Mapping[str, int]:
        """Take out what is kept of a person; returns how much of what. Spares the job with a key."""
        ...

    async def remove(self, paper: str) -> Mapping[str, int]:
        """Take a paper out with its briefs, texts, files and submissions; returns how much of what.

        Corrections and charges stay: they are logs.
        """
        ...


@dataclass(frozen=True, slots=True)
class Copies:
    """A backup."""

    database: Path
    files: Path
    count: int  # of the files


class Backups(Protocol):
    """Copies of all that is kept."""

    async def make(self, now: datetime) -> Copies | None:
        """Copy it while others go on writing; None: a server has the data, whose own tool copies it.

        Raises TryLater where the disk does not take it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Registers:
    """All of them."""

    rooms: Rooms
    people: People
    acts: Acts
    oversight: Oversight
    questions: Questions
    erasure: Erasure
    backups: Backups
