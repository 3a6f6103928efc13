"""The extractive writer quotes the right clause, or abstains."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.briefs import Slot, Slots
from bot.reading.clauses import LONGEST
from bot.reading.sentences import split_sentences
from bot.reading.slots import extract_slots

TITLE = "PageKeep: Paging for Long Chats"
ABSTRACT = (
    "Assistants are used by many people. "
    "However, existing serving systems suffer from memory that grows with every turn. "
    "In this paper, we propose PageKeep, a paging scheme that moves cold pages to the disk. "
    "PageKeep has a predictor and a scheduler. "
    "Extensive experiments show that PageKeep reduces memory by up to 41% on two public traces. "
    "The code is available at https://example.org/pagekeep."
)
LONG_TAIL = (
    ", which keeps every page that was touched by one of the last turns in a small region of fast memory"
)


def test_each_slot_holds_the_telling_clause_and_its_sentence() -> None:
    assert extract_slots(TITLE, ABSTRACT) == Slots(
        technique=Slot(text="PageKeep, a paging scheme that moves cold pages to the disk", sentences=(3,)),
        problem=Slot(
            text="existing serving systems suffer from memory that grows with every turn", sentences=(2,)
        ),
        effect=Slot(text="PageKeep reduces memory by up to 41% on two public traces", sentences=(5,)),
    )


def test_the_data_set_of_an_effect_stays() -> None:
    slots = extract_slots(
        "", "We propose a cache for chats. Experiments on ChatLog show that it is 3× faster than before."
    )
    assert slots.effect == Slot(
        text="Experiments on ChatLog show that it is 3× faster than before", sentences=(2,)
    )


def test_a_problem_after_but_stands_alone() -> None:
    text = "Caches help, but existing caches fail to forget what nobody reads any more. We propose one."
    problem = extract_slots("", text).problem
    assert problem == Slot(text="existing caches fail to forget what nobody reads any more", sentences=(1,))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Cats are animals. They sleep for most of the day.",
        "Our code is available at https://example.org. We hope that it helps.",
        "However, we propose nothing.",
    ],
)
def test_nothing_is_quoted_where_nothing_is_said(text: str) -> None:
    assert extract_slots("Cats", text).empty


def test_a_paper_that_fits_no_slot_is_quoted_on_what_it_is_about() -> None:
    text = "Cats are often kept. This article discusses why cats sleep for most of the day. They dream."
    about = Slot(text="This article discusses why cats sleep for most of the day", sentences=(2,))
    assert extract_slots("Cats", text) == Slots(about=about)


def test_what_is_studied_besides_being_introduced_is_no_part_of_the_technique() -> None:
    technique = extract_slots(
        "", "We introduce and study page heat, a measure of how often chats read."
    ).technique
    assert technique == Slot(text="page heat, a measure of how often chats read", sentences=(1,))


def test_a_technique_that_only_points_back_is_left_out() -> None:
    assert extract_slots("", "We propose a framework to resolve these issues.").technique is None


def test_findings_are_no_technique() -> None:
    assert (
        extract_slots("", "We present results on four public data sets of street scenes.").technique is None
    )


def test_a_long_clause_ends_at_a_seam() -> None:
    technique = extract_slots(
        "", f"We propose a cache that holds the pages of a chat on disk{LONG_TAIL * 3}."
    ).technique
    assert technique == Slot(
        text="a cache that holds the pages of a chat on disk" + LONG_TAIL, sentences=(1,)
    )


def test_half_of_an_enumeration_is_not_quoted() -> None:
    text = (
        "Existing systems suffer from two limitations: (1) they keep every page of every chat in the memory "
        "of one machine, which is slow to reach for long chats, and (2) they forget the pages that are "
        "needed when another chat begins on the same machine or on another one."
    )
    assert extract_slots("", text).problem is None


def test_a_table_read_as_one_sentence_is_passed_over() -> None:
    assert extract_slots("", "We propose " + "up to 4.5% and 3, " * 1500).empty


def test_latex_is_shown_as_text() -> None:
    text = r"We propose \textbf{PageKeep}, a cache for chats. It achieves a 2.5$\times$ speedup."
    assert extract_slots("", text).technique == Slot(text="PageKeep, a cache for chats", sentences=(1,))


def test_a_clause_with_unreadable_latex_is_left_out() -> None:
    assert (
        extract_slots("", r"We propose $\mathfrak{K}_{\alpha}$, a new cache for long chats.").technique
        is None
    )


_PIECES = st.sampled_from(
    [
        "However, existing methods struggle with (very) long inputs.",
        "We propose FooBar, a method that reads twice.",
        "We further introduce a dataset of 1,200 chats (e.g., in French).",
        "Experiments show that it outperforms baselines by 3.5% on average" + LONG_TAIL * 3 + ".",
        "It achieves 2.1×, 3.4× and 5% on A, B and C, respectively" + LONG_TAIL * 2 + ".",
        "This limitation is costly; nobody knows why" + LONG_TAIL + ".",
    ]
)


@given(st.lists(_PIECES, max_size=8))
def test_slots_are_short_pieces_of_the_sentences_that_they_name(pieces: list[str]) -> None:
    abstract = " ".join(pieces)
    sentences, slots = split_sentences(abstract), extract_slots("FooBar", abstract)
    filled = [slot for slot in (slots.technique, slots.problem, slots.effect) if slot]
    for slot in filled:
        assert len(slot.text) <= LONGEST
        assert slot.text in sentences[slot.sentences[0] - 1]
        assert slot.text.count("(") == slot.text.count(")")
        assert not re.search(r"[\s.,;:]$", slot.text)
    assert len({slot.sentences for slot in filled}) == len(filled)
