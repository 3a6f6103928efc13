"""Pure, one check of an answer: a word that stands against the paper's, or a bound turned round.

What it sees may be true in other words, so a reader is to compare.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from bot.checks.glossary import terms
from bot.checks.numbers import same_quantity
from bot.checks.quantities import Quantity, quantities
from bot.checks.wording import KEPT, normalised

TABLE = "poles.tsv"
_SHARED = 0.5  # of the words beside a word, on the side with fewer of them
_BESIDE = 5  # words on each side
_NEAR = 8  # characters on each side of a Chinese word
_REACH = 24  # characters in front of a word in which it may be undone
_FRONT = 40  # the same of a figure
_STEM = 5
_CHINESE = re.compile("[\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]+")
_CLAUSE_END = re.compile(r"[,;:。，；]\s|[。，；]|\b(?:and|but|while|whereas|if|when|where)\b")
_UNDONE = re.compile(
    r"(?:\b(?:not|no|never|without|cannot|hardly|neither|nor|avoid\w*|less|instead of|than)|n['’]t|"
    r"不|未|无|没有?|避免|而非|而不是)(?: [a-z]+)?\s?$",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"(?:\b(?:more|greater|larger|higher) than|\bover|\babove|超过|大于|高于|多于|>)\s?$", re.IGNORECASE
)
_BELOW = re.compile(
    r"(?:\b(?:less|fewer|smaller|lower) than|\bunder|\bbelow|少于|小于|低于|不到|不足|<)\s?$", re.IGNORECASE
)
_JOINT = re.compile(
    r"\b(?:than(?! [~<>]?\d)|compared (?:to|with)|at the (?:cost|expense|price) of|outperform\w*|surpass\w*|"
    r"beats?|exceeds?|falls? short of)\b",
    re.IGNORECASE,
)
_SMALL = frozenset({
    *("the", "and", "for", "are", "was", "were", "has", "have", "had", "with", "that", "this", "its"),
    *("generally", "even", "our", "their", "these", "those", "which", "from"),
})  # fmt: skip


class _Pole(NamedTuple):
    """Words of one side, and of the side against it."""

    said: re.Pattern[str]
    against: re.Pattern[str]
    first: bool  # of its row
    rare: bool
    compares: bool


def turned_round(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The words, bounds and figures of a claim that stand against the sentences, as written."""
    claim, sources = normalised(claim), [normalised(sentence) for sentence in sentences]
    found = [*_opposed(claim, sources), *_bounds(claim, sources)]
    return tuple(dict.fromkeys([*found, *_other_side(claim, sources)]))


def _opposed(claim: str, sources: Sequence[str]) -> Iterator[str]:
    """Words of which the sentences have the opposite alone, of the same thing."""
    whole, clauses = " ".join(sources), [part for text in sources for part in _CLAUSE_END.split(text)]
    for pole in _poles():
        told = _plainly(pole.said, claim)
        if told is None or pole.against.search(claim) or pole.said.search(whole):
            continue
        if pole.compares and _JOINT.search(claim) and _JOINT.search(whole):
            continue  # "gates are slower than lanes" says that lanes are faster than gates
        for clause in clauses:
            theirs = _plainly(pole.against, clause)
            if theirs and (pole.rare or _are_alike(told, theirs, compared=pole.compares)):
                yield told[0]
                break


def _are_alike(told: re.Match[str], theirs: re.Match[str], *, compared: bool) -> bool:
    """Whether two words are said of one thing; of a Chinese claim, whether of one measure, if of any."""
    if _CHINESE.search(told.string):
        near = told.string[max(0, told.start() - _NEAR) : told.end() + _NEAR]
        measured = (one for one in terms("measure") if one.chinese.search(near))
        return not compared or any(one.english.search(theirs.string) for one in measured)
    ours, known = (
        _stems(one.string[: one.start()])[-_BESIDE:] + _stems(one.string[one.end() :])[:_BESIDE]
        for one in (told, theirs)
    )
    least = min(len(set(ours)), len(set(known)))
    return least > 0 and len({*ours} & {*known}) >= _SHARED * least


def _bounds(claim: str, sources: Sequence[str]) -> Iterator[str]:
    """Figures said to be exceeded that are not reached, and the reverse."""
    known = [(_in_front(text, one.start), one) for text in sources for one in quantities(text)]
    for told in quantities(claim):
        before = _in_front(claim, told.start)
        for ours, theirs in ((_ABOVE, _BELOW), (_BELOW, _ABOVE)):
            bound = ours.search(before)
            if bound is None or _UNDONE.search(before[: bound.start()]):
                continue
            places = [words for words, one in known if same_quantity(told, one)]
            if places and all(map(theirs.search, places)):
                yield f"{bound[0].strip()} {told.words.strip()}"


def _in_front(text: str, end: int) -> str:
    return text[max(0, end - _FRONT) : end]


def _other_side(claim: str, sources: Sequence[str]) -> Iterator[str]:
    """Figures told of the one side that the sentences tell of the other."""
    for pole in _poles():
        if pole.first and not pole.compares:
            ours = list(_figures(claim, pole))
            known = [one for text in sources for one in _figures(text, pole)] if ours else []
            for told, side in ours:
                places = {theirs for one, theirs in known if same_quantity(told, one)}
                if places and side not in places:
                    yield told.words.strip()


def _figures(text: str, pole: _Pole) -> Iterator[tuple[Quantity, bool]]:
    """The clauses with one figure and one of two sides: the figure, and whether it is the first side's."""
    for clause, number in _numbered(text):
        sides = bool(pole.said.search(clause)), bool(pole.against.search(clause))
        if sides[0] != sides[1]:
            yield number, sides[0]


@lru_cache(KEPT)
def _numbered(text: str) -> tuple[tuple[str, Quantity], ...]:
    """The clauses with one figure, and that."""
    found = []
    for clause in _CLAUSE_END.split(text):
        numbers = [one for one in quantities(clause) if not one.counted and not one.version]
        if len(numbers) == 1:
            found.append((clause, numbers[0]))
    return tuple(found)


def _plainly(words: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Where a word stands that nothing in front of it undoes."""
    places = words.finditer(text)
    return next(
        (one for one in places if not _UNDONE.search(text[max(0, one.start() - _REACH) : one.start()])), None
    )


def _stems(text: str) -> list[str]:
    words = (word.lower() for word in _WORD.findall(text))
    return [word[:_STEM] for word in words if word not in _SMALL and len(word) > 2]


@cache
def _poles() -> tuple[_Pole, ...]:
    rows = files(__package__).joinpath(TABLE).read_text(encoding="utf-8").splitlines()
    made = []
    for row in rows:
        if not row.startswith("#"):
            parts = (rf"(?<![A-Za-z-])(?:{part})(?![a-z])" for part in row.lstrip("!?").split("\t"))
            one, other = (re.compile(part, re.IGNORECASE) for part in parts)
            rare, compares = row[0] == "!", row[0] == "?"
            made.append(_Pole(one, other, first=True, rare=rare, compares=compares))
            made.append(_Pole(other, one, first=False, rare=rare, compares=compares))
    return tuple(made)
