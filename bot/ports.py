"""The outside world on one page: what the bot needs from it, named for the role it plays."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.domain.arxiv_ids import ArxivId
from bot.domain.charts import Sheet
from bot.domain.chat import Address, Attachment, Button, Message, Reply
from bot.domain.jobs import Delivery
from bot.domain.papers import ArxivRecord
from bot.domain.prompts import Answer, Measured, Prompt, Written
from bot.domain.references import Fetched
from bot.domain.rooms import Role
from bot.domain.suggestions import Suggestion, Typed
from bot.domain.texts import ReadDocument

Accept = Callable[[Message], Awaitable[None]]
"""Takes a message in: when it returns, the message is stored and may be acknowledged."""

Inline = Callable[[Typed], Awaitable[tuple[Suggestion, ...] | None]]
"""Suggests kept papers while somebody types; None: the person is not let in.

It stands beside `Accept` because nothing is stored: such words are answered at once or never, come with every
letter that is typed, and change nothing.
"""


async def nothing(_: Typed) -> tuple[Suggestion, ...]:
    """Suggest no paper."""
    return ()


class Draughtsman(Protocol):
    """Whoever draws."""

    def can_write(self, words: str) -> bool:
        """True where every letter can be drawn; one that cannot be is left out of a picture."""
        ...

    async def draw(self, sheet: Sheet) -> bytes:
        """The charts as a PNG, at most 100 kB for what an overview holds."""
        ...


class Attachments(Protocol):
    """Whoever can hand over the files that stand in its chats."""

    async def fetch(self, attachment: Attachment, *, limit: int) -> bytes:
        """The file's bytes. Raises CannotDo (gone, over `limit` bytes) or TryLater."""
        ...


@dataclass(frozen=True, slots=True)
class Hearer:
    """Who reads an answer while it is written, and the button by which they may end it."""

    person: str  # the platform's id
    stop: Button


class Pace(Protocol):
    """How fast a platform lets itself be called: in each chat, and in all."""

    def begin(self, chat: str, *, now: datetime) -> timedelta:
        """Zero: the call may be made now, and counts. Else how long to wait before asking again."""
        ...

    def end(self, chat: str, *, now: datetime) -> None:
        """A call that began was answered, or nobody will answer it."""
        ...

    def beside(self, chat: str) -> str:
        """The chat under which words that grow count: another one, where the platform counts them apart."""
        ...

    def flooded(self, chat: str, *, now: datetime, until: datetime) -> None:
        """The platform wants no call in this chat before then."""
        ...


class ChatPlatform(Attachments, Protocol):
    """A place where people talk to the bot."""

    @property
    def name(self) -> str:
        """The platform's name, as it stands in addresses."""
        ...

    @property
    def patient(self) -> bool:
        """True where people do not sit and wait: what cannot be had now is tried again before it is told."""
        ...

    @property
    def pace(self) -> Pace:
        """Asked before every post and every edit."""
        ...

    async def listen(self, accept: Accept, *, inline: Inline = nothing) -> None:
        """Hand every message that is meant for the bot to `accept`, until cancelled or the input ends.

        Where people can type words for the bot in any chat, `inline` is asked.
        """
        ...

    def cut(self, reply: Reply) -> tuple[Reply, ...]:
        """The reply as posts that each fit the platform's limits, in order."""
        ...

    async def post(self, delivery: Delivery) -> str:
        """Post one piece and return the platform's id of it; "" where it cannot be reached again.

        Raises TryLater (nothing was posted), PostRefused (nothing ever will be; ChatClosed: nor anything else
        in this chat), ChatMoved, CannotWhisper or OutcomeUnknown.
        """
        ...

    async def edit(self, delivery: Delivery) -> None:
        """Let the earlier post `delivery.edits` show the piece; twice is the same as once.

        Raises TryLater (nothing was changed), PostRefused (nothing ever will be) or OutcomeUnknown.
        """
        ...

    async def notice(
        self,
        address: Address,
        words: str,
        *,
        reply_to: str | None,
        post: str | None,
        hearer: Hearer | None = None,
    ) -> str:
        """Let a post show how far something is: a new one, or the one at `post`; returns its id.

        With a hearer the words are an answer as far as it is written; the platform shows them as it shows
        words that grow. "" where there is none. Raises what `post` raises.
        """
        ...

    async def withdraw(self, address: Address, post: str) -> None:
        """Delete such a post. Raises what `edit` raises."""
        ...

    def rank(self, person: str, role: Role) -> None:
        """Begin to show a person what their new role lets them do, where each may be shown something else."""
        ...

    async def find(self, delivery: Delivery) -> str | None:
        """The id of a post that may have been made; None: it was not made.

        Raises OutcomeUnknown where the platform cannot tell, TryLater where it cannot tell now.
        """
        ...


class PaperSource(Protocol):
    """Where records of papers come from."""

    async def record(self, id: ArxivId) -> ArxivRecord:
        """The record of one paper; without a version in the id, of its newest.

        Raises CannotDo (no such paper, no network) or TryLater.
        """
        ...


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on the shelf."""

    sha256: str
    path: Path
    name: str  # what the person or the address called it


class Originals(Protocol):
    """Whoever brings the PDF that a reference names, wherever it is."""

    async def fetch(self, reference: Fetched) -> StoredFile:
        """Fetch the file and put it on the shelf. Raises CannotDo or TryLater."""
        ...


class Reader(Protocol):
    """Reads a file where it can do no harm."""

    async def read(self, file: StoredFile) -> ReadDocument:
        """What the file says. Raises CannotDo with what is wrong with the file."""
        ...


Heard = Callable[[Answer], Awaitable[None]]
"""Is told of an answer while it is written: what is whole of it by now, and once more of each further try."""


class Writer(Protocol):
    """A language model."""

    @property
    def model(self) -> str:
        """The first choice. What came of a prompt names the model that wrote it."""
        ...

    @property
    def models(self) -> tuple[str, ...]:
        """Every model that may write, in the order in which they are asked."""
        ...

    def measure(self, prompt: Prompt[Answer]) -> Measured:
        """How long a prompt is for the model that would be asked first."""
        ...

    async def write(self, prompt: Prompt[Answer], *, heard: Heard[Answer] | None = None) -> Written[Answer]:
        """An answer in the prompt's form; `heard` is told of it on the way, where the server can stream.

        Raises CannotDo (refused, nonsense, too long) or TryLater; `bills_of` tells what either way it cost,
        also where it is cancelled.
        """
        ...


class Clock(Protocol):
    """Time, as an argument."""

    def now(self) -> datetime:
        """The present, aware, in UTC."""
        ...

    async def sleep(self, span: timedelta) -> None:
        """Wait."""
        ...
