"""Cells and footnotes -> printed affiliations -> the organisations that a paper names, once each."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.papers import Affiliation
from bot.reading.cells import Cell, Kind, leads_with_mark
from bot.reading.layout import is_prose
from bot.reading.letters import fold, key_of
from bot.reading.lines import Line
from bot.reading.markers import CLOSE, MARK, marks_in, unmarked
from bot.reading.notes import is_note
from bot.reading.organisations import CONNECTED, LABORATORY, level_of, organisations_in

LONGEST_NAME = 15  # words
NUMBER_AT_START = re.compile(r"^[(\[]?(\d{1,2})[)\].]?\s*")


@dataclass
class Block:
    """One printed affiliation: its text, the marks that point to it, the authors that stand over it."""

    text: str
    marks: tuple[str, ...] = ()
    authors: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def extend(self, text: str, line: Line) -> None:
        """Add a line; a name that the line's end cuts goes on, else a new part begins."""
        text = unmarked(text)
        if fold(text) in {"and", "&", "et", "und"}:
            self.text += ";"
            return
        glue = " " if CONNECTED.search(self.text) or re.match(r"(?:of|and|for|de|[a-zà-ý])\b", text) else "\n"
        self.text = f"{self.text}{glue}{text}" if self.text else text
        self.lines.append(line)


def blocks_of(cells: Sequence[Cell], *, places: dict[int, list[int]]) -> list[Block]:
    """The affiliations in a title block; `places` gives each author cell's places in the author list."""
    blocks: list[Block] = []
    owner: dict[int, list[Block]] = {}
    for index, cell in enumerate(cells):
        if cell.kind is Kind.BOTH:
            blocks.append(Block(cell.work, (), list(places[index]), [cell.line]))
            owner[index] = [blocks[-1]]
        elif cell.kind is Kind.PLACE_OF_WORK:
            if leads_with_mark(cell.text):
                owner[index] = pieces_of(cell.text, [cell.line])
                blocks += owner[index]
            elif cell.text.endswith(CLOSE):
                owner[index] = _pieces_before_marks(cell, blocks)
                blocks += [block for block in owner[index] if block not in blocks]
            else:
                owner[index] = _under(index, cells, owner=owner, places=places)
                blocks += [block for block in owner[index] if not block.lines]
                for block in owner[index]:
                    block.extend(cell.text, cell.line)
    return blocks


def pieces_of(text: str, lines: list[Line]) -> list[Block]:
    """Marked text with a mark in front of each affiliation, cut at the marks."""
    pieces = MARK.split(text)
    blocks: list[Block] = []
    if pieces[0].strip(" ,;.and"):
        number = NUMBER_AT_START.match(pieces[0])
        bare = pieces[0][number.end() :] if number else pieces[0]
        blocks.append(Block(bare.strip(" ,;"), (number[1],) if number else (), [], list(lines)))
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        words = re.sub(r"(?:\s|,|;|\band)+$", "", piece).strip(" ,;")
        if re.search(r"[^\W\d_]{2}", words):
            blocks.append(Block(words, marks_in(mark), [], list(lines)))
        elif blocks and mark.strip().isdigit() and not words:
            blocks[-1].marks += marks_in(mark)
    return blocks


def _pieces_before_marks(cell: Cell, blocks: list[Block]) -> list[Block]:
    """Affiliations with their marks behind them; the first one may have begun on the line above."""
    pieces = MARK.split(cell.text)
    found = [
        Block(piece.strip(" ,;"), marks_in(mark), [], [cell.line])
        for piece, mark in zip(pieces[::2], pieces[1::2], strict=False)
    ]
    begun = blocks[-1] if blocks else None
    if begun is not None and begun.lines and not begun.marks:
        above = begun.lines[-1]
        if 1 < cell.line.base - above.base < 2 * cell.line.size and _overlap(above, cell.line):
            begun.extend(found[0].text, cell.line)
            begun.marks, begun.authors = found[0].marks, []
            found[0] = begun
    return found


def _under(
    index: int, cells: Sequence[Cell], *, owner: dict[int, list[Block]], places: dict[int, list[int]]
) -> list[Block]:
    """The blocks that a cell goes on, by what stands above it; a new one where that is authors or nothing."""
    line = cells[index].line
    above = [
        at
        for at in range(index)
        if cells[at].line.base < line.base - 1 and _overlap(cells[at].line, line) and not _is_empty(cells[at])
    ]
    if not above:
        return [Block("")] if level_of(cells[index].text) >= LABORATORY else []
    nearest = max(cells[at].line.base for at in above)
    closest = [at for at in above if nearest - cells[at].line.base < 1]
    gap = line.base - nearest
    blocks = [block for at in closest for block in owner.get(at, [])]
    if blocks and gap < 2.0 * line.size:
        return blocks
    authors = [place for at in closest for place in places.get(at, [])]
    if not blocks and authors and gap < 3.5 * line.size:
        return [Block("", authors=_row_above(closest, cells, places=places))]
    return [Block("")] if level_of(cells[index].text) else []


def _row_above(closest: list[int], cells: Sequence[Cell], *, places: dict[int, list[int]]) -> list[int]:
    """The authors of the cells above, with those of the author rows directly over them."""
    authors: list[int] = []
    for at in closest:
        authors += places.get(at, [])
        upper = at - 1
        while (
            upper >= 0 and cells[upper].kind is Kind.AUTHORS and _overlap(cells[upper].line, cells[at].line)
        ):
            if cells[upper].line.base >= cells[at].line.base - 1:
                break
            authors += places[upper]
            upper -= 1
    return sorted(set(authors))


def _is_empty(cell: Cell) -> bool:
    return cell.kind is Kind.NEITHER


def _overlap(first: Line, second: Line) -> bool:
    return min(first.right, second.right) - max(first.left, second.left) > 0.3 * min(
        first.right - first.left, second.right - second.left
    )


def affiliations_from(
    blocks: Iterable[Block], *, page: int, marks: Sequence[tuple[str, ...]]
) -> tuple[Affiliation, ...]:
    """The organisations of the blocks, each once, in the order printed; `marks` are those of each author."""
    names: dict[str, str] = {}
    words: dict[str, str] = {}
    authors: dict[str, set[int]] = {}
    for block in blocks:
        if is_note(block.text):
            continue
        linked = set(block.authors) | {
            place for place, own in enumerate(marks) if block.marks and set(own) & set(block.marks)
        }
        for name in map(_spaced, organisations_in(block.text)):
            if not _is_credible(name):
                continue
            key = key_of(name).removeprefix("the")
            names.setdefault(key, name)
            words.setdefault(key, _spaced(block.text))
            authors.setdefault(key, set()).update(linked)
    return tuple(
        Affiliation(name=name, authors=tuple(sorted(authors[key])), page=page, words=words[key])
        for key, name in names.items()
    )


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _is_credible(name: str) -> bool:
    letters = sum(map(str.isalpha, name))
    return (
        letters >= 2
        and len(name.split()) <= LONGEST_NAME
        and "@" not in name
        and letters > 0.6 * len(name.replace(" ", ""))
        and not name[0].islower()
        and not is_note(name)
        and not (is_prose(name) and not level_of(name))
        and fold(name) not in {"and", "the"}
    )
