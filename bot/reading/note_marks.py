"""Footnote numbers in running text: raised, and behind a stop or with their note at the page's foot."""

import re
from collections.abc import Iterable

from bot.reading.layout import Layout
from bot.reading.lines import Line, text_of

FOOT = 0.6  # of the page's height: where footnotes begin at the highest
STOPS = (".", ",", ";", ":", ")", "”")
SYMBOLS = "*∗†‡"
WORD_AT_END = re.compile(r"[^\W_][\w-]*[^\W_]$")  # behind a single letter or a bracket it is an exponent


def texts_without_marks(rows: Iterable[Line], layout: Layout) -> tuple[str, ...]:
    """The rows' texts without the marks of footnotes; an exponent stays."""
    numbers = _numbers_at_foot(layout)
    return tuple(_without_marks(row, numbers) for row in rows)


def _without_marks(row: Line, numbers: frozenset[str]) -> str:
    kept = list(row.runs)
    for place in range(len(kept) - 1, 0, -1):
        before, mark = kept[place - 1].text.rstrip(), kept[place].text.strip()
        at_stop = before.endswith(STOPS) and (mark.isdigit() or mark in SYMBOLS)
        if row.is_raised(kept[place]) and (at_stop or (mark in numbers and WORD_AT_END.search(before))):
            kept.pop(place)
    return text_of(kept)


def _numbers_at_foot(layout: Layout) -> frozenset[str]:
    """The numbers that open the notes at a page's foot."""
    return frozenset(
        line.runs[0].text.strip()
        for line in layout.lines
        if line.base > FOOT * layout.page.height
        and len(line.runs) > 1
        and line.size < 0.95 * layout.body_size
        and line.is_raised(line.runs[0])
        and line.runs[0].text.strip().isdigit()
    )
