"""What an answer says of one of two parties the paper says of it, and not of the one against it."""

import pytest

from bot.checks.anchored import told_of_the_other

KITS = "LaneKit has a cache in each car, whereas GateKit fails to keep logs for 10% of drivers."
WHILE = "While Alpha is learned first, Beta is more efficient on highways."
DEPTH = "In shallow layers, most tokens are critical, while in the deep layers most of them are redundant."


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("LaneKit fails to keep logs for 10% of drivers.", KITS),
        ("GateKit has a cache in each car.", KITS),
        ("LaneKit 对 10% 的司机没有记录。", KITS),
        ("GateKit keeps logs for 10% of drivers.", KITS),
        ("Beta 先被学到。", WHILE),
        ("In deep layers most tokens are critical.", DEPTH),
        ("在浅层，大多数词元是冗余的。", DEPTH),
    ],
)
def test_what_is_said_of_the_other_party_is_seen(claim: str, sentence: str) -> None:
    assert told_of_the_other(claim, [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("LaneKit has a cache in each car.", KITS),
        ("GateKit 对 10% 的司机没有记录。", KITS),
        ("LaneKit has a cache, while GateKit keeps no logs for 10% of drivers.", KITS),
        ("Alpha 先被学到。", WHILE),
        ("Alpha is learned first, and Beta is more efficient.", WHILE),
        ("在浅层，大多数词元很关键。", DEPTH),
        ("LaneKit cuts delay by 9% and noise by 3%.", "LaneKit cuts delay by 9% while reducing noise by 3%."),
        ("Alpha is weak but cheap.", "While Alpha is weaker than Beta, it is also cheap."),
    ],
)
def test_what_is_said_of_the_same_party_passes(claim: str, sentence: str) -> None:
    assert not told_of_the_other(claim, [sentence])
