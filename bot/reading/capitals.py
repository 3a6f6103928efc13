"""Titles printed in capitals -> a reader's case; acronyms stay as the paper writes them."""

import re
from collections import Counter
from collections.abc import Callable

from bot.domain.pages import Run
from bot.reading.lines import Line, text_of

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LONGEST_ACRONYM = 5  # letters
COMMON = 4.0  # zipf: a word of everyday text
SMALL_CAPITAL = 0.83  # of the size of the capitals beside them, at most
MINOR = (
    "a an and as at but by for from in into nor of on or over per the to towards under upon via vs with "
    "without de des du et la le les un une pour par en dans sur und der die das fur mit von"
)


def is_capitals(text: str) -> bool:
    """Whether a title is set in capitals: two words of four letters or more, hardly a small letter."""
    words = [word for word in WORD.findall(text) if len(word) >= 4 and not any(map(str.isdigit, word))]
    letters = [letter for letter in text if letter.isalpha()]
    return len(words) >= 2 and sum(map(str.isupper, letters)) >= 0.93 * len(letters)


def without_small_capitals(line: Line, largest: float) -> str:
    """The line's text with its small capitals in lower case; `largest` is the title's size in points."""
    runs = [
        Run(run.text.lower(), run.left, run.right, run.base, run.size, run.font)
        if run.size < SMALL_CAPITAL * largest and run.text.isupper() and not line.is_raised(run)
        else run
        for run in line.runs
    ]
    return text_of(runs)


def in_reading_case(title: str, page: str, *, frequency: Callable[[str], float]) -> str:
    """A title in capitals as its page would write it: by a word's other form there, else in Title Case.

    `frequency` gives a word's zipf frequency; it tells a short word from an acronym.
    """
    forms: dict[str, Counter[str]] = {}
    for word in WORD.findall(page):
        forms.setdefault(word.lower(), Counter())[word] += 1
    first = True
    parts: list[str] = []
    at = 0
    for found in WORD.finditer(title):
        between, low = title[at : found.start()], found[0].lower()
        first = first or bool(re.search(r"[:?!.—–]\s*$", between))
        if low in MINOR.split() and not first:
            parts += [between, low]
        else:
            parts += [between, _cased(found[0], forms.get(low, Counter()), frequency)]
        at, first = found.end(), False
    return "".join([*parts, title[at:]])


def _cased(word: str, forms: Counter[str], frequency: Callable[[str], float]) -> str:
    low = word.lower()
    mixed = [form for form in forms if form[1:] != form[1:].lower() and form != word]
    if mixed:
        return max(mixed, key=forms.__getitem__)
    if forms[low] + forms[low.capitalize()]:
        return low.capitalize()
    again = forms[word] > 1  # besides the title itself
    short = len(word) <= LONGEST_ACRONYM and (again or frequency(low) < COMMON)
    return word if short or any(map(str.isdigit, word)) else low.capitalize()
