"""Where a paper's title stands on its page: the largest lines above the abstract, joined."""

import re
from dataclasses import dataclass

from bot.reading import capitals
from bot.reading.hyphens import PaperWords, closed_up, joined
from bot.reading.layout import Layout, joined_rows
from bot.reading.lines import Line
from bot.reading.markers import SYMBOLS
from bot.reading.stamps import is_notice

LETTERS = 8  # fewer are a logo or a section's number
LABEL = re.compile(
    r"^(?:research (?:article|paper)|article|review|letter|original paper|technical report|preprint)s?$", re.I
)

PERIODICAL = re.compile(
    r"\b(?:journal|transactions|letters|reports|reviews?|magazine|bulletin|annals|proceedings|conference|symposium|workshop|nature|science|frontiers|plos)\b",
    re.I,
)
VOLUME = re.compile(
    r"\bvol(?:ume)?\b|\bissn\b|\bissue\b|\bno\.|\bdoi\b|\(\d{4}\)|\bopen access\b|\bpp\.", re.I
)
LISTING = re.compile(r"contents lists available|sciencedirect|journal homepage|elsevier\.com", re.I)


@dataclass(frozen=True)
class TitleLines:
    """The rows of a title and the room that they take."""

    rows: tuple[Line, ...]

    @property
    def size(self) -> float:
        return max(row.size for row in self.rows)

    @property
    def top(self) -> float:
        return self.rows[0].base - self.rows[0].size

    @property
    def bottom(self) -> float:
        return self.rows[-1].base


def find_title(layout: Layout, *, above: float) -> TitleLines | None:
    """The title's rows among the lines above a height (the abstract's, or where the text begins)."""
    groups = [group for group in _groups(layout, above) if _may_be_title(group, layout)]
    if not groups:
        return None
    largest = max(group.size for group in groups)
    # a scan's sizes differ from word to word; print's do not
    slack = 0.86 if layout.is_uneven else 0.97
    chosen = next(group for group in groups if group.size >= slack * largest)
    others = [group for group in groups if group.top > chosen.top and group.size > 0.6 * chosen.size]
    if others and _is_banner(chosen, layout):
        chosen = max(others, key=lambda group: group.size)
    return _with_first_line(chosen, groups)


def _is_banner(group: TitleLines, layout: Layout) -> bool:
    """Whether the largest lines name the journal or the meeting instead of the paper."""
    text = " ".join(row.text for row in group.rows)
    near = [line for line in layout.lines if abs(line.base - group.bottom) < 3 * group.size]
    return len(text.split()) <= 8 and (
        bool(
            PERIODICAL.search(text)
            and any(VOLUME.search(line.text) for line in layout.lines if line.base < group.bottom + 60)
        )
        or any(LISTING.search(line.text) for line in near)
    )


def _with_first_line(title: TitleLines, groups: list[TitleLines]) -> TitleLines:
    """The title with a first row of another size that ends in a colon: a system's name in small capitals."""
    for group in groups:
        near = 0 < title.rows[0].base - group.bottom < 2.1 * title.size
        if near and group.rows[-1].text.endswith((":", "—", "–")) and group.size > 0.7 * title.size:
            return TitleLines((*group.rows, *title.rows))
    return title


def title_text(title: TitleLines, page_text: str, words: PaperWords) -> str:
    """The title in one line and in a reader's case."""
    largest = max(run.size for row in title.rows for run in row.runs if not row.is_raised(run))
    rows = [capitals.without_small_capitals(_unraised(row), largest) for row in title.rows]
    if not capitals.is_capitals(" ".join(rows)):
        rows = [_cased(row, page_text, words) for row in rows]
    text = joined(rows, words).strip()
    text = re.sub(rf"[\s{re.escape(SYMBOLS)}]+$", "", text)
    return closed_up(_cased(text, page_text, words))


def _cased(text: str, page_text: str, words: PaperWords) -> str:
    if not capitals.is_capitals(text):
        return text
    return capitals.in_reading_case(text, page_text, frequency=words.zipf)


def _unraised(row: Line) -> Line:
    """A row without a footnote's mark at its end."""
    runs = list(row.runs)
    while len(runs) > 1 and row.is_raised(runs[-1]) and len(runs[-1].text.strip()) <= 2:
        runs.pop()
    return Line(tuple(runs), row.base)


def _groups(layout: Layout, above: float) -> list[TitleLines]:
    """Neighbouring rows of one size, from top to bottom."""
    slack = 0.16 if layout.is_uneven else 0.045
    groups: list[list[Line]] = []
    for row in joined_rows(
        line for line in layout.lines if line.base < above and any(map(str.isalnum, line.text))
    ):
        last = groups[-1][-1] if groups else None
        if not any(map(str.isalpha, row.text)) and not row.text.endswith(")"):
            continue  # a number; only the end of a bracket is a title's last row
        if (
            last is not None
            and abs(row.size - last.size) <= slack * last.size
            and row.base - last.base <= 2.1 * row.size
            and (row.bold == last.bold or layout.is_uneven or row.size > 1.25 * layout.body_size)
        ):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [TitleLines(tuple(group)) for group in groups]


def _may_be_title(group: TitleLines, layout: Layout) -> bool:
    text = " ".join(row.text for row in group.rows)
    letters = sum(map(str.isalpha, text))
    if letters < LETTERS or LABEL.match(text) or group.size < 0.95 * layout.body_size:
        return False
    if is_notice(text) and group.size < 1.3 * layout.body_size:
        return False
    return len(text.split()) >= 2 and "@" not in text
