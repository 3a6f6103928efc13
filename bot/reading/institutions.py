"""Printed institution -> the organisation it names and its Chinese name, by the table beside this module."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.domain.briefs import Language
from bot.reading.letters import fold
from bot.reading.organisations import is_place

TABLE = "institutions.tsv"
COMMA = re.compile(r"\s*[,，\n]\s*(?![^(]*\))")  # outside brackets
IN_BRACKETS = re.compile(r"(.*\S)\s*[(\[（]([^()\[\]（）]*)[)\]）]", re.DOTALL)
SILENT = re.compile(r"['.`´]")
INITIALS = re.compile(r"\b(\w) (?=\w\b)")
LONG_FORMS = {"univ": "university", "inst": "institute", "lab": "laboratory", "labs": "laboratories"}
UNSAID = {"the", "at"}
LEGAL = {"inc", "ltd", "llc", "corp", "corporation", "limited", "gmbh", "co"}
SMALL = {"of", "and", "for", "in"}
LONGEST = 1000  # characters of a printed affiliation; with its address the longest have some 300
MOST_PARTS = 12  # between commas, of one name: as many as the longest of the table has words


@dataclass(frozen=True, slots=True)
class Institution:
    """An organisation of the table; `chinese` and `short` are "" where none is in common use."""

    name: str
    chinese: str
    short: str


def canonical(printed: str) -> Institution | None:
    """The one organisation that a printed affiliation names: the whole of it, or parts between commas.

    None where the table knows none of it, or where it names two: a name is never found inside a longer one.
    """
    if len(printed) > LONGEST:
        return None
    parts = [part for part in COMMA.split(printed) if part]
    found: set[Institution] = set()
    at = 0
    while at < len(parts):
        # the longest first: "Institute of Automation, Chinese Academy of Sciences" is one name
        ends = range(min(len(parts), at + MOST_PARTS), at, -1)
        known = ((end, _known(", ".join(parts[at:end]))) for end in ends)
        at, institution = next(((end, one) for end, one in known if one), (at + 1, None))
        if institution:
            found.add(institution)
    return found.pop() if len(found) == 1 else None


def shown(printed: str, language: Language) -> str:
    """What a reader of `language` is shown: in Chinese the table's name, otherwise as printed."""
    institution = canonical(printed) if language == "zh" else None
    return institution.chinese if institution and institution.chinese else printed


def key_of_name(text: str) -> str:
    """Equal for two printings of one name: without case, accents, signs, articles and legal form."""
    bare = SILENT.sub("", fold(text)).replace("&", " and ")
    words = [LONG_FORMS.get(word, word) for word in re.findall(r"\w+", bare) if word not in UNSAID]
    # a name of two letters could be a state in an address, so it keeps its "Corporation"
    while len(words) > 1 and words[-1] in LEGAL and len(" ".join(words[:-1])) > 2:
        words.pop()
    return INITIALS.sub(r"\1", " ".join(words))


def _known(text: str) -> Institution | None:
    """The organisation of one name, which may have its place or its short form in brackets behind it."""
    table = _table()
    whole = table.get(key_of_name(text))
    bracketed = IN_BRACKETS.fullmatch(text.strip())
    if whole or not bracketed:
        return whole
    outer, inside = table.get(key_of_name(bracketed[1])), bracketed[2]
    same = table.get(key_of_name(inside)) is outer or inside.lower() == _initials(bracketed[1])
    return outer if same or all(is_place(place) for place in inside.split(",")) else None


def _initials(name: str) -> str:
    return "".join(word[0] for word in key_of_name(name).split() if word not in SMALL)


@cache
def _table() -> Mapping[str, Institution]:
    """Every spelling of the table, by its key."""
    table: dict[str, Institution] = {}
    for line in files("bot.reading").joinpath(TABLE).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, chinese, short, others = line.split("\t")
            institution = Institution(name, chinese, short)
            spellings = [name, chinese, short, *others.split("|")]
            table.update({key_of_name(spelling): institution for spelling in spellings if spelling})
    return table
