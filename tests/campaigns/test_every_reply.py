"""The campaign of hostile texts leaves out no reply in which words of others stand."""

import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import product
from string import Formatter
from types import CodeType, FrameType, FunctionType
from typing import Any, get_args

import pytest

from bot import replies
from bot.domain.chat import Block
from bot.errors import Why
from bot.replies.catalogue import say, sentences
from tests.campaigns.hostile_facts import A_ROUND, Facts
from tests.campaigns.hostile_replies import REASONS_A_ROUND, every_reply

MARK = "outside"
ROUNDS = -(-len(Why) // REASONS_A_ROUND)
PARTS_OF_CHAT = "bot.domain.chat."
_TIMES = ("age", "begins", "day", "days", "ends", "since", "time", "until")
_FIGURES = (
    *("announced", "best", "briefed", "calls", "cost", "count", "done", "failed", "first", "free", "id"),
    *("kept", "last", "limit", "number", "numbers", "of", "page", "pages", "papers", "relevant", "replaced"),
    *("reports", "rest", "score", "spent", "step", "submitted", "sum", "threshold", "tokens", "total"),
    "version",
)
_CATALOGUE = (
    *(
        "changes",
        "commands",
        "field",
        "head",
        "jobs",
        "outcome",
        "parts",
        "posts",
        "prompt",
        "role",
        "slot",
        "slots",
    ),
    *("spoken", "standing", "state", "whose"),
)
OURS = frozenset({*_TIMES, *_FIGURES, *_CATALOGUE})
"""Facts of sentences that are figures, times, and words of the catalogue: nobody else writes them."""
OURS_HERE = frozenset(
    {
        ("offer.of_one", "paper"),  # arXiv's number
        ("admin.backup", "files"),
        ("answer.ask_typed", "paper"),
        ("admin.count", "name"),
        ("admin.counts", "counts"),
        ("admin.job", "command"),
        ("correct.how", "paper"),
        ("origin.model", "place"),
        ("overview.as_sent", "name"),
        ("overview.kinds", "counts"),
        ("overview.title_month", "name"),
        ("overview.title_week", "name"),
        ("overview.weeks", "counts"),
        ("paper.read_from_both", "places"),
        ("report.group", "name"),
        ("report.unread", "paper"),
        ("settings.line", "name"),
        ("settings.changed", "name"),
        ("source.refused", "status"),
        ("status.job", "command"),
        ("verdict.place", "place"),
    }
)
"""The same of facts whose name is elsewhere one of others' words."""
OTHERS_HERE = frozenset({("paper.cost", "cost")})
"""A model's name stands in it."""
OF_OPERATORS = frozenset({"doctor", "schedule"})
"""Sections of which only who runs the bot sees anything, in a terminal."""


@dataclass
class Heard:
    """What was called, and which facts of which sentences had words of others."""

    called: set[CodeType] = field(default_factory=set)
    facts: set[tuple[str, str]] = field(default_factory=set)

    def note(self, frame: FrameType, event: str, _: Any) -> None:
        """One call of Python's."""
        if event != "call":
            return
        self.called.add(frame.f_code)
        if frame.f_code is say.__code__:
            told: dict[str, object] = frame.f_locals["facts"]
            key = str(frame.f_locals["key"])
            self.facts |= {(key, name) for name, fact in told.items() if MARK in str(fact)}


@contextmanager
def listening() -> Iterator[Heard]:
    """All calls in a block; whoever watched before goes on watching."""
    heard, before = Heard(), sys.getprofile()
    sys.setprofile(heard.note)
    try:
        yield heard
    finally:
        sys.setprofile(before)


SHAPES: tuple[Callable[[int], str], ...] = (
    lambda place: f"{MARK}{place}",
    lambda place: f"{MARK} {place} that is short",
    lambda place: f"{MARK} {place} {'and goes on ' * 20}",
    lambda place: f"{MARK} {place} {'' if place % 5 else '推理加速'}",
)
"""Texts of which each is a word that no other has, a sentence, a long one; or some are Chinese."""


@pytest.fixture(scope="module")
def heard() -> Heard:
    """Some rounds in which each text bears the mark."""
    with listening() as heard:
        for number, shape in product(range(ROUNDS), SHAPES):
            for _ in every_reply(Facts([shape(place) for place in range(A_ROUND)], number)):
                pass
    return heard


def test_every_builder_of_a_reply_is_in_the_campaign(heard: Heard) -> None:
    assert {name for name, builder in builders() if builder.__code__ not in heard.called} == set()
    assert len(list(builders())) > 40


def test_every_sentence_with_words_of_others_is_in_the_campaign(heard: Heard) -> None:
    wanted = {each for each in facts_of_sentences() if not is_ours(each)}
    assert wanted - heard.facts == set()
    assert len(wanted) > 200


def test_no_fact_counts_as_ours_in_which_others_words_were_heard(heard: Heard) -> None:
    said = {each for each in heard.facts if not each[0].startswith("why.")}  # these get it in every fact
    assert set(filter(is_ours, said)) == set()


def test_no_fact_counts_as_ours_that_no_sentence_has() -> None:
    there = facts_of_sentences()
    assert (OURS_HERE | OTHERS_HERE) - there == set()
    assert OURS - {name for _, name in there} == set()


def test_every_part_of_a_reply_is_in_the_campaign() -> None:
    texts = [f"{MARK} {place}" for place in range(A_ROUND)]
    shown = [said.reply for said in every_reply(Facts(texts, 0))]
    kinds = {type(block) for reply in shown for block in (*reply.blocks, *reply.below)}
    assert kinds == set(get_args(get_args(Block)[0]))
    assert {type(file).__name__ for reply in shown for file in reply.files} == {"Document", "Picture"}


def is_ours(told: tuple[str, str]) -> bool:
    """Whether a fact of a sentence is never anybody else's words."""
    return told in OURS_HERE or (told[1] in OURS and told not in OTHERS_HERE)


def builders() -> Iterator[tuple[str, FunctionType]]:
    """Every function of ours that makes a part of a reply."""
    for module in pkgutil.iter_modules(replies.__path__, f"{replies.__name__}."):
        for name, member in inspect.getmembers(import_module(module.name), inspect.isfunction):
            makes = str(inspect.signature(member).return_annotation)
            if member.__module__ == module.name and not name.startswith("_") and PARTS_OF_CHAT in makes:
                yield f"{module.name}.{name}", member


def facts_of_sentences() -> set[tuple[str, str]]:
    """Each sentence's key with the name of each of its facts."""
    return {
        (f"{section}.{key}", fact)
        for section, said in sentences("en").items()
        for key, pattern in said.items()
        for _, fact, _, _ in Formatter().parse(pattern)
        if fact and section not in OF_OPERATORS
    }
