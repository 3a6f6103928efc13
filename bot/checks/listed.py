"""Pure, one check of an entry: do the institutions of its brief stand in its list?

A Chinese name and a printed one are compared through the table of institutions and, for names that it does
not know, through the parts of names that it gives in both languages. A name is called unlisted only on
evidence: what could translate a listed institution that the table does not know is let pass.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache

from bot.checks.institution_words import could_name
from bot.checks.tables import word_classes
from bot.reading.institutions import IN_BRACKETS, TABLE, canonical, key_of_name, shown
from bot.reading.letters import word_list
from bot.reading.organisations import UNIVERSITY, level_of

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
LATIN = re.compile(r"[^\W\d_\u4e00-\u9fff][^\s\u4e00-\u9fff()（）]*")
COMMA = re.compile(r"\s*[,，;；、]\s*(?![^(（]*[)）])")
AND = re.compile(r"\s*(?:以及|[与和及&/]|(?<![^\W_])and(?![^\W_]))\s*")
EDGES = re.compile(r"^(?:and\b|[\W和与及])+|(?:\band|[^\w)）]|[和与及])+$")
KIND = re.compile("(?:大学|学院|研究院|研究所|科学院|实验室|公司|集团|中心|医院|分校|学校)(?:[（(].*)?$")
GENERIC = "institution_names.toml"
LEAST_CORE = 2  # characters of a Chinese name; words of a printed one
LONGEST_RUN = 4
STOP = ""  # stands between words that are not neighbours
ALIKE = 0.75


def unlisted_institutions(names: str, institutions: str) -> tuple[str, ...]:
    """The institutions among the names, as written, that the listed ones do not hold."""
    pieces = [piece for piece in COMMA.split(institutions) if piece.strip()]
    printed = _runs(pieces)
    rest = names
    for known in sorted({*printed, *(shown(name, "zh") for name in printed)}, key=len, reverse=True):
        rest = re.sub(_bounded(known), "、", rest)
    named = [name for part in COMMA.split(rest) for name in _apart(EDGES.sub("", part))]
    return tuple(name for name in dict.fromkeys(named) if not _is_listed(name, pieces))


def _runs(pieces: list[str]) -> list[str]:
    """The listed names: what stands between two commas, and up to four of it together."""
    return [
        ", ".join(pieces[start:end])
        for start in range(len(pieces))
        for end in range(start + 1, min(start + LONGEST_RUN, len(pieces)) + 1)
    ]


def _bounded(name: str) -> str:
    """A pattern for a name that stands by itself in a list."""
    return (
        rf"(?:(?<=^)|(?<=[、，,和与及])|(?<=\band)|(?<=[、，,和与及] )|(?<=\band )){re.escape(name)}"
        r"(?=$|\s*[、，,和与及]|\s*等|\s+and\b)"
    )


def _apart(part: str) -> Iterator[str]:
    """Several names between which stands "与" or "and"; one name that holds such a word stays whole."""
    halves = [half for half in AND.split(part) if half.strip()]
    if len(halves) > 1 and canonical(part) is None and all(map(_names_one, halves)):
        yield from halves
    elif part:
        yield part


def _names_one(half: str) -> bool:
    if canonical(half) or not CHINESE.search(half):
        return bool(canonical(half)) or level_of(half) >= UNIVERSITY or half[:1].isupper()
    return bool(KIND.search(half))


def _is_listed(name: str, pieces: list[str]) -> bool:
    if not pieces:
        return False
    bracketed = IN_BRACKETS.fullmatch(name)
    if bracketed and any(_is_listed(part, pieces) for part in bracketed.groups()):
        return True
    if _is_known_as(name, pieces):
        return True
    open_pieces = [piece for piece in pieces if not _chinese_of(piece)]
    if canonical(name):
        return _shares_core(name, open_pieces)
    if CHINESE.search(name):
        return _may_translate(name, pieces, open_pieces)
    return _shares_core(name, pieces)


def _is_known_as(name: str, pieces: list[str]) -> bool:
    """Whether the list holds a spelling of the name, or of a part or the whole of it, by the table."""
    institution = canonical(name)
    if institution and institution in map(canonical, _runs(pieces)):
        return True
    # what the table knows as another is not searched: other names end in "University of Hong Kong"
    listed = [word for piece in pieces for word in ([STOP] if canonical(piece) else _words(piece))]
    spellings = (name, *(_spellings().get(institution.name, ()) if institution else ()))
    if any(_holds(listed, _words(spelling)) for spelling in spellings):
        return True
    chinese = (institution.chinese if institution else "") or name
    for known in filter(None, map(_chinese_of, pieces)):
        if known.startswith(chinese) or chinese.startswith(known):
            return True
    return _initials(name) in {_initials(piece) for piece in pieces} - {""}


def _may_translate(name: str, pieces: list[str], open_pieces: list[str]) -> bool:
    """Whether a Chinese name outside the table may stand for a listed institution."""
    listed = set(_words(" ".join(pieces)))
    latin = [word for part in LATIN.findall(name) for word in _words(part)]
    if latin:
        return all(word in listed or word in map(_initials, pieces) for word in latin)
    if any(_sound_alike(name, known) for known in map(_chinese_of, pieces)):
        return True
    cores = list(_cores_in(name))
    if cores:
        return any(words <= listed for words in cores)
    if any(_sound_alike(name, chinese) for _, chinese, _ in organisations()):
        return False
    return any(could_name(name, piece, listed=", ".join(pieces)) for piece in open_pieces)


def _sound_alike(name: str, other: str) -> bool:
    """Whether two Chinese names are two transcriptions of one: 约翰霍普金斯 and 约翰斯·霍普金斯."""
    first, second = ("".join(_generic_chinese().sub("", text).split("·")) for text in (name, other))
    return min(len(first), len(second)) > LEAST_CORE and (
        SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE
    )


def _shares_core(name: str, pieces: list[str]) -> bool:
    """Whether what tells a name from others of its kind stands in one listed piece, or the reverse."""
    generic = word_classes(__package__, GENERIC)["english"]
    spellings = [name]
    institution = canonical(name)
    if institution:
        spellings += _spellings().get(institution.name, ())
    for spelling in spellings:
        core = set(_words(spelling)) - generic
        for piece in pieces:
            other = set(_words(piece)) - generic
            if core and other and (core <= other or other <= core):
                return True
    return False


def _words(text: str) -> list[str]:
    return key_of_name(text).split()


def _holds(listed: list[str], words: list[str]) -> bool:
    small = {"of", "and", "for", "in"}
    listed = [word for word in listed if word not in small]
    words = [word for word in words if word not in small]
    return bool(words) and any(
        listed[start : start + len(words)] == words for start in range(len(listed) - len(words) + 1)
    )


def _initials(name: str) -> str:
    """ "HKUST" of the name that it shortens, and of itself; "" where it can be read in no such way."""
    words = [word for word in _words(name) if word not in {"of", "and", "for", "in"}]
    if len(words) == 1 and name.isupper():
        return words[0]
    return "".join(word[0] for word in words) if len(words) > 2 else ""


def _chinese_of(piece: str) -> str:
    institution = canonical(piece)
    return institution.chinese if institution else ""


def _cores_in(name: str) -> Iterator[frozenset[str]]:
    """The English words of each part of a Chinese name that the table gives in both languages."""
    for part in _generic_chinese().split(name):
        for length in range(len(part), LEAST_CORE - 1, -1):
            found = [_cores().get(part[at : at + length]) for at in range(len(part) - length + 1)]
            if any(found):
                yield from filter(None, found)
                break


@cache
def organisations() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Name, Chinese name and all spellings of each organisation of the table."""
    rows = []
    for line in word_list(TABLE):
        name, chinese, short, others = [*line.split("\t"), "", "", ""][:4]
        rows.append((name, chinese, tuple(filter(None, (name, chinese, short, *others.split("|"))))))
    return tuple(rows)


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    return {name: spellings for name, _, spellings in organisations()}


@cache
def _cores() -> Mapping[str, frozenset[str]]:
    """What tells one organisation from others of its kind: 帕多瓦 -> padua, 三星 -> samsung."""
    cores: dict[str, frozenset[str]] = {}
    generic = word_classes(__package__, GENERIC)["english"]
    for name, chinese, _ in sorted(organisations(), key=lambda row: -len(row[0])):
        core = frozenset(_words(name)) - generic
        parts = [part for part in _generic_chinese().split(chinese) if len(part) >= LEAST_CORE]
        if len(parts) == 1 and 0 < len(core) <= LEAST_CORE:
            cores[parts[0]] = core
    return cores


@cache
def _generic_chinese() -> re.Pattern[str]:
    return re.compile("|".join(sorted(word_classes(__package__, GENERIC)["chinese"], key=len, reverse=True)))
