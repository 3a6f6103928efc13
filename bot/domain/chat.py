"""What is said in a chat: a person's message coming in, a reply of blocks going out. Words, never markup."""

import re
from collections.abc import Iterable, Sequence
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
    answers: str | None = None  # the platform's id of the post that it answers, or of the thread's first


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


class Swap(Frozen):
    """Blocks that are to stand in the place of others that follow one another."""

    old: tuple[Block, ...]
    new: tuple[Block, ...]


class Edits(Frozen):
    """What changes in earlier posts."""

    posts: tuple[str, ...]  # ids of their deliveries
    swaps: tuple[Swap, ...]


class Reply(Frozen):
    """What the bot says: blocks, painted by each platform in its own way."""

    blocks: tuple[Block, ...]
    document: Document | None = None
    papers: tuple[str, ...] = ()  # keys of the papers that it is about
    edits: Edits | None = None  # of earlier posts, once this is written down; not of a piece


def swapped(blocks: Sequence[Block], swaps: Iterable[Swap]) -> tuple[Block, ...]:
    """The blocks with new ones where old ones stood, the longest run first.

    A heading is known with a number before it, too, and keeps it.
    """
    longest_first = sorted(swaps, key=lambda swap: len(swap.old), reverse=True)
    changed: list[Block] = []
    place = 0
    while place < len(blocks):
        for swap in longest_first:
            there = tuple(blocks[place : place + len(swap.old)])
            number = _number_before(there, swap)
            if number is not None:
                changed += [_numbered(block, number) for block in swap.new]
                place += len(swap.old)
                break
        else:
            changed.append(blocks[place])
            place += 1
    return tuple(changed)


def _number_before(there: tuple[Block, ...], swap: Swap) -> str | None:
    """What stands before the old words of a swap, such as "3. "; None where something else stands there."""
    if there == swap.old:
        return ""
    first, old = there[0], swap.old[0]
    if len(there) == 1 and isinstance(first, Heading) and isinstance(old, Heading):
        number = re.match(r"\d+\. ", first.text)
        if number and _numbered(old, number[0]) == first:
            return number[0]
    return None


def _numbered(block: Block, number: str) -> Block:
    return block.model_copy(update={"text": number + block.text}) if isinstance(block, Heading) else block


def paragraph(*parts: str | Span) -> Paragraph:
    """A paragraph of plain words and styled spans."""
    return Paragraph(spans=tuple(part if isinstance(part, Span) else Span(text=part) for part in parts))
