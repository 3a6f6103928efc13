"""Two numbers that the paper has are told of what each measures."""

import pytest

from bot.checks.exchanged import exchanged_numbers

METRICS = ("It cuts latency by 45% and memory by 26%.",)
EXCHANGED = [
    ("延迟降低26%、内存降低45%", METRICS, "26% and 45%"),
    ("latency falls by 26%, memory by 45%", METRICS, "26% and 45%"),
    ("SDXL和Flux分别快23%/24%", ("It is 24%/23% faster on SDXL/Flux.",), "23% and 24%"),
    ("压缩率为50-20%", ("at ratios of 20-50%",), "50 and 20%"),
    ("困惑度从15.4降至22.1", ("15.4 perplexity versus 22.1 before",), "15.4 and 22.1"),
    (
        "训练时间减少30%，能耗降低70%",
        ("It needs 30% less energy.", "It has 70% less training time."),
        "30% and 70%",
    ),
]
IN_PLACE = [
    ("延迟降低45%、内存降低26%", METRICS),
    ("内存降低26%、延迟降低45%", METRICS),  # the words moved with the numbers
    ("45%权重实现100%准确率", ("It reaches 100% accuracy with 45% of the weights.",)),
    ("困惑度从22.1降至15.4", ("15.4 perplexity versus 22.1 before",)),
    ("从50%到20%的稀疏度", ("sparsities from 50% to 20%",)),
    ("延迟降低26%", METRICS),  # one number alone cannot be told
    ("快5倍，准确率为39%", ("It reaches 39% accuracy and runs 5× faster.",)),
]


@pytest.mark.parametrize(("claim", "sentences", "pair"), EXCHANGED)
def test_numbers_in_each_others_place_are_named(claim: str, sentences: tuple[str, ...], pair: str) -> None:
    assert exchanged_numbers(claim, sentences) == (pair,)


@pytest.mark.parametrize(("claim", "sentences"), IN_PLACE)
def test_numbers_in_their_own_place_pass(claim: str, sentences: tuple[str, ...]) -> None:
    assert exchanged_numbers(claim, sentences) == ()
