"""Pure: how much of what a statement says stands in a text, by its telling words, in one language or two."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.checks.glossary import terms
from bot.checks.wording import KEPT, normalised

_STEM = 5  # letters by which two forms of one word are known
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]+")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
# Small words, and those that any statement about a paper may hold.
_SMALL = frozenset({
    *("the", "and", "for", "are", "was", "were", "has", "have", "had", "with", "that", "this", "these"),
    *("those", "from", "into", "than", "then", "they", "their", "them", "its", "it", "is", "in", "of"),
    *("on", "to", "by", "as", "at", "an", "be", "or", "not", "no", "so", "we", "our", "us", "can", "may"),
    *("which", "who", "what", "when", "where", "while", "how", "also", "each", "both", "all", "any"),
    *("such", "between", "over", "under", "about", "does", "did", "do", "being", "been", "paper"),
    *("papers", "author", "authors", "work", "study", "method", "approach", "using", "used", "uses"),
    *("use", "propose", "proposes", "proposed", "show", "shows", "shown", "report", "reports", "reported"),
    *("state", "states", "stated", "describe", "describes", "yes", "article", "according", "however"),
    *("therefore", "because", "only", "more", "most", "other", "there"),
})  # fmt: skip


def likeness(statement: str, source: str) -> tuple[int, float]:
    """How many telling words a statement has, and what share of them the source has too; (0, 0.0) for none.

    Chinese is compared by pairs of characters where the source is Chinese too; else by the terms of the field
    that both languages have words for, and by what is written in Latin letters.
    """
    statement, source = normalised(statement), normalised(source)
    known, both = _stems(source), bool(_HAN.search(source))
    said = [stem in known for stem in _stems(statement)]
    if both:
        said += [pair in source for run in _HAN.findall(statement) for pair in _pairs(run)]
    elif _HAN.search(statement):
        named = [
            term for kind in ("measure", "topic") for term in terms(kind) if term.chinese.search(statement)
        ]
        said += [term.stands_in(source) for term in named]
    return len(said), sum(said) / len(said) if said else 0.0


@lru_cache(KEPT)
def _stems(text: str) -> frozenset[str]:
    words = (word.lower() for word in _LATIN.findall(text))
    return frozenset(word[:_STEM] for word in words if word not in _SMALL and len(word) > 2)


def _pairs(run: str) -> Iterator[str]:
    yield from (run[place : place + 2] for place in range(len(run) - 1))
