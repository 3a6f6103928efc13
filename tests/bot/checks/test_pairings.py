"""What an answer tells of one thing the paper tells of that thing, and of no other."""

import pytest

from bot.checks.pairings import paired_otherwise

BOTH = "LaneKit takes 40 minutes, while GateKit takes 70 minutes on highways."
LIST = "LaneKit and GateKit take 40 and 70 minutes, respectively."
DAYS = "The survey began on May 3, 2021 and ended on July 9, 2021."
METERS = "It cuts queues by 12% on RoadBench and noise by 31% on CityBench."


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("LaneKit takes 70 minutes.", BOTH),
        ("LaneKit 需要 70 分钟。", BOTH),
        ("GateKit takes 40 minutes.", LIST),
        ("GateKit 用时 40 分钟。", LIST),
        ("The survey began on July 9, 2021.", DAYS),
        ("调查于 2021 年 7 月 9 日开始。", DAYS),
        ("It cuts queues by 31% on CityBench and noise by 12% on RoadBench.", METERS),
        ("在 RoadBench 上降低了 31%。", METERS),
        (
            "The test set error rose by 10%.",
            "The training set error rose by 10% and the test set error by 3%.",
        ),
        (
            "当车道较短时，给正确的车更高的值。",
            "It gives lower values to correct cars and higher values to incorrect cars.",
        ),
        (
            "Roads of GateKit look better on CityBench.",
            "Roads of LaneKit look better on CityBench, whereas those of GateKit look better on RoadBench.",
        ),
    ],
)
def test_what_is_told_of_another_is_seen(claim: str, sentence: str) -> None:
    assert paired_otherwise(claim, [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("LaneKit takes 40 minutes and GateKit 70.", BOTH),
        ("LaneKit 需要 40 分钟，而 GateKit 需要 70 分钟。", BOTH),
        ("GateKit takes 70 minutes.", LIST),
        ("GateKit 用时 70 分钟。", LIST),
        ("The survey ended on July 9, 2021.", DAYS),
        ("调查于 2021 年 5 月 3 日开始，7 月 9 日结束。", DAYS),
        ("在 CityBench 上噪声降低 31%。", METERS),
        ("GateKit needs 8 toll booths.", "LaneKit needs 16 toll booths, while GateKit only needs 8."),
        ("如果关闭闸门，排队增加 12%。", "If gates are closed, noise falls by 31%, and queues grow by 12%."),
    ],
)
def test_what_is_told_of_the_same_thing_passes(claim: str, sentence: str) -> None:
    assert not paired_otherwise(claim, [sentence])
