"""Pure, one check of an answer: a name that stands in the paper, but not where the claim says it does."""

import re
from collections.abc import Sequence

from bot.checks.atoms import atoms
from bot.checks.wording import key

_LEAST = 3  # letters
_HYPHENS = "-\u2010\u2011\u2012\u2013"
_COMPOUND = re.compile(rf"[^\W_]+(?:[{_HYPHENS}][^\W_]+)+")
_WAY = re.compile(r"\b([A-Z][a-z]+) to ([A-Z][a-z]+)\b")  # such as a direction of translation


def named_elsewhere(claim: str, near: Sequence[str]) -> tuple[str, ...]:
    """The names of a claim that neither its passages nor the paper's opening have."""
    source = " ".join(near)
    lowered = source.lower()
    names = (one.name for one in atoms(claim) if one.kind == "name" and len(key(one.name)) >= _LEAST)
    strange = [name for name in names if name.removesuffix("s") not in lowered]
    known = key(source) if strange else ""
    return tuple(dict.fromkeys(name for name in strange if key(name.removesuffix("s")) not in known))


def sibling_names(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The compound names of a claim of which the sentences have only a sibling: Town-to-Port, Town-to-Mine.

    Siblings have as many parts, one of them in common in its place, and the part that differs is a name.
    """
    source = " ".join(sentences)
    known, lowered = _compounds(source), source.lower()
    told = [parts for parts in _compounds(claim) if "-".join(parts).lower() not in _plain(lowered)]
    return tuple(
        dict.fromkeys(
            "-".join(parts)
            for parts in told
            for other in known
            if len(parts) == len(other) and _differs_by_a_name(parts, other, lowered)
        )
    )


def _compounds(text: str) -> list[list[str]]:
    return [re.split(f"[{_HYPHENS}]", found) for found in _COMPOUND.findall(_WAY.sub(r"\1-to-\2", text))]


def _plain(text: str) -> str:
    return re.sub(f"[{_HYPHENS}]", "-", text)


def _differs_by_a_name(parts: Sequence[str], other: Sequence[str], source: str) -> bool:
    pairs = list(zip(parts, other, strict=True))
    same = any(ours.lower() == theirs.lower() for ours, theirs in pairs)
    others = [ours for ours, theirs in pairs if ours.lower() != theirs.lower()]
    return same and any(part[0].isupper() and part.lower() not in source for part in others)
