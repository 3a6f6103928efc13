"""Two numbers that the paper has are told of what each measures."""

import pytest

from bot.checks.exchanged import exchanged_numbers

METRICS = ("It cuts latency by 45% and memory by 26%.",)
EXCHANGED = [
    ("延迟降低26%、内存降低45%", METRICS, "26% and 45%"),
    ("latency falls by 26%, memory by 45%", METRICS, "26% and 45%"),
    ("SDXL和Flux分别快23%/24%", ("It is 24%/23% faster on SDXL/Flux.",), "23% and 24%"),
    ("压缩率为50-20%", ("at ratios of 20-50%",), "50 and 20%"),
    ("96% under attack, down from 8%", ("accuracy drops from 96% to 8% when under attack",), "96% and 8%"),
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
    (
        "准确率97%（提升11%），长任务上93%（提升24%）",
        ("97% accuracy (11% gain) and 93% on long tasks (24% gain)",),
    ),
    ("成本降低15-40%、轮次减少12-27%", ("It gives 15-40% lower cost and 12-27% fewer turns.",)),
    ("成本降低15%至40%，轮次减少12%至27%", ("It gives 15-40% lower cost and 12-27% fewer turns.",)),
    ("Llama 3和Qwen 2加速2.8倍和3.1倍", ("2.8x and 3.1x speedup with little loss on Llama 3 and Qwen 2",)),
    ("117 training runs up to 3.8B parameters", ("117 runs, from 0.2B to 3.8B, of training",)),
    ("8% under attack, down from 96%", ("accuracy drops from 96% to 8% when under attack",)),
    ("快5倍，准确率为39%", ("It reaches 39% accuracy and runs 5× faster.",)),
]


@pytest.mark.parametrize(("claim", "sentences", "pair"), EXCHANGED)
def test_numbers_in_each_others_place_are_named(claim: str, sentences: tuple[str, ...], pair: str) -> None:
    assert exchanged_numbers(claim, sentences) == (pair,)


@pytest.mark.parametrize(("claim", "sentences"), IN_PLACE)
def test_numbers_in_their_own_place_pass(claim: str, sentences: tuple[str, ...]) -> None:
    assert exchanged_numbers(claim, sentences) == ()
