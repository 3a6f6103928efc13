"""Printed affiliation -> the organisations in it: university or company, not department, street or city."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.reading.letters import fold, table_rows, word_list, word_table

UNIVERSITY, INSTITUTE, LABORATORY, DEPARTMENT, NOTHING = 4, 3, 2, 1, 0
WORD = re.compile(r"[^\W_][\w&.'*-]*", re.UNICODE)
PART_OF = re.compile(
    r"^(?:the )?(?:department|dept|school|college|faculty|division|section|program|chair|group)s?"
    r" (?:of|for)\b"
)
STREET = re.compile(
    r"\d|\b(?:street|str|road|rd|avenue|ave|blvd|boulevard|drive|lane|floor|suite|room|building|box|rue|via|strasse"
    r"|platz|plaza|district|campus|zip|cedex|p\.? ?o\.?)\b",
)
NOISE = re.compile(
    r"^(?:and|the authors?|both|all|is|are|with|at|also|in|now|from|e-?mails?|emails?|tel|fax|\W+)$"
)
ABBREVIATION = re.compile(r"\b(?:\w\.\w|Inc|Ltd|Co|Corp|Univ|Inst|Lab|Dept)\.$")
LEGAL_FORM = re.compile(
    r"(?:Co\.?,? ?)?(?:Inc|Ltd|LLC|Limited|Corp|GmbH|S\.?A|PLC|Pty)\.?(?: Ltd\.?)?", re.IGNORECASE
)
CONNECTED = re.compile(
    r"(?:\b(?:of|for|and|the|de|du|des|della|di|für|und|et|in|at|&)|[-–&,/])$", re.IGNORECASE
)
BEHIND_PLACE = re.compile(r"(?<=,)([^,;\n]+)\s+and\s+(?=[A-Z])")
CAMPUS = re.compile(
    r"^(?:the )?(?:university of (?:california|texas|illinois|maryland|wisconsin|north carolina|massachusetts"
    r"|minnesota|michigan|colorado|tennessee|missouri|nebraska|nevada|alabama|arkansas|hawaii)"
    r"|california state university"
    r"|texas a&m university|indiana university|purdue university|uc|iit|indian institute of technology|bits"
    r"|state university of new york|city university of new york|national institute of technology"
    r"|universite (?:de )?paris|chinese university of hong kong)$"
)


def level_of(text: str) -> int:
    """How high the organisation is that a text names, from UNIVERSITY down; NOTHING where no word says so."""
    exact, starts, parts = _levels()
    folded = fold(text)
    best = _known_level(folded)
    for word in (*_words(folded), *_words(text)):
        level = exact.get(word) or next((value for start, value in starts if word.startswith(start)), NOTHING)
        best = max(best, level, *(value for part, value in parts if part in word))
    if PART_OF.match(folded) and best <= UNIVERSITY and not _names_university_itself(folded):
        return DEPARTMENT
    return best


def names_organisation(text: str) -> bool:
    """Whether a part of an affiliation is more than a department; its beginning alone may be one."""
    return any(level_of(part) >= LABORATORY for part in re.split(r"[,\n]", text))


def _names_university_itself(folded: str) -> bool:
    """Whether the university stands in the same part: "School of Computing University of Leeds"."""
    return bool(re.search(r"\buniversi", folded))


def _words(folded: str) -> Iterator[str]:
    """The words of a folded text, as printed, without a stop or a genitive, and the parts of compounds."""
    for word in WORD.findall(folded):
        yield word
        bare = word.rstrip(".").removesuffix("'s")
        if bare != word:
            yield bare
        if "-" in bare:
            yield from bare.split("-")


def is_firm(text: str) -> bool:
    """Whether a text names a firm, which is no part of the university that is printed beside it."""
    firms = {word for word, level in word_table("organisation_words.tsv") if level == "firm"}
    return any(word in firms for word in _words(fold(text)))


Starts = tuple[tuple[str, int], ...]


@lru_cache(maxsize=1)
def _levels() -> tuple[dict[str, int], Starts, Starts]:
    """Levels by word, by the start of a word and by a part of one."""
    table = [
        (word, INSTITUTE if level == "firm" else int(level))
        for word, level in word_table("organisation_words.tsv")
    ]
    exact = {word: level for word, level in table if "*" not in word[:1] + word[-1:]}
    starts = tuple((word[:-1], level) for word, level in table if word.endswith("*") and word[0] != "*")
    parts = tuple((word[1:-1], level) for word, level in table if word[0] == word[-1] == "*")
    return exact, starts, parts


def _known_level(folded: str) -> int:
    """The level of a folded text that is, as a whole, a name of the institutions' table."""
    return _known_levels().get(folded.removeprefix("the "), NOTHING)


@lru_cache(maxsize=1)
def _known_levels() -> dict[str, int]:
    """Levels by name; what is called a university in Chinese is one, whatever its own name says."""
    levels: dict[str, int] = {}
    for name, chinese, short, others in table_rows("institutions.tsv"):
        school = chinese.endswith(("大学", "学院", "分校", "校区")) and not chinese.endswith("科学院")
        level = UNIVERSITY if school else INSTITUTE
        names = filter(None, (name, chinese, short, *others.split("|")))
        levels.update((fold(one).removeprefix("the "), level) for one in names)
    return levels


def is_named_place(text: str) -> bool:
    """Whether a text is exactly the name of a country, a state or a city."""
    return fold(text) in word_list("countries.txt") | word_list("cities.txt")


def is_place(text: str) -> bool:
    """Whether a text is a country, a state or a city, or several, with or without a postal code."""
    folded = re.sub(r"\b[\w-]*\d[\w-]*\b", " ", fold(text)).strip(" .,-")
    folded = re.sub(r"\s+", " ", folded)
    if not folded:
        return True
    places = word_list("countries.txt") | word_list("cities.txt")
    if folded in places or re.fullmatch(r"[A-Z]{2}", text.strip(" .,-0123456789")):
        return True
    words = folded.split()
    return len(words) <= 5 and any(
        " ".join(words[:cut]) in places and is_place(" ".join(text.split()[cut:]))
        for cut in range(1, len(words))
    )


def organisations_in(affiliation: str) -> list[str]:
    """The organisations of one printed affiliation, as printed, at the highest level that it names.

    Segments are separated by commas or line breaks; "&", "/" and ";" stand between two organisations.
    """
    found: list[str] = []
    affiliation = BEHIND_PLACE.sub(lambda and_: f"{and_[1]}; " if is_place(and_[1]) else and_[0], affiliation)
    for part in re.split(r"\s*;\s*|\s+/\s+|\s+[|•·]\s+", affiliation):
        found += _organisations(part)
    return list(dict.fromkeys(found))


def _organisations(part: str) -> list[str]:
    segments = _segments(part)
    if not segments:
        return []
    levels = [level_of(segment) for segment in segments]
    top = max(levels)
    if top == UNIVERSITY:
        return [
            segment
            for segment, level in zip(segments, levels, strict=True)
            if level == UNIVERSITY or (level == INSTITUTE and is_firm(segment))
        ]
    first = levels.index(top)
    unknown = [segment for segment, level in zip(segments, levels, strict=True) if level == NOTHING]
    if top > NOTHING and unknown and (top == DEPARTMENT or _is_generic(segments[first])):
        return [unknown[0]]
    if top == INSTITUTE:
        names = [segment for segment, level in zip(segments, levels, strict=True) if level == INSTITUTE]
        if len(names) > 1 and any(map(is_firm, names)):
            return names
        return [", ".join(names[:2])] if len(names) > 1 else _apart(names[0])
    # a laboratory printed before or behind a firm that no list knows: the laboratory is what the page names
    return _apart(segments[first])


def _is_generic(segment: str) -> bool:
    """Whether a segment says only what kind of unit it is: "Research Division"."""
    return all(
        level_of(word) in {LABORATORY, DEPARTMENT} or word in {"of", "for", "and"} for word in segment.split()
    )


def _apart(segment: str) -> list[str]:
    """Two organisations in one segment: "IST Austria & NeuralMagic"."""
    halves = re.split(r"\s+(?:&|and)\s+", segment)
    if _known_level(fold(segment)) or len(halves) != 2 or not all(_stands_alone(half) for half in halves):
        return [segment]
    # "Centrum Wiskunde & Informatica": a kind of unit on one side alone belongs to the other side too
    kinds = [bool(level_of(half)) and not _known_level(fold(half)) and not is_firm(half) for half in halves]
    return [half.strip() for half in halves] if kinds[0] == kinds[1] else [segment]


def _stands_alone(half: str) -> bool:
    words = half.split()
    return bool(words) and len(words) <= 3 and words[0][:1].isupper() and level_of(half) != DEPARTMENT


def _segments(part: str) -> list[str]:
    """The named parts of an affiliation without places and streets; a campus stays with its university."""
    kept: list[str] = []
    for raw in re.split(r"\s*[,\n]\s*", part):
        segment = _trimmed(raw)
        if not segment or NOISE.match(fold(segment)):
            continue
        if kept and (LEGAL_FORM.fullmatch(segment) or _is_campus(segment, of=kept[-1])):
            kept[-1] = f"{kept[-1]}, {segment}"
        elif is_place(segment) or (STREET.search(fold(segment)) and level_of(segment) < LABORATORY):
            continue
        else:
            kept.append(segment)
    return kept


def _is_campus(segment: str, *, of: str) -> bool:
    folded = fold(segment)
    if not CAMPUS.match(fold(of)):
        return False
    return folded in word_list("cities.txt") or bool(
        re.fullmatch(r"twin cities|urbana[-–\s]champaign", folded)
    )


def _trimmed(segment: str) -> str:
    """A segment without a place in brackets or behind it, and without loose signs."""
    if _known_level(fold(segment)):
        return segment
    segment = re.sub(r"\s*[(\[]([^)\]]*)[)\]]", lambda found: "" if is_place(found[1]) else found[0], segment)
    segment = re.sub(r"\s+(?:and|&)$", "", segment.strip(" :;–—-([")).lstrip(".)]")
    if not ABBREVIATION.search(segment):
        segment = segment.rstrip(" .")
    words = segment.split()
    for cut in range(len(words) - 1, 1, -1):
        tail = " ".join(words[cut:])
        head = " ".join(words[:cut])
        if fold(tail) in word_list("countries.txt") and not CONNECTED.search(head) and _ends_name(head):
            return head
    return segment


def _ends_name(head: str) -> bool:
    """Whether a name can end here: behind "Inc." it can, before the "Hong Kong" of a university not."""
    last = fold(head).rsplit(maxsplit=1)[-1].rstrip(".")
    return level_of(head) == NOTHING or last in {
        "inc",
        "ltd",
        "llc",
        "corp",
        "corporation",
        "gmbh",
        "research",
        "labs",
    }
