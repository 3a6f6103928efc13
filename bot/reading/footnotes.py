"""Affiliations in the small print at a page's foot: behind marks, or as prose ("is with ...")."""

import re

from bot.reading.affiliation_blocks import Block, pieces_of
from bot.reading.layout import FULL_PAGE, Layout
from bot.reading.lines import Line
from bot.reading.markers import OPEN, mark_up, marked
from bot.reading.notes import SENTENCE_END, without_addresses
from bot.reading.organisations import LABORATORY, level_of, names_organisation

WITH = re.compile(
    r"\b(?:is|are|was|were)\s+(?:also\s+|now\s+|currently\s+)?(?:with|at|affiliated with)\s+(?:the\s+)?(.+?)"
    rf"(?=\s*(?:\(e-?mails?|e-?mails?:|{SENTENCE_END}|\.$|;"
    r"|\band (?:is|was|with)\b|, and (?:is|was|with)\b|$))",
    re.IGNORECASE,
)


def footnote_blocks(layout: Layout, marks: frozenset[str]) -> list[Block]:
    """The affiliations at the foot of a page; `marks` are those that stand behind the authors."""
    blocks: list[Block] = []
    for note in _notes(layout):
        text = _running(note)
        prose = [Block(found[1].strip(" ,."), (), [], note) for found in WITH.finditer(_plain(text))]
        pieces = [
            _ended(piece)
            for piece in pieces_of(text, note)
            if names_organisation(piece.text) or (marks & set(piece.marks) and len(piece.text) < 60)
        ]
        blocks += prose or (pieces if OPEN in text else [])
    return blocks


def _ended(piece: Block) -> Block:
    """A piece up to the sentence that follows it ("... Correspondence to")."""
    piece.text = re.split(
        r"\.?\s*\b(?:Correspondence|Corresponding|E-?mails?|Contact|Proceedings)\b|" + SENTENCE_END,
        piece.text,
    )[0]
    return piece


def _notes(layout: Layout) -> list[list[Line]]:
    """The small print at the foot of each column, one list a column."""
    gutter = layout.gutter
    middle = 0.5 * layout.page.height
    stacks = [layout.rows(below=middle)]
    if gutter is not None:
        across = [line for line in layout.lines if line.base > middle and layout.column_of(line) == FULL_PAGE]
        stacks = [
            across,
            layout.rows((0.0, gutter), below=middle),
            layout.rows((gutter, FULL_PAGE[1]), below=middle),
        ]
    limit = 0.95 * layout.body_size
    notes: list[list[Line]] = []
    for rows in stacks:
        small: list[Line] = []
        for row in reversed(rows):
            if row.size <= limit:
                small.append(row)
            elif small:
                break
        if small:
            notes.append(small[::-1])
    return notes


def _running(rows: list[Line]) -> str:
    """The rows as marked running text, words at line ends joined as print would."""
    text = ""
    for row in rows:
        line = marked(row)
        text = text[:-1] + line if text.endswith("-") and line[:1].islower() else f"{text} {line}".strip()
    return mark_up(without_addresses(text)) if level_of(text) >= LABORATORY else mark_up(text)


def _plain(text: str) -> str:
    return re.sub(f"{OPEN}[^\x0e]*\x0e", " ", text)
