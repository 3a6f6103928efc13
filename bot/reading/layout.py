"""The geometry of one page: body size, columns, rows; what every rule of this room starts from."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bot.domain.pages import Page
from bot.reading.lazy import lazy
from bot.reading.lines import BY_BASE, BY_LEFT, Line, lines_of

LONG = 25  # letters: a line of running text, not a label or a cell
NUMBERED = 12  # rising numbers under each other: a margin of line numbers, not a table
INSET = 3  # points: what reaches no further over a gutter does not cross it
FULL_PAGE = (0.0, 1e9)

Column = tuple[float, float]  # left and right, in points


@dataclass(frozen=True)
class Layout:
    """One page's lines and what their places say together."""

    page: Page
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, page: Page) -> "Layout":
        """The layout of a page."""
        layout = cls(page, _without_line_numbers(lines_of(page)))
        return cls(page, lines_of(page, scanned=True)) if layout.is_uneven else layout

    @lazy
    def body_size(self) -> float:
        """The size that most letters of the page have."""
        share: Counter[float] = Counter()
        for line in self.lines:
            share[round(line.size * 2) / 2] += len(line.text)
        return max(share, key=share.__getitem__, default=10.0)

    @lazy
    def is_uneven(self) -> bool:
        """Whether sizes vary from word to word, as in the text layer of a scan."""
        if len({line.size for line in self.lines}) <= 12:  # as on most pages
            return False
        sizes: Counter[float] = Counter()
        for line in self.lines:
            sizes[round(line.size, 1)] += line.text.count(" ") + 1
        return len(sizes) > 12 and max(sizes.values()) < 0.4 * sum(sizes.values())

    @lazy
    def measure(self) -> float:
        """The width of the page's text over all its columns, in points."""
        size = 1.15 * self.body_size
        text = [line for line in self.lines if len(line.text) >= LONG and line.size <= size]
        return max(line.right for line in text) - min(line.left for line in text) if text else 0.0

    @lazy
    def gutter(self) -> float | None:
        """The middle of the gap between two columns of text, or None on a page of one column."""
        middle = self.page.width / 2
        long = [line for line in self.lines if len(line.text) >= LONG and line.size <= 1.15 * self.body_size]
        lefts, rights = sorted([line.left for line in long]), sorted([line.right for line in long])
        narrow = [line for line in long if line.right - line.left <= 2 * INSET]
        best, fewest = None, 0.0
        for step in range(-8, 9):
            place = middle + step * self.page.width / 100
            left = bisect_right(rights, place)
            right = len(long) - bisect_left(lefts, place)
            beside = len(long) - bisect_left(lefts, place - INSET) + bisect_right(rights, place + INSET)
            twice = [line for line in narrow if line.left >= place - INSET and line.right <= place + INSET]
            across = len(long) - beside + len(twice)
            if min(left, right) >= 5 and across <= 0.6 * (left + right):
                cost = across + abs(step) / 100
                if best is None or cost < fewest:
                    best, fewest = place, cost
        return best

    def column_of(self, line: Line) -> Column:
        """The column that a line stands in; the whole page where it crosses the gutter."""
        if self.gutter is None:
            return FULL_PAGE
        if line.right <= self.gutter + 3:
            return (0.0, self.gutter)
        if line.left >= self.gutter - 3:
            return (self.gutter, FULL_PAGE[1])
        return FULL_PAGE

    def rows(self, column: Column = FULL_PAGE, *, below: float = -1.0) -> list[Line]:
        """The rows inside a column under a height, cells of one row joined."""
        left, right = column
        inside = [
            line
            for line in self.lines
            if line.base > below and line.left >= left - 3 and line.right <= right + 3
        ]
        return joined_rows(inside)


def _without_line_numbers(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines without the numbers that papers under review print beside each line."""
    stacks: list[list[Line]] = []
    decimals = [line for line in lines if line.text.isdecimal() and len(line.text) <= 4]
    for line in sorted(decimals, key=lambda line: line.right):
        if stacks and line.right - stacks[-1][-1].right < 2:
            stacks[-1].append(line)
        else:
            stacks.append([line])
    numbers: set[int] = set()
    for stack in stacks:
        values = [int(line.text) for line in sorted(stack, key=BY_BASE)]
        if len(stack) >= NUMBERED and all(one < two for one, two in pairwise(values)):
            numbers.update(map(id, stack))
    return tuple(line for line in lines if id(line) not in numbers) if numbers else lines


def joined_rows(lines: Iterable[Line]) -> list[Line]:
    """Lines on one baseline as one line each, from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=BY_BASE):
        if rows and line.base - rows[-1][0].base < 0.25 * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_joined(row) for row in rows]


def _joined(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    cells = sorted(row, key=BY_LEFT)
    base = max(cells, key=lambda line: len(line.text)).base
    return Line(tuple(run for line in cells for run in line.runs), base)


def leading_of(rows: list[Line]) -> float:
    """The usual distance between the baselines of neighbouring rows."""
    steps = [after.base - before.base for before, after in pairwise(rows)]
    steps = [step for step in steps if step > 2]
    return median(steps) if steps else 1.2 * (rows[0].size if rows else 10.0)


def is_prose(text: str) -> bool:
    """Whether a line reads as running text: several words, most of them in lower case."""
    words = re.findall(r"[^\W\d_]+", text)
    return len(words) >= 5 and sum(word[0].islower() for word in words) >= 0.5 * len(words)
