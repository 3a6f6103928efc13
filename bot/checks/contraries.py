"""Pure, one check of an answer: each word that has an opposite is said of what the paper says it of."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.checks.atoms import MARKS, Atom, Key
from bot.checks.segments import Segment, segments
from bot.checks.sides import turned_rightly

_HAN = re.compile("[\u4e00-\u9fff]")
_ALIKE = 2.5  # of what a contrast is said of, one part in so many must be the same
_NEARLY = 0.5  # of what the best place has in common, with which another bears a word out
_REACH = {True: 4, False: 24}  # characters behind a denial, in Chinese and in English
_FAR = 40  # characters behind "a lack of"
_KINDRED = frozenset({"amount", "quality", "speed", "level", "extreme"})  # accuracy falls, or is worse
_COMPARING = frozenset({"amount", "quality", "speed", "cost", "hard"})


class _Said(NamedTuple):
    name: str  # of the contrast
    sign: int  # the side that is meant, behind denials
    beside: frozenset[Key]  # what it is said of


def contraries(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The contrasts of which a claim means one side where the sentences mean the other of the same thing."""
    ours = [*_said(claim, loosely=False)]
    theirs = [one for sentence in sentences for one in _said(sentence, loosely=True)]
    compared = turned_rightly(claim, sentences)
    often = Counter(key for one in theirs for key in one.beside)
    found = []
    for told in ours:
        comparing = told.name in _COMPARING
        has_both = any(one.name == told.name and one.sign != told.sign for one in ours)
        if (compared if comparing else has_both) or not told.beside:
            continue
        if _is_contrary(told, theirs, often):
            found.append(told.name)
    return tuple(dict.fromkeys(found))


def _is_contrary(told: _Said, theirs: Sequence[_Said], often: Counter[Key]) -> bool:
    """Whether the places that say most of the same thing mean the other side; what is rare tells more."""
    same = [one for one in theirs if one.name == told.name]
    shared = max((len(told.beside & one.beside) for one in same), default=0)
    if shared < max(1, len(told.beside) / _ALIKE):
        return False
    best = max(_common(told, one, often) for one in same)
    kin = [one for one in theirs if one.name == told.name or {one.name, told.name} <= _KINDRED]
    return not any(one.sign == told.sign and _common(told, one, often) > best * _NEARLY for one in kin)


def _common(told: _Said, known: _Said, often: Counter[Key]) -> float:
    return sum(1 / often[key] for key in told.beside & known.beside)


def _said(text: str, *, loosely: bool) -> Iterator[_Said]:
    """The contrasts of a text; loosely, "a lack of gains" says that there are some and that not."""
    for piece in segments(text):
        commas = [piece.start + match.start() for match in re.finditer(",", piece.text)]
        parts = [sum(comma < one.start for comma in commas) for one in piece.atoms]
        for place, one in enumerate(piece.atoms):
            if one.kind == "pole":
                near = frozenset(
                    other.key
                    for other, part in zip(piece.atoms, parts, strict=True)
                    if part == parts[place] and other.name != one.name and other.name not in MARKS
                )
                yield _Said(one.name, -one.sign if _is_undone(piece, one) else one.sign, near)
                if loosely and any(
                    0 < one.start - other.end < _FAR for other in piece.atoms if other.name == "hardly"
                ):
                    yield _Said(one.name, -one.sign, near)


def _is_undone(piece: Segment, one: Atom) -> bool:
    """Whether a denial stands in front of a word, with nothing that it denies between them."""
    if any(other.name == "not" and 0 < other.start - one.end <= 1 for other in piece.atoms):
        return True  # "keeps no logs"
    reach = _REACH[bool(_HAN.search(piece.text))]
    before = [other for other in piece.atoms if other.start < one.start]
    for other in reversed(before):
        if other.name == "not":
            return one.start - other.end <= reach
        if other.kind != "pole" and other.name not in MARKS:
            return False
    return False
