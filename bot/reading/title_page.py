"""Which page holds the title block: the first one, unless it is a cover that the next pages repeat."""

from collections.abc import Sequence

from bot.reading.abstract import heading_top
from bot.reading.headings import is_introduction
from bot.reading.layout import Layout
from bot.reading.letters import key_of
from bot.reading.title import find_title


def choose_title_page(layouts: Sequence[Layout]) -> Layout:
    """The last page that prints page one's title again above an abstract or introduction; else the first."""
    shown = [layout for layout in layouts if layout.lines]
    first = shown[0]
    words = key_of(" ".join(line.text for line in first.lines))
    for layout in reversed(shown[1:]):
        headed = heading_top(layout)
        if headed is None and not any(is_introduction(line) for line in layout.lines):
            continue
        title = find_title(layout, above=headed or 0.5 * layout.page.height)
        if title is None or title.size < 1.1 * layout.body_size:
            continue
        printed = key_of(" ".join(row.text for row in title.rows))
        if len(printed) >= 16 and printed in words:
            return layout
    return first
