"""Quotes are found where they stand, however a PDF or a model has damaged them, and nowhere else."""

import pytest

from bot.checks.quotes import LONGEST_SPAN, Quotable
from bot.domain.answers import Span

FIRST = "We place the traﬃc in lanes. Short requests never wait for long ones, whatever the load."
SECOND = "Table rows follow.\nLanes | 45.1 | 26.3\nGates | 12.4 | 11.9"
THIRD = "The predictor is effec-\ntive and small. It needs two layers and eight heads to tell requests apart."
LONG = "so that no request waits for another one of its own length or of any other length " * 12
PAPER = Quotable.of(
    [
        Span(page=1, section="1 Introduction", text=FIRST),
        Span(page=3, section="4 Results", text=SECOND),
        Span(page=4, section="5 Predictor", text=THIRD),
        Span(page=5, section="6 Proof", text=f"We prove {LONG}under all loads."),
    ]
)


def texts(quote: str, *cited: int) -> list[str]:
    """The paper's own words for a quote."""
    place = PAPER.find(quote, cited=cited)
    return [span.text for span in place.spans] if place else []


@pytest.mark.parametrize(
    "quote",
    [
        "Short requests never wait for long ones",
        "short  requests never wait\nfor long ones, whatever",
        "Short requests never waits for long ones, whatever the load",
        "Short re-\nquests never wait for long ones",
        "“Short requests never wait for long ones.”",
    ],
)
def test_a_quote_is_shown_as_the_whole_sentence_that_the_paper_has(quote: str) -> None:
    assert texts(quote, 0) == ["Short requests never wait for long ones, whatever the load."]
    assert texts(quote, 2) == texts(quote, 0), "and where another passage was named"
    assert texts(quote) == texts(quote, 0)


def test_ligatures_and_hyphens_at_line_ends_are_no_difference() -> None:
    assert texts("We place the traffic in lanes", 0) == ["We place the traﬃc in lanes."]
    assert texts("The predictor is effective and small", 2) == ["The predictor is effec- tive and small."]


def test_parts_between_marks_of_elision_must_all_stand_there_in_their_order() -> None:
    assert texts("Short requests never wait … whatever the load", 0)
    both = texts("We place the traffic [...] wait for long ones", 0)
    assert both == [
        "We place the traﬃc in lanes.",
        "Short requests never wait for long ones, whatever the load.",
    ]
    assert not texts("whatever the load … Short requests never wait", 0)
    assert not texts("Short requests never wait … two layers and eight heads", 0)


@pytest.mark.parametrize(
    "quote",
    ["", "…", "lanes", "Gates that open early let more cars pass in the morning than in the evening", "45.1"],
)
def test_what_does_not_stand_there_or_says_too_little_is_not_found(quote: str) -> None:
    assert PAPER.find(quote, cited=(0, 1, 2)) is None


def test_a_short_quote_counts_only_in_a_passage_that_was_named() -> None:
    assert texts("eight heads", 2)
    assert not texts("eight heads", 0)


def test_a_row_of_a_table_stands_alone() -> None:
    assert texts("Lanes | 45.1 | 26.3", 1) == ["Lanes | 45.1 | 26.3"]


def test_changed_words_are_told_and_misprints_are_not() -> None:
    words = "We place the traffic in lanes. Short requests {} wait for long ones, whatever the load"
    changed = PAPER.find(words.format("always"), cited=(0,))
    assert changed is not None
    assert changed.changed == ("always",)
    misprint = PAPER.find(words.format("never").replace("requests", "reqests"), cited=(0,))
    assert misprint is not None
    assert misprint.changed == ()


def test_a_quote_of_a_sentence_without_end_is_cut_around_its_words() -> None:
    (text,) = texts("of any other length under all loads", 3)
    assert "under all loads" in text
    assert text.startswith("… ")
    assert len(text) < LONGEST_SPAN


def test_passages_that_do_not_exist_are_no_error() -> None:
    assert texts("Short requests never wait for long ones", 99, -5)
    assert Quotable.of([]).find("Short requests never wait", cited=(0,)) is None
