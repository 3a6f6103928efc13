"""Words behind `find`, `paper`, `save` and the like -> what is looked for, looked at, or marked."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from bot.domain.commands import FindPapers, MarkPaper, Misunderstood, ShowPaper, ShowSaved, WhyPaper
from bot.domain.marks import Mark
from bot.domain.references import PaperReference
from bot.errors import Reason, Why
from handlers.about import about_paper
from handlers.words import as_written, cleaned, words_of

_PAGE = re.compile(
    r"(?:\A|\s)(?:page\s+(?P<page>\d{1,4})|第\s*(?P<chinese>\d{1,4})\s*页)\s*\Z", re.IGNORECASE
)
MarkWish = Literal["save", "unsave", "drop", "undrop", "like", "unlike"]
_MARKS: Mapping[MarkWish, tuple[Mark, bool]] = {
    "save": ("saved", False),
    "unsave": ("saved", True),
    "drop": ("not_relevant", False),
    "undrop": ("not_relevant", True),
    "like": ("liked", False),
    "unlike": ("liked", True),
}


def search_of(text: str, start: int) -> FindPapers:
    """What is looked for, from the cleaned text's `start`th character on, and which page of it."""
    words, page = _paged(as_written(text, start).strip())
    return FindPapers(words=words, page=page)


def saved_of(text: str, start: int) -> ShowSaved:
    """Which page of what was saved."""
    return ShowSaved(page=_paged(cleaned(text)[start:])[1])


def paper_of(rest: str, files: Sequence[PaperReference], *, answers: str | None) -> ShowPaper | Misunderstood:
    """The paper to look at, or what is wrong."""
    about = about_paper(words_of(rest), files, command="paper", answers=answers)
    if isinstance(about, Reason):
        return Misunderstood(reason=about)
    return ShowPaper(paper=about[0], number=about[1], answers=answers)


def why_of(rest: str, files: Sequence[PaperReference], *, answers: str | None) -> WhyPaper | Misunderstood:
    """The paper of which is asked why it came, or did not, or what is wrong."""
    about = about_paper(words_of(rest), files, command="why", answers=answers)
    if isinstance(about, Reason):
        return Misunderstood(reason=about)
    return WhyPaper(paper=about[0], number=about[1], answers=answers)


def mark_of(
    rest: str, files: Sequence[PaperReference], *, wish: MarkWish, answers: str | None
) -> MarkPaper | Misunderstood:
    """The paper to mark, and how."""
    about = about_paper(words_of(rest), files, command=wish, answers=answers)
    if isinstance(about, Reason):
        return Misunderstood(reason=about)
    mark, taken_back = _MARKS[wish]
    return MarkPaper(paper=about[0], number=about[1], answers=answers, mark=mark, taken_back=taken_back)


def is_talk(wrong: Misunderstood) -> bool:
    """True where what follows a command's word names nothing that looks like a paper."""
    return wrong.reason.why is Why.NOT_A_PAPER_REFERENCE


def _paged(words: str) -> tuple[str, int]:
    """The words without the page at their end, and the page; 1 where none is named."""
    found = _PAGE.search(words)
    if not found:
        return words, 1
    return words[: found.start()].strip(), max(1, int(found["page"] or found["chinese"]))
