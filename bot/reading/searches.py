"""What people look for -> terms, and what papers say -> the one form in which terms are found in it."""

import re
from collections.abc import Iterable

from bot.reading.letters import fold

# Scripts that are written without spaces: there a term may begin anywhere, elsewhere at the start of a word.
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BESIDE = re.compile(rf"(?<=[{_UNSPACED}])(?=[^{_UNSPACED}\s])|(?<=[^{_UNSPACED}\s])(?=[{_UNSPACED}])")
_BEGINS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_SIGNS = re.compile(r"[\W_]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")  # in words, not between them
_TERM = re.compile(
    r"[\"“”「『《](?P<phrase>[^\"“”」』》]*)[\"“”」』》]?|(?P<word>[^\s\"“”「」『』《》，、；,;]+)"
)


def folded(text: str) -> str:
    """The words of a text without case, accents and signs, each between spaces."""
    letters = _SIGNS.sub(" ", _UNSEEN.sub("", fold(text)))
    return f" {' '.join(_BESIDE.sub(' ', letters).split())} "


def searchable(fields: Iterable[str]) -> str:
    """Folded fields, apart by a sign that no term holds: a phrase is found within one of them."""
    return "\n".join(folded(field) for field in fields if field)


def terms_of(query: str) -> tuple[str, ...]:
    """What a text has to hold, folded, each once: words, and phrases in quotation marks.

    A word is found where one begins with it; Chinese anywhere.
    """
    found = (folded(match["phrase"] or match["word"] or "").rstrip() for match in _TERM.finditer(query))
    terms = (term.lstrip() if _BEGINS_UNSPACED.match(term.lstrip()) else term for term in found)
    return tuple(dict.fromkeys(term for term in terms if term.strip()))
