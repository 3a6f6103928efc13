"""What the words of a heading say: here begins the abstract, here it is over."""

import re
from functools import lru_cache

from bot.reading.letters import fold, word_table
from bot.reading.lines import Line

NUMBER = re.compile(r"^(?:(?:\d{1,2}|[ivx]{1,4})(?:\.\d)*[.):]?\s*|[a-z][.)]\s+|§\s*\d*\s*)", re.IGNORECASE)
SPACED = re.compile(r"^(?:[^\W\d_]\s){4,}[^\W\d_]\b")
SEPARATED = re.compile(r"\s*(?:[.:—–\-]|\u2014)+\s*")


def abstract_start(line: Line) -> str | None:
    """The text behind an abstract's heading, "" where that stands alone, None where there is none."""
    text = _closed_up(line.text)
    folded = fold(text)
    for word in _words("abstract"):
        if not folded.startswith(word):
            continue
        rest = text[len(word) :] if len(fold(text[: len(word)])) == len(word) else folded[len(word) :]
        if not rest.strip(" .:—–-"):
            return ""
        separated = SEPARATED.match(rest)
        if separated and separated[0].strip() and (rest[0] != "-" or rest[1:2].isupper()):
            return rest[separated.end() :].strip()
        if rest.startswith(" ") and rest.strip()[:1].isupper() and _set_apart(line, word):
            return rest.strip()
    return None


def is_introduction(line: Line) -> bool:
    """Whether a line is the heading of a paper's first section."""
    text = fold(_closed_up(NUMBER.sub("", line.text, count=1)))
    if len(text) > 40:
        return text.startswith(tuple(word + "—" for word in _words("introduction")))
    return bool(_introduction().fullmatch(text))


def is_numbered(line: Line) -> bool:
    """Whether a line has the form of a numbered section's heading."""
    found = NUMBER.match(line.text)
    title = line.text[found.end() :] if found else ""
    return bool(title) and title[:1].isupper() and len(title) < 60 and not title.rstrip().endswith((".", ","))


def comes_after_abstract(text: str) -> bool:
    """Whether a line opens what stands behind an abstract: keywords, a reference format, a notice."""
    plain = _closed_up(text).lstrip("•*†‡∗©-— ")
    folded = fold(plain)
    if any(
        folded.startswith(word) and not plain[len(word) :].lstrip()[:1].islower()
        for word in _words("keywords")
    ):
        return True
    for word in _words("after"):
        if folded.startswith(word):
            rest = folded[len(word) :].strip()
            if not rest or rest[0] in ":.—–-•;(" or len(word.split()) > 1:
                return True
    return False


def _set_apart(line: Line, word: str) -> bool:
    """Whether the heading's word is drawn in another face than what follows it."""
    first = line.runs[0]
    return (
        len(line.runs) > 1
        and fold(_closed_up(first.text)).startswith(word[:3])
        and first.font != line.runs[-1].font
    )


def _closed_up(text: str) -> str:
    """Letters that are printed with spaces between them, closed up: "A B S T R A C T"."""
    found = SPACED.match(text)
    return text[: found.end()].replace(" ", "") + text[found.end() :] if found else text


@lru_cache(maxsize=1)
def _introduction() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_words('introduction'))})(?:[.:]?| (?:and|&|to|et|und) .*)")


@lru_cache(maxsize=4)
def _words(kind: str) -> tuple[str, ...]:
    return tuple(
        sorted((word for group, word in word_table("headings.tsv") if group == kind), key=len, reverse=True)
    )
