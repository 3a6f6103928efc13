"""What statements are compared by, in both languages: words, names, figures, and sides of contrasts."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from bot.checks.glossary import terms
from bot.checks.wording import KEPT, normalised

TABLE = "atoms.tsv"
Key = tuple[str, int]  # a name, and of a contrast its side
Kind = Literal["word", "name", "figure", "pole"]
MARKS = frozenset({"not", "instead", "may", "can", "if", "all", "only", "hardly"})
_LONGEST_PHRASE = 3  # words
_LEAST_PREFIX = 2  # letters
_STEM = 5
_HAN = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile(
    r"(?P<figure>(?<![A-Za-z0-9.])\d+(?:\.\d+)?(?P<unit>\s?%|\s?×|\s?倍|[BMKT](?![A-Za-z]))?)"
    r"|(?P<word>[A-Za-z][A-Za-z0-9]* \+ [A-Za-z]\w*|"
    r"[A-Za-zα-ω]+(?:[-/.+]?(?:[A-Z0-9][A-Za-z0-9]*|\d))*(?:[-'’][A-Za-z]+)*)"
)
_INNER = re.compile(r"(?<=[A-Za-z])[A-Z]|\d")  # of a name
_JOINED = re.compile(r"[A-Z]{2,}-[A-Z]{2,}")
_MONTH = re.compile(r"\bMay(?=,? \d)")  # no doubt
_LISTED = re.compile(r"(?:^|[\s,;:。])\d\)")  # it numbers what is listed
_FACTOR = re.compile(r"\bfactors? of (?:about |around |~|over )?$")
_SMALL = frozenset({
    *("the", "and", "for", "are", "was", "were", "has", "have", "had", "with", "that", "this"),
    *("these", "those", "from", "into", "than", "then", "they", "their", "them", "its", "it", "is"),
    *("in", "of", "on", "to", "by", "as", "at", "an", "a", "be", "or", "so", "we", "our", "us"),
    *("which", "who", "what", "where", "while", "how", "also", "such", "between", "over", "under"),
    *("about", "does", "did", "do", "being", "been", "but", "however", "therefore", "because"),
    *("other", "there", "compared", "comparing", "relative", "whereas", "very", "even", "up"),
    *("most", "least", "i", "e", "g", "ie", "eg", "et", "al", "due", "same", "one", "two", "paper"),
    *("significantly", "substantially", "considerably", "greatly", "highly", "particularly", "especially"),
    *("specifically", "notably", "moreover", "furthermore", "thus", "hence", "like", "overall", "resulting"),
    *("authors", "according", "respectively", "approximately", "roughly"),
})  # fmt: skip


class Atom(NamedTuple):
    """One thing that a statement speaks of."""

    kind: Kind
    name: str
    sign: int  # of a pole: 1 or -1
    start: int  # offsets in the normalised text
    end: int

    @property
    def key(self) -> Key:
        """What two texts have in common."""
        return self.name, self.sign


class _Entry(NamedTuple):
    name: str
    sign: int


@lru_cache(KEPT)
def atoms(text: str) -> tuple[Atom, ...]:
    """The atoms of a text in order; offsets are those of the normalised text."""
    text = _MONTH.sub("Mai", normalised(text))
    found = [*_latin(text)]
    if _HAN.search(text):
        found += _chinese(text)
    return tuple(sorted(found, key=lambda one: (one.start, -one.end)))


def _latin(text: str) -> Iterator[Atom]:
    matches = list(_LATIN.finditer(text))
    place = 0
    while place < len(matches):
        match = matches[place]
        if match["figure"] and _LISTED.fullmatch(text[max(0, match.start() - 1) : match.end() + 1]):
            place += 1
            continue
        if match["figure"]:
            times = "×" if _FACTOR.search(text[max(0, match.start() - 24) : match.start()]) else ""
            yield Atom("figure", match[0].replace(" ", "").replace("倍", "×") + times, 0, *match.span())
            place += 1
            continue
        taken, entries = (1, ()) if _INNER.search(match["word"]) else _phrase(text, matches, place)
        if entries:
            end = matches[place + taken - 1].end()
            yield from (_atom(entry, match.start(), end) for entry in entries)
        elif _JOINED.fullmatch(match["word"]):  # "CPU-GPU" names two
            for part in re.finditer(r"[A-Z]+", match["word"]):
                yield Atom(
                    "name", part[0].lower(), 0, match.start() + part.start(), match.start() + part.end()
                )
        else:
            yield from _plain(text, match)
        place += max(taken, 1)


def _phrase(text: str, matches: list[re.Match[str]], place: int) -> tuple[int, tuple[_Entry, ...]]:
    longest = _LONGEST_PHRASE if matches[place][0].lower() in _tables()[4] else 1
    for length in range(longest, 0, -1):
        part = matches[place : place + length]
        if len(part) == length and not any(one["figure"] for one in part):
            if length > 1 and part[-1].end() - part[0].start() > 40:
                continue
            phrase = " ".join(one[0].lower() for one in part)
            if length > 1 and text[part[0].start() : part[-1].end()].lower() != phrase:
                continue
            if entries := _english(phrase):
                return length, entries
    return 1, ()


def _plain(text: str, match: re.Match[str]) -> Iterator[Atom]:
    """A word that the table has not, or the parts of one with hyphens that it has."""
    word, start = match[0], match.start()
    if "-" in word and word.islower():
        for part in re.finditer(r"[^-]+", word):
            span = start + part.start(), start + part.end()
            if entries := _english(part[0]):
                yield from (_atom(entry, *span) for entry in entries)
            elif part[0] not in _SMALL and len(part[0]) > 2:
                yield Atom("word", _stem(part[0]), 0, *span)
        return
    if word.lower() in _SMALL:
        return
    if word.lower().endswith(("n't", "n’t")):
        yield Atom("word", "not", 0, *match.span())
        return
    opens = not _HAN.search(text) and (not text[:start].strip() or text[:start].rstrip()[-1:] in ".:;")
    capital = any(sign.isupper() or sign.isdigit() for sign in (word[1:] if opens else word))
    if capital or (opens and len(word) == 1):
        name = word.removesuffix("'s").removesuffix("’s")
        # as it is known where it opens a sentence
        yield Atom("name", name.lower()[:_STEM] if name[1:].islower() else name.lower(), 0, *match.span())
    elif len(word) > 2:
        yield Atom("word", _stem(word), 0, *match.span())


def _stem(word: str) -> str:
    """How a word begins, the same for one and for many."""
    word = word.lower()
    return (word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word)[:_STEM]


def _chinese(text: str) -> Iterator[Atom]:
    words, whole = _tables()[2:4]
    for match in whole.finditer(text):
        yield from (_atom(entry, *match.span()) for entry in words.get(match[0], ()))


def _atom(entry: _Entry, start: int, end: int) -> Atom:
    return Atom("pole" if entry.sign else "word", entry.name, entry.sign, start, end)


@lru_cache(KEPT * 4)
def _english(phrase: str) -> tuple[_Entry, ...]:
    exact, begins = _tables()[:2]
    if found := exact.get(phrase):
        return found
    return next(
        (
            begins[phrase[:length]]
            for length in range(len(phrase), _LEAST_PREFIX, -1)
            if phrase[:length] in begins and " " not in phrase[length:]
        ),
        (),
    )


_Table = dict[str, tuple[_Entry, ...]]


@cache
def _tables() -> tuple[_Table, _Table, _Table, re.Pattern[str], frozenset[str]]:
    """English words, how they begin, Chinese words, where those stand, and with what English phrases open."""
    exact, begins, words = _Table(), _Table(), _Table()
    patterns: set[str] = set()
    for row in files(__package__).joinpath(TABLE).read_text(encoding="utf-8").splitlines():
        if row.startswith("# "):
            continue
        name, english, chinese = row.split("\t")
        entry = _Entry(name.lstrip("+-"), {"+": 1, "-": -1}.get(name[0], 0))
        for word in english.split("|"):
            table = begins if word.endswith("*") else exact
            table[word.rstrip("*")] = (*table.get(word.rstrip("*"), ()), entry)
        for part in re.split(r"\|(?![^(]*\))", chinese):
            words[_plain_part(part)] = (*words.get(_plain_part(part), ()), entry)
            patterns.add(part)
    for term in terms("topic"):
        names, starts = term.chinese.pattern.split("|"), [word.lower() for word in term.begins]
        if not any(name in words for name in names) and not any(
            word in exact or word in begins for word in starts
        ):
            entry = _Entry(term.name, 0)
            words |= dict.fromkeys(names, (entry,))
            # what has capitals names a work, or abbreviates many
            long = [word for word in term.begins if len(word) >= _STEM and word.islower()]
            begins |= dict.fromkeys(long, (entry,))
            patterns |= set(names)
    ordered = sorted(patterns, key=lambda part: (-len(_plain_part(part)), part))
    opening = frozenset(phrase.partition(" ")[0] for phrase in (*exact, *begins) if " " in phrase)
    return exact, begins, words, re.compile("|".join(ordered)), opening


def _plain_part(pattern: str) -> str:
    """Of a Chinese word with what must not follow it the word."""
    return pattern.partition("(")[0]
