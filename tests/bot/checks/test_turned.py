"""Words and bounds of an answer that stand against the paper's."""

import pytest

from bot.checks.turned import turned_round


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Queue length grows as the day goes on.", "Queue length falls as the day goes on."),
        ("It slows requests of more than 40 tokens.", "It slows requests of less than 40 tokens."),
        ("超过40个词元的请求会变慢。", "Requests of less than 40 tokens are slowed down."),
        ("The lane lets requests turn.", "A barrier prevents requests from turning."),
        ("Drivers overestimated the wait.", "They guessed two minutes, which is an underestimation."),
        ("Lanes rely on gates.", "We dispense with gates."),
        ("The two signs gave different results.", "We saw nearly identical results with the two signs."),
        (
            "处理组用时60分钟，对照组用时70分钟。",
            "It took 70 minutes in the treated and 60 minutes in the control group.",
        ),
    ],
)
def test_what_is_turned_round_is_seen(claim: str, sentence: str) -> None:
    assert turned_round(claim, [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Queue length shrinks as the day goes on.", "Queue length falls as the day goes on."),
        ("Gates cost less than lanes.", "Lanes are more expensive than gates."),
        ("Gates are slower than lanes.", "In general, lanes are faster than gates."),
        ("Lanes beat gates.", "We find that lanes outperform gates."),
        ("It slows requests of fewer than 40 tokens.", "It slows requests of less than 40 tokens."),
        ("It does not slow requests of more than 40 tokens.", "It slows requests of up to 40 tokens."),
        ("Novices gain more than experienced drivers.", "Less experienced drivers gain more."),
        ("Accuracy is higher.", "Lanes reduce the error of the predictor."),
        ("Requests are not slowed down.", "Requests are faster."),
        ("Throughput rises while latency falls.", "Latency falls and throughput is raised."),
        ("对照组用时60分钟。", "It took 70 minutes in the treated and 60 minutes in the control group."),
    ],
)
def test_what_is_told_in_other_words_passes(claim: str, sentence: str) -> None:
    assert not turned_round(claim, [sentence])
