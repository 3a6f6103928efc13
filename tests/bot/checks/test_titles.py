"""Two titles name one paper, or they do not: what decides whether a printed number is believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checks.titles import titles_agree

TITLE = "Lanes: Keeping Short and Long Requests Apart in Large Language Model Serving"
SAME = [
    "LANES: KEEPING SHORT AND LONG REQUESTS APART IN LARGE LANGUAGE MODEL SERVING",
    "Lanes — keeping short and long requests apart in large-language-model serving.",
    "Lanes:Keeping Short and Long Re quests Apart in Large Language Model Serving",
    "Lanes: Keeping Short and Long Requests Apart",
    "Lanes: Keeping Short and Long Requests Apart in Large Language Models Serving (Extended Version)",
    "Lanes: Keeping Short and Long Requests Separate in Large Language Model Serving",
]
OTHER = [
    "",
    "…",
    "Lanes",
    "Queues: Merging Short and Long Requests in Distributed Database Systems",
    "Attention Is All You Need",
    "A Survey of Large Language Model Serving",
]


@pytest.mark.parametrize("other", SAME)
def test_case_punctuation_and_a_word_or_two_do_not_make_another_paper(other: str) -> None:
    assert titles_agree(TITLE, other)
    assert titles_agree(other, TITLE)


@pytest.mark.parametrize("other", OTHER)
def test_another_title_is_another_paper(other: str) -> None:
    assert not titles_agree(TITLE, other)
    assert not titles_agree(other, TITLE)


def test_accents_and_ligatures_are_no_difference() -> None:
    assert titles_agree(
        "Schrödinger Bridges for Eﬃcient Sampling", "Schrodinger bridges for efficient sampling"
    )


def test_short_titles_agree_only_as_a_whole() -> None:
    assert titles_agree("BERT", "Bert")
    assert not titles_agree("BERT", "BERTology and What Comes After It")


@given(st.text(max_size=60))
def test_a_title_agrees_with_itself_where_it_says_anything(title: str) -> None:
    assert titles_agree(f"a{title}", f"A {title}")
    assert not titles_agree("", title)


@given(st.text(max_size=40), st.text(max_size=40))
def test_agreeing_has_no_direction(one: str, other: str) -> None:
    assert titles_agree(one, other) == titles_agree(other, one)
