"""Where a text may be cut: the seams of writing, and never inside what a reader sees as one character."""

import re
import unicodedata
from collections.abc import Callable, Iterator

Measure = Callable[[str], int]
"""The size of a text as a platform counts it; for two texts together the sum of both."""

_SPACE = r"(?=[^\S\u00a0\u2007\u202f])"  # that may be broken at
_WORD = re.compile(_SPACE)
_BEST_FIRST = (
    re.compile(r"(?=\n)"),
    re.compile(rf"(?<![.!?…])[.!?…]++[\"'”’)\]]*+{_SPACE}|[。！？…]+[\"'”’」』）】]*"),
    re.compile(rf"[,;:]{_SPACE}|[，；：、]"),
    _WORD,
)

_JOINER = "\u200d"
_VIRAMA = 9  # the combining class of the sign that binds two Indic letters
# Extend without being marks: joiners, half-width voicing marks, skin tones, the letters of a regional flag.
_EXTENDING = re.compile("[\u200c\u200d\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_FLAG_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")
_HANGUL_LEAD = re.compile("[\u1100-\u115f\ua960-\ua97c]")
_HANGUL_AFTER_LEAD = re.compile("[\u1100-\u115f\ua960-\ua97c\uac00-\ud7a3]")
_HANGUL_VOWEL_OR_TAIL = re.compile("[\u1160-\u11ff\ud7b0-\ud7fb]")


def ranges(text: str, *, first: int, later: int, measure: Measure) -> list[tuple[int, int]]:
    """Start and end of the text's parts: the first measures at most `first`, each other at most `later`.

    Between two parts stood nothing but white space. There is always a part, be it empty. A character that no
    part holds is cut between its code points.
    """
    parts: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = _reach(text, start, room=later if parts else first, measure=measure)
        seam = _seam(text, start=start, end=end)
        end = seam if seam == len(text) else start + len(text[start:seam].rstrip())
        if end > start:
            parts.append((start, end))
        start = _after_white_space(text, seam)
    return parts or [(0, 0)]


def _reach(text: str, start: int, *, room: int, measure: Measure) -> int:
    """The furthest end of a part from `start` that fits; one code point further than `start` at least."""
    left = len(text) - start
    fits, high = 1, min(max(room, 1), left)
    while high < left and measure(text[start : start + high]) <= room:
        fits, high = high, min(2 * high, left)
    while fits < high:
        middle = (fits + high + 1) // 2
        if measure(text[start : start + middle]) <= room:
            fits = middle
        else:
            high = middle - 1
    return start + fits


def _seam(text: str, *, start: int, end: int) -> int:
    """The best place to cut up to `end`: in the second half if a good one is there, else between words."""
    if end == len(text):
        return end
    for place in _candidates(text, start=start, end=end):
        if place > start and _parts_characters(text, start=start, place=place):
            return place
    return end


def _candidates(text: str, *, start: int, end: int) -> Iterator[int]:
    middle = start + (end - start) // 2
    for seam in _BEST_FIRST:
        yield from _places(seam, text, start=middle, end=end)
    yield from _places(_WORD, text, start=start, end=middle)
    yield from range(end, start, -1)


def _places(seam: re.Pattern[str], text: str, *, start: int, end: int) -> Iterator[int]:
    """Last first. A seam is known by the character after it, so that one is looked at too."""
    ends = [match.end() for match in seam.finditer(text, start, end + 1)]
    return (place for place in reversed(ends) if place <= end)


def _after_white_space(text: str, start: int) -> int:
    place = start
    while place < len(text) and text[place].isspace():
        place += 1
    return place - 1 if start < place < len(text) and _extends(text[place]) else place


def _parts_characters(text: str, *, start: int, place: int) -> bool:
    """True where a cut at `place` leaves characters whole, in a text that is read from `start`.

    https://unicode.org/reports/tr29/#Grapheme_Cluster_Boundary_Rules as far as the standard library has the
    properties; where it has not, the answer is False more often than there.
    """
    before, after = text[place - 1], text[place]
    if _extends(after) or before == _JOINER or unicodedata.combining(before) == _VIRAMA:
        return False
    if _HANGUL_LEAD.match(before) and _HANGUL_AFTER_LEAD.match(after):
        return False
    if _FLAG_LETTER.match(before) and _FLAG_LETTER.match(after):
        letters = place
        while letters > start and _FLAG_LETTER.match(text[letters - 1]):
            letters -= 1
        return (place - letters) % 2 == 0
    return True


def _extends(letter: str) -> bool:
    """True for what is drawn onto the letter before it."""
    return bool(
        unicodedata.category(letter) in {"Mn", "Mc", "Me"}
        or _EXTENDING.match(letter)
        or _HANGUL_VOWEL_OR_TAIL.match(letter)
    )
