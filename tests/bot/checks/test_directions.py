"""A figure, or a measure without one, goes the way that its source says, and is of the same measure."""

import pytest

from bot.checks.directions import contradicted_figures, contradicted_measures, moved_figures

OPPOSITE_FIGURES = [
    ("It is 2.5x slower", "It runs 2.5x faster than the rest.", "slower 2.5×"),
    ("慢2.5倍", "It runs 2.5x faster than the rest.", "慢 2.5倍"),
    ("losing 3 points", "gaining 3 points on the test", "losing 3 points"),
    ("increases memory by 40%", "reduces memory by 40%", "increases 40%"),
    ("显存增加40%", "reduces memory by 40%", "增加 40%"),
    ("延迟提高到2倍，精度下降3%", "3% higher accuracy", "下降 3%"),
    ("accuracy up 1%", "faster with only a 1% accuracy drop", "up 1%"),
    ("吞吐量下降3.2倍", "raises throughput by up to 3.2×", "下降 3.2倍"),
    ("doubles the latency", "halves the latency", "doubles doubles"),
    ("延迟降低45%，内存增加26%", "cuts latency by 45% and memory by 26%", "增加 26%"),
    ("44%的可靠性降低", "confidence that can be read (reliability +44%)", "降低 44%"),
    ("分数降低2个百分点", "an improvement of 2 points", "降低 2个百分点"),
]
SAME_WAY = [
    ("加速2倍", "reduces latency by 2x"),
    ("延迟降低2倍", "2x faster"),
    ("2x faster", "reduces latency by 2x"),
    ("throughput rises by 20%", "20% better throughput"),
    ("错误率降低30%", "improves the error rate by 30%"),
    ("无损加速2倍", "2x speedup without loss"),
    ("精度损失小于2%", "an accuracy drop of less than 2%"),
    ("accuracy grows by 4%", "4% of the tokens are dropped"),  # nothing is known of the direction
    ("性能损失减少5%", "5% higher performance"),  # two words that pull apart are left open
    ("memory falls by 40%", "reduces memory by 40%; another set-up increases memory by 40%"),
]
OPPOSITE_MEASURES = [
    ("reduces accuracy", "It improves accuracy.", "reduces accuracy"),
    ("降低准确率", "It improves accuracy.", "降低 accuracy"),
    ("劣于所有基线", "It outperforms all baselines.", "劣于 comparison"),
    ("延迟更长", "It improves accuracy, latency and memory.", "更长 latency"),
    ("worse accuracy", "It outperforms others in both accuracy and cost.", "worse accuracy"),
    ("F1为0.9，略低于各基线", "It reaches an F1 of 0.9, outperforming all baselines.", "低于 comparison"),
    ("慢于基线", "It runs faster than all baselines.", "慢于 speed"),
]
NO_OPPOSITE_MEASURES = [
    ("不降低准确率", "It improves accuracy."),
    ("解决了准确率下降的问题", "It improves accuracy."),
    ("improves accuracy", "Pruning lowers accuracy. It improves accuracy."),
    ("显存降低，准确率并不变", "It improves accuracy."),
    ("lowers latency", "It improves accuracy."),
    ("延迟低于基线", "It outperforms all baselines in latency."),
    ("improves performance", "Pruning degrades performance; ours improves by 4%."),
]
MOVED = [
    ("40% higher accuracy", "It has 40% lower latency and 3% higher accuracy.", "40% (accuracy)"),
    ("准确率提升40%", "It has 40% lower latency and 3% higher accuracy.", "40% (accuracy)"),
    ("cuts energy by 45%", "It cuts latency by 45% and memory by 26%.", "45% (energy)"),
    ("吞吐量从22.1降至15.4", "It reaches a perplexity of 15.4.", "15.4 (throughput)"),
    ("an F1 of 91.2", "It reaches a recall of 91.2.", "91.2 (F1)"),
]
IN_PLACE = [
    (
        "At 0.9 recall, latency is 70.6% lower.",
        "It shows 70.6% lower latency and 1.35x higher throughput for 0.9 recall.",
    ),
    ("延迟降低45%，内存降低26%", "It cuts latency by 45% and memory by 26%."),
    ("2x speedup", "It cuts latency by 2x."),
    ("性能提升3%", "3% higher accuracy"),
    ("uses 7B memory-efficient parameters", "a model of 7B parameters"),
    ("latency falls by 9%", "It cuts temporal drift by 9%."),  # what the source tells it of is not known
    ("准确率较基线提升3%", "an accuracy-based baseline and 3% higher recall and accuracy"),
]


@pytest.mark.parametrize(("claim", "source", "told"), OPPOSITE_FIGURES)
def test_a_figure_that_goes_the_other_way_is_named(claim: str, source: str, told: str) -> None:
    assert contradicted_figures(claim, [source]) == (told,)


@pytest.mark.parametrize(("claim", "source"), SAME_WAY)
def test_a_figure_that_goes_the_same_way_or_an_unknown_one_passes(claim: str, source: str) -> None:
    assert contradicted_figures(claim, [source]) == ()


@pytest.mark.parametrize(("claim", "source", "told"), OPPOSITE_MEASURES)
def test_a_measure_of_which_the_opposite_is_said_is_named(claim: str, source: str, told: str) -> None:
    assert contradicted_measures(claim, [source]) == (told,)


@pytest.mark.parametrize(("claim", "source"), NO_OPPOSITE_MEASURES)
def test_a_measure_that_is_not_turned_round_passes(claim: str, source: str) -> None:
    assert contradicted_measures(claim, [source]) == ()


@pytest.mark.parametrize(("claim", "source", "told"), MOVED)
def test_a_figure_of_another_measure_is_named_with_the_one_that_is_claimed(
    claim: str, source: str, told: str
) -> None:
    assert moved_figures(claim, [source]) == (told,)


@pytest.mark.parametrize(("claim", "source"), IN_PLACE)
def test_a_figure_of_its_own_or_a_kindred_measure_passes(claim: str, source: str) -> None:
    assert moved_figures(claim, [source]) == ()
