"""Accents that a page draws as characters of their own, put onto their letters; for `pdf_sheet`."""

import unicodedata
from collections.abc import Iterator

from bot.clients.pdf_places import Places

# TeX's old fonts draw an accent as a character of its own, over the letter it belongs to
ACCENTS = dict(
    zip(
        "´`ˆ˜¨ˇ¸˘˝˙¯˚",
        "\u0301\u0300\u0302\u0303\u0308\u030c\u0327\u0306\u030b\u0307\u0304\u030a",
        strict=True,
    )
)
BLANK = frozenset({" ", "\0", ""})
REACH = 90  # characters: the letter is near in the file, too
TOUCHING = 1.2  # points


def has_accents(letters: str) -> bool:
    """Whether a page draws accents by themselves."""
    return not ACCENTS.keys().isdisjoint(letters)


def with_accents(letters: str, places: Places) -> list[str]:
    """The characters with each accent on its letter, and without the space that it seemed to make."""
    joined = list(letters)
    for index, letter in enumerate(letters):
        if letter in ACCENTS:
            _join(joined, index, places)
    return joined


def _join(letters: list[str], index: int, places: Places) -> None:
    left, right = places.edges(index)
    middle, level = (left + right) / 2, places.origin(index)[1]
    reach = places.size(index) or 1.0
    for at in _nearest(index, len(letters)):
        if not letters[at].isalpha() or letters[at] in ACCENTS:
            continue
        near, far = places.edges(at)
        if near - 0.5 <= middle <= far + 0.5 and abs(places.origin(at)[1] - level) <= reach:
            plain = {"ı": "i", "ȷ": "j"}.get(letters[at], letters[at])
            letters[at] = unicodedata.normalize("NFC", plain + ACCENTS[letters[index]])
            letters[index] = ""
            for beside in (index - 1, index + 1):
                if 0 < beside < len(letters) - 1 and letters[beside] == " ":
                    letters[beside] = "" if _is_inside_word(letters, beside, places) else " "
            return


def _nearest(index: int, count: int) -> Iterator[int]:
    """The characters around one, the nearest first."""
    for step in range(1, REACH + 1):
        if index - step >= 0:
            yield index - step
        if step < REACH and index + step < count:
            yield index + step


def _is_inside_word(letters: list[str], index: int, places: Places) -> bool:
    """Whether the letters on both sides of a space that pdfium made up stand in one word."""
    before, after = index - 1, index + 1
    while before > 0 and letters[before] in BLANK:
        before -= 1
    while after < len(letters) - 1 and letters[after] in BLANK:
        after += 1
    return places.edges(after)[0] - places.edges(before)[1] < TOUCHING
