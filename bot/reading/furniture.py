"""Running heads and feet: what a paper prints on page after page is no part of its text."""

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.reading.layout import Layout
from bot.reading.lines import Line

MARGIN = 0.115  # of the page's height, above and below
SAME_PLACE = 4.0  # points
OFTEN = 3  # pages; two in a paper of up to six, whose left and right pages differ
PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|seite|p\.)\s*)?(?:[A-Z]?\d{1,5}|[ivxl]{1,6}|[A-Z]{1,2}[-–.:]\d{1,4})(?:\s*(?:of|/|von|sur)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)
ALIKE = 0.75  # of the letters
DIGITS = re.compile(r"\d+")


def without_furniture(layouts: Sequence[Layout]) -> list[Layout]:
    """The pages without their running heads, running feet and page numbers."""
    repeated = _repeated(layouts)
    return [
        Layout(layout.page, tuple(line for line in layout.lines if not _is_furniture(line, layout, repeated)))
        for layout in layouts
    ]


Repeats = dict[str, list[float]]


def _repeated(layouts: Sequence[Layout]) -> Repeats:
    """The words, digits made alike, that stand at one height on several pages, and their heights."""
    places: dict[str, list[float]] = defaultdict(list)
    for layout in layouts:
        for key, base in {(_key(line), line.base) for line in layout.lines if _is_marginal(line, layout)}:
            places[key].append(base)
    scanned = sum(layout.is_uneven for layout in layouts) * 2 > len(layouts)
    often = OFTEN if len(layouts) > 6 else 2
    kept: Repeats = {}
    for key, bases in places.items():
        like = _like(key, places) if scanned and len(bases) < often else bases
        heights = [base for base in bases if sum(abs(base - other) < SAME_PLACE for other in like) >= often]
        if heights:
            kept[key] = heights
    return kept


def _like(key: str, places: dict[str, list[float]]) -> list[float]:
    """The heights of words that differ in a few letters: a scan reads one running head in many ways."""
    if len(key) < 12:
        return []
    matcher = SequenceMatcher(b=key, autojunk=False)
    found: list[float] = []
    for other, bases in places.items():
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE:
            found += bases
    return found


def _is_furniture(line: Line, layout: Layout, repeated: Repeats) -> bool:
    if not _is_marginal(line, layout):
        return False
    is_number = bool(PAGE_NUMBER.fullmatch(line.text))
    if is_number and _opens_heading(line, layout, repeated):
        return False
    if any(abs(line.base - base) < SAME_PLACE for base in repeated.get(_key(line), ())):
        return True
    return is_number and _is_outermost(line, layout)


def _opens_heading(line: Line, layout: Layout, repeated: Repeats) -> bool:
    """Whether behind a number stands something that is no running head: it is a section's number."""
    beside = (other for other in layout.lines if abs(other.base - line.base) < 2 and other.left > line.right)
    return any(_key(other) not in repeated for other in beside)


def _is_outermost(line: Line, layout: Layout) -> bool:
    """Whether nothing but a running head stands further out on the page."""
    bases = sorted({round(other.base) for other in layout.lines})
    place = bases.index(round(line.base))
    return place <= 1 or place >= len(bases) - 2


def _is_marginal(line: Line, layout: Layout) -> bool:
    margin = MARGIN * layout.page.height
    return line.base < margin or line.base > layout.page.height - margin


def _key(line: Line) -> str:
    return DIGITS.sub("#", line.text).lower()
