"""Pure, one check of an answer: what a claim says of one of two that the paper sets against each other."""

import re
from collections.abc import Iterator, Sequence

from bot.checks.atoms import MARKS, Atom, Key
from bot.checks.contraries import contraries
from bot.checks.negations import denied_otherwise
from bot.checks.pairings import ELIDED
from bot.checks.segments import Segment, segments
from bot.checks.wording import normalised

_CHANGES = re.compile(r"while|whereas|although|though|unlike|in contrast|而(?!非|不)|但|却", re.IGNORECASE)
_WHICH = re.compile(r"[\s,]*(?:which|who|where)\b")
_SAME = re.compile(r"[\s,]*(?:it|they|this|these|its|their|we|he|she)\b")
_GOES_ON = re.compile(r"\s*[a-z]")
_BUT = re.compile(r"but|however|yet", re.IGNORECASE)
# "while doing so": the same party does
_UNLIKE = ("same", -1)  # what says it speaks of both
_COUNTED = 12  # characters
_DOING = re.compile(r"\s*(?:(?:also|only|still|not|\w+ly) )?\w+ing\b")
_SAME_SUBJECT = re.compile(r"\s*(?!the\b)[a-z]")
_PARTIES = frozenset({
    *("order", "group", "phase", "side", "shallow", "stage", "intra", "right", "io", "rw", "density"),
    *("start", "new", "open", "static", "local", "up", "linear", "online", "shot", "first", "sign", "direct"),
    *("box", "structured", "state", "sync", "guided", "grain", "direction", "alike", "central", "outcome"),
    *("memory_kind", "open", "symmetric", "inner"),
})  # fmt: skip


def told_of_the_other(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The words of a claim about one party that the sentences say of the party against it."""
    found: list[str] = []
    for halves in (halves for sentence in sentences if len(halves := _halves(sentence)) > 1):
        place: int | None = None
        for piece in segments(claim):
            places = _places(piece, halves)
            if len(places) > 1 or _UNLIKE in piece.keys:
                place = None
                continue
            goes_on = _GOES_ON.match(piece.text) and not _turns(piece)
            place = next(iter(places), place if goes_on else None)
            if place is not None:
                found += _strange(piece, halves[place], halves)
    return tuple(dict.fromkeys(found))


def _halves(text: str) -> list[Segment]:
    """A text cut where it turns to another party."""
    made: list[Segment] = []
    opened = False  # by "While A waits": what follows is of another
    whole = normalised(text)
    for piece in segments(text):
        comma = "," in whole[max(0, piece.start - 2) : piece.start + 1]
        other = opened and comma and not _SAME.match(piece.text)
        turns = not _WHICH.match(piece.text) and (other or _turns(piece))
        opened = (opened and not turns) or bool(turns and not made and _CHANGES.match(piece.contrast))
        if made and (not turns or piece.condition):
            made.append(made.pop().followed_by(piece))
        else:
            made.append(piece)
    return [piece for piece in made if piece.atoms]


def _turns(piece: Segment) -> bool:
    if _CHANGES.match(piece.contrast):
        return not _DOING.match(piece.text)
    names = any(one.kind == "name" for one in piece.atoms[:2]) or not _SAME_SUBJECT.match(piece.text)
    return bool(_BUT.match(piece.contrast)) and names


def _places(piece: Segment, halves: Sequence[Segment]) -> set[int]:
    """The halves that speak of what a piece of a claim does: of its parties, or of what it begins with."""
    names = [one for one in piece.atoms if one.kind == "name"]
    contrasts = [one for one in piece.atoms if one.name in _PARTIES]
    for parties in (names, contrasts):
        if places := {place for one in parties if (place := _only(one.key, halves)) is not None}:
            return places
    first = next((one for one in _content(piece) if one.kind == "word"), None)
    if first is None:
        return set()
    place = _only(first.key, halves)
    begins = place is not None and first.key in [one.key for one in _content(halves[place])[:2]]
    return {place} if begins and place is not None else set()


def _content(piece: Segment) -> list[Atom]:
    return [one for one in piece.atoms if one.name not in MARKS]


def _only(key: Key, halves: Sequence[Segment]) -> int | None:
    places = [place for place, half in enumerate(halves) if key in half.keys]
    return places[0] if len(places) == 1 else None


def _strange(piece: Segment, own: Segment, halves: Sequence[Segment]) -> Iterator[str]:
    others = {key for half in halves if half is not own for key in half.keys}
    strange = [one for one in _content(piece) if one.key in others and one.key not in own.keys]
    if ELIDED.search(own.text):
        strange = [one for one in strange if not _is_counted(one, piece)]
    at_home = [one for one in _content(piece) if one.key in own.keys and one.key not in others]
    weight = sum(1 if one.kind == "word" else 2 for one in strange)
    figure = any(one.kind == "figure" for one in strange)
    if figure or weight >= max(2, len(at_home)) or _ends_strangely(piece, own, strange):
        yield from (one.name for one in strange)
    yield from contraries(piece.text, [own.text])
    yield from denied_otherwise(piece.text, [own.text])


def _is_counted(one: Atom, piece: Segment) -> bool:
    """Whether a word says what a figure in front of it counts; "the other needs 8" leaves that out."""
    return any(other.kind == "figure" and 0 <= one.start - other.end <= _COUNTED for other in piece.atoms)


def _ends_strangely(piece: Segment, own: Segment, strange: Sequence[Atom]) -> bool:
    """Whether a piece ends in a word of the other half, and not as its own half does."""
    keys = {one.key for one in strange}
    ends = [one.end for one in strange]
    last = bool(ends) and not any(one.start > max(ends) and one.key not in keys for one in _content(piece))
    return last and bool(_content(own)) and _content(own)[-1].key not in piece.keys
