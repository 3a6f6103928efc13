"""Where a paper's abstract begins and ends: with a heading or without, over a column's end too."""

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.reading.headings import abstract_start, comes_after_abstract, is_introduction, is_numbered
from bot.reading.languages import language_of
from bot.reading.layout import FULL_PAGE, Layout, is_prose, leading_of
from bot.reading.lines import Line
from bot.reading.note_marks import texts_without_marks

SHORTEST = 60  # letters: less is a stray word, not an abstract
CAPTION = re.compile(r"(?:fig(?:ure|\.)|table|algorithm|listing)\b", re.IGNORECASE)
ADDRESS = re.compile(
    r"https?:|www\.|(?:code|project|data|demo|website|github|source|models?)\b.{0,40}?(?:https?:|www\.|github)",
    re.I,
)
LOWEST = 0.8  # of the page's height: an abstract without a heading begins above
RUNNING_HEADS = 2  # rows over a page's or a column's text
LONGEST = 90  # rows; the longest abstracts fill a page


@dataclass(frozen=True)
class AbstractPlace:
    """The abstract's rows as text, and the height at which it, or its heading, begins on its page."""

    texts: tuple[str, ...]
    top: float
    headed: bool


def find_abstract(layout: Layout, *, below: float, after: Layout | None = None) -> AbstractPlace | None:
    """The abstract under a height: behind its heading, or the first paragraphs of running text.

    What the page's end cuts goes on at the top of the page `after` it.
    """
    return _headed(layout, below, after) or _unheaded(layout, below, after)


def heading_top(layout: Layout) -> float | None:
    """The height of the first abstract heading of a page."""
    return next((line.base for line in layout.lines if abstract_start(line) is not None), None)


def _headed(layout: Layout, below: float, after: Layout | None) -> AbstractPlace | None:
    for line in layout.lines:
        rest = abstract_start(line) if line.base > below else None
        if rest is None:
            continue
        start = _whole_row(layout, line) if rest else _first_under(layout, line)
        if start is None:
            continue
        if rest:
            rest = abstract_start(start) or rest
        texts = texts_without_marks(_rows_from(layout, start, top=line.base, after=after), layout)
        texts = (rest, *texts[1:]) if rest else texts
        if sum(map(len, texts)) > SHORTEST:
            return AbstractPlace(texts, line.base, headed=True)
    return None


def _whole_row(layout: Layout, line: Line) -> Line:
    """A line with the other cells of its row in its column."""
    rows = layout.rows(layout.column_of(line), below=line.base - line.size)
    return next((row for row in rows if line is row or set(line.runs) <= set(row.runs)), line)


def _unheaded(layout: Layout, below: float, next_page: Layout | None) -> AbstractPlace | None:
    """The first two rows of running text, of the page's width or of a column's, and what follows them."""
    for rows in _stacks(layout, below):
        for place, (row, after) in enumerate(pairwise(rows)):
            if row.base > LOWEST * layout.page.height:
                break
            near = after.base - row.base < 2.2 * row.size and abs(after.size - row.size) < 0.2 * row.size
            if near and is_prose(row.text) and is_prose(after.text) and not CAPTION.match(row.text):
                first = _paragraph_start(rows[: place + 1], after)
                found = _rows_from(layout, first, top=first.base, after=next_page)
                texts = texts_without_marks(found, layout)
                if sum(map(len, texts)) > 2 * SHORTEST:
                    return AbstractPlace(texts, first.base - first.size, headed=False)
    return None


def _paragraph_start(rows: list[Line], after: Line) -> Line:
    """The first row of the paragraph that goes on below: a row full of names reads as no prose."""
    first = rows[-1]
    step = after.base - first.base
    for row in reversed(rows[:-1]):
        alike = abs(row.size - first.size) < 0.05 * first.size and abs(row.right - first.right) < first.size
        if not alike or abs(first.base - row.base - step) > 0.1 * step or abs(row.left - after.left) > 1:
            break
        first = row
    return first


def _stacks(layout: Layout, below: float) -> list[list[Line]]:
    """The rows under a height as a reader takes them: those across the page, then each column's."""
    gutter = layout.gutter
    if gutter is None:
        return [layout.rows(below=below)]
    across = [line for line in layout.lines if line.base > below and layout.column_of(line) == FULL_PAGE]
    return [across, layout.rows((0.0, gutter), below=below), layout.rows((gutter, FULL_PAGE[1]), below=below)]


def _first_under(layout: Layout, heading: Line) -> Line | None:
    """The first line of text under a heading that stands alone."""
    left, right = layout.column_of(heading)
    for row in layout.rows((left, right), below=heading.base + 1):
        if row.base > heading.base + 8 * heading.size:
            return None
        for line in (cell for cell in layout.lines if cell.base == row.base or cell is row):
            touches = line.left < heading.right + 3 * line.size and line.right > heading.left - 3 * line.size
            if touches and len(line.text) >= 12 and left - 3 <= line.left <= right:
                return row if row.left > line.left - 2 else line
    return None


def _rows_from(layout: Layout, first: Line, *, top: float, after: Layout | None) -> list[Line]:
    """An abstract's rows from its first on, in its column, at the top of the next and on the next page."""
    column = layout.column_of(first)
    inner = (max(column[0], first.left - 3.2 * first.size), column[1])
    rows, over = _until_end(layout, [first, *layout.rows(inner, below=first.base + 1)])
    gutter = layout.gutter
    if not over and gutter is not None and column == (0.0, gutter):
        own_face = first.size < 0.96 * layout.body_size or first.bold or first.italic
        next_column = _next_column(layout, first, top=top)
        if own_face or not _is_finished(rows):
            rows, over = _gone_on(layout, rows, next_column)
    if not over and after is not None and not _is_finished(rows):
        rows, _ = _gone_on(after, rows, after.rows(after.column_of(after.lines[0])))
    return rows


def _next_column(layout: Layout, first: Line, *, top: float) -> list[Line]:
    """The right column: from the abstract's height on, or from higher where a figure stands over it."""
    rows = layout.rows((layout.gutter or 0.0, FULL_PAGE[1]))
    level = top - 3 * first.size
    higher = [row for row in rows if row.base <= level and is_prose(row.text)]
    if len(higher) > 1 and _can_go_on(first, higher[0], at_top=True) and not CAPTION.match(higher[0].text):
        level = higher[0].base - 1
    return [row for row in rows if row.base > level]


def _is_finished(rows: list[Line]) -> bool:
    return rows[-1].text.rstrip().endswith((".", "!", "?", ".”", '."', ".)"))


def _gone_on(layout: Layout, rows: list[Line], elsewhere: list[Line]) -> tuple[list[Line], bool]:
    """The rows and those that they go on with elsewhere, and whether something there ended them."""
    starts = (place for place, row in enumerate(elsewhere) if _can_go_on(rows[0], row, at_top=place == 0))
    start = next(starts, None)
    if start is None or any(map(_is_stop, elsewhere[:start])):
        return rows, True
    # a sentence goes on with a name or a number too, but only under a running head
    if not (_is_finished(rows) or start <= RUNNING_HEADS or elsewhere[start].text[:1].islower()):
        return rows, True
    more, over = _until_end(layout, elsewhere[start:])
    return [*rows, *more], over


def _can_go_on(first: Line, row: Line, *, at_top: bool) -> bool:
    face = (row.bold, row.italic) == (first.bold, first.italic)
    return abs(row.size - first.size) < 0.05 * first.size and face and (at_top or len(row.text) > 20)


def _until_end(layout: Layout, rows: list[Line]) -> tuple[list[Line], bool]:
    """The rows of one abstract from the first on, and whether a heading or a new paragraph ended it."""
    kept = rows[:1]
    leading = leading_of(rows[:5]) if len(rows) > 1 else 12.0
    for row, after in pairwise([*rows[1 : LONGEST + 1], rows[-1]]):
        gap = row.base - kept[-1].base
        if _is_small_print(layout, row, kept):
            return kept, False
        if _is_stop(row) or _splits(layout, row, kept[0]):
            return kept, True
        if len(kept) > 2 and gap < 2.3 * leading and _leaves_face(kept[1:], row, after):
            return kept, True
        if gap > 1.25 * leading and _is_other_paragraph(row, kept):
            return kept, True
        if gap > 2.3 * leading or not _is_alike(layout, row, kept[0]):
            # a footnote, a caption or the column's end: the text may go on elsewhere
            return kept, row.size > 1.08 * kept[0].size and not row.text.isdecimal()
        kept.append(row)
    return kept, False


def _is_small_print(layout: Layout, row: Line, kept: list[Line]) -> bool:
    """Whether a row is a footnote, or a notice under a column that a sentence leaves unfinished."""
    marked = len(row.runs) > 1 and row.is_raised(row.runs[0]) and row.size < 0.97 * kept[0].size
    smaller = row.size < 0.9 * kept[0].size and not layout.is_uneven
    return marked or (smaller and not _is_finished(kept))


def _leaves_face(kept: list[Line], row: Line, after: Line) -> bool:
    """Whether an abstract set in bold or italic letters ends because two rows are not."""
    bold = all(line.bold for line in kept) and not row.bold and not after.bold
    return bold or (all(line.italic for line in kept) and not row.italic and not after.italic)


def _is_stop(row: Line) -> bool:
    return comes_after_abstract(row.text) or is_introduction(row) or abstract_start(row) is not None


def _splits(layout: Layout, row: Line, first: Line) -> bool:
    """Whether a row under text that spans the page belongs to two columns."""
    gutter = layout.gutter
    if gutter is None or layout.column_of(first) != FULL_PAGE:
        return False
    return any(line.base == row.base and line.left >= gutter - 3 for line in layout.lines) and not any(
        line.left < gutter - 3 and line.right > gutter + 3 and abs(line.base - row.base) < 1
        for line in layout.lines
    )


def _is_other_paragraph(row: Line, kept: list[Line]) -> bool:
    """Whether what follows a gap is no part of the abstract: a heading, an address, another language."""
    text = row.text
    if is_numbered(row) or ADDRESS.match(text) or (row.bold and not kept[0].bold and len(text) < 60):
        return True
    before = language_of(" ".join(line.text for line in kept))
    return is_prose(text) and language_of(text) not in {before, None}


def _is_alike(layout: Layout, row: Line, first: Line) -> bool:
    low, high = (0.7, 1.4) if layout.is_uneven else (0.9, 1.12)
    return low * first.size <= row.size <= high * first.size
