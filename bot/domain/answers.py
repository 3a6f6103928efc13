"""A question about one paper, and what its answer rests on: the paper's own words, with their place."""

from enum import StrEnum
from typing import Literal

from bot.domain.briefs import Language
from bot.domain.frozen import Frozen

Mode = Literal["whole", "passages"]
"""What the model was handed: the whole paper, or the passages that fit the question best."""


class Question(Frozen):
    """What somebody asks about one paper, and the language that they are answered in."""

    text: str  # as it was said
    language: Language
    standalone: str = ""  # the same without what only the thread tells; "": it stands on its own
    keywords: str = ""  # words to look for beside its own, such as English ones for a Chinese question

    @property
    def asked(self) -> str:
        """What a model is asked."""
        return self.standalone or self.text

    @property
    def searched(self) -> str:
        """What passages are looked for by."""
        return f"{self.asked} {self.keywords}".strip()


class Turn(Frozen):
    """An earlier question of a thread and its answer, as they were shown."""

    question: str
    answer: str  # "": the paper's own passages were shown
    asker: str = ""  # a letter; "": nobody else asks


class Span(Frozen):
    """A run of the paper's own words."""

    page: int  # 1-based; 0 in a document without pages
    section: str
    text: str


class Claim(Frozen):
    """One statement of an answer, and the paper's words that it rests on."""

    text: str
    spans: tuple[Span, ...]  # at least one; of one that is not verified, the nearest words
    verified: bool  # False: it is shown with a word of doubt


class Dropped(StrEnum):
    """Why a statement of a model never reaches a person."""

    UNFOUND = "unfound"  # its quote stands nowhere in the paper, and its words are not the passage's
    UNRELATED = "unrelated"  # its quote is the paper's, and speaks of something else
    NUMBER = "number"  # a figure that its passages do not tell, or tell of something else
    CONTRADICTED = "contradicted"  # its quote says the opposite
    NAME = "name"  # a name that stands nowhere in the paper
    REFERENCE = "reference"  # a work that the passage does not cite
    MARKUP = "markup"  # an address, a mention, markup
    INSTRUCTION = "instruction"  # it obeys or repeats an order to whoever reads the paper
    LANGUAGE = "language"
    EMPTY = "empty"  # nothing, or a placeholder
    REPEATED = "repeated"  # it was said before


class Answer(Frozen):
    """What a model said to a question, as far as the paper bears it out. Without claims it is a refusal."""

    paper: str  # Paper.key
    question: str
    language: Language
    claims: tuple[Claim, ...]
    partly: bool = False  # the model says that the paper does not answer all of the question
    missing: str = ""  # what it does not answer, where the model says so in the question's own words
    nearest: tuple[Span, ...] = ()  # of a refusal: the paper's passages that come nearest
    mode: Mode
    dropped: tuple[Dropped, ...] = ()  # one for each statement that was left out
    writer: str  # the model
    prompt: str  # its name and version
    blank: tuple[int, ...] = ()  # 1-based pages on which no text was found
    stopped: bool = False  # it was called off while the model wrote: what was checked by then
    only_abstract: bool = False  # nothing else of the paper was there to be read

    @property
    def refused(self) -> bool:
        """Whether nothing is claimed."""
        return not self.claims
