"""A factor without a figure needs one in its range, and a number word what a digit needs."""

import pytest

from bot.checks.numbers import unsupported_values
from bot.checks.vague_numbers import unsupported_vague_numbers

SOURCE = "It is 3% more accurate and 1.2x faster on 4 sets."


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("提速数十倍", "数十倍"),
        ("性能成倍提升", "成倍"),
        ("快十几倍", "十几倍"),
        ("several times faster", "several times"),
        ("hundreds of times faster", "hundreds of times"),
        ("orders of magnitude faster", "orders of magnitude"),
        ("快数个数量级", "数量级"),
    ],
)
def test_a_factor_without_a_figure_in_its_range_is_named(claim: str, words: str) -> None:
    assert unsupported_vague_numbers(claim, SOURCE) == (words,)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("提速数十倍", "a 32x speedup"),
        ("several times smaller", "80% smaller"),
        ("快数个数量级", "several orders of magnitude faster"),
        ("two orders of magnitude faster", SOURCE),  # a figure, which another check asks for
    ],
)
def test_a_factor_within_reach_of_a_figure_passes(claim: str, source: str) -> None:
    assert unsupported_vague_numbers(claim, source) == ()


@pytest.mark.parametrize(
    "claim",
    [
        *("a hundredfold", "hundred-fold", "twice", "halves", "a dozen", "two dozen", "a million", "百倍"),
        *("翻倍", "减半", "翻两番", "翻一番", "two orders of magnitude", "10^6"),
    ],
)
def test_a_number_word_that_the_source_does_not_have_is_named(claim: str) -> None:
    assert unsupported_values(claim, SOURCE) == (claim,)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("a hundredfold", "100x"),
        ("百倍", "a hundredfold gain"),
        ("a dozen tasks", "12 tasks"),
        ("翻两番", "4 times"),
        ("one million tokens", "10^6 tokens"),
        ("10^12种配置", "over 10 12 settings"),  # a PDF sets the exponent on the line
    ],
)
def test_a_number_word_passes_with_its_digits(claim: str, source: str) -> None:
    assert unsupported_values(claim, source) == ()
