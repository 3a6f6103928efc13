"""What people call things when they ask -> what papers call them; also from Chinese into English."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from bot.checks.glossary import terms

TABLE = "related.tsv"
LONGEST_ASKED = 4  # words of a phrase in the table
SHORTEST_STEM = 3  # letters
_IRREGULAR = {
    "threw": "throw", "thrown": "throw", "kept": "keep", "chose": "choose", "chosen": "choose",
    "held": "hold", "built": "build", "left": "leave", "lost": "lose", "sent": "send", "grew": "grow",
    "grown": "grow", "fell": "fall", "fallen": "fall", "rose": "rise", "risen": "rise", "ran": "run",
    "found": "find", "taught": "teach", "spent": "spend", "brought": "bring", "broke": "break",
    "broken": "break", "gave": "give", "given": "give", "hid": "hide", "hidden": "hide", "paid": "pay",
    "bought": "buy", "won": "win", "beaten": "beat", "shrank": "shrink", "shrunk": "shrink", "saw": "see",
    "seen": "see", "knew": "know", "known": "know", "began": "begin", "begun": "begin", "drew": "draw",
    "drawn": "draw", "forgot": "forget", "forgotten": "forget", "froze": "freeze", "frozen": "freeze",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Carried:
    """What to look for beside some words of a question."""

    words: tuple[str, ...]  # those that say something, alone or in phrases; none of a Chinese question
    printed: tuple[str, ...]  # words and phrases of papers


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    asked: frozenset[str]  # English words and phrases by their stems
    chinese: re.Pattern[str] | None
    printed: tuple[str, ...]


def related_words(words: Sequence[str], chinese: str, *, empty: Collection[str]) -> tuple[Carried, ...]:
    """What papers write about what a question names: its English words in small letters, and its Chinese.

    `empty` has the words that say nothing. They are part of phrases that do, as in "how long".
    """
    stems = [stem(word) for word in words]
    asked: dict[str, str] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST_ASKED, len(words)) + 1):
            telling = " ".join(word for word in words[start:end] if word not in empty)
            asked[" ".join(stems[start:end])] = telling
    named: dict[int, dict[str, None]] = {}  # what of the question each line is about
    for phrase, telling in asked.items():
        for place in _lines_of().get(phrase, ()):
            named.setdefault(place, {})[telling] = None
    if chinese:
        for place, row in enumerate(_rows()):
            if row.chinese and row.chinese.search(chinese):
                named.setdefault(place, {})
    own = {*words, *stems}
    return tuple(
        Carried(tuple(telling), tuple(word for word in _rows()[place].printed if word.lower() not in own))
        for place, telling in named.items()
    )


def translated(chinese: str) -> tuple[str, ...]:
    """How English words begin that say what Chinese text names, by the field's glossary."""
    found: dict[str, None] = {}
    for term in (*terms("topic"), *terms("measure")):
        if term.chinese.search(chinese):
            found |= dict.fromkeys(term.begins)
    return tuple(found)


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """An English word in small letters without what its forms differ in, to look it up in the table."""
    word = _IRREGULAR.get(word, word)
    for ending in ("s", "ly", "ing", "ed", "e"):
        if word.endswith(ending) and not word.endswith("ss") and len(word) >= SHORTEST_STEM + len(ending):
            word = word.removesuffix(ending)
            if ending in {"ing", "ed"} and word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
    return f"{word[:-1]}i" if word.endswith("y") else word


@cache
def _rows() -> tuple[Row, ...]:
    lines = files(__package__).joinpath(TABLE).read_text(encoding="utf-8").splitlines()
    return tuple(_row(line) for line in lines if line and not line.startswith("#"))


@cache
def _lines_of() -> dict[str, list[int]]:
    """For each word and phrase, by stems, the places of the rows that it stands in."""
    lines: dict[str, list[int]] = {}
    for place, row in enumerate(_rows()):
        for phrase in row.asked:
            lines.setdefault(phrase, []).append(place)
    return lines


def _row(line: str) -> Row:
    asked, chinese, printed = line.split("\t")
    return Row(
        asked=frozenset(
            " ".join(stem(word) for word in phrase.split()) for phrase in asked.split("|") if phrase
        ),
        chinese=re.compile(chinese) if chinese else None,
        printed=tuple(printed.split("|")),
    )
