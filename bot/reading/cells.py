"""The title block cut into cells, and what each cell holds: authors, their place of work, or neither."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.reading.letters import fold
from bot.reading.lines import Line
from bot.reading.markers import CLOSE, OPEN, marked, unmarked
from bot.reading.names import Name, is_group, is_name, split_names
from bot.reading.notes import is_anonymous, is_note, without_addresses
from bot.reading.organisations import LABORATORY, is_named_place, is_place, level_of

LEADING_MARK = re.compile(rf"^\s*{OPEN}[^{CLOSE}]+{CLOSE}")
LEADING_NUMBER = re.compile(r"^\s*(?:[(\[]?\d{1,2}[)\].]?\s+(?=[^\W\d_])|\d{1,2}(?=[A-Z][a-z]))")
INITIAL_AT_END = re.compile(r"(?:^|\s)[A-Z]\.$")
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

    def fits(self, line: Line) -> bool:
        """Whether a line is drawn alike."""
        if self.loose:
            return abs(line.size - self.size) < 0.3 * self.size
        return abs(line.size - self.size) < 0.1 * self.size and (line.bold, line.italic) == (
            self.bold,
            self.italic,
        )


def cells_of(lines: Sequence[Line], *, loose: bool = False) -> list[Cell]:
    """The cells of a title block in reading order."""
    texts = _mended([without_addresses(marked(line)) for line in lines])
    # a line that stands under several authors is where they work: no two of them have one name
    again = {text for text, times in Counter(map(unmarked, texts)).items() if times > 1}
    face: Face | None = None
    cells: list[Cell] = []
    for line, text in zip(lines, texts, strict=True):
        cell = _cell(line, text, face)
        if cell.kind is Kind.AUTHORS and unmarked(text) in again:
            cell = Cell(line, text, Kind.PLACE_OF_WORK)
        if face is None and cell.kind in {Kind.AUTHORS, Kind.BOTH}:
            face = Face(line.size, line.bold, line.italic, loose)
        cells.append(cell)
    return cells


def leads_with_mark(text: str) -> bool:
    """Whether a cell begins with a mark: a superscript, or a number in front of an organisation."""
    return bool(LEADING_MARK.match(text) or (LEADING_NUMBER.match(text) and level_of(unmarked(text))))


def _mended(texts: list[str]) -> list[str]:
    """The texts with names that a line's end cut in two put together on the second line."""
    mended = list(texts)
    for place in range(len(texts) - 1):
        before, after = split_names(mended[place]), split_names(mended[place + 1])
        if len(before) < 2 or not after or before[-1].marks or len(after[0].text.split()) > 1:
            continue
        last, first = before[-1].text, after[0].text
        cut = len(last.split()) == 1 or INITIAL_AT_END.search(last)
        whole = is_name(f"{last} {first}") and not is_named_place(last) and not is_named_place(first)
        if cut and whole and mended[place].endswith(last) and mended[place + 1].startswith(first):
            mended[place] = mended[place].removesuffix(last).strip()
            mended[place + 1] = f"{last} {mended[place + 1]}"
    return mended


def _cell(line: Line, text: str, face: Face | None) -> Cell:
    plain = unmarked(text)
    if sum(map(str.isalpha, plain)) < 2 or is_anonymous(plain):
        return Cell(line, text, Kind.NEITHER)
    if leads_with_mark(text) and (face is not None or level_of(plain)):
        return Cell(line, text, Kind.PLACE_OF_WORK)
    if is_note(plain):
        return Cell(line, text, Kind.NEITHER)
    if face is not None and not face.fits(line):
        return Cell(line, text, Kind.PLACE_OF_WORK)
    return _of_groups(line, text, face) or _by_names(line, text)


def _of_groups(line: Line, text: str, face: Face | None) -> Cell | None:
    """A byline that names a group as the author: "Gemini Team, Google"."""
    if is_group(unmarked(text)):
        return Cell(line, text, Kind.AUTHORS, (Name(unmarked(text)),))
    parts = split_names(text)
    if face is None and len(parts) > 1 and is_group(parts[0].text):
        return Cell(line, text, Kind.BOTH, (parts[0],), ", ".join(part.text for part in parts[1:]))
    return None


def _by_names(line: Line, text: str) -> Cell:
    plain = unmarked(text)
    bracketed = BRACKETED.match(plain)
    if bracketed and is_name(bracketed[1]) and level_of(bracketed[2]):
        return Cell(line, text, Kind.BOTH, (Name(bracketed[1]),), bracketed[2])
    parts = split_names(text)
    good = [part for part in parts if is_name(part.text)]
    work = next((place for place, part in enumerate(parts) if level_of(part.text) >= LABORATORY), None)
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
