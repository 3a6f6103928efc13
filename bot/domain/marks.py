"""What people say of papers for themselves, and how papers are looked for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from bot.domain.briefs import Brief
from bot.domain.frozen import Frozen
from bot.domain.papers import Paper

PAGE = 8  # papers: a list that a person takes in, and a row of buttons
Mark = Literal["saved", "liked", "not_relevant"]
OPPOSITE: Mapping[Mark, Mark] = {"liked": "not_relevant", "not_relevant": "liked"}
"""Who says the one takes back the other."""


class Seeker(Frozen):
    """Who looks for papers, and where: a paper that is nowhere public is not found by everybody."""

    chat: str  # platform:id, like the person
    person: str = ""  # "": the clock


class Hit(Frozen):
    """A paper that was found."""

    paper: Paper
    kept_at: datetime


class Found(Frozen):
    """A paper as its reader is shown it, with its brief if there is one, and when it came or was saved."""

    paper: Paper
    brief: Brief | None
    at: datetime


class FoundPage(Frozen):
    """One page of what was found."""

    papers: tuple[Found, ...]
    page: int  # 1-based
    total: int  # on all pages

    @property
    def has_more(self) -> bool:
        """True where another page follows."""
        return bool(self.papers) and self.page * PAGE < self.total


class HandIn(Frozen):
    """That somebody handed a paper in for a report."""

    at: datetime
    person: str = ""  # platform:id; "": not known
    name: str = ""  # the person's, where the platform told it
