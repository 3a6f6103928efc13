"""What a block is: running text, a formula, a table, the lettering of a figure, a footnote."""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.domain.texts import PassageKind
from bot.reading.blocks import Block, Face
from bot.reading.captions import is_labelled, starts_caption
from bot.reading.rows import Row

EQUATION_NUMBER = re.compile(r"[(\[](?:[A-Z]{1,2}[.\-]?)?\d{1,3}(?:[.\-]\d{1,3})*[a-z]?[)\]]$")
RELATION = re.compile(r"[=≤≥≈∈∑∏∫≡∝→←≜≪≫<>±×÷√∞∂∇⊗⊕∪∩⊂⊆|]|:=|\barg\s?(?:min|max)\b")
SMALL = 0.95  # of the body's size: footnotes, captions, tables
WORD = re.compile(r"[A-Za-z][a-z]{2,}")
FIXED = re.compile(
    r"mono|courier|typewriter|cmtt|consol|inconsolata|menlo|LMMono|sltt|zi4|NimbusMon", re.IGNORECASE
)


def is_caption(block: Block) -> bool:
    """Whether a block is the caption of a figure, a table or a listing."""
    return starts_caption(block.text, apart=is_labelled(block.first.line))


def is_formula(row: Row) -> bool:
    """Whether a row is displayed mathematics: symbols for the most part, not flush with the text around."""
    if row.mathematics < 0.45 and row.is_prose and row.text[-1] not in ")]":
        return False  # as most rows are
    words = [word for word in WORD.findall(row.text) if len(word) > 3]
    numbered = bool(EQUATION_NUMBER.search(row.text)) and row.right > row.column[1] - 3 * row.size
    flush = abs(row.left - row.column[0]) < 0.3 * row.size
    if row.mathematics >= 0.45 and len(words) <= 4:
        return not flush or numbered or not words
    related = bool(RELATION.search(row.text))
    if numbered and (related or row.mathematics > 0.15) and len(words) <= 6:
        return True
    return related and not flush and not row.is_prose and len(words) <= 2 and row.mathematics > 0.25


def kind_of(block: Block, face: Face) -> PassageKind:
    """The kind of a block by its rows alone; footnotes and tables' neighbours are settled later."""
    rows = block.rows
    formal = sum(map(is_formula, rows))
    if formal * 2 > len(rows):
        return "formula"
    if _is_table(rows):
        return "table"
    if all(is_fixed(row.face) for row in rows) and not is_fixed(face.name):
        return "code"
    return "paragraph" if is_running(block, face) else "figure"


@lru_cache(maxsize=512)
def is_fixed(face: str) -> bool:
    """Whether all letters of a face are equally wide, by its name."""
    return bool(FIXED.search(face))


def is_running(block: Block, face: Face) -> bool:
    """Whether a block is running text, be it the few words that end a paragraph."""
    letters = sum(map(len, (row.text for row in block.rows)))
    words = [word for row in block.rows for word in row.words]
    lower = sum(word[0].islower() for word in words)
    if len(words) >= 8 and lower * 2 >= len(words):
        return True
    like_body = face.uneven or (abs(block.size - face.size) < 0.06 * face.size and _family(block, face))
    return like_body and letters > 2 and bool(words) and lower * 3 >= len(words)


def _family(block: Block, face: Face) -> bool:
    """Whether a block is set in the body's face or one of its kin."""
    stem = re.split(r"[-,]|\d", face.name)[0][:6].lower()
    return any(row.face.lower().startswith(stem) for row in block.rows)


def _is_table(rows: Sequence[Row]) -> bool:
    """Whether most rows consist of several short cells."""
    split = [row for row in rows if len(row.cells) > 1]
    if len(split) * 2 <= len(rows) or (len(split) == 1 and len(split[0].cells) == 2):
        return False
    return sum(row.is_prose and len(row.text) > 40 and len(row.cells) == 2 for row in split) * 2 < len(split)


def is_small(block: Block, face: Face) -> bool:
    """Whether a block is set smaller than the running text."""
    return block.size <= SMALL * face.size
