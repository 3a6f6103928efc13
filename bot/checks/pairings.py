"""Pure, one check of an answer: what a claim tells of one thing, the paper tells of it and of no other."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.checks.atoms import MARKS, Atom, Key
from bot.checks.segments import Segment, segments
from bot.checks.wording import normalised

_THREE = 3
_BETWEEN = 24  # characters between figures of one list, at most
_LISTED = re.compile(r"\brespectively\b")
_LIST = re.compile(r"([A-Za-z][\w.+-]*), ([A-Za-z][\w.+-]*),? and ([A-Za-z][\w.+-]*)")
_SCALES = frozenset({"amount", "quality", "speed"})
_HEIGHTS = {"level", "amount"}  # "at low and at higher rates"
ELIDED = re.compile(r"\d\s*(?:[(,.;]|$)")  # "16 chips, the other 8" leaves the word out
_FRONT = re.compile(r"\b(on|at|for|in|with|under|by|to|from|when)\b(?: \S+){0,3}\s*$")


def paired_otherwise(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """Pairs of a claim, as "gates 40%", of which the sentences tell either of something else."""
    known = [pieces for sentence in sentences for pieces in _pieces(sentence)]
    told = [piece for piece in segments(claim) if not piece.condition]
    often = Counter(key for piece in told for key in piece.keys)
    return tuple(
        dict.fromkeys(
            f"{one.name} {other.name}"
            for piece in told
            for pieces in known
            for one, other in _crossed(piece, pieces)
            if other.kind != "word" or (often[other.key] < 2 and _is_nearest(one, other, piece))
        )
    )


def _is_nearest(one: Atom, other: Atom, told: Segment) -> bool:
    """Whether no other figure of a piece stands nearer to a word."""
    if one.kind != "figure":
        return True
    gaps = {
        max(figure.start - other.end, other.start - figure.end): figure.key
        for figure in told.atoms
        if figure.kind == "figure"
    }
    return gaps[min(gaps)] == one.key


def _pieces(sentence: str) -> Iterator[Sequence[Segment]]:
    """A sentence cut in three ways: finely, by what stands against what, and by "respectively"."""
    found = segments(sentence)
    yield found
    coarse = _coarse(found)
    if 1 < len(coarse) < len(found):
        yield coarse
    if _LISTED.search(sentence):
        yield [*_respectively(normalised(sentence), found)]


def _coarse(found: Sequence[Segment]) -> list[Segment]:
    made: list[Segment] = []
    for piece in found:
        if made and not piece.contrast and not piece.condition:
            made.append(made.pop().followed_by(piece))
        else:
            made.append(piece)
    return made


def _respectively(text: str, found: Sequence[Segment]) -> Iterator[Segment]:
    """Of "A and B take 1 and 2, respectively" the pairs."""
    end = text.find("respectively")
    whole = [one for piece in found for one in piece.atoms if one.start < end]
    figures = _last_list(text, [one for one in whole if one.kind == "figure"], end)
    if not figures[1:]:
        return
    before = [one for one in whole if one.end <= figures[0].start]
    for head, figure in zip(_heads(text, before, figures), figures, strict=False):
        yield Segment("", figure.start, figure.end, "", condition=False, atoms=(*head, figure))


def _heads(text: str, before: Sequence[Atom], figures: Sequence[Atom]) -> list[list[Atom]]:
    """What as many things are called as there are figures: three in a list, else the last names."""
    listed = list(_LIST.finditer(text, 0, figures[0].start))
    if listed and len(figures) == _THREE:
        spans = [listed[-1].span(group) for group in range(1, _THREE + 1)]
        return [[one for one in before if start <= one.start < end] for start, end in spans]
    names = list({one.name: one for one in before if one.kind == "name"}.values())[-len(figures) :]
    return [[one] for one in names] if len(names) == len(figures) else []


def _last_list(text: str, figures: Sequence[Atom], end: int) -> list[Atom]:
    taken: list[Atom] = []
    for one in reversed(figures):
        between = text[one.end : taken[0].start if taken else end]
        if len(between) > _BETWEEN or (taken and not re.search(r",|\band\b|/", between)):
            break
        taken.insert(0, one)
    return taken


def _crossed(told: Segment, pieces: Sequence[Segment]) -> Iterator[tuple[Atom, Atom]]:
    """The pairs of atoms of a piece of a claim that stand in two pieces, each beside a rival of the other."""
    own = [one for one in told.atoms if one.name not in MARKS]
    pieces = [piece for piece in pieces if not piece.condition]
    places = _places(pieces)
    own = [one for one in own if one.key in places]
    contrast = any(piece.contrast for piece in pieces)
    for one in own:
        here = places[one.key]
        for other in own:
            if one.kind == "word" or one.name == other.name:
                continue
            there = places[other.key]
            if there is here or not _has_rival(one, told, pair=(here, there)):
                continue
            apart = _is_told_there(one, other, told=told, pair=(here, there), contrast=contrast)
            if apart:
                yield one, other


def _places(pieces: Sequence[Segment]) -> dict[Key, Segment]:
    """The pieces of what stands in one alone."""
    often = Counter(key for piece in pieces for key in piece.keys)
    return {key: piece for piece in pieces for key in piece.keys if often[key] == 1}


def _is_told_there(
    one: Atom, other: Atom, *, told: Segment, pair: tuple[Segment, Segment], contrast: bool
) -> bool:
    """Whether the second of two pieces tells what a claim tells of what stands in the first."""
    here, there = pair
    if other.kind != "word":
        if _has_rival(other, told, pair=(there, here)):
            return True
        names = one.kind == other.kind == "name"
        return names and bool(here.contrast or there.contrast) and not _is_shared(other, here, there)
    later = there.start > here.start
    elided = ELIDED.search(here.text) and not later
    if one.name in _SCALES or elided or (one.kind != "figure" and not contrast):
        return False
    own = _words(here) - _words(there)
    later = later and _one_figure(here) and _one_figure(there)
    return (bool(own) or later) and not own & told.keys


def _words(piece: Segment) -> set[Key]:
    return {one.key for one in piece.atoms if one.kind == "word" and one.name not in MARKS}


def _has_rival(one: Atom, told: Segment, *, pair: tuple[Segment, Segment]) -> bool:
    """Whether the second piece has in an atom's place what stands in no such pair of the claim's."""
    own, piece = pair
    if one.kind == "figure" and _one_figure(own) and _one_figure(piece):
        return not any(rival.key in told.keys for rival in piece.atoms if rival.kind == "figure")
    return any(
        _is_rival(one, rival)
        and rival.key not in told.keys
        and (one.kind != "name" or _opens(own, one) == _opens(piece, rival))
        for rival in piece.atoms
    )


def _one_figure(piece: Segment) -> bool:
    return sum(one.kind == "figure" for one in piece.atoms) == 1


def _opens(piece: Segment, one: Atom) -> bool:
    """Whether a name is what a piece begins with, in front of its first figure or contrast."""
    first = next((x for x in piece.atoms if x.kind != "word"), None)
    return first is not None and first.key == one.key


def _is_shared(one: Atom, here: Segment, there: Segment) -> bool:
    """Whether "on Easy" of the one piece holds for the other too, which has no "on" of its own."""
    front = _FRONT.search(there.text[: one.start - there.start])
    return front is not None and not re.search(rf"\b{front[1]}\b", here.text)


def _is_rival(one: Atom, other: Atom) -> bool:
    if one.kind == "pole":
        return one.sign == -other.sign and (one.name == other.name or {one.name, other.name} == _HEIGHTS)
    if one.kind == "figure":
        return (
            other.kind == "figure"
            and one.name != other.name
            and one.name[-1:].isdigit() == other.name[-1:].isdigit()
        )
    return other.kind == "name" and one.name != other.name
