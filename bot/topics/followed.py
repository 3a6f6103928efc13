"""Who is followed: is this the same person, or the same organisation, under another spelling?"""

import re
from collections.abc import Iterable, Sequence

from bot.reading.letters import fold

WORD = re.compile(r"[^\W\d_]+")


def author_among(followed: Iterable[str], authors: Sequence[str]) -> str:
    """The first author who may be one of those followed, as printed; "" for none.

    Case, accents and hyphens do not count. "J. Smith" may be John Smith and John A. Smith, and "Smith, John"
    is the same; but "John Smith" is no "Jane Smith", and a surname alone is only itself.
    """
    wanted = [_parts(name) for name in followed]
    return next((name for name in authors if any(_may_be_one(_parts(name), each) for each in wanted)), "")


def institution_among(followed: Iterable[str], institutions: Sequence[str]) -> str:
    """The first institution whose name has the words of one that is followed, as printed; "" for none."""
    wanted = [f" {' '.join(_parts(name))} " for name in followed if _parts(name)]
    for name in institutions:
        printed = f" {' '.join(_parts(name))} "
        if any(each in printed for each in wanted):
            return name
    return ""


def _parts(name: str) -> list[str]:
    """Words in lower case, the surname last."""
    surname, comma, given = name.partition(",")
    return WORD.findall(fold(f"{given} {surname}" if comma else surname))


def _may_be_one(one: Sequence[str], other: Sequence[str]) -> bool:
    if not one or not other or one[-1] != other[-1]:
        return "".join(one) == "".join(other) != ""
    fewer, more = sorted((one[:-1], other[:-1]), key=len)
    if not fewer:
        return not more
    return all(_agree(first, second) for first, second in zip(fewer, more, strict=False))


def _agree(one: str, other: str) -> bool:
    """Whether two given names are one, or one is the other's initial."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])
