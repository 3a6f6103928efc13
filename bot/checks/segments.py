"""Pure, part of checking answers: a sentence in pieces that each say one thing, with what they speak of."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.checks.atoms import Atom, atoms
from bot.checks.wording import KEPT, normalised

_CLAUSE = re.compile(
    r"(?P<contrast>[,;]?\s?\b(?i:while|whereas|but|although|though|however|yet|rather than|instead of|unlike|"
    r"in contrast(?: to)?)\b|[,;]\s?而(?!且)|而(?=后者|[A-Z])|,?但是?|,?却|而非|而不是)"
    r"|(?P<condition>(?<!even )(?<=\w )\b(?:when|whenever|if|unless|provided)\b)"
    r"|(?P<plain>;|。|:\s|\.\s(?=[A-Z])|,\s?(?!\s?\d{3}\b)|"
    r"\b(?:and|or|because|since|as well as|than(?! [~<>]?\d))\b"
    r"|以及|的?同时|[且并](?!行)|从而|因为|由于)"
)
_OPENS = re.compile(
    r"\s*(?:on|in|for|with|at|under|when|if|as|by|after|before|like|to|from|among|given|during|without|"
    r"using|while|across|against|relative|even)\b[^,]{0,70}$",
    re.IGNORECASE,
)
_CHINESE_OPENS = re.compile(
    r"(?:上|时|下|中|后|前|比|方面|里|言|内|增加|增大|升高|越大|越高|越多|扩大|变大|说|看)\s*$|"
    r"^\s*(?:在|对于?|当)[^,]{1,16}$"
)
_CHINESE_WHEN = re.compile(r"(?:后|之前|时)\s*$")
_CONTRAST = re.compile(r",\s?(?:(?:while|whereas|but|although|though|however|yet|and|or)\b|而|但|却)")
_WHEN = re.compile(r"\s*(?:If|When|After|Before|By|Once)\b")  # it holds for all that follows
_RELATIVE = re.compile(r"which|who")
_HAN = re.compile("[\u4e00-\u9fff]")


class Segment(NamedTuple):
    """A piece of a sentence."""

    text: str
    start: int  # offsets in the normalised sentence
    end: int
    contrast: str  # the words by which it stands against the one in front of it; "": it does not
    condition: bool  # it says when the one in front of it holds
    atoms: tuple[Atom, ...]

    @property
    def keys(self) -> frozenset[tuple[str, int]]:
        """What it speaks of."""
        return frozenset(one.key for one in self.atoms)

    def followed_by(self, other: "Segment") -> "Segment":
        """Both as one piece."""
        text = f"{self.text}, {other.text}"
        return self._replace(text=text, end=other.end, atoms=self.atoms + other.atoms)


class _Cut(NamedTuple):
    start: int
    end: int
    contrast: str
    condition: bool


@lru_cache(KEPT)
def segments(text: str) -> tuple[Segment, ...]:
    """The pieces of a text; a condition in front is of the piece that it opens."""
    text = normalised(text)
    found = atoms(text)
    return tuple(
        Segment(
            text[cut.start : cut.end], *cut, tuple(one for one in found if cut.start <= one.start < cut.end)
        )
        for cut in _merged(text)
    )


def _merged(text: str) -> Iterator[_Cut]:
    held: _Cut | None = None
    for found in _cuts(text):
        cut = held._replace(end=found.end) if held else found
        piece, followed = text[cut.start : cut.end], text[cut.end : cut.end + 1] == ","
        held = None
        if followed and (_CHINESE_WHEN.search(piece) or (not cut.start and _WHEN.match(piece))):
            yield cut._replace(condition=True)
            continue
        opens = _CHINESE_OPENS.search(piece) if _HAN.search(piece) else _OPENS.match(piece)
        if opens and followed and not _CONTRAST.match(text, cut.end):
            held = cut
        elif piece.strip():
            yield cut
    if held:
        yield held


def _cuts(text: str) -> Iterator[_Cut]:
    place, contrast, condition = 0, "", False
    for match in _CLAUSE.finditer(text):
        if match.start() > place:
            yield _Cut(place, match.start(), contrast, condition)
            relative = _RELATIVE.match(text, match.end())
            contrast, condition = contrast if relative else "", False
        contrast = contrast or (match["contrast"] or "").strip(" ,;")
        condition = condition or bool(match["condition"])
        place = match.end()
    if place < len(text):
        yield _Cut(place, len(text), contrast, condition)
