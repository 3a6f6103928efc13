"""Pure, one check of an answer: "smaller gates" where the paper speaks of larger ones."""

from collections.abc import Iterator, Sequence

from bot.checks.atoms import MARKS, Atom, Key, atoms
from bot.checks.sides import turned_rightly

_GAP = 2  # characters between a word and what it describes
_VAGUE = frozenset(
    {"rate", "order", "time", "same", "include", "allow", "success", "quality", "speed", "agree", "right"}
)


def other_attributes(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The things of a claim that it calls by the one side of a contrast, and the sentences by the other."""
    ours = list(_described(claim))
    if not ours:
        return ()
    known = {pair for sentence in sentences for pair in _described(sentence)}
    told = {pole for pole, _ in ours}
    found = [
        f"{name} {thing[0]}"
        for (name, sign), thing in ours
        if ((name, -sign), thing) in known
        and not any(pole == (name, sign) for pole, _ in known)
        and (name, -sign) not in told
    ]
    return tuple(dict.fromkeys(found)) if found and not turned_rightly(claim, sentences) else ()


def _described(text: str) -> Iterator[tuple[Key, Key]]:
    """The contrasts of a text, each with the word right behind it."""
    found = [one for one in atoms(text) if one.name not in MARKS]
    for place, one in enumerate(found):
        if one.kind != "pole" or one.name in _VAGUE:
            continue
        behind = next((other for other in found[place + 1 :] if other.start >= one.end), None)
        if behind is not None and behind.kind in {"word", "name"} and behind.start - one.end <= _GAP:
            yield one.key, _thing(behind)


def _thing(one: Atom) -> Key:
    return one.key
