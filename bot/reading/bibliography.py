"""The rows under "References" -> one text for each reference."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from bot.reading.letters import fold
from bot.reading.rows import Row

HEADING = re.compile(
    r"(?:\W|\d|[ivx]+\.)*(?:references?(?: and notes| cited)?|bibliograph(?:y|ie)"
    r"|literatur(?:e cited|e|verzeichnis)?"
    r"|works cited|referencias|referencias bibliograficas|参考文献)\W*"
)
LABELLED = re.compile(
    r"\[(?:\d{1,3}|[^\W_][\w+.\-,: ]{1,24}?)\]|\(?\d{1,3}[.)]?\s+(?=[^\W\d_])|\d{1,3}[A-Z]\."
)
HANGING = 4.0  # points


@lru_cache(maxsize=256)
def is_bibliography(title: str) -> bool:
    """Whether a heading opens a list of references."""
    return bool(HEADING.fullmatch(fold(title)))


def entries_of(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each reference, in the paper's order."""
    margins = _margins(rows)
    flush = [row.left - margins[_column(row)] < HANGING for row in rows]
    labelled = sum(
        bool(at_margin and LABELLED.match(row.text)) for row, at_margin in zip(rows, flush, strict=True)
    )
    by_label = labelled >= 3 and labelled * 8 >= len(rows)
    hanging = not by_label and 0 < sum(flush) <= 0.75 * len(rows)
    entries: list[list[Row]] = []
    for row, at_margin in zip(rows, flush, strict=True):
        if by_label:
            opens = at_margin and bool(LABELLED.match(row.text))
        elif hanging:
            opens = at_margin
        else:
            opens = not entries or _is_apart(row, entries[-1][-1])
        if opens or not entries:
            entries.append([row])
        else:
            entries[-1].append(row)
    return entries


def _column(row: Row) -> tuple[int, int, float]:
    return row.page, row.band, row.column[0]


def _margins(rows: Sequence[Row]) -> dict[tuple[int, int, float], float]:
    """How far left the references of each column begin."""
    margins: dict[tuple[int, int, float], float] = defaultdict(lambda: 1e9)
    for row in rows:
        margins[_column(row)] = min(margins[_column(row)], row.left)
    return margins


def _is_apart(row: Row, above: Row) -> bool:
    """Whether a row without label or indentation opens a reference: after a gap or a short last row."""
    if row.base <= above.base or row.page != above.page:
        return above.text.endswith(".") and not above.is_full
    return row.base - above.base > 1.3 * row.size * 1.1 or (above.text.endswith(".") and not above.is_full)
