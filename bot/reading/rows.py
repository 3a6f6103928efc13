"""Lines of one column -> rows: what stands on one baseline, the unit from which blocks are cut."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.pages import Run
from bot.reading.lazy import lazy
from bot.reading.lines import BY_BASE, BY_LEFT, Line, text_of

# the faces in which TeX, Word and the publishers set their mathematics
MATHEMATICAL = re.compile(
    r"CM(?:MI|SY|EX|BSY|MIB)|LMMath|MSBM|MSAM|Math|Symbol"
    r"|rsfs|eufm|esint|^tx[sm][yi]"
    r"|^MTMI|^MTSY|^MTEX|Euclid|wasy|stmary|dsrom|^bbm|bbold|^px[sm][yi]|^ntx[sm]"
    r"|NewTXMI|^TeX_CM_Maths",
    re.IGNORECASE,
)
WORDS = re.compile(r"[^\W\d_]{2,}")
SCRIPT = 0.86  # of the size of its neighbours, at most
NOTE_MARKS = re.compile(r"\d{1,2}|[*∗†‡§¶]{1,3}|[a-z]")


@dataclass(frozen=True)
class Row:
    """One row of a column; lengths in points from the page's top left."""

    page: int
    band: int  # counted from the page's top: what stands between two things that cross the page
    column: tuple[float, float]  # the printed edges of its column
    cells: tuple[Line, ...]  # from left to right; more than one where wide gaps part them

    @lazy
    def line(self) -> Line:
        """All its cells as one line."""
        if len(self.cells) == 1:
            return self.cells[0]
        longest = max(self.cells, key=lambda cell: len(cell.text))
        return Line(tuple(run for cell in self.cells for run in cell.runs), longest.base)

    @lazy
    def text(self) -> str:
        if len(self.cells) == 1:
            return self.cells[0].text
        return " ".join(cell.text for cell in self.cells)

    @lazy
    def base(self) -> float:
        return self.line.base

    @lazy
    def left(self) -> float:
        return min([cell.left for cell in self.cells])

    @lazy
    def right(self) -> float:
        return max([cell.right for cell in self.cells])

    @lazy
    def size(self) -> float:
        return self.line.main.size

    @lazy
    def height(self) -> float:
        """The size of its largest letters: in small capitals those are fewer than the others."""
        if len(self.line.runs) == 1:
            return self.size
        runs = [run for run in self.line.runs if any(map(str.isalnum, run.text))]
        return max((run.size for run in runs if not self.line.is_raised(run)), default=self.size)

    @lazy
    def face(self) -> str:
        return self.line.main.font.name

    @lazy
    def bold(self) -> bool:
        return self.line.bold

    @lazy
    def all_bold(self) -> bool:
        """Whether every letter of it is bold, as in a heading."""
        return all(run.font.bold for run in self.line.runs if any(map(str.isalpha, run.text)))

    @lazy
    def italic(self) -> bool:
        return self.line.italic

    @lazy
    def words(self) -> list[str]:
        """Its words of two letters or more."""
        return words_of(self.text)

    @lazy
    def is_prose(self) -> bool:
        """Whether it reads as running text: four words or more, most of them in lower case."""
        return _is_prose(self.words)

    @lazy
    def is_full(self) -> bool:
        """Whether it reaches its column's right edge, as every line of a paragraph but the last does."""
        return self.right > self.column[1] - 2.5 * self.size

    @lazy
    def mathematics(self) -> float:
        """The share of its letters that stand in a mathematical face or are scripts."""
        if len(self.line.runs) == 1:
            return float(is_mathematical(self.line.runs[0].font.name) and bool(self.text))
        letters = formal = 0
        for run in self.line.runs:
            count = len(run.text.strip())
            letters += count
            script = run.size < SCRIPT * self.size and abs(run.base - self.base) > 0.05 * self.size
            if script or is_mathematical(run.font.name):
                formal += count
        return formal / letters if letters else 0.0

    @lazy
    def plain(self) -> str:
        """Its text without the numbers of footnotes: marks raised behind a stop or a bracket."""
        if len(self.line.runs) == 1:
            return self.text
        runs = _without_marks(self.line)
        # nothing taken away, nothing to be put together again
        return self.text if len(self.cells) > 1 or runs is self.line.runs else text_of(runs)

    @lazy
    def opens_with_mark(self) -> bool:
        """Whether it begins with a raised number or sign, as a footnote does."""
        first = self.line.runs[0]
        mark = first.text.strip()
        return bool(mark) and (
            (self.line.is_raised(first) and bool(NOTE_MARKS.fullmatch(mark))) or mark[0] in "*∗†‡"
        )


@lru_cache(maxsize=512)
def is_mathematical(face: str) -> bool:
    """Whether a face is made for mathematics, by its name."""
    return bool(MATHEMATICAL.search(face))


@lru_cache(maxsize=4096)
def words_of(text: str) -> list[str]:
    """The words of two letters or more in a line, which several rules ask for."""
    return WORDS.findall(text)


def reads_as_prose(text: str) -> bool:
    """Whether a line has four words or more, most of them in lower case."""
    return _is_prose(words_of(text))


def _is_prose(words: list[str]) -> bool:
    return len(words) >= 4 and sum([word[0].islower() for word in words]) * 2 >= len(words)


def _without_marks(line: Line) -> Sequence[Run]:
    runs = line.runs
    marks = {
        place
        for place in range(1, len(runs))
        if line.is_raised(runs[place])
        and (mark := runs[place].text.strip())
        and (mark.isdigit() or mark in "*∗†‡")
        and runs[place - 1].text.rstrip().endswith((".", ",", ";", ":", ")", "”"))
    }
    return [run for place, run in enumerate(runs) if place not in marks] if marks else runs


def rows_of(lines: Iterable[Line], *, page: int, band: int, column: tuple[float, float]) -> list[Row]:
    """The rows of one column from top to bottom, stray fractions joined to the row that they stand in."""
    stacks: list[list[Line]] = []
    for line in sorted(lines, key=BY_BASE):
        if stacks and line.base - stacks[-1][0].base < 0.25 * min(line.size, stacks[-1][0].size):
            stacks[-1].append(line)
        else:
            stacks.append([line])
    rows = [Row(page, band, column, tuple(sorted(stack, key=BY_LEFT))) for stack in _with_fractions(stacks)]
    return [row for row in rows if row.text]


def _with_fractions(stacks: list[list[Line]]) -> list[list[Line]]:
    """Small pieces that stand between the letters of a long row go into it, by their place."""
    kept: list[list[Line]] = []
    for place, stack in enumerate(stacks):
        if len(stack) == 1 and len(stack[0].text) <= 6:
            beside = [stacks[other] for other in (place - 1, place + 1) if 0 <= other < len(stacks)]
            host = next((other for other in beside if _holds(other, stack[0])), None)
            if host is not None:
                _insert(host, stack[0])
                continue
        kept.append(stack)
    return kept


def _holds(host: list[Line], piece: Line) -> bool:
    longest = max(host, key=lambda line: len(line.text))
    return (
        len(longest.text) > 30
        and piece.size < SCRIPT * longest.size
        and abs(piece.base - longest.base) < 0.75 * longest.size
        and longest.left < piece.left
        and piece.right < longest.right + 2 * longest.size
    )


def _insert(host: list[Line], piece: Line) -> None:
    place = max(range(len(host)), key=lambda index: len(host[index].text))
    line = host[place]
    runs = sorted((*line.runs, *piece.runs), key=BY_LEFT)
    host[place] = Line(tuple(runs), line.base)
