"""Pure, part of reading effects: words that say which way a thing goes, `directions.tsv`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from bot.checks.measures import Measure, both_languages, measures, rows_of

TABLE = "directions.tsv"
Way = Literal["up", "down"]
Worth = Literal["better", "worse"]
BETTER: Worth = "better"
WORSE: Worth = "worse"
REACH = 25  # characters in front of a word in which it may be undone
_SIGNS = {"up": 1, "better": 1, "down": -1, "worse": -1}


_NEGATED = re.compile(
    r"(?:\bwithout(?: any| a| an)?|\bno|\bnever|n't|\bnot|\bavoid(?:s|ing)?|\bprevent(?:s|ing)?|"
    r"\brather than|\binstead of|无需|无|不会|不|未|没有|避免|防止)(?: [a-z]+)?\s?$",
    re.IGNORECASE,
)
_ONLY = re.compile(r"(?:not only|不仅|不但|不断)\s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that says which way a thing goes. What it leaves open is None."""

    words: str
    start: int  # offsets in the piece of text that it was found in
    end: int
    way: Way | None = None
    worth: Worth | None = None

    @property
    def chinese(self) -> bool:
        """Whether it is a Chinese word, which mostly stands behind its measure."""
        return not self.words.isascii()

    @property
    def sign(self) -> int:
        """1 for up or better, -1 for down or worse; 0 where it says nothing, or both."""
        signs = {_SIGNS[word] for word in (self.way, self.worth) if word}
        return signs.pop() if len(signs) == 1 else 0


def cues_in(text: str) -> list[tuple[Cue, Measure | None]]:
    """The words of direction in order, the longer of two that overlap; what is negated leaves all open."""
    found = [
        (Cue(match[0], *match.span(), way, worth), of)
        for words, way, worth, of in _cue_words()
        for match in words.finditer(text)
    ]
    found.sort(key=lambda one: one[0].start - one[0].end)
    kept: list[tuple[Cue, Measure | None]] = []
    taken = bytearray(len(text))
    for cue, of in found:
        if any(taken[cue.start : cue.end]):
            continue
        taken[cue.start : cue.end] = b"1" * (cue.end - cue.start)
        before = text[max(0, cue.start - REACH) : cue.start]
        undone = _NEGATED.search(before) and not _ONLY.search(before)
        kept.append((left_open(cue) if undone else cue, of))
    return sorted(kept, key=lambda one: one[0].start)


def left_open(cue: Cue) -> Cue:
    """The same word, saying nothing."""
    return replace(cue, way=None, worth=None)


def agree(found: Sequence[tuple[Cue, Measure | None]]) -> bool:
    """Whether words that stand together say one thing: "higher gains"; "a lower loss" is a gain."""
    return len(found) == 1 or {cue.sign for cue, _ in found} == {1}


@cache
def _cue_words() -> tuple[tuple[re.Pattern[str], Way | None, Worth | None, Measure | None], ...]:
    named = {one.name: one for one in measures()}
    ways: dict[str, Way] = {"up": "up", "down": "down"}
    worths: dict[str, Worth] = {"better": BETTER, "worse": WORSE}
    return tuple(
        (
            both_languages(chinese, rf"(?:{english})(?![A-Za-z])"),
            ways.get(way),
            worths.get(worth),
            named.get(of),
        )
        for way, worth, of, chinese, english in rows_of(TABLE)
    )
