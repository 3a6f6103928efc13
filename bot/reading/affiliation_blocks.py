"""The cells of a title block -> its printed affiliations: what belongs to one, its marks, its authors."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.reading.cells import Cell, Kind, leads_with_mark
from bot.reading.letters import fold
from bot.reading.lines import Line
from bot.reading.markers import CLOSE, MARK, OPEN, marks_in, unmarked
from bot.reading.organisations import CONNECTED, LABORATORY, UNIVERSITY, level_of, names_organisation

NUMBER_AT_START = re.compile(r"^[(\[]?(\d{1,2})[)\].]?\s*")
BEHIND_NAME = re.compile(rf"[^\W\d_]{OPEN}\d+{CLOSE}\s*[,;]")
ALIGNED = 6  # points: the lines of one cell have one middle or one left edge


@dataclass
class Block:
    """One printed affiliation: its text, the marks that point to it, the authors that stand over it."""

    text: str
    marks: tuple[str, ...] = ()
    authors: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def extend(self, text: str, line: Line, *, wrapped: bool = False) -> None:
        """Add a line; a name that the line's end cuts goes on, else a new part begins."""
        text = unmarked(text)
        if fold(text) in {"and", "&", "et", "und"}:
            self.text += ";"
            return
        glue = (
            " "
            if wrapped or CONNECTED.search(self.text) or re.match(r"(?:of|and|for|de|[a-zà-ý])\b", text)
            else "\n"
        )
        self.text = f"{self.text}{glue}{text}" if self.text else text
        self.lines.append(line)


def blocks_of(cells: Sequence[Cell], *, places: dict[int, list[int]], measure: float) -> list[Block]:
    """The affiliations in a title block.

    `places` gives each author cell's places in the author list, `measure` is the width of the page's text.
    """
    blocks: list[Block] = []
    owner: dict[int, list[Block]] = {}
    flowing: set[int] = set()  # cells of affiliations with their marks in front
    for index, cell in enumerate(cells):
        if cell.kind is Kind.BOTH:
            owner[index] = [Block(cell.work, (), list(places[index]), [cell.line])]
        elif cell.kind is not Kind.PLACE_OF_WORK:
            continue
        elif leads_with_mark(cell.text):
            owner[index] = pieces_of(cell.text, [cell.line])
            flowing.add(index)
        elif row := _flow_above(index, cells, flowing=flowing):
            flow = [block for at in row for block in owner[at]]
            owner[index] = _going_on(cell, flow, wrapped=_is_wrapped(index, cells, measure=measure))
            flowing.add(index)
        elif cell.text.endswith(CLOSE) or BEHIND_NAME.search(cell.text):
            wrapped = _is_wrapped(index, cells, measure=measure)
            owner[index] = _pieces_before_marks(cell, blocks, wrapped=wrapped)
        else:
            owner[index] = _under(index, cells, owner=owner, places=places)
            wrapped = len(_row_of(cell, cells)) == 1 and _is_wrapped(index, cells, measure=measure)
            for block in owner[index]:
                block.extend(cell.text, cell.line, wrapped=wrapped)
        blocks += [block for block in owner[index] if block not in blocks]
    return blocks


def _flow_above(index: int, cells: Sequence[Cell], *, flowing: set[int]) -> list[int]:
    """The cells of the row above that a row's first cell goes on: affiliations with their marks in front.

    None where the cells of the two rows stand under each other.
    """
    line = cells[index].line
    above = [at for at in flowing if 1 < line.base - cells[at].line.base < 2.0 * line.size]
    nearest = max((cells[at].line.base for at in above), default=0.0)
    row = sorted(at for at in above if nearest - cells[at].line.base < 1)
    beside = _row_of(cells[index], cells)
    in_grid = (
        len(row) > 1
        and len(row) == len(beside)
        and all(_are_aligned(cells[at].line, other.line) for at, other in zip(row, beside, strict=True))
    )
    return [] if in_grid or beside[0] is not cells[index] else row


def _row_of(cell: Cell, cells: Sequence[Cell]) -> list[Cell]:
    return [other for other in cells if abs(other.line.base - cell.line.base) < 1]


def _are_aligned(upper: Line, lower: Line) -> bool:
    return min(abs(upper.left - lower.left), abs(upper.middle - lower.middle)) < ALIGNED


def _going_on(cell: Cell, flow: Sequence[Block], *, wrapped: bool) -> list[Block]:
    """The blocks of a line that goes on with the last affiliation of the row above, and begins new ones."""
    opening = MARK.search(cell.text)
    head = cell.text[: opening.start()] if opening else cell.text
    kept = [flow[-1]]
    if level_of(head) >= UNIVERSITY:
        # departments beside each other over the university of both
        kept = [block for block in flow[:-1] if level_of(block.text) < LABORATORY] + kept
    for block in kept:
        block.extend(head, cell.line, wrapped=wrapped)
    return [*kept, *(pieces_of(cell.text[opening.start() :], [cell.line]) if opening else [])]


def _is_wrapped(index: int, cells: Sequence[Cell], *, measure: float) -> bool:
    """Whether a line begins because its first word had no room on the row above."""
    line = cells[index].line
    row = _row_of(cells[index - 1], cells) if index else []
    if not row or row[0].line.base >= line.base - 1:
        return False
    width = max(cell.line.right for cell in row) - min(cell.line.left for cell in row)
    word = cells[index].text.partition(" ")[0]
    return width + 0.5 * line.size * (len(word) + 1) > 0.98 * measure


def pieces_of(text: str, lines: list[Line]) -> list[Block]:
    """Marked text with a mark in front of each affiliation, cut at the marks.

    A number at its end opens the affiliation that the next line holds.
    """
    pieces = MARK.split(text)
    blocks: list[Block] = []
    if pieces[0].strip(" ,;.and"):
        number = NUMBER_AT_START.match(pieces[0])
        bare = pieces[0][number.end() :] if number else pieces[0]
        blocks.append(Block(bare.strip(" ,;"), (number[1],) if number else (), [], list(lines)))
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        words = re.sub(r"(?:\s|,|;|\band)+$", "", piece) if mark is not pieces[-2] else piece
        words = words.strip(" ;").lstrip(", ")
        if re.search(r"[^\W\d_]{2}", words):
            blocks.append(Block(words, marks_in(mark), [], list(lines)))
        elif blocks and mark.strip().isdigit() and not words:
            blocks.append(Block("", marks_in(mark), [], list(lines)))
    return blocks


def _pieces_before_marks(cell: Cell, blocks: list[Block], *, wrapped: bool) -> list[Block]:
    """Affiliations with their marks behind them; the first one may have begun on the line above."""
    pieces = MARK.split(cell.text)
    found = [
        Block(piece.strip(" ,;"), marks_in(mark), [], [cell.line])
        for piece, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True)
        if mark or piece.strip(" ,;")
    ]
    begun = blocks[-1] if blocks else None
    if begun is not None and begun.lines and not begun.marks:
        above = begun.lines[-1]
        if 1 < cell.line.base - above.base < 2 * cell.line.size and _overlap(above, cell.line):
            begun.extend(found[0].text, cell.line, wrapped=wrapped)
            begun.marks, begun.authors = found[0].marks, []
            found[0] = begun
    return found


def _under(
    index: int, cells: Sequence[Cell], *, owner: dict[int, list[Block]], places: dict[int, list[int]]
) -> list[Block]:
    """The blocks that a cell goes on, by what stands above it; a new one where that is authors or nothing."""
    line = cells[index].line
    beside = [at for at in range(index) if cells[at].line.base == line.base and places.get(at)]
    if len(beside) == 1 and len(_row_of(cells[index], cells)) == 2:
        return [Block("", authors=places[beside[0]])]
    above = [
        at
        for at in range(index)
        if cells[at].line.base < line.base - 1 and _overlap(cells[at].line, line) and not _is_empty(cells[at])
    ]
    if not above:
        return [Block("")] if names_organisation(cells[index].text) else []
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
