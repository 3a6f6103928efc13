"""A number is told with the qualifier that its source gives it."""

import pytest

from bot.checks.qualifiers import lost_qualifiers, overclaims

LOST = [
    ("加速4倍", "speeds decoding by up to 4×", "up to 4倍"),
    ("内存降低30%", "as much as 30% less memory", "up to 30%"),
    ("准确率为90%", "an accuracy of at least 90%", "at least 90%"),
    ("a 2.5× speedup", "an average speedup of 2.5×", "average 2.5×"),
    ("a 2.5× speedup", "is 2.5× faster on average", "average 2.5×"),
    ("需要10分钟", "takes approximately 10 minutes", "about 10"),
    ("误差为5%", "an error of less than 5%", "less than 5%"),
    ("内存降低26%", "reduces latency and memory by up to 45% and 26%", "up to 26%"),
    ("降低3.7倍", "a reduction by up to a factor of 3.7", "up to 3.7倍"),
    ("提升10.1", "a +10.1 average score improvement", "average 10.1"),
    ("图像为64×64像素", "images up to 64×64 pixels", "up to 64"),
    ("减少1.8倍", "It is fast. On average across the sets it cuts memory by 1.8×", "average 1.8倍"),
]
KEPT = [
    ("最高加速4倍", "by up to 4×"),
    ("加速高达4倍", "by up to 4×"),
    ("平均加速2.5倍", "an average speedup of 2.5×"),
    ("平均精度较基线提升2.5%", "2.5% on average"),
    ("超90%", "more than 90%"),
    ("近3倍", "nearly 3×"),
    ("在150多个数据集上", "on more than 150 datasets"),
    ("准确率至少为90%", "at least 90%"),
    ("误差不到5%", "below 5%"),
    ("up to 2-3×", "up to 2-3×"),
    ("延迟和内存最高降低45%和26%", "reduces latency and memory by up to 45% and 26%"),
    ("平均减少1.8倍", "On average across the sets it cuts memory by 1.8×"),
    ("达到98%的平均成功率", "attains a 98% average success rate"),
    ("an average gain of 2% for A and 4% for B", "average gains of 2% and 4%"),
    ("峰值为7倍", "On average it is fast. The peak is 7×"),
]


@pytest.mark.parametrize(("claim", "source", "lost"), LOST)
def test_a_dropped_qualifier_is_named_with_its_number(claim: str, source: str, lost: str) -> None:
    assert lost_qualifiers(claim, source) == (lost,)


@pytest.mark.parametrize(("claim", "source"), KEPT)
def test_a_qualifier_may_be_kept_in_another_language(claim: str, source: str) -> None:
    assert lost_qualifiers(claim, source) == ()


def test_a_number_that_the_source_also_tells_plainly_loses_nothing() -> None:
    assert lost_qualifiers("加速4倍", "Up to 4× in theory. We measured 4× on every device.") == ()


def test_a_number_of_another_source_is_not_this_check() -> None:
    assert lost_qualifiers("加速5倍", "up to 4×") == ()


def test_a_claim_that_says_less_than_its_source_is_no_overclaim() -> None:
    source = "It needs over 70% less memory, loses less than 2% and is up to 4× faster."
    assert lost_qualifiers("内存减少70%，损失2%", source) == ("at least 70%", "less than 2%")
    assert overclaims("内存减少70%，损失2%", source) == ()
    assert overclaims("加速4倍", source) == ("up to 4倍",)
