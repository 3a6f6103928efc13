"""Reply -> text and entities: no markup is parsed, so no word of a paper can be taken for some."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import MessageEntity

from bot.domain.chat import Block, Heading, Quote, Reply, Span
from handlers.pages import BlockLimits, cut, utf16_units

TEXT_LIMIT = 3900  # of Telegram's 4096 UTF-16 units; the rest is for a line about a possible repeat
MOST_ENTITIES = 100  # Telegram drops those beyond without a word
BLOCKS = BlockLimits(count=60, separator=2)  # two entities a block, and spare ones for what paragraphs hold
_STYLES = {"bold": MessageEntity.BOLD, "italic": MessageEntity.ITALIC, "code": MessageEntity.CODE}
# Telegram links @names, #tags, $TICKERS, /commands and addresses of any text by itself, and so lets a paper
# mention people. An invisible WORD JOINER behind the sign is enough to stop it.
_SIGNS = re.compile(r"(?<!\w)([@#$/])(?=\w)")
WORD_JOINER = "\u2060"


def pieces(reply: Reply) -> tuple[Reply, ...]:
    """The reply as posts that Telegram takes: texts, then the document by itself."""
    texts = reply.model_copy(update={"document": None})
    cut_up = cut(texts, limit=TEXT_LIMIT, measure=_measure, blocks=BLOCKS) if reply.blocks else ()
    if reply.document is None:
        return cut_up
    return (*cut_up, Reply(blocks=(), document=reply.document, papers=reply.papers))


@dataclass(slots=True)
class _Canvas:
    """Text that grows, with the entities laid over it."""

    text: str = ""
    units: int = 0
    entities: list[MessageEntity] = field(default_factory=list)

    def write(self, words: str) -> None:
        self.text += words
        self.units += utf16_units(words)

    def over(self, kind: str, write: Callable[[], None], url: str | None = None) -> None:
        """Lay an entity over what `write` writes, less the white space around it, as the server does."""
        start, before = self.units, len(self.text)
        write()
        words = self.text[before:]
        lead = utf16_units(words[: len(words) - len(words.lstrip())])
        length = utf16_units(words.strip())
        if length:
            self.entities.append(MessageEntity(kind, offset=start + lead, length=length, url=url))


def paint(reply: Reply) -> tuple[str, list[MessageEntity]]:
    """The text and its entities, in UTF-16 units as Telegram counts them."""
    canvas = _Canvas()
    for number, block in enumerate(reply.blocks):
        if number:
            canvas.write("\n\n")
        _paint(block, canvas)
    canvas.entities.sort(key=lambda entity: (entity.offset, -entity.length))
    return canvas.text, canvas.entities[:MOST_ENTITIES]


def _paint(block: Block, canvas: _Canvas) -> None:
    match block:
        case Heading():
            canvas.over(MessageEntity.BOLD, lambda: canvas.write(quiet(block.text)))
        case Quote():
            canvas.over(MessageEntity.BOLD, lambda: canvas.write(quiet(block.label)))
            canvas.write("\n")
            canvas.over(MessageEntity.EXPANDABLE_BLOCKQUOTE, lambda: canvas.write(quiet(block.text)))
        case _:
            for span in block.spans:
                _paint_span(span, canvas)


def _paint_span(span: Span, canvas: _Canvas) -> None:
    words = span.text if span.style == "code" else quiet(span.text)
    kind = MessageEntity.TEXT_LINK if span.link else _STYLES.get(span.style)
    if kind is None:
        canvas.write(words)
    else:
        canvas.over(kind, lambda: canvas.write(words), url=span.link)


def quiet(text: str) -> str:
    """The text without anything that Telegram would link by itself to a person, a tag or a command."""
    return _SIGNS.sub(rf"\1{WORD_JOINER}", text)


def _measure(text: str) -> int:
    """An upper bound of what the text takes once its signs are quiet: the same for two halves as for both."""
    return utf16_units(text) + sum(text.count(sign) for sign in "@#$/")
