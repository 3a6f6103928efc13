"""Pure, one check of an answer: what a claim denies the paper denies, and what it says the paper does not."""

import re
from collections.abc import Sequence

from bot.checks.atoms import MARKS, Key
from bot.checks.segments import Segment, segments

_HAN = re.compile("[\u4e00-\u9fff]")
_BEHIND = 3  # words behind a denial that it may deny
_DENYING = frozenset({"not", "instead"})
_BROADLY = _DENYING | {"hardly"}
_UNLIKE = ("same", -1)
_NEAR = {True: 6, False: 30}  # characters behind a denial, in Chinese and in English
_INSTEAD = re.compile(r"rather than|instead of|unlike|而非|而不是", re.IGNORECASE)
_LIGHT = frozenset({"use", "show", "amount"})  # "without the use of gates" denies gates


def denied_otherwise(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The words that a claim denies and the sentences plainly say, or the reverse."""
    ours = _denials(segments(claim))
    theirs = _denials([piece for sentence in sentences for piece in segments(sentence)])
    return tuple(
        dict.fromkeys(
            key[0]
            for key, told in ours.items()
            if (known := theirs.get(key))
            and (
                (told.firstly and not told.plainly and not known.broadly)
                or (known.denied and not known.plainly and not told.broadly)
            )
        )
    )


class _Told:
    """How a text speaks of a word."""

    firstly = False  # right behind a denial
    denied = False  # behind one
    plainly = False
    broadly = False  # in a piece that denies something


def _denials(pieces: Sequence[Segment]) -> dict[Key, _Told]:
    ways: dict[Key, _Told] = {}
    for piece in pieces:
        broads = [one.start for one in piece.atoms if one.name in _BROADLY or one.key == _UNLIKE]
        reach = _NEAR[bool(_HAN.search(piece.text))]
        instead = _INSTEAD.match(piece.contrast)
        left, place = (_BEHIND, piece.start) if instead else (0, 0)
        for one in piece.atoms:
            if one.name in _DENYING:
                left, place = _BEHIND, one.end
            if one.kind == "name" and not left:
                ways.setdefault(one.key, _Told()).plainly = True  # as it is written in a title
            if one.name in MARKS or one.kind in {"figure", "name"} or (left and one.start < place):
                continue
            left = left if one.start - place <= reach else 0
            told = ways.setdefault(one.key, _Told())
            told.broadly |= bool(instead) or any(start != one.start for start in broads)
            told.firstly |= left == _BEHIND
            told.denied |= left > 1
            told.plainly |= left == 0
            left -= one.name not in _LIGHT and left > 0
    return ways
