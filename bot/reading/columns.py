"""A page's lines -> its rows in reading order: bands from top to bottom, in each the left column first."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.reading.layout import LONG, Layout
from bot.reading.lines import Line
from bot.reading.rows import Row, reads_as_prose, rows_of
from bot.reading.sides import beside_text

OVER = 3.0  # points: a line that reaches further over the gutter crosses it
OFTEN = 0.15  # of the pages: an edge that so many share is one of the paper's own

Lines = list[Line]
Edges = tuple[float, float]  # where the lines of a column begin and end


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the text of one page stands."""

    gutter: float | None
    columns: tuple[Edges, ...]  # one or two


def reading_order(layouts: Sequence[Layout]) -> list[Row]:
    """The rows of all pages as a reader takes them."""
    usual = _usual_gutter(layouts)
    frames = [_frame(layout, _gutter_of(layout, usual)) for layout in layouts]
    rows: list[Row] = []
    for layout, frame in zip(layouts, _with_usual_edges(layouts, frames), strict=True):
        parts = (
            _bands(layout.lines, frame) if frame.gutter is not None else [(layout.lines, frame.columns[0])]
        )
        for band, (lines, edges) in enumerate(parts):
            for part, own in beside_text(lines, *edges):
                rows += rows_of(part, page=layout.page.number, band=band, column=own)
    return rows


def _usual_gutter(layouts: Sequence[Layout]) -> float | None:
    """The gutter that most pages have, or None for a paper of one column."""
    found = Counter(round(layout.gutter) for layout in layouts if layout.gutter is not None)
    if not found or sum(found.values()) * 2 < len(layouts):
        return None
    return float(max(found, key=found.__getitem__))


def _gutter_of(layout: Layout, usual: float | None) -> float | None:
    """Where a page's columns part: by its own lines, or where the paper's do if no prose crosses that."""
    if layout.gutter is not None or usual is None:
        return layout.gutter
    long = [line for line in layout.lines if len(line.text) >= LONG]
    across = sum(1 for line in long if _crosses(line, usual))
    return usual if 2 * across < len(long) else None


def _crosses(line: Line, gutter: float) -> bool:
    return line.left < gutter - OVER and line.right > gutter + OVER


def _frame(layout: Layout, gutter: float | None) -> Frame:
    """The edges of a page's columns by the lines that fill them."""
    long = [line for line in layout.lines if len(line.text) >= LONG]
    if gutter is None:
        return Frame(None, (_edges(long, 72.0, layout.page.width - 72),))
    left = [line for line in long if line.right <= gutter + OVER]
    right = [line for line in long if line.left >= gutter - OVER]
    return Frame(gutter, (_edges(left, 54.0, gutter - 8), _edges(right, gutter + 8, 2 * gutter - 54)))


def _edges(lines: Lines, left: float, right: float) -> Edges:
    """The outermost edges that a few lines share."""
    return _outer([line.left for line in lines], left, min), _outer(
        [line.right for line in lines], right, max
    )


def _outer(places: Sequence[float], otherwise: float, outermost: Callable[[list[int]], int]) -> float:
    share = Counter(round(place) for place in places)
    enough = max(3, 0.1 * len(places))
    shared = [place for place in share if share[place - 1] + share[place] + share[place + 1] >= enough]
    return float(outermost(shared)) if shared else otherwise


def _with_usual_edges(layouts: Sequence[Layout], frames: Sequence[Frame]) -> list[Frame]:
    """Frames whose left edges are the paper's own: an inset abstract fills a column but is not its edge."""
    usual: dict[tuple[int, int], Counter[int]] = {}
    for frame in frames:
        for place, (left, _) in enumerate(frame.columns):
            usual.setdefault((len(frame.columns), place), Counter())[round(left)] += 1
    settled: list[Frame] = []
    for layout, frame in zip(layouts, frames, strict=True):
        begins = {round(line.left) for line in layout.lines if len(line.text) >= LONG}
        columns: list[Edges] = []
        for place, (left, right) in enumerate(frame.columns):
            shared = usual[len(frame.columns), place]
            enough = max(2, OFTEN * len(frames))
            outer = [
                other
                for other, pages in shared.items()
                if pages >= enough and left - 60 < other < left and begins & {other - 1, other, other + 1}
            ]
            columns.append((float(min(outer, default=left)), right))
        settled.append(Frame(frame.gutter, tuple(columns)))
    return settled


def _bands(lines: Sequence[Line], frame: Frame) -> list[tuple[Lines, Edges]]:
    """What crosses the gutter, and between it the columns, from top to bottom, each with its edges."""
    gutter = frame.gutter or 0.0
    (left, _), (_, right) = frame.columns
    bands: list[tuple[Lines, Edges]] = []
    for crossing, stretch in _stretches(lines, frame):
        if crossing:
            edges = min(left, *(line.left for line in stretch)), max(right, *(line.right for line in stretch))
            bands.append((stretch, edges))
            continue
        sides: tuple[Lines, Lines] = [], []
        for line in stretch:
            sides[line.middle >= gutter].append(line)
        bands += [(side, edges) for side, edges in zip(sides, frame.columns, strict=True) if side]
    return bands


def _stretches(lines: Sequence[Line], frame: Frame) -> list[tuple[bool, Lines]]:
    """The page cut into what crosses the gutter and what does not; labels and cells go with their caption."""
    gutter = frame.gutter or 0.0
    kinds = [_kind(line, frame) for line in lines]
    _settle(lines, kinds, gutter)
    cut: list[tuple[bool, Lines]] = []
    for line, kind in zip(lines, kinds, strict=True):
        crossing = kind == "across"
        if not cut or cut[-1][0] != crossing:
            cut.append((crossing, []))
        cut[-1][1].append(line)
    return cut


def _kind(line: Line, frame: Frame) -> str:
    gutter = frame.gutter or 0.0
    if _crosses(line, gutter):
        return "across"
    left, right = frame.columns[line.middle >= gutter]
    fills = abs(line.left - left) < OVER and abs(line.right - right) < OVER
    return "column" if len(line.text) >= LONG and (fills or reads_as_prose(line.text)) else "short"


def _settle(lines: Sequence[Line], kinds: list[str], gutter: float) -> None:
    """Decide for short lines: between prose of the columns they stay there, else they join what crosses."""
    crossings = [place for place, kind in enumerate(kinds) if kind == "across"]
    for start, end in pairwise([-1, *crossings, len(kinds)]):
        prose = [place for place in range(start + 1, end) if kinds[place] == "column"]
        for place in range(start + 1, end):
            if kinds[place] != "short":
                continue
            above = start >= 0 and (not prose or place < prose[0])
            below = end < len(kinds) and (not prose or place > prose[-1])
            lone = (above or below) and not _belongs(lines[place], (lines[other] for other in prose), gutter)
            kinds[place] = "across" if lone else "column"


def _belongs(line: Line, prose: Iterable[Line], gutter: float) -> bool:
    """Whether a short line stands close to prose of its own column, as a heading or a formula does."""
    side = line.middle < gutter
    return any(
        (other.middle < gutter) == side and abs(other.base - line.base) < 2.6 * max(other.size, line.size)
        for other in prose
    )
