"""What a chat wants to read about, and what was found of a paper: is it relevant, and why."""

import math
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from bot.domain.frozen import Frozen, Whole
from bot.errors import Reason

Kind = Literal["decoding", "cache", "serving", "kernels", "compression", "architecture", "diffusion", "other"]
"""What a paper of the built-in topic is mainly about; `other`: of a topic without kinds, or none of them."""

Because = Literal["terms", "few", "none", "excluded", "author", "institution", "category"]
"""`few`: terms were found, and weigh too little; `none`: no term; `category`: in none of the topic's."""
Place = Literal["title", "abstract", "comments", "authors", "institutions", "categories"]

TopicPart = Literal[
    "include", "exclude", "categories", "institutions", "authors", "relevant", "irrelevant", "threshold"
]
"""What of a topic people can set, by the names of its fields."""

Share = Annotated[float, Field(ge=0, le=1)]
DEFAULT_THRESHOLD = 0.5


def share_words(share: float) -> str:
    """Two digits, rounded down: a score that is printed as the threshold has reached it."""
    return f"{math.floor(share * 100 + 1e-9) / 100:.2f}"


class Topic(Frozen):
    """What makes an announced paper worth a brief in a chat."""

    name: Whole
    vocabulary: Literal["inference", "none"] = "none"  # built-in weighted words that count beside `include`
    categories: tuple[str, ...] = ()  # arXiv's, as cs.LG; a paper in none of them is not looked at; (): all
    include: tuple[str, ...] = ()  # words and phrases; each makes a paper more relevant
    exclude: tuple[str, ...] = ()  # words and phrases; any of them makes it irrelevant
    institutions: tuple[str, ...] = ()  # followed: their papers are kept whatever they are about
    authors: tuple[str, ...] = ()  # followed likewise
    relevant: str = ""  # a sentence for whoever judges
    irrelevant: str = ""
    threshold: Share = DEFAULT_THRESHOLD  # the least score that is kept
    # what likes and dislikes of the chat added to each term
    moved: Mapping[str, float] = Field(default_factory=dict)


class Sketch(Frozen):
    """What is known of a paper before it is read: what decides whether it is."""

    title: str
    abstract: str = ""  # "": the source told none, as arXiv of a replacement; then the title decides
    authors: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()  # arXiv's; (): not known, and no reason to leave it out
    comments: str = ""


class Ground(Frozen):
    """A word or name that decided, and where it stood."""

    words: str  # the term's name in its topic, or what is followed or excluded
    place: Place
    found: Whole = ""  # the paper's own words for it; "": not looked for

    @property
    def shown(self) -> str:
        """What people are told."""
        return self.found or self.words


class Verdict(Frozen):
    """What was decided of one paper for one topic."""

    score: Share
    kept: bool
    reason: str  # at most 20 words: the terms that decided, or a model's sentence
    kind: Kind = "other"
    by: Literal["words", "model"] = "words"
    because: Because = "terms"  # the reason again, so that it can be said in any language: with `grounds`
    grounds: tuple[Ground, ...] = ()  # the weightiest first
    terms: tuple[str, ...] = ()  # of the topic that were found, the weightiest first: what a like moves
    instead: Reason | None = None  # why the words decided where a model was to


class Vote(Frozen):
    """That somebody in a chat wants more like a paper that was judged for one of its topics, or less."""

    number: str  # arXiv's
    topic: int  # its id
    verdict: Verdict
    liked: bool
