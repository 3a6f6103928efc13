"""Pure, part of looking an institution up: could a Chinese name that no table knows be a printed one's?"""

import re
from collections.abc import Mapping
from functools import cache

from bot.checks.tables import word_classes
from bot.reading.letters import fold
from bot.reading.organisations import NOTHING, UNIVERSITY, level_of

TABLE = "institution_names.toml"
IN_BRACKETS = re.compile(r"[（(].*?[）)]")


def could_name(name: str, piece: str, *, listed: str) -> bool:
    """Whether a Chinese name may translate a printed piece of a list.

    Places and callings (江西, 师范) must be told somewhere in the list, the kind (实验室) by the piece. A
    name that does not say its kind, like that of a firm, may stand for a piece that does not either.
    """
    for chinese, english in _pairs("told_alike").items():
        if chinese in name and not english.search(fold(listed)):
            return False
    bare = IN_BRACKETS.sub("", name)
    if bare.endswith("大学"):
        return level_of(piece) == UNIVERSITY
    for kind, words in _pairs("kinds_alike").items():
        if bare.endswith(kind):
            return bool(words.search(fold(piece)))
    return level_of(piece) == NOTHING


@cache
def _pairs(words_of: str) -> Mapping[str, re.Pattern[str]]:
    """Chinese part of a name -> how English words for it begin; the longer first."""
    pairs = dict(pair.split("=") for pair in word_classes(__package__, TABLE)[words_of])
    return {
        chinese: re.compile(rf"(?<![^\W_])(?:{pairs[chinese]})")
        for chinese in sorted(pairs, key=len, reverse=True)
    }
