"""Comparisons of an answer stand on the sides where the paper has them."""

import pytest

from bot.checks.sides import sides_changed

GATES = "We find that LaneKit outperforms GateKit on busy roads."
SLOW = "Compared to GateKit, LaneKit reduces the waiting time of drivers."


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("GateKit outperforms LaneKit on busy roads.", GATES),
        ("GateKit 优于 LaneKit。", GATES),
        ("LaneKit 不如 GateKit。", GATES),
        ("Compared to LaneKit, GateKit reduces the waiting time.", SLOW),
        ("与 LaneKit 相比，GateKit 降低了等待时间。", SLOW),
        ("GateKit 的等待时间比 LaneKit 少 3%。", "LaneKit has a 3% lower waiting time than GateKit."),
        ("Lanes are cheaper than gates.", "Lanes are more expensive than gates."),
        ("Gates are faster than lanes.", "In general, lanes are faster than gates."),
        ("Gates and bars have a higher cost than lanes.", "Lanes have a higher cost than gates and bars."),
        ("Lanes fall short of gates.", "We find that lanes surpass gates."),
        ("GateKit has a higher delay than LaneKit.", "LaneKit has a higher delay compared to GateKit."),
        ("Gates rather than lanes may help.", "Lanes, rather than gates, may help."),
        ("总时间不到排队时间的 2%。", "Queueing takes less than 2% of the total time."),
        ("GateKit is better than LaneKit.", "LaneKit ran in May, and GateKit ran in June."),
    ],
)
def test_a_comparison_told_from_the_wrong_side_is_seen(claim: str, sentence: str) -> None:
    assert sides_changed(claim, [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("LaneKit is better than GateKit.", GATES),
        ("LaneKit 优于 GateKit。", GATES),
        ("GateKit 不如 LaneKit。", GATES),
        ("LaneKit cuts waiting time compared with GateKit.", SLOW),
        ("与 GateKit 相比，LaneKit 降低了等待时间。", SLOW),
        ("LaneKit 的等待时间比 GateKit 少 3%。", "LaneKit has a 3% lower waiting time than GateKit."),
        ("Gates cost less than lanes.", "Lanes are more expensive than gates."),
        ("Gates are slower than lanes.", "In general, lanes are faster than gates."),
        ("LaneKit does not outperform GateKit.", "LaneKit does no better than GateKit."),
        ("Over 90% of drivers wait.", "LaneKit is faster than GateKit, and over 90% of drivers wait."),
        ("等待时间超过 40 秒。", "Waiting takes more than 40 seconds."),
        ("排队不到总时间的 2%。", "Queueing takes less than 2% of the total time."),
    ],
)
def test_a_comparison_told_from_either_side_rightly_passes(claim: str, sentence: str) -> None:
    assert not sides_changed(claim, [sentence])
