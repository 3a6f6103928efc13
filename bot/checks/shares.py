"""Pure, one check of an answer: of two parties, each has what the paper tells of it and not of the other."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from bot.checks.atoms import MARKS, Key, atoms
from bot.checks.segments import segments
from bot.checks.wording import KEPT

_SCALES = frozenset(
    {
        "amount",
        "quality",
        "speed",
        "cost",
        "level",
        "extreme",
        "size",
        "hard",
        "keep",
        "estimate",
        "allow",
        "success",
        "rate",
        "include",
        "right",
        "agree",
        "same",
    }
)
_MOST = 12  # parties
_WEIGHTS = {"figure": 2, "name": 1, "word": 1, "pole": 1}


def mixed_up(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The pairs of parties of a claim of which each has the words that the sentences tell of the other."""
    ours = _parties(claim)
    found = []
    for sentence in sentences:
        both = [key for key in ours if key in _parties(sentence)][:_MOST]
        for one, other in combinations(both, 2):
            if _is_rival(one, other) and _is_mixed(claim, sentence, pair=(one, other)):
                found.append(f"{one[0]} {other[0]}")
    return tuple(dict.fromkeys(found))


def _is_rival(one: Key, other: Key) -> bool:
    """The two sides of a contrast that is no scale."""
    return bool(one[1]) and one[1] == -other[1] and one[0] == other[0] and one[0] not in _SCALES


@lru_cache(KEPT)
def _parties(text: str) -> tuple[Key, ...]:
    return tuple(dict.fromkeys(one.key for one in atoms(text) if one.kind in {"name", "pole"}))


def _is_mixed(claim: str, sentence: str, *, pair: tuple[Key, Key]) -> bool:
    ours, theirs = _parts(claim, pair), _parts(sentence, pair)
    own = [_only(theirs, place) for place in (0, 1)]
    direct = crossed = 0
    for place in (0, 1):
        for key, kind in _only(ours, place).items():
            direct += _WEIGHTS[kind] if key in own[place] else 0
            crossed += _WEIGHTS[kind] if key in own[1 - place] else 0
    return crossed > direct


def _only(parts: tuple[dict[Key, str], dict[Key, str]], place: int) -> dict[Key, str]:
    return {key: kind for key, kind in parts[place].items() if key not in parts[1 - place]}


@lru_cache(KEPT)
def _parts(text: str, pair: tuple[Key, Key]) -> tuple[dict[Key, str], dict[Key, str]]:
    """What the clauses of each of two parties speak of; nothing where a clause speaks of both."""
    parts: tuple[dict[Key, str], dict[Key, str]] = {}, {}
    place = None
    for piece in segments(text):
        here = piece.keys & set(pair)
        if len(here) > 1:
            return {}, {}
        place = place if not here else 0 if pair[0] in here else 1
        if place is not None:
            parts[place].update(
                (atom.key, atom.kind) for atom in piece.atoms if atom.name not in MARKS | {pair[0][0]}
            )
    return parts
