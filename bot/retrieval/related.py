"""What people call things when they ask -> what papers call them; also from Chinese into English."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.checks.glossary import terms

TABLE = "related.tsv"


@dataclass(frozen=True, slots=True)
class Related:
    """Words that a question may hold, and what to look for beside them."""

    asked: frozenset[str]  # English words in lower case
    chinese: re.Pattern[str]
    printed: tuple[str, ...]  # words and phrases of papers


def related_words(words: Iterable[str], chinese: str) -> tuple[str, ...]:
    """What papers write about the things that English words in lower case and Chinese text ask for."""
    asked = {form for word in words for form in (word, word.removesuffix("s"))}
    found: dict[str, None] = {}
    for row in _rows():
        if not asked.isdisjoint(row.asked) or (chinese and row.chinese.search(chinese)):
            found |= dict.fromkeys(row.printed)
    return tuple(word for word in found if word.lower() not in asked)


def translated(chinese: str) -> tuple[str, ...]:
    """How English words begin that say what Chinese text names, by the field's glossary."""
    found: dict[str, None] = {}
    for term in (*terms("topic"), *terms("measure")):
        if term.chinese.search(chinese):
            found |= dict.fromkeys(term.begins)
    return tuple(found)


@cache
def _rows() -> tuple[Related, ...]:
    lines = files(__package__).joinpath(TABLE).read_text(encoding="utf-8").splitlines()
    return tuple(_row(line) for line in lines if line and not line.startswith("#"))


def _row(line: str) -> Related:
    asked, chinese, printed = line.split("\t")
    return Related(frozenset(filter(None, asked.split("|"))), re.compile(chinese), tuple(printed.split("|")))
