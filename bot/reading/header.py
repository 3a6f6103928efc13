"""Title block -> authors in order and the institutions that the page gives them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.papers import Affiliation
from bot.reading.affiliation_blocks import Block, blocks_of
from bot.reading.affiliations import affiliations_from
from bot.reading.cells import Cell, Kind, cells_of
from bot.reading.flows import rejoined, without_epigraph
from bot.reading.footnotes import footnote_blocks
from bot.reading.layout import Layout, joined_rows
from bot.reading.lines import Line
from bot.reading.markers import unmarked
from bot.reading.names import Name, in_reading_case
from bot.reading.notes import is_anonymous, without_addresses
from bot.reading.organisations import LABORATORY, level_of
from bot.reading.stamps import is_notice
from bot.reading.title import TitleLines


@dataclass(frozen=True)
class Header:
    """What stands between a title and its abstract."""

    authors: tuple[str, ...]
    affiliations: tuple[Affiliation, ...]
    anonymous: bool = False  # the page says that the authors are withheld


def read_header(layout: Layout, title: TitleLines | None, *, bottom: float) -> Header:
    """The authors and institutions between the title and the height at which the abstract begins."""
    top = title.bottom if title else 0.0
    lines = [line for line in layout.lines if top + 1 < line.base < bottom - 0.5]
    lines = joined_rows(lines) if layout.is_uneven else without_epigraph(rejoined(lines))
    if any(is_anonymous(line.text) for line in lines):
        return Header((), (), anonymous=True)
    cells = cells_of(
        [line for line in lines if not is_notice(without_addresses(line.text))], loose=layout.is_uneven
    )
    names: list[Name] = []
    places: dict[int, list[int]] = {}
    for index, cell in enumerate(cells):
        places[index] = list(range(len(names), len(names) + len(cell.names)))
        names += cell.names
    byline = _institution_as_author(cells) if not names else None
    blocks = blocks_of(cells, places=places, measure=layout.measure)
    marks = [name.marks for name in names]
    page = layout.page.number
    affiliations = affiliations_from(blocks, page=page, marks=marks)
    if not affiliations or _has_unknown_marks(marks, blocks):
        blocks += footnote_blocks(layout, frozenset(mark for own in marks for mark in own))
        affiliations = affiliations_from(blocks, page=page, marks=marks)
    if not affiliations and title is not None:
        affiliations = affiliations_from(_above(layout, title), page=page, marks=[])
    if byline:
        return Header((byline,), affiliations)
    return Header(in_reading_case([name.text for name in names]), affiliations)


def _institution_as_author(cells: Sequence[Cell]) -> str | None:
    """The byline of a paper that names no person: the firm or laboratory that signs for all."""
    first = next((cell for cell in cells if cell.kind is Kind.PLACE_OF_WORK), None)
    text = unmarked(first.text) if first else ""
    return text if text and len(text.split()) <= 4 and level_of(text) >= LABORATORY else None


def _has_unknown_marks(marks: Sequence[tuple[str, ...]], blocks: Sequence[Block]) -> bool:
    """Whether a number or letter behind a name points to nothing in the title block."""
    known = {mark for block in blocks for mark in block.marks}
    return any(mark.isalnum() and mark not in known for own in marks for mark in own)


def _above(layout: Layout, title: TitleLines) -> list[Block]:
    """An affiliation that is printed over the title, as old journals do."""
    lines: list[Line] = [
        line for line in layout.lines if line.base < title.top and level_of(line.text) >= LABORATORY
    ]
    return [Block(line.text, (), [], [line]) for line in lines if not is_notice(line.text)]
