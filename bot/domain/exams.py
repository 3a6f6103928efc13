"""Questions whose answers are known, and what became of each: whether answering is any good, in figures."""

from typing import Literal

from pydantic import Field

from bot.domain.answers import Dropped
from bot.domain.briefs import Language
from bot.domain.frozen import Frozen
from bot.domain.spending import Spent

Outcome = Literal["answered", "refused", "unanswered"]
"""Unanswered: no model was there to answer, or what it said was no answer."""


class ExamQuestion(Frozen):
    """A line of a file of questions. Offsets count characters of the page's text, as pdfium gives it."""

    paper: str  # the name of its file, with or without its ending, or an arXiv id
    question: str
    language: Language
    words: Literal["own", "other"]  # the paper's own, or others
    answerable: bool  # whether the paper answers it anywhere
    page: int = Field(default=0, ge=0)  # 1-based, on which the answer stands; 0: nowhere
    begins: int = 0
    ends: int = 0
    answer: str = ""  # a few neighbouring words of the sentence that answers
    rewrite: str = ""  # English words to look for, made from the question alone
    gist: str = ""  # the answer in somebody's own words


class Grade(Frozen):
    """What became of one question."""

    asked: ExamQuestion
    found: bool | None = None  # the passages for it as it is asked hold the answer; None: there is none
    rewritten: bool | None = None  # the same for it with the words of `rewrite`; None: there are none
    search_ms: float = 0.0  # packing, building the index and searching it
    outcome: Outcome = "unanswered"
    reason: str = ""  # why no model answered, where one was asked
    claims: int = 0  # that were shown
    verified: int = 0  # of these
    on_page: bool | None = None  # whether a verified claim quotes the page that answers
    dropped: tuple[Dropped, ...] = ()
    spent: Spent = Field(default_factory=Spent)
    seconds: float = 0.0  # from the question to the whole answer

    @property
    def right(self) -> bool | None:
        """Whether it was answered where the paper answers, and refused where it does not."""
        if self.outcome == "unanswered":
            return None
        return (self.outcome == "answered") == self.asked.answerable
