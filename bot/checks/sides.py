"""Pure, one check of an answer: what a claim compares stands on the sides where the paper has it."""

from collections.abc import Sequence

from bot.checks.comparisons import SHARE, Frame, Keys, frames

_COSTS = {"amount", "cost"}  # who costs less is cheaper
_NAMED = 3  # how much more a name or a contrast tells than a word


def turned_rightly(claim: str, sentences: Sequence[str]) -> bool:
    """Whether a claim compares from the other side: it says "more" where the sentences say "less"."""
    known = [frame for sentence in sentences for frame in frames(sentence)]
    return any(
        _is_turned(one, theirs) and _agrees(one, theirs, turned=True)
        for one in frames(claim)
        for theirs in known
    )


def sides_changed(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The comparisons of a claim that the sentences have the other way round, or not at all."""
    known = [frame for sentence in sentences for frame in frames(sentence)]
    return tuple(dict.fromkeys(one.words for one in frames(claim) if _is_changed(one, known)))


def _is_changed(told: Frame, known: Sequence[Frame]) -> bool:
    scored = []
    for theirs in known:
        turned = _is_turned(told, theirs)
        if turned is not None:
            scored.append((_shared(told, theirs, turned=turned), _agrees(told, theirs, turned=turned)))
    if not scored:
        return bool(told.left and told.right) and told.scale not in {SHARE, ""}
    best = max(score for score, _ in scored)
    return not any(agrees for score, agrees in scored if score == best)


def _shared(told: Frame, theirs: Frame, *, turned: bool) -> int:
    named = told.named | theirs.named
    first, second = (theirs.right, theirs.left) if turned else (theirs.left, theirs.right)
    return _weight(told.left & first, named) + _weight(told.right & second, named)


def _is_turned(told: Frame, theirs: Frame) -> bool | None:
    """Whether the sides stand the other way round; None where they have nothing in common."""
    named = told.named | theirs.named
    if (told.scale == SHARE) != (theirs.scale == SHARE):
        return None
    same, other = _weight(told.right & theirs.right, named), _weight(told.right & theirs.left, named)
    opening, closing = _weight(told.left & theirs.left, named), _weight(told.left & theirs.right, named)
    if not (same or other or opening or closing):
        return None
    # what is measured stands on the left whoever has more of it: the right side tells more
    if same or other:
        return (other + closing, opening) > (2 * same, closing)
    return closing > opening or (told.subject in theirs.right)


def _agrees(told: Frame, theirs: Frame, *, turned: bool) -> bool:
    kin = told.scale == theirs.scale or (turned and {told.scale, theirs.scale} == _COSTS)
    if not told.sign or not theirs.sign or not kin:
        return not turned
    if not turned and not (told.single and theirs.single):
        return True  # each of several words may be told of another measure
    return (told.sign == theirs.sign) != turned


def _weight(keys: Keys, named: Keys) -> int:
    return sum(_NAMED if key in named else 1 for key in keys)
