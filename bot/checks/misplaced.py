"""Pure, one check of an answer: figures of the paper's sentence, told beside the words of others."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.checks.numbers import same_quantity
from bot.checks.quantities import Quantity, quantities
from bot.checks.wording import normalised

_NEAR = 24  # characters of a claim in which a word stands beside its figure
_REACH = 80  # the same in the paper, which may put more between them
_STEM = 5
_ELIDED = re.compile(r"\s*(?:[(,.;:]|$|and\b|or\b)")
_CLAUSE_END = re.compile(r"[;:]|,(?=\s)|\b(?:while|whereas|but)\b")
_WORD = re.compile(r"[A-Za-z]{3,}")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SMALL = frozenset({
    *("the", "and", "for", "from", "with", "than", "over", "about", "only", "more", "less", "most", "least"),
    *("are", "was", "were", "has", "have", "its", "which", "that", "this", "while", "both", "respectively"),
    *("using", "under", "into", "between", "average", "around", "nearly", "approximately", "roughly"),
    *("need", "needs", "needed", "require", "requires", "use", "uses", "get", "gets", "take", "takes"),
    "reach",
    *("reaches", "give", "gives", "show", "shows", "where", "when", "does", "did", "do", "it", "them", "got"),
})  # fmt: skip


def repeated_figures(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The figures that a claim tells more often than the sentences: one stands in another's place."""
    told = [one for one in quantities(claim) if not one.counted and not one.version]
    known = [one for text in sentences for one in quantities(text)]
    return tuple(
        dict.fromkeys(
            one.words.strip()
            for one in told
            if sum(same_quantity(one, other) for other in told)
            > sum(same_quantity(one, other) for other in known)
            > 0
        )
    )


def misplaced_figures(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The figures beside whose neighbouring word the sentences have others, and never these.

    () for a Chinese claim, whose order is its own. In an English one the word may belong to something else,
    so that a reader is to compare.
    """
    claim = normalised(claim)
    if _CHINESE.search(claim):
        return ()
    known = [(text, one) for text in map(normalised, sentences) for one in quantities(text)]
    told = [one for one in quantities(claim) if not one.counted and not one.version]
    return tuple(dict.fromkeys(one.words.strip() for one in told if _is_misplaced(one, claim, known)))


def _is_misplaced(one: Quantity, claim: str, known: Sequence[tuple[str, Quantity]]) -> bool:
    own = [(text, other) for text, other in known if same_quantity(one, other, rough=True)]
    for behind in (False, True):
        if behind and any(_ELIDED.match(text, other.end) for text, other in own):
            continue  # "the other needs 8" leaves out what it counts
        word = next(_words(claim, one, reach=_NEAR, behind=behind), "")
        has_it = any(
            _is_beside(word, text, other, behind=behind)
            or word in islice(_words(text, other, reach=_REACH, behind=not behind), 2)
            for text, other in own
        )
        if word and not has_it and any(_is_near(word, *other, behind=behind) for other in known):
            return True
    return False


def _is_beside(word: str, text: str, quantity: Quantity, *, behind: bool) -> bool:
    return word in _words(text, quantity, reach=_REACH, behind=behind)


def _is_near(word: str, text: str, quantity: Quantity, *, behind: bool) -> bool:
    """Whether it stands beside a figure in the same clause."""
    if behind:
        cut = _CLAUSE_END.search(text, quantity.end)
        return _is_beside(word, text[: cut.start() if cut else len(text)], quantity, behind=True)
    return _is_beside(word, text, quantity, behind=False)


def _words(text: str, quantity: Quantity, *, reach: int, behind: bool) -> Iterator[str]:
    """The beginnings of the words on one side of a figure, the nearest first."""
    if behind:
        words = _WORD.findall(text[quantity.end : quantity.end + reach])
    else:
        words = _WORD.findall(text[max(0, quantity.start - reach) : quantity.start])
        words.reverse()
    yield from (word[:_STEM].lower() for word in words if word.lower() not in _SMALL)
