"""General words of the field in both languages: how a Chinese claim is held against an English text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

TABLE = "glossary.tsv"
TermKind = Literal["measure", "topic"]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that both languages have words for."""

    name: str  # its first Chinese word
    chinese: re.Pattern[str]
    english: re.Pattern[str]  # how English words for it begin
    begins: tuple[str, ...]  # the same, one by one

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a text names it, as offsets: first in Chinese, then in English."""
        for pattern in (self.english,) if text.isascii() else (self.chinese, self.english):
            yield from (match.span() for match in pattern.finditer(text))

    def stands_in(self, text: str) -> bool:
        """Whether a text names it in either language."""
        return bool((not text.isascii() and self.chinese.search(text)) or self.english.search(text))


@cache
def terms(kind: TermKind) -> tuple[Term, ...]:
    """The measures, which say what a number is told of, or the topics, which tell one paper from another."""
    rows = files(__package__).joinpath(TABLE).read_text(encoding="utf-8").splitlines()
    return tuple(_term(row) for row in rows if row.startswith(f"{kind}\t"))


def _term(row: str) -> Term:
    _, chinese, english = row.split("\t")
    starts = re.compile(rf"(?<![A-Za-z])(?:{english})", re.IGNORECASE)
    return Term(chinese.partition("|")[0], re.compile(chinese), starts, tuple(english.split("|")))
