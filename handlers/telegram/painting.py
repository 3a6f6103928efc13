"""Reply -> text and entities: no markup is parsed, so no word of a paper can be taken for some."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.domain.chat import Block, Buttons, Heading, Paragraph, Quote, Reply, Span
from handlers.legible import is_blank, legible
from handlers.pages import BlockLimits, cut, file_pieces, utf16_units

TEXT_LIMIT = 3900  # of Telegram's 4096 UTF-16 units; the rest is for a line about a possible repeat
MOST_ENTITIES = 100  # Telegram drops those beyond without a word
ROW = 8  # buttons
ROW_WIDTH = 51  # letters that a telephone shows side by side, a Chinese one counted twice
FRAME = 2  # letters' width that a button's own edges take
MOST_BUTTONS = 100
BLOCKS = BlockLimits(count=60, separator=2)  # two entities a block, and spare ones for what paragraphs hold
_STYLES = {"bold": MessageEntity.BOLD, "italic": MessageEntity.ITALIC, "code": MessageEntity.CODE}
# Telegram links @names, #tags, $TICKERS, /commands and addresses of any text by itself, and so lets a paper
# mention people. An invisible WORD JOINER behind the sign is enough to stop it. What counts as a word differs
# a little from Python's, so only a plain letter or digit before the sign is trusted to make it harmless.
WORD_JOINER = "\u2060"
_SIGNS = re.compile(rf"(?:(?<![A-Za-z0-9_])[@#$]|(?<![A-Za-z0-9_/])/)(?=\w|[^\x00-\x7f{WORD_JOINER}]|\Z)")
# The server drops these marks without a word, and all but the last of a run of direction marks.
_DROPPED = re.compile("[\u0333\u033f\u030a]|[\u200e\u200f]+(?=[\u200e\u200f])")


def pieces(reply: Reply) -> tuple[Reply, ...]:
    """The reply as posts that Telegram takes: texts, then the picture and the document by themselves."""
    texts = reply.model_copy(update={"picture": None, "document": None})
    cut_up = cut(texts, limit=TEXT_LIMIT, measure=_measure, blocks=BLOCKS)
    shown = tuple(piece for piece in cut_up if not is_blank(paint(piece)[0]))
    return (*shown, *file_pieces(reply))


@dataclass(slots=True)
class _Canvas:
    """Text that grows, with the entities laid over it."""

    text: str = ""
    units: int = 0
    entities: list[MessageEntity] = field(default_factory=list)
    styles: list[MessageEntity] = field(default_factory=list)  # over links, as far as there is room

    def write(self, words: str) -> None:
        self.text += words
        self.units += utf16_units(words)

    def over(self, kind: str, words: str, *, url: str | None = None, style: str | None = None) -> None:
        """Write words under an entity, which spares the white space around them, as the server does.

        A link may have a `style` as well.
        """
        start = self.units + utf16_units(words[: len(words) - len(words.lstrip())])
        length = utf16_units(words.strip())
        if length and not self.is_full:
            self.entities.append(MessageEntity(kind, offset=start, length=length, url=url))
            if style:
                self.styles.append(MessageEntity(style, offset=start, length=length))
        self.write(words)

    @property
    def is_full(self) -> bool:
        """True where Telegram would drop one more entity."""
        return len(self.entities) >= MOST_ENTITIES


def paint(reply: Reply) -> tuple[str, list[MessageEntity]]:
    """The text and its entities, in UTF-16 units as Telegram counts them."""
    canvas = _Canvas()
    for number, block in enumerate(block for block in reply.blocks if not isinstance(block, Buttons)):
        if number:
            canvas.write("\n\n")
        _paint(block, canvas)
    room = MOST_ENTITIES - len(canvas.entities)
    return canvas.text, sorted([*canvas.entities, *canvas.styles[:room]], key=lambda entity: entity.offset)


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    """The buttons of a post: they hang under the whole message, so those of several papers are numbered."""
    blocks = [block for block in reply.blocks if isinstance(block, Buttons)]
    rows: list[list[InlineKeyboardButton]] = []
    for block in blocks:
        mark = f"{block.number} " if len(blocks) > 1 and block.number else ""
        buttons = [
            InlineKeyboardButton(quiet(mark + _label(button.label)), callback_data=button.says)
            for button in block.buttons
        ]
        length = _row_length(buttons)
        rows += [buttons[start : start + length] for start in range(0, len(buttons), length)]
    shown = [row for place, row in enumerate(rows) if sum(map(len, rows[: place + 1])) <= MOST_BUTTONS]
    return InlineKeyboardMarkup(shown) if shown else None


def _label(words: str) -> str:
    """The words on a button; Telegram takes none without any."""
    shown = _kept(words).strip()
    return "…" if is_blank(shown) else shown


def _row_length(buttons: Sequence[InlineKeyboardButton]) -> int:
    """How many stand side by side: as many as can be read, all as wide as the widest, in even rows."""
    widest = max((sum(2 if letter > "\u2e80" else 1 for letter in each.text) for each in buttons), default=1)
    most = max(1, min(ROW, ROW_WIDTH // (widest + FRAME)))
    rows = max(1, ceil(len(buttons) / most))
    return max(1, ceil(len(buttons) / rows))


def plain_text(reply: Reply) -> str:
    """The text alone, for where its entities are refused: then nothing in it is code."""
    return quiet(paint(reply)[0])


def _paint(block: Block, canvas: _Canvas) -> None:
    match block:
        case Heading():
            canvas.over(MessageEntity.BOLD, quiet(_kept(block.text)))
        case Quote():
            if block.label:
                canvas.over(MessageEntity.BOLD, quiet(_kept(block.label)))
                canvas.write("\n")
            canvas.over(MessageEntity.EXPANDABLE_BLOCKQUOTE, quiet(_kept(block.text)))
        case Buttons():
            pass  # they hang under the message
        case Paragraph():
            for span in block.spans:
                _paint_span(span, canvas)


def _paint_span(span: Span, canvas: _Canvas) -> None:
    words = _kept(span.text)
    is_code = span.style == "code" and not span.link and not canvas.is_full
    if not is_code:
        words = quiet(words)
    style = _STYLES.get(span.style)
    if span.link:
        # No link can be laid over code.
        canvas.over(
            MessageEntity.TEXT_LINK, words, url=span.link, style=None if span.style == "code" else style
        )
    elif style:
        canvas.over(style, words)
    else:
        canvas.write(words)


def quiet(text: str) -> str:
    """The text without anything that Telegram would link by itself to a person, a tag or a command."""
    return _SIGNS.sub(rf"\g<0>{WORD_JOINER}", text)


def _kept(text: str) -> str:
    return _DROPPED.sub("", legible(text))


def _measure(text: str) -> int:
    """An upper bound of what the text takes once its signs are quiet: the same for two halves as for both."""
    return utf16_units(text) + sum(text.count(sign) for sign in "@#$/")
