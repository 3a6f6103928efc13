"""A title block's lines as a reader joins them: cells that a gap cut in two, names that a line's end cut."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.reading.layout import is_prose
from bot.reading.letters import fold, word_list
from bot.reading.lines import Line
from bot.reading.names import Name, is_name, split_names
from bot.reading.notes import is_note
from bot.reading.organisations import is_named_place, level_of

WIDE_SPACE = 1.5  # of the size: a space of a stretched line is at most as wide
INITIAL_AT_END = re.compile(r"(?:^|\s)[A-Z]\.?$")
INITIAL = re.compile(r"[A-Z]\.")
QUOTE = re.compile(r"[“\"'‘]")


def rejoined(lines: Sequence[Line]) -> list[Line]:
    """Lines of which a stretched space cut one in two put together: "Dept." and "of Mathematics"."""
    whole: list[Line] = []
    for line in lines:
        last = whole[-1] if whole else None
        if last is not None and last.base == line.base and _goes_on_beside(last, line):
            whole[-1] = Line(last.runs + line.runs, last.base)
        else:
            whole.append(line)
    return whole


def _goes_on_beside(left: Line, right: Line) -> bool:
    near = 0 <= right.left - left.right < WIDE_SPACE * right.size and abs(left.size - right.size) < 0.5
    return near and (right.text[:1].islower() or left.text.endswith(",")) and right.text[:2] != "and"


def without_epigraph(lines: Sequence[Line]) -> list[Line]:
    """Lines without a sentence that stands among them and what is set right under it: a motto, its author."""
    kept: list[Line] = []
    told: Line | None = None
    for line in lines:
        goes_on = told is not None and 0 < line.base - told.base < 1.6 * line.size
        if goes_on or (kept and _is_sentence(line.text)):
            told = line
        else:
            told = None
            kept.append(line)
    return kept


def _is_sentence(text: str) -> bool:
    ends = text.rstrip("”\"'’").endswith((".", "!", "?")) or bool(QUOTE.match(text))
    return ends and is_prose(text) and not is_note(text) and not level_of(text) and "@" not in text


def mended(lines: Sequence[Line], texts: Sequence[str]) -> list[str]:
    """The texts with names that a line's end cut in two put together on the second line."""
    whole = list(texts)
    row: list[Name] = []
    for place, (above, below) in enumerate(pairwise(lines)):
        row += split_names(whole[place])
        if above.base == below.base:
            continue
        before, row = row, []
        after = split_names(whole[place + 1])
        # over a single name's cell a word is no part of it
        if len(before) < 2 or not after or before[-1].marks or not _is_cut(before, after[0]):
            continue
        last, first = before[-1].text, after[0].text
        whole_name = is_name(f"{last} {first}") and not is_named_place(last) and not is_named_place(first)
        if whole_name and whole[place].endswith(last) and whole[place + 1].startswith(first.split()[0]):
            whole[place] = whole[place].removesuffix(last).strip()
            whole[place + 1] = f"{last} {whole[place + 1]}"
    return whole


def _is_cut(before: Sequence[Name], after: Name) -> bool:
    """Whether the last name of a line goes on with the first of the next one."""
    last, words = before[-1].text, after.text.split()
    if after.marks and len(before) > 1 and all(name.marks for name in before[:-1]):
        return True  # among names with marks, one without is unfinished
    starts_low = fold(words[0]) in word_list("name_particles.txt") or INITIAL.fullmatch(words[0])
    if len(words) > 1 and not starts_low:
        return False
    return len(last.split()) == 1 or bool(INITIAL_AT_END.search(last))
