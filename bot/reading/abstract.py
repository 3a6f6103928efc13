"""Where a paper's abstract begins and ends: with a heading or without, over a column's end too."""

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.reading.headings import abstract_start, comes_after_abstract, is_introduction, is_numbered
from bot.reading.languages import language_of
from bot.reading.layout import FULL_PAGE, Layout, is_prose, leading_of
from bot.reading.lines import Line, text_of

SHORTEST = 60  # letters: less is a stray word, not an abstract
CAPTION = re.compile(r"(?:fig(?:ure|\.)|table|algorithm|listing)\b", re.IGNORECASE)
ADDRESS = re.compile(
    r"https?:|www\.|(?:code|project|data|demo|website|github|source|models?)\b.{0,40}?(?:https?:|www\.|github)",
    re.I,
)
LOWEST = 0.8  # of the page's height: an abstract without a heading begins above
LONGEST = 90  # rows; the longest abstracts fill a page


@dataclass(frozen=True)
class AbstractPlace:
    """The abstract's rows as text, and the height at which it, or its heading, begins on its page."""

    texts: tuple[str, ...]
    top: float
    headed: bool


def find_abstract(layout: Layout, *, below: float) -> AbstractPlace | None:
    """The abstract under a height: behind its heading, or the first paragraphs of running text."""
    return _headed(layout, below) or _unheaded(layout, below)


def text_without_notes(row: Line) -> str:
    """A row without the numbers of footnotes: digits raised behind a full stop or at the row's end."""
    kept = list(row.runs)
    for place in range(len(kept) - 1, 0, -1):
        run = kept[place]
        before = kept[place - 1].text.rstrip()
        mark = run.text.strip()
        if (
            row.is_raised(run)
            and (mark.isdigit() or mark in "*∗†‡")
            and before.endswith((".", ",", ";", ":", ")", "”"))
        ):
            kept.pop(place)
    return text_of(kept)


def heading_top(layout: Layout) -> float | None:
    """The height of the first abstract heading of a page."""
    return next((line.base for line in layout.lines if abstract_start(line) is not None), None)


def _headed(layout: Layout, below: float) -> AbstractPlace | None:
    for line in layout.lines:
        rest = abstract_start(line) if line.base > below else None
        if rest is None:
            continue
        start = _whole_row(layout, line) if rest else _first_under(layout, line)
        if start is None:
            continue
        if rest:
            rest = abstract_start(start) or rest
        texts = (rest or text_without_notes(start), *_following(layout, start, top=line.base))
        if sum(map(len, texts)) > SHORTEST:
            return AbstractPlace(texts, line.base, headed=True)
    return None


def _whole_row(layout: Layout, line: Line) -> Line:
    """A line with the other cells of its row in its column."""
    rows = layout.rows(layout.column_of(line), below=line.base - line.size)
    return next((row for row in rows if line is row or set(line.runs) <= set(row.runs)), line)


def _unheaded(layout: Layout, below: float) -> AbstractPlace | None:
    """The first two rows of running text, of the page's width or of a column's, and what follows them."""
    for rows in _stacks(layout, below):
        for row, after in pairwise(rows):
            if row.base > LOWEST * layout.page.height:
                break
            near = after.base - row.base < 2.2 * row.size and abs(after.size - row.size) < 0.2 * row.size
            if near and is_prose(row.text) and is_prose(after.text) and not CAPTION.match(row.text):
                texts = (text_without_notes(row), *_following(layout, row, top=row.base))
                if sum(map(len, texts)) > 2 * SHORTEST:
                    return AbstractPlace(texts, row.base - row.size, headed=False)
    return None


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


def _following(layout: Layout, first: Line, *, top: float) -> tuple[str, ...]:
    """The rows behind an abstract's first one, in its column and at the top of the next."""
    column = layout.column_of(first)
    inner = (max(column[0], first.left - 3.2 * first.size), column[1])
    rows, over = _until_end(layout, [first, *layout.rows(inner, below=first.base + 1)])
    gutter = layout.gutter
    if over or gutter is None or column[0] > 0 or column == FULL_PAGE:
        return tuple(text_without_notes(row) for row in rows[1:])
    unfinished = not rows[-1].text.rstrip().endswith((".", "!", "?", ".”", '."', ".)"))
    own_face = first.size < 0.96 * layout.body_size or first.bold or first.italic
    next_column = layout.rows((gutter, FULL_PAGE[1]), below=top - 3 * first.size)
    start = next(
        (place for place, row in enumerate(next_column) if _goes_on(first, row, unfinished=unfinished)), None
    )
    if start is not None and (unfinished or own_face):
        more, _ = _until_end(layout, [*next_column[start:]])
        rows = [*rows, *more]
    return tuple(text_without_notes(row) for row in rows[1:])


def _goes_on(first: Line, row: Line, *, unfinished: bool) -> bool:
    """Whether a row of the next column can be the abstract's next one."""
    alike = abs(row.size - first.size) < 0.05 * first.size and (row.bold, row.italic) == (
        first.bold,
        first.italic,
    )
    return alike and (row.text[:1].islower() or not unfinished) and len(row.text) > 20


def _until_end(layout: Layout, rows: list[Line]) -> tuple[list[Line], bool]:
    """The rows of one abstract from the first on, and whether a heading or a new paragraph ended it."""
    kept = rows[:1]
    leading = leading_of(rows[:5]) if len(rows) > 1 else 12.0
    for row in rows[1 : LONGEST + 1]:
        gap = row.base - kept[-1].base
        if _is_stop(row) or _splits(layout, row, kept[0]):
            return kept, True
        if gap > 1.25 * leading and _is_other_paragraph(row, kept):
            return kept, True
        if gap > 2.3 * leading or not _is_alike(layout, row, kept[0]):
            # a footnote, a caption or the column's end: the text may go on elsewhere
            return kept, row.size > 1.08 * kept[0].size
        kept.append(row)
    return kept, False


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
