"""Pure, one check of an answer: what goes from one thing to another goes the way that the paper tells."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.checks.atoms import MARKS, Key, atoms
from bot.checks.wording import KEPT, normalised

_SIDE = r"(?P<{}>[^,;。:()]{{2,90}}?)"
_END = r"(?=[,;。:()]|\.(?!\d)|\b(?:and|while|which|so|because|to)\b|$)"
_REPLACES = r"\b(?:replac|substitut|swap|exchang|trad)\w*"
_FOR = "(?:with|by|for|against)"
_WAYS = (
    rf"\b(?:from|no longer|not) {_SIDE.format('one')} (?:to|but) {_SIDE.format('other')}{_END}",
    rf"{_REPLACES} {_SIDE.format('one')} {_FOR} {_SIDE.format('other')}{_END}",
    rf"(?:从|由){_SIDE.format('one')}(?:逐步|逐渐|慢慢|依次)?[移转变换过渡滑走降升改扩提]*(?:到|至|向|为|成){_SIDE.format('other')}{_END}",
    rf"[把将]{_SIDE.format('one')}(?:替?换[成为]|改[成为]|变[成为]|蒸馏[成为到]|转[化换][成为]){_SIDE.format('other')}{_END}",
    rf"(?:不再是|不是|并非){_SIDE.format('one')},?而是{_SIDE.format('other')}{_END}",
    rf"用{_SIDE.format('other')}(?:取代|代替|替代|替换)了?{_SIDE.format('one')}{_END}",
)
_PATTERNS = tuple(re.compile(one, re.IGNORECASE) for one in _WAYS)
_HAN = re.compile("[\u4e00-\u9fff]")
_ENGLISH_WAYS = 2


def turned_back(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The ways of a claim, as "from gates to lanes", that the sentences tell from lanes to gates."""
    ours = _ways(claim)
    if not ours:
        return ()
    theirs = [way for sentence in sentences for way in _ways(sentence)]
    return tuple(words for one, other, words in ours if _is_back(one, other, theirs))


_Way = tuple[frozenset[Key], frozenset[Key], str]


def _is_back(one: frozenset[Key], other: frozenset[Key], theirs: Sequence[_Way]) -> bool:
    direct = max((len(one & left) + len(other & right) for left, right, _ in theirs), default=0)
    crossed = max(
        (min(len(one & right), 2) + min(len(other & left), 2) for left, right, _ in theirs), default=0
    )
    return crossed > direct


@lru_cache(KEPT)
def _ways(text: str) -> tuple[_Way, ...]:
    return tuple(_found(normalised(text)))


def _found(text: str) -> Iterator[_Way]:
    patterns = _PATTERNS[_ENGLISH_WAYS:] if _HAN.search(text) else _PATTERNS[:_ENGLISH_WAYS]
    for match in (found for pattern in patterns for found in pattern.finditer(text)):
        one, other = (_keys(text, match.span(side)) for side in ("one", "other"))
        if one - other and other - one:
            yield one - other, other - one, match[0]


def _keys(text: str, span: tuple[int, int]) -> frozenset[Key]:
    start, end = span
    return frozenset(
        one.key
        for one in atoms(text)
        if start <= one.start < end and one.name not in MARKS and one.kind != "figure"
    )
