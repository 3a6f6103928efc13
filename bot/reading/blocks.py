"""Rows in reading order -> blocks: rows that belong together by place and face."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bot.reading.captions import INITIALS, is_labelled, starts_caption
from bot.reading.lazy import lazy
from bot.reading.rows import Row
from bot.reading.section_numbers import numbered

WIDE = 1.32  # of the usual leading: the gap above a new block
ENDS = (".", "!", "?", ":", ";", ".”", '."', ".)", "。", ".’", "]")
LIST_ITEM = re.compile(r"(?:[•◦▪■●–·∙‣★►➢✓]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\[\w{1,6}\])\s*(?=\S)")
DIFFERENT = 0.06  # of the size: another size


@dataclass(frozen=True, slots=True)
class Face:
    """How the running text of a paper is set."""

    size: float
    name: str
    leading: float  # of the size
    uneven: bool = False  # a scan: sizes vary from word to word


@dataclass(frozen=True)
class Block:
    """Neighbouring rows of one column."""

    rows: tuple[Row, ...]

    @property
    def first(self) -> Row:
        return self.rows[0]

    @property
    def last(self) -> Row:
        return self.rows[-1]

    @lazy
    def size(self) -> float:
        return median(row.size for row in self.rows)

    @lazy
    def text(self) -> str:
        return " ".join(row.text for row in self.rows)

    @lazy
    def left(self) -> float:
        return min(row.left for row in self.rows)

    @lazy
    def right(self) -> float:
        return max(row.right for row in self.rows)


def body_face(rows: Sequence[Row], *, uneven: bool) -> Face:
    """The face in which most prose of a paper is set."""
    sizes: Counter[float] = Counter()
    names: Counter[str] = Counter()
    for row in rows:
        if row.is_prose:
            sizes[round(row.size * 4) / 4] += len(row.text)
    size = max(sizes, key=sizes.__getitem__, default=10.0)
    prose = [row for row in rows if row.is_prose and abs(row.size - size) < 0.3]
    for row in prose:
        names[row.face] += len(row.text)
    steps = [
        step / size
        for above, below in pairwise(prose)
        if 0.8 * size < (step := below.base - above.base) < 2.6 * size
    ]
    return Face(size, max(names, key=names.__getitem__, default=""), median(steps) if steps else 1.2, uneven)


def blocks_of(rows: Sequence[Row], face: Face) -> list[Block]:
    """Rows cut where a paragraph, a heading, a caption or something else begins."""
    blocks: list[list[Row]] = []
    for row in rows:
        if blocks and not _begins(row, blocks[-1], face):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return [Block(tuple(block)) for block in blocks]


def _begins(row: Row, block: list[Row], face: Face) -> bool:
    above = block[-1]
    if row.page != above.page or row.band != above.band or row.base <= above.base:
        return True
    if not face.uneven and abs(row.size - above.size) > DIFFERENT * max(row.size, above.size):
        return not _goes_on_smaller(row, above)
    if _apart(row, block, face) or _other_face(row, above):
        return True
    captioned = row.text[:1] in INITIALS and starts_caption(row.text, apart=is_labelled(row.line))
    if captioned and (row.bold or not above.is_full or above.text.endswith(ENDS)):
        return True
    return _is_new_paragraph(row, above, block)


def _goes_on_smaller(row: Row, above: Row) -> bool:
    """Whether a row is still its paragraph's, though a formula's scripts outnumber its letters."""
    tallest = max(run.size for run in row.line.runs)
    return abs(tallest - above.size) < 0.3 and row.mathematics > 0.3 and row.left < above.right


def _apart(row: Row, block: list[Row], face: Face) -> bool:
    """Whether the gap above a row is wider than between the rows of one paragraph."""
    above = block[-1]
    leading = face.leading * max(row.size, above.size)
    if len(block) > 2:
        steps = sorted([below.base - upper.base for upper, below in pairwise(block[-5:])])
        half = len(steps) // 2
        own = steps[half] if len(steps) % 2 else (steps[half - 1] + steps[half]) / 2
        leading = min(leading, own) if own > 0.9 * row.size else leading
    gap = row.base - above.base
    slack = 1.55 if face.uneven or row.mathematics > 0.25 or above.mathematics > 0.25 else WIDE
    return gap > slack * leading + 0.5


def _other_face(row: Row, above: Row) -> bool:
    """Whether one of two rows is a heading over the other: bold against plain, from edge to edge."""
    if above.all_bold:
        return _ends_heading(above, row)
    if row.bold == above.bold:
        return False
    bold, plain = (row, above) if row.bold else (above, row)
    return bold.all_bold and not any(run.font.bold for run in plain.line.runs[:1])


def _ends_heading(bold: Row, row: Row) -> bool:
    """Whether a row under a bold one is no more of that heading, nor the text that it opens on its line."""
    if row.all_bold:
        return numbered(row.text) is not None
    opens = bold.is_full and (row.line.runs[0].font.bold or bold.text.endswith((".", "?")))
    return not opens or numbered(bold.text) is not None


def _is_new_paragraph(row: Row, above: Row, block: list[Row]) -> bool:
    """By indentation, by the short line above, or by a list's mark."""
    ended = above.text.endswith(ENDS)
    if LIST_ITEM.match(row.text) and (ended or not above.is_full):
        return True
    indent = row.left - row.column[0]
    usual = above.left - above.column[0]
    if 0.6 * row.size < indent - usual < 5 * row.size and ended and abs(usual) < 0.4 * row.size:
        # the first line of a list's item hangs out: its second line is no new paragraph
        return not (len(block) == 1 and LIST_ITEM.match(above.text))
    # a line ends early where the next one's first word would have had room on it
    first = row.text.partition(" ")[0]
    early = above.right + 0.5 * row.size * (len(first) + 1) < above.column[1]
    return ended and early and above.text[-1] not in ":;" and not row.text[:1].islower()
