"""The title block cut into cells, and what each cell holds: authors, their place of work, or neither."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.domain.pages import Run
from bot.reading.flows import mended
from bot.reading.letters import fold
from bot.reading.lines import Line
from bot.reading.markers import CLOSE, OPEN, marked, unmarked
from bot.reading.names import Name, is_group, is_name, is_named_like_firm, split_names
from bot.reading.notes import is_anonymous, is_note, without_addresses
from bot.reading.organisations import LABORATORY, is_place, level_of

LEADING_MARK = re.compile(rf"^\s*{OPEN}[^{CLOSE}]+{CLOSE}")
LEADING_NUMBER = re.compile(r"^\s*(?:[(\[]?\d{1,2}[)\].]?\s+(?=[^\W\d_])|\d{1,2}(?=[A-Z][a-z]))")
UNIT = re.compile(r"\b(?:Group|Project|Initiative)$")  # under a person's name it is where they work
UNFINISHED = re.compile(r"(?:,|&|\band)\s*$")
CUT = re.compile(r"\b(?:of|and|for|the|in|at|de|&)$")
BRACKETED = re.compile(r"^([^()]+?)\s*\(([^()]{4,})\)$")


class Kind(Enum):
    """What a cell of the title block holds."""

    AUTHORS = "authors"
    BOTH = "authors and their place of work"
    PLACE_OF_WORK = "place of work"
    NEITHER = "neither"


@dataclass(frozen=True)
class Cell:
    """One stretch of the title block: its line, its marked text without addresses, and what it holds."""

    line: Line
    text: str
    kind: Kind
    names: tuple[Name, ...] = ()
    work: str = ""  # the printed place of work of a cell that holds both


@dataclass(frozen=True, slots=True)
class Face:
    """How the author lines of a paper are drawn."""

    size: float
    bold: bool
    italic: bool
    loose: bool  # on a scan, whose text layer guesses sizes and knows no faces

    @classmethod
    def of(cls, line: Line, *, loose: bool) -> "Face":
        """How a line begins: a name's degree or membership may be set in another face behind it."""
        if loose:
            return cls(line.size, line.bold, line.italic, loose)
        first = next((run for run in line.runs if _is_word(run) and not line.is_raised(run)), line.main)
        return cls(first.size, first.font.bold, first.font.italic, loose)

    def fits(self, line: Line) -> bool:
        """Whether a line is drawn alike."""
        other = Face.of(line, loose=self.loose)
        if self.loose:
            return abs(other.size - self.size) < 0.3 * self.size
        return abs(other.size - self.size) < 0.1 * self.size and (other.bold, other.italic) == (
            self.bold,
            self.italic,
        )


def cells_of(lines: Sequence[Line], *, loose: bool = False) -> list[Cell]:
    """The cells of a title block in reading order."""
    texts = mended(lines, [without_addresses(marked(line)) for line in lines])
    # a line that stands under several authors is where they work: no two of them have one name
    again = {text for text, times in Counter(map(unmarked, texts)).items() if times > 1}
    face: Face | None = None
    cells: list[Cell] = []
    for line, text in zip(lines, texts, strict=True):
        goes_on = bool(cells) and cells[-1].kind is Kind.AUTHORS and bool(UNFINISHED.search(cells[-1].text))
        cell = _cell(line, text, face, goes_on=goes_on)
        if cell.kind is Kind.AUTHORS and (unmarked(text) in again or _is_cut_above(line, cells)):
            cell = Cell(line, text, Kind.PLACE_OF_WORK)
        if face is None and cell.kind in {Kind.AUTHORS, Kind.BOTH}:
            face = Face.of(line, loose=loose)
        cells.append(cell)
    return cells


def _is_cut_above(line: Line, cells: Sequence[Cell]) -> bool:
    """Whether an organisation's name directly above ends on a word that another must follow."""
    return any(
        cell.kind is Kind.PLACE_OF_WORK
        and 1 < line.base - cell.line.base < 1.6 * line.size
        and min(cell.line.right, line.right) > max(cell.line.left, line.left)
        and CUT.search(cell.text)
        for cell in cells
    )


def _is_word(run: Run) -> bool:
    return sum(map(str.isalpha, run.text)) >= 2


def leads_with_mark(text: str) -> bool:
    """Whether a cell begins with a mark: a superscript, or a number in front of an organisation."""
    return bool(LEADING_MARK.match(text) or (LEADING_NUMBER.match(text) and level_of(unmarked(text))))


def _cell(line: Line, text: str, face: Face | None, *, goes_on: bool) -> Cell:
    plain = unmarked(text)
    if sum(map(str.isalpha, plain)) < 2 or is_anonymous(plain):
        return Cell(line, text, Kind.NEITHER)
    if leads_with_mark(text) and (face is not None or level_of(plain)):
        return Cell(line, text, Kind.PLACE_OF_WORK)
    if is_note(plain):
        return Cell(line, text, Kind.NEITHER)
    if face is not None and not face.fits(line):
        return Cell(line, text, Kind.PLACE_OF_WORK)
    return _of_groups(line, text, face) or _by_names(line, text, goes_on=goes_on)


def _of_groups(line: Line, text: str, face: Face | None) -> Cell | None:
    """A byline that names a group as the author: "Gemini Team, Google"."""
    if is_group(unmarked(text)) and (face is None or not UNIT.search(unmarked(text))):
        return Cell(line, text, Kind.AUTHORS, (Name(unmarked(text)),))
    parts = split_names(text)
    if face is None and len(parts) > 1 and is_group(parts[0].text):
        return Cell(line, text, Kind.BOTH, (parts[0],), ", ".join(part.text for part in parts[1:]))
    return None


def _by_names(line: Line, text: str, *, goes_on: bool) -> Cell:
    plain = unmarked(text)
    bracketed = BRACKETED.match(plain)
    if bracketed and is_name(bracketed[1]) and level_of(bracketed[2]):
        return Cell(line, text, Kind.BOTH, (Name(bracketed[1]),), bracketed[2])
    parts = split_names(text)
    good = [part for part in parts if is_name(part.text)]
    listed = sum(bool(part.marks) for part in good) > max(1, len(parts) // 2)
    if listed or goes_on:
        good = [part for part in parts if part in good or is_named_like_firm(part.text)]
    work = next(
        (place for place, part in enumerate(parts) if part not in good and level_of(part.text) >= LABORATORY),
        None,
    )
    if work is not None:
        leading = tuple(part for part in parts[:work] if part in good)
        if leading and len(leading) >= work - 1:
            return Cell(line, text, Kind.BOTH, leading, plain[max(0, plain.find(parts[work].text)) :])
    elif good and len(good) >= 0.5 * len(parts):
        return Cell(
            line, text, Kind.AUTHORS, tuple(part for part in parts if part in good or _is_single(part))
        )
    return Cell(line, text, Kind.PLACE_OF_WORK)


def _is_single(part: Name) -> bool:
    """Whether a part among names is a name of one word."""
    word = part.text
    return (
        len(word.split()) == 1
        and len(word) > 2
        and word[0].isupper()
        and word.isalpha()
        and not is_place(fold(word))
    )
