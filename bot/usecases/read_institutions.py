"""A title page -> the institutions that a model reads on it, each found there, in the page's own words."""

import re
from collections.abc import Iterator, Sequence

from bot.checks.printed import Printing, printings
from bot.domain.papers import Affiliation
from bot.ports import Writer
from bot.prompts.briefs import institutions_prompt
from bot.reading.institutions import Institution, canonical, key_of_name
from bot.reading.letters import fold
from bot.reading.names import is_name
from bot.reading.organisations import (
    DEPARTMENT,
    LABORATORY,
    UNIVERSITY,
    is_place,
    level_of,
    organisations_in,
)

# What says, in front of a name, that the authors do not belong to it.
_NOT_THEIRS = re.compile(
    r"\bintern(?:s|ed|ship|ships|ing)?\b|\bwhile\b|\bduring\b|\bvisit(?:ing|ed|or|s)?\b"
    r"|\bwork(?:s|ed)? (?:was |is |were )?(?:done|performed|conducted|completed|started|carried)\b"
    r"|\bnow (?:at|with)\b|\bcurrent(?:ly)?\b|\bformer(?:ly)?\b|\bprevious(?:ly)?\b|\bleft\b|\bjoined\b"
    r"|\bsupport(?:ed|s)?\b|\bfund(?:ed|s|ing)?\b|\bgrants?\b|\bthanks?\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.;](?=\s|$)|[*∗†‡§¶|]|\b\d{1,2}(?=[A-Z])|(?<=\s)\d{1,2}\s(?=[A-Z])")
_LINE_GOES_ON = re.compile(r"(?:\b(?:at|with|from|by|for|in|of|the|and|an?)|[,&-])$", re.IGNORECASE)
_ONLY_A_KIND = re.compile(
    r"(?:(?:the|of|and|for|state|national|technical|univers\w*|instit\w*|colleg\w*|academ\w*|labor\w*|labs?"
    r"|schools?|hospital|cent(?:er|re)|group|team|company|technolog\w*|sciences?|research|engineering)\b\W*)+"
)


async def read_institutions(
    front: str, *, page: int, authors: Sequence[str], writer: Writer
) -> tuple[Affiliation, ...]:
    """The institutions that the model names and the page prints, in the order printed, each once.

    `front` is the text of the title page, `page` its number from 1 on. A name that is not printed there, or
    that names no organisation of the authors, is dropped. One call. Raises CannotDo or TryLater as the
    writer does.
    """
    answer = (await writer.write(institutions_prompt(front, authors=authors))).answer
    nameless = _without_persons(front, authors)
    read: list[tuple[Printing, list[int]]] = []
    taken: list[Printing] = []
    # the longest first: "Lane University" is not read from "Lane University Hospital"
    for claimed in sorted(answer.institutions, key=lambda one: len(one.name), reverse=True):
        for name in filter(_is_organisation, _organisation_level(claimed.name)):
            found = next(_believed(name, nameless, taken=taken), None)
            if found:
                read.append((found, claimed.authors))
                taken.extend(printings(found.text, nameless))
    names: dict[Institution | str, Printing] = {}
    linked: dict[Institution | str, set[int]] = {}
    for found, numbers in sorted(read, key=lambda pair: pair[0].start):
        key = canonical(found.text) or key_of_name(found.text)
        names.setdefault(key, found)
        places = {number - 1 for number in numbers if 1 <= number <= len(authors)}
        linked.setdefault(key, set()).update(places)
    return tuple(
        Affiliation(
            name=found.text,
            authors=tuple(sorted(linked[key])),
            page=page,
            words=_lines_of(front, found),
            read_by="model",
        )
        for key, found in names.items()
    )


def _without_persons(front: str, authors: Sequence[str]) -> str:
    """The text with each author's name blanked, so that no firm is read from it; all offsets stay."""
    signs = list(front)
    for author in filter(is_name, authors):
        for found in printings(author, front):
            signs[found.start : found.end] = "·" * (found.end - found.start)
    return "".join(signs)


def _organisation_level(claimed: str) -> list[str]:
    """The organisations of a claim without its departments and places; the claim where it has none."""
    parts = organisations_in(claimed)
    top = max(map(level_of, parts), default=DEPARTMENT)
    if parts and top != UNIVERSITY and (len(parts) > 1 or top < LABORATORY):
        return [claimed]
    known = canonical(claimed)
    return [claimed] if known and known not in map(canonical, parts) else parts


def _believed(name: str, front: str, *, taken: Sequence[Printing]) -> Iterator[Printing]:
    """The printings of a name that stand in no longer name that was read, and in no note."""
    for found in printings(name, front):
        size = found.end - found.start
        inside = any(
            other.start <= found.start and found.end <= other.end and size < other.end - other.start
            for other in taken
        )
        if not inside and not _NOT_THEIRS.search(_clause_before(found, front)):
            yield found


def _is_organisation(name: str) -> bool:
    """Whether a name can be an organisation's: no place, no department, not the mere word "University"."""
    if canonical(name):
        return True
    level = level_of(name)
    mere = level == DEPARTMENT or _ONLY_A_KIND.fullmatch(fold(name))
    return not mere and bool(level or not is_place(name))


def _clause_before(found: Printing, front: str) -> str:
    """What stands before a name in its sentence, and on the line above where that one goes on."""
    *above, before = front[: found.start].split("\n")
    clause = _CLAUSE_END.split(before)[-1]
    if above and clause == before and _LINE_GOES_ON.search(above[-1].rstrip()):
        clause = f"{_CLAUSE_END.split(above[-1])[-1]} {clause}"
    return clause


def _lines_of(front: str, found: Printing) -> str:
    """The printed lines that hold a name, as one."""
    start = front.rfind("\n", 0, found.start) + 1
    end = front.find("\n", found.end)
    return " ".join(front[start : end if end >= 0 else len(front)].split())
