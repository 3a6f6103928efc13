"""What a figure can be told of, and which way of it is the better one: `measures.tsv`."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from bot.checks.wording import KEPT

TABLE = "measures.tsv"
Better = Literal["up", "down", "either"]
ANY = "any"
COMPARISON = "comparison"  # the measure of "outperforms"
_QUALIFIES = re.compile(r"[- ]?(?:based|aware|guided|driven|oriented)\b|[- ]baselines?\b|基线|感知|驱动")


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of the field. `kin` are the groups whose measures may stand for it."""

    name: str
    better: Better
    kin: frozenset[str]
    words: re.Pattern[str]  # in both languages, in a normalised text


@cache
def measures() -> tuple[Measure, ...]:
    """All of the table, in its order."""
    return tuple(
        Measure(
            name,
            "up" if better == "up" else "down" if better == "down" else "either",
            frozenset(kin.split()),
            both_languages(chinese, f"(?:{english})[a-z]*"),
        )
        for name, better, kin, chinese, english in rows_of(TABLE)
    )


@lru_cache(KEPT)
def measures_in(text: str) -> tuple[tuple[int, int, Measure], ...]:
    """Where a normalised text names a measure: start, end, measure, in order.

    Inside "memory-efficient" there is no memory: of two that overlap the longer one counts. An
    "accuracy-based baseline" is no accuracy.
    """
    found = [
        (*match.span(), one)
        for one in measures()
        for match in one.words.finditer(text)
        if not _QUALIFIES.match(text, match.end())
    ]
    longest = sorted(found, key=lambda place: (place[0] - place[1], place[0]))
    kept: list[tuple[int, int, Measure]] = []
    taken = bytearray(len(text))
    for start, end, one in longest:
        if not any(taken[start:end]):
            taken[start:end] = b"1" * (end - start)
            kept.append((start, end, one))
    return tuple(sorted(kept, key=lambda place: place[0]))


def are_kin(told: AbstractSet[Measure], known: AbstractSet[Measure]) -> bool:
    """Whether a figure of the known measures may be told of the others; nothing is known of none."""
    groups = [{group for one in some for group in one.kin} for some in (told, known)]
    return not all(groups) or any(ANY in some for some in groups) or bool(groups[0] & groups[1])


def better_way(some: AbstractSet[Measure]) -> Better | None:
    """The one way that is the better one for all of them; None where they differ or there are none."""
    ways: set[Better] = {one.better for one in some}
    return ways.pop() if len(ways) == 1 else None


def both_languages(chinese: str, english: str) -> re.Pattern[str]:
    """Chinese words anywhere, English ones where a word begins; each ends as it says itself."""
    english = english.replace(r"\b", "(?![A-Za-z])")  # a Chinese character may follow a word at once
    return re.compile(f"(?:{chinese})|(?<![A-Za-z])(?:{english})", re.IGNORECASE)


def rows_of(table: str) -> Iterator[list[str]]:
    """The rows of a table of this folder, split at tabs, without its comments."""
    for row in files(__package__).joinpath(table).read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            yield row.split("\t")
