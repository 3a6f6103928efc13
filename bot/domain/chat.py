"""What is said in a chat: a person's message coming in, a reply of blocks going out. Words, never markup."""

import re
from base64 import b64decode
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, field_validator

from bot.domain.briefs import Language
from bot.domain.frozen import Frozen, Whole
from bot.domain.overviews import ToldOverview
from bot.domain.reports import Told
from bot.domain.rooms import Room, RoomChange

MOST_SAID_BY_TAP = 64  # bytes of UTF-8: what the narrowest platform lets a button carry


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
    name: Whole  # what the person called it
    size: int | None = None  # bytes, where the platform says


class Message(Frozen):
    """One thing that a person said to the bot."""

    key: str  # unique for ever, the same when the platform delivers it again
    address: Address
    person: str  # the platform's id of the person
    name: Whole = ""  # what the platform calls the person, where it tells
    text: str  # without the mention of the bot
    attachments: tuple[Attachment, ...] = ()
    message_id: str | None = None  # what an answer replies to
    language: Language | None = None  # the person's, where the platform tells
    said_at: datetime
    echoes: str | None = None  # a second key, where a platform tells of one message twice
    answers: str | None = None  # the platform's id of the post that it answers, or of the thread's first
    answers_us: bool = False  # its platform says that this post is ours, whether or not we know it
    spoken_to: bool = (
        True  # False: said in our presence, without our name; only a thread of ours makes it ours
    )
    tapped: bool = False  # a button said it for the person
    reacted: bool = False  # a reaction to the post that it answers did
    unseen: bool = False  # nobody else in the chat sees who said it
    edited: bool = False  # it was said before in other words, at `said_at` and with this `message_id`
    room: Room | None = None  # what the platform tells of the chat along the way
    change: RoomChange | None = None  # nobody spoke: something happened to the chat itself


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
    typed: str | None = None  # what it says instead where nobody can answer a post; "": nothing


class Quote(Frozen):
    """Somebody else's words at length, such as an abstract; folded where the platform can."""

    kind: Literal["quote"] = "quote"
    label: str
    text: str


class Button(Frozen):
    """A tap on it says words for whoever taps; they could have been typed."""

    label: str
    says: str

    @field_validator("says")
    @classmethod
    def _fits(cls, words: str) -> str:
        if len(words.encode()) > MOST_SAID_BY_TAP:
            raise ValueError(f"a button carries at most {MOST_SAID_BY_TAP} bytes")
        return words


class Buttons(Frozen):
    """What can be done with what stands above."""

    kind: Literal["buttons"] = "buttons"
    buttons: tuple[Button, ...]
    number: int | None = None  # of the paper in its report, where the post has several


Block = Annotated[Heading | Paragraph | Quote | Buttons, Field(discriminator="kind")]


class Document(Frozen):
    """A file that goes with a reply."""

    name: str
    content: str

    @property
    def file_bytes(self) -> bytes:
        """The file; halves of characters, which no file can hold, are question marks."""
        return self.content.encode(errors="replace")


class Picture(Frozen):
    """A picture that goes with a reply."""

    name: str
    png: str  # in base64, as deliveries are kept in JSON
    alt: str  # what it shows, for who cannot see it

    @property
    def file_bytes(self) -> bytes:
        """The file."""
        return b64decode(self.png)


File = Picture | Document


class Swap(Frozen):
    """Blocks that are to stand in the place of others that follow one another."""

    old: tuple[Block, ...]
    new: tuple[Block, ...]


class Edits(Frozen):
    """What changes in earlier posts."""

    posts: tuple[str, ...]  # ids of their deliveries
    swaps: tuple[Swap, ...]
    told: bool = True  # a last post says how many were changed


class Reply(Frozen):
    """What the bot says: blocks, painted by each platform in its own way."""

    blocks: tuple[Block, ...]
    below: tuple[Block, ...] = ()  # under the first post: in its thread, where the platform has threads
    picture: Picture | None = None
    document: Document | None = None
    papers: tuple[str, ...] = ()  # keys of the papers that it is about, in the order of their numbers
    whispered: bool = False  # for the asker's eyes alone, as far as the platform can
    edits: Edits | None = None  # of earlier posts, once this is written down; not of a piece
    told: Told | ToldOverview | None = None  # what is noted as told once this is written down; not of a piece

    @property
    def files(self) -> tuple[File, ...]:
        """The picture and the document, as far as there are any; a post of a platform takes one."""
        return tuple(file for file in (self.picture, self.document) if file)

    instead: tuple[str, ...] = ()  # deliveries whose posts it takes the place of; not of a piece


def swapped(blocks: Sequence[Block], swaps: Iterable[Swap]) -> tuple[Block, ...]:
    """The blocks with new ones where old ones stood, the longest run first.

    A heading or a paragraph is known with a number before it, too, and keeps it.
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


def numbered(block: Block, number: int) -> Block:
    """A heading or a paragraph as the one of a numbered paper."""
    return _numbered(block, f"{number}. ")


def _number_before(there: tuple[Block, ...], swap: Swap) -> str | None:
    """What stands before the old words of a swap, such as "3. "; None where something else stands there."""
    if there == swap.old:
        return ""
    first, old = there[0], swap.old[0]
    if len(there) == 1 and isinstance(first, Heading) and isinstance(old, Heading):
        number = re.match(r"\d+\. ", first.text)
        if number and _numbered(old, number[0]) == first:
            return number[0]
    if len(there) == 1 and isinstance(first, Paragraph) and isinstance(old, Paragraph):
        mark, *rest = first.spans or (Span(text=""),)
        if re.fullmatch(r"\d+\. ", mark.text) and tuple(rest) == old.spans:
            return mark.text
    return None


def _numbered(block: Block, number: str) -> Block:
    match block:
        case Heading():
            return block.model_copy(update={"text": number + block.text})
        case Paragraph() if number:
            return block.model_copy(update={"spans": (Span(text=number), *block.spans)})
        case _:
            return block


def words_of(block: Block) -> str:
    """What a block says, without its styles; "" for buttons, which say nothing until they are tapped."""
    match block:
        case Heading():
            return block.text
        case Quote():
            return "\n".join(words for words in (block.label, block.text) if words)
        case Paragraph():
            return "".join(span.text for span in block.spans)
        case Buttons():
            return ""


def paragraph(*parts: str | Span) -> Paragraph:
    """A paragraph of plain words and styled spans."""
    return Paragraph(spans=tuple(part if isinstance(part, Span) else Span(text=part) for part in parts))
