"""Words behind a command about one paper -> that paper: its name, or its number in the answered post."""

import re
from collections.abc import Sequence

from bot.domain.references import PaperReference
from bot.errors import Reason, Why
from handlers.named import JOINING, papers_of

# "3", "#3", "no. 3", "第3篇": the words of a text stand without the marks around them.
_NUMBER = re.compile(r"(?:#|第|no\.?|item)? ?(?P<number>[1-9]\d{0,2}) ?(?:篇|条|项|号)?", re.IGNORECASE)


def about_paper(
    words: Sequence[str], files: Sequence[PaperReference], *, command: str, answers: str | None
) -> tuple[PaperReference | None, int | None] | Reason:
    """The paper that is named, or its number in the answered post; neither where that post tells which.

    Else what is wrong.
    """
    number = number_of(words)
    if number and not files:
        return (None, number) if answers else number_alone(number, command=command)
    numbers = [number_of([word]) for word in words if word.lower() not in JOINING]
    if len(numbers) > 1 and all(numbers):
        return Reason(Why.TOO_MANY_PAPERS, {"limit": "1", "given": str(len(numbers))})
    papers, unread = papers_of(words, files)
    if unread:
        return unread[0]
    if len(papers) > 1:
        return Reason(Why.TOO_MANY_PAPERS, {"limit": "1", "given": str(len(papers))})
    if papers:
        return papers[0], None
    return (None, None) if answers else Reason(Why.NO_PAPER_GIVEN, {"command": command})


def number_of(words: Sequence[str]) -> int | None:
    """The number in a list that words are, and nothing else; several numbers are none."""
    found = _NUMBER.fullmatch(" ".join(words))
    return int(found["number"]) if found else None


def number_alone(number: int, *, command: str) -> Reason:
    """What to say of a number that answers no post."""
    return Reason(Why.NUMBER_ALONE, {"number": str(number), "command": command})
