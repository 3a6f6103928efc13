"""What is said in a chat: a person's message coming in, a reply of blocks going out. Words, never markup."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from bot.domain.briefs import Language
from bot.domain.frozen import Frozen


class Address(Frozen):
    """Where a post goes: a chat of a platform, and the thread or forum topic in it."""

    platform: str
    chat: str
    thread: str | None = None

    def __str__(self) -> str:
        return ":".join(part for part in (self.platform, self.chat, self.thread) if part)


class Attachment(Frozen):
    """A file that stands in a chat; only its platform can fetch it."""

    platform: str
    handle: str  # the platform's own name for the file
    name: str  # what the person called it
    size: int | None = None  # bytes, where the platform says


class Message(Frozen):
    """One thing that a person said to the bot."""

    key: str  # unique for ever, the same when the platform delivers it again
    address: Address
    person: str  # the platform's id of the person
    text: str  # without the mention of the bot
    attachments: tuple[Attachment, ...] = ()
    message_id: str | None = None  # what an answer replies to
    language: Language | None = None  # the person's, where the platform tells
    said_at: datetime
    echoes: str | None = None  # a second key, where a platform tells of one message twice


class Span(Frozen):
    """A run of words in one style."""

    text: str
    style: Literal["plain", "bold", "italic", "code"] = "plain"
    link: str | None = None


class Heading(Frozen):
    kind: Literal["heading"] = "heading"
    text: str
    level: int = 1  # 1 the title, 2 a section, 3 a paper


class Paragraph(Frozen):
    kind: Literal["paragraph"] = "paragraph"
    spans: tuple[Span, ...]


class Quote(Frozen):
    """Somebody else's words at length, such as an abstract; folded where the platform can."""

    kind: Literal["quote"] = "quote"
    label: str
    text: str


Block = Annotated[Heading | Paragraph | Quote, Field(discriminator="kind")]


class Document(Frozen):
    """A file that goes with a reply."""

    name: str
    content: str


class Reply(Frozen):
    """What the bot says: blocks, painted by each platform in its own way."""

    blocks: tuple[Block, ...]
    document: Document | None = None
    papers: tuple[str, ...] = ()  # keys of the papers that it is about


def paragraph(*parts: str | Span) -> Paragraph:
    """A paragraph of plain words and styled spans."""
    return Paragraph(spans=tuple(part if isinstance(part, Span) else Span(text=part) for part in parts))
