"""Words with opposites, and denials, are said of what the paper says them of."""

import pytest

from bot.checks.contraries import contraries
from bot.checks.negations import denied_otherwise

GROWS = "As the number of cars increases, the loss due to braking becomes smaller."


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("As the number of cars increases, the loss due to braking becomes larger.", GROWS),
        ("The loss due to braking grows as cars increase.", GROWS),
        ("采样会增加重复行为。", "Sampling can reduce repetitive behavior, and gates increase noise."),
        ("The agreement is higher for drivers.", "For drivers, the agreement is lower."),
        ("司机的一致性更高。", "For drivers, the agreement is lower, but noise is higher at gates."),
        ("It helps drivers of a single car.", "It helps drivers of multiple cars."),
        ("The smallest delay is seen on highways.", "The largest delay is seen on highways."),
    ],
)
def test_the_opposite_of_the_same_thing_is_seen(claim: str, sentence: str) -> None:
    assert contraries(claim, [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("The more cars, the smaller the loss due to braking.", GROWS),
        ("车辆越多，损失越小。", GROWS),
        ("采样可以减少重复行为。", "Sampling can reduce repetitive behavior, and gates increase noise."),
        ("Drivers agree less.", "For drivers, the agreement is lower, but noise is higher at gates."),
        ("The accuracy does not increase.", "The accuracy decreases."),
        ("Lanes are slower than gates.", "Gates are faster than lanes."),
    ],
)
def test_the_same_in_other_words_passes(claim: str, sentence: str) -> None:
    assert not contraries(claim, [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Gates eliminated queues entirely.", "While gates reduce noise, they did not eliminate queues."),
        ("闸门完全消除了排队。", "While gates reduce noise, they did not eliminate queues."),
        ("It trains with parallel lanes.", "It trains large models without the use of parallel lanes."),
        ("它使用并行训练。", "It trains large models without parallel lanes."),
        ("Drivers benefit from signs.", "Drivers are unable to benefit from signs."),
        ("The cache changes during migration.", "The cache does not change during migration."),
        ("The cache does not change.", "The cache changes with each car."),
        ("The map explores all roads.", "Unlike a map, which explores all roads, the guide picks one."),
    ],
)
def test_what_is_denied_on_one_side_alone_is_seen(claim: str, sentence: str) -> None:
    assert denied_otherwise(claim, [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (
            "Gates did not remove queues completely.",
            "While gates reduce noise, they did not eliminate queues.",
        ),
        ("闸门没有完全消除排队。", "While gates reduce noise, they did not eliminate queues."),
        ("它不使用并行。", "It trains large models without parallel lanes."),
        ("Drivers cannot benefit from signs.", "Drivers are unable to benefit from signs."),
        ("专家标注难以规模化。", "Expert annotation is difficult to scale."),
        ("误差不可避免。", "Errors are inevitable."),
        ("这不仅限制了模型。", "It not only limits the model."),
    ],
)
def test_what_is_denied_on_both_sides_passes(claim: str, sentence: str) -> None:
    assert not denied_otherwise(claim, [sentence])
