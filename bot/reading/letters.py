"""Comparing words whatever their case and accents; the word lists that stand beside the reading rules."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

SPACES = re.compile(r"\s+")
PLAIN = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "’": "'", "‘": "'", "ʼ": "'"}
)


def fold(text: str) -> str:
    """Lower case, without accents, with single spaces."""
    if text.isascii():
        return SPACES.sub(" ", text).strip().lower()
    apart = unicodedata.normalize("NFKD", text.translate(PLAIN))
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return SPACES.sub(" ", plain).strip().lower()


def key_of(text: str) -> str:
    """Letters and digits alone: equal for two printings of one name or title."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


@lru_cache(maxsize=8)
def word_list(name: str) -> frozenset[str]:
    """The lines of a list beside this module, without comments."""
    return frozenset(_lines(name))


@lru_cache(maxsize=8)
def word_table(name: str) -> tuple[tuple[str, str], ...]:
    """The two columns of a table beside this module."""
    return tuple((first, second) for first, second in table_rows(name))


def table_rows(name: str) -> Iterator[list[str]]:
    """The rows of a table beside this module, as its columns."""
    return (line.split("\t") for line in _lines(name))


def _lines(name: str) -> list[str]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line.strip(" \r") for line in text.splitlines() if line.strip() and not line.startswith("#")]
