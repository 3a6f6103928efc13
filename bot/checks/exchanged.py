"""Pure, one check of a statement: numbers that the paper has, each told of what the other measures."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from bot.checks.glossary import terms
from bot.checks.numbers import same_quantity
from bot.checks.quantities import Quantity, quantities
from bot.checks.wording import normalised

_LIST = re.compile(r"\s?[A-Za-z]{0,4}\s?(?:-|~|to|至|到|,|/|and|和|与|及|&|, ?and)\s?")
_RANGE = re.compile(r"\s?(?:-|~|to|至|到)\s?")
_FALL = re.compile(r"\s?(?:下降|减少|降低|缩减|缩短|压缩|减|降|缩)(?:至|到|为)")
_RISE = re.compile(r"\s?(?:提升|提高|增加|增长|上升|增|升|扩展)(?:至|到|为)")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*")
_SMALL = frozenset({
    *("the", "of", "and", "for", "in", "on", "with", "to", "an", "is", "are", "by", "from", "that", "as"),
    *("at", "or", "up", "than", "over", "while", "its", "it", "vs"),
})  # fmt: skip
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CHINESE_REACH = (
    30,
    8.0,
)  # characters that may say what a number measures; in how many their say falls to 1/e
_ENGLISH_REACH = (80, 20.0)
_CLEARLY = 0.8  # about one word beside the number
_CHANGE = re.compile(r"\s?(?:down |up )?(?:to|至|到)(?: as [a-z]+ as)?\s?", re.IGNORECASE)
_FROM = re.compile(r"(?:\bfrom|从|由)\s?$", re.IGNORECASE)
_ELLIPSIS = re.compile(r"\b(?:do|does|did) so\s?$")  # what it does is told elsewhere
_CLAUSE_END = re.compile(r"[,;。:)]|\b(?:while|whereas|but)\b")


class _Spot(NamedTuple):
    """A number and what stands around it."""

    quantity: Quantity
    text: str  # the normalised sentence
    series: int  # where the list or range begins that it stands in
    words: Mapping[str, float]  # those around it, nearer ones with a greater weight


class _Found(NamedTuple):
    """A number of the claim, and the one place where the paper has it."""

    told: _Spot
    known: _Spot


def exchanged_numbers(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The pairs of the claim's numbers that stand in each other's place, as "45% and 26%".

    Only numbers that the sentences have once, in the same unit, can be told: by their order in a list or a
    range; by their order in a sentence, where the words around them have not moved with them; elsewhere
    where the words around each are clearly those of the other. A range must not fall unless the paper's does,
    and what is said to fall must fall.
    """
    told = _spots(claim)
    if not told[1:]:
        return ()
    known = [spot for text in sentences for spot in _spots(text)]
    pairs = [
        (left.told, right.told)
        for left, right in combinations(_located(told, known), 2)
        if _crossed(left, right)
    ]
    pairs += [pair for pair in pairwise(told) if _is_upside_down(*pair, known=known)]
    return tuple(dict.fromkeys(f"{left.quantity.words} and {right.quantity.words}" for left, right in pairs))


def _crossed(left: _Found, right: _Found) -> bool:
    """Whether two numbers of the claim, the left one first, are each told of what the other measures."""
    first, second = left.known, right.known
    same_unit = {kind for kind, _ in first.quantity.readings} & {kind for kind, _ in second.quantity.readings}
    if first is second or not same_unit or first.quantity.scale != second.quantity.scale:
        return False
    turned = first.text == second.text and second.quantity.start < first.quantity.start
    between = _between(left.told, right.told)
    if left.told.series == right.told.series and first.text == second.text:
        return turned and first.series == second.series
    later, early = (left.told, second) if turned else (right.told, first)
    if first.text == second.text and _CHANGE.fullmatch(_between(early, first if turned else second)):
        return bool(_FROM.search(later.text[max(0, later.quantity.start - 10) : later.quantity.start]))
    if _FALL.fullmatch(between) or _RISE.fullmatch(between):
        return False
    if not (first.words and second.words):
        return False
    direct = _likeness(left.told, first) + _likeness(right.told, second)
    crossed = _likeness(left.told, second) + _likeness(right.told, first)
    return crossed > direct if turned else crossed - direct > _CLEARLY


def _is_upside_down(left: _Spot, right: _Spot, *, known: list[_Spot]) -> bool:
    """Whether a range falls as none of the paper does, or what is said to fall rises, or the reverse."""
    values = _in_one_unit(left.quantity, right.quantity)
    if values is None:
        return False
    low, high = values
    between = _between(left, right)
    if _FALL.fullmatch(between):
        return low < high
    if _RISE.fullmatch(between):
        return low > high
    if not _RANGE.fullmatch(between) or low < high:
        return False
    return not any(
        same_quantity(left.quantity, first.quantity) and same_quantity(right.quantity, second.quantity)
        for first, second in pairwise(known)
    )


def _in_one_unit(left: Quantity, right: Quantity) -> tuple[float, float] | None:
    """Two values to compare; None where there is no unit that both have."""
    for kind, value in sorted(left.readings):
        for other, other_value in sorted(right.readings):
            if kind == other:
                return value, other_value
    return None


def _located(told: list[_Spot], known: list[_Spot]) -> Iterator[_Found]:
    for spot in told:
        places = [place for place in known if same_quantity(spot.quantity, place.quantity)]
        if len(places) == 1:
            yield _Found(spot, places[0])


def _between(left: _Spot, right: _Spot) -> str:
    return left.text[left.quantity.end : right.quantity.start]


def _likeness(one: _Spot, other: _Spot) -> float:
    return sum(one.words[word] * other.words[word] for word in one.words.keys() & other.words.keys())


def _spots(text: str) -> list[_Spot]:
    text = normalised(text)
    found = [one for one in quantities(text) if not one.counted and not one.version]
    spots: list[_Spot] = []
    for place, quantity in enumerate(found):
        listed = place and _LIST.fullmatch(text[found[place - 1].end : quantity.start])
        series = spots[-1].series if listed else quantity.start
        spots.append(_Spot(quantity, text, series, _around(text, found, place)))
    return spots


def _around(text: str, found: Sequence[Quantity], place: int) -> dict[str, float]:
    """The words around a number; those around a range are those of both of its ends."""
    first = last = place
    while first and _RANGE.fullmatch(text[found[first - 1].end : found[first].start]):
        first -= 1
    while last + 1 < len(found) and _RANGE.fullmatch(text[found[last].end : found[last + 1].start]):
        last += 1
    reach, near = _CHINESE_REACH if _CHINESE.search(text) else _ENGLISH_REACH
    start = max(found[first - 1].end if first else 0, found[first].start - reach)
    end = min(found[last + 1].start if last + 1 < len(found) else len(text), found[last].end + reach)
    before, after = text[start : found[first].start], text[found[last].end : end]
    if _ELLIPSIS.search(before):
        return {}
    after = _CLAUSE_END.split(after, maxsplit=1)[0]
    words: dict[str, float] = {}
    for word, _, distance in _words(before):
        words[word] = max(words.get(word, 0.0), math.exp(-distance / near))
    for word, distance, _ in _words(after):
        words[word] = max(words.get(word, 0.0), math.exp(-distance / near))
    return words


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """The measures and the words in Latin letters, with their distance from the text's start and end."""
    for term in terms("measure"):
        for start, end in term.places(text):
            yield term.name, start, len(text) - end
    for match in _WORD.finditer(text):
        if match[0].lower() not in _SMALL:
            yield match[0].lower(), match.start(), len(text) - match.end()
