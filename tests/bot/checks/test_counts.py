"""A count is told of what it counts."""

import pytest

from bot.checks.counts import miscounted

TRAINED = "It wins on five manipulation tasks after three days on eight GPUs."
WRONG = [
    ("82% success on ten real-world tasks", TRAINED, ("ten (tasks)",)),
    ("在十个真实任务上成功率82%", TRAINED, ("十 (tasks)",)),
    ("eight days on three GPUs", TRAINED, ("eight (days)", "three (devices)")),
    ("ten samples of 10,000 kinds", "10,000 samples of ten kinds", ("ten (samples)", "10000 (kinds)")),
]
RIGHT = [
    ("five real-world tasks", TRAINED),
    ("在五个真实任务上", TRAINED),
    ("the best on two tasks", TRAINED),  # a reader counts a part
    ("ten tasks", "five tasks in simulation and five tasks on a robot"),  # and adds up
    ("three days on eight GPUs", TRAINED),
    ("ten languages", TRAINED),
]


@pytest.mark.parametrize(("claim", "source", "told"), WRONG)
def test_a_count_of_another_thing_is_named(claim: str, source: str, told: tuple[str, ...]) -> None:
    assert miscounted(claim, source) == told


@pytest.mark.parametrize(("claim", "source"), RIGHT)
def test_a_count_of_its_own_thing_or_a_part_of_it_passes(claim: str, source: str) -> None:
    assert miscounted(claim, source) == ()
