"""Every number of a claim stands in its source, whatever the two spellings are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checks.numbers import unsupported_numbers, unsupported_values
from bot.checks.quantities import quantities

SAME = [
    # claim, source
    ("加速2.5倍", "a 2.5x speedup"),
    ("加速2.5×", r"a $2.5\times$ speedup"),
    ("快2倍", "It is twice as fast."),
    ("两倍吞吐量", "It doubles the throughput."),
    ("three times faster", "a threefold gain in speed"),
    ("内存减半", "It halves the memory."),
    ("显存降低50%", "half of the memory"),
    ("仅用一半的内存", "with 50% of the memory"),
    ("提升20.7%", "improves by 20 .7 % over it"),
    ("提升20.7%", r"improves by 20.7\% over it"),
    ("下降百分之二十", "drops by 20 percent"),
    ("提升3.5个百分点", "a gain of 3.5 percentage points"),
    ("提升3.5%", "a gain of 3.5 pp"),
    ("减少11%至20%", "cut by 11-20%"),
    ("减少11-20%", "cut by 11% to 20%"),
    ("精度为5%、10%和20%", "errors of 5, 10, and 20%"),
    ("使用1.5万条样本", "15,000 samples"),
    ("70亿参数", "a 7-billion-parameter model"),
    ("7B参数", "the LLaMA-7B model"),
    ("13B模型", "models of 7/13B"),
    ("120万张图像", "1.2M images"),
    ("快两个数量级", "two orders of magnitude faster"),
    ("快10倍", "an order of magnitude faster"),
    ("降至三分之一", "to one third of the cost"),
    ("误差为98.9%±0.1%", "98.9 ± 0.1%"),
    ("6.0×至152.2×加速", "speedups from 6.0 to 152.2×"),
    ("在25个任务上", "on twenty-five tasks"),
    ("加速12倍", "an acceleration factor of 12"),
    ("约50%", "by 48.7%"),
    ("超过90%", "reaches 91.2% accuracy"),
    ("在CIFAR-100上", "on CIFAR-10/100"),
    ("在ImageNet1K上", "on ImageNet-1K"),
    ("8张H800上", "on 8x H800 GPUs"),
    ("任务1上准确率高", "high accuracy on the surface (task 1)"),
    ("for both sides", "for two sides, three of them"),
    ("3D视频", "three-dimensional video"),
    ("基于GPT-3.5", "built on GPT‑3.5"),
    ("三个模块：（1）编码；（2）解码", "an encoder and a decoder"),
]
DIFFERENT = [
    ("提升45%", "improves by 26%", "45%"),
    ("加速3倍", "uses 3 models", "3倍"),
    ("提升12.5%", "improves by 12.4%", "12.5%"),
    ("提升8个百分点", "a gain of 5 points", "8个百分点"),
    ("减少11%-30%", "cut by 11-20%", "30%"),
    ("内存减半", "It saves 40% of the memory.", "减半"),
    ("快三个数量级", "two orders of magnitude faster", "三个数量级"),
    ("13B参数", "a 7B model", "13B"),
    ("约60%", "by 48.7%", "60%"),
    ("about 91%", "by 90%", "91%"),
    ("使用GPT-4", "built on GPT-3.5", "GPT-4"),
    ("在CIFAR-200上", "on CIFAR-10/100", "CIFAR-200"),
    ("使用Qwen25", "built on Qwen2.5", "Qwen25"),
    ("使用YOLO1", "built on YOLO11", "YOLO1"),
    ("1D卷积", "a BraTS 2021D volume in 3D", "1D"),
    ("32:16稀疏", "16:32 sparsity", "32:16"),
    ("10^10种配置", "10^{100} settings", "10^10"),
    ("减半", "in half-precision", "减半"),
    ("2,500 samples", "25,000 samples", "2500"),
]


@pytest.mark.parametrize(("claim", "source"), SAME)
def test_a_number_in_another_spelling_is_supported(claim: str, source: str) -> None:
    assert unsupported_numbers(claim, source) == ()


@pytest.mark.parametrize(("claim", "source", "missing"), DIFFERENT)
def test_a_number_that_the_source_lacks_is_named(claim: str, source: str, missing: str) -> None:
    assert unsupported_numbers(claim, source) == (missing,)


@pytest.mark.parametrize(
    "claim", ["三种模型", "a two-stage method", "统一的框架", "一个框架", "二次复杂度", "数百万个"]
)
def test_small_counts_in_words_and_articles_are_no_measurements(claim: str) -> None:
    assert unsupported_numbers(claim, "Nothing is counted here.") == ()


def test_an_identifier_is_no_number() -> None:
    assert quantities("We use GPT-3.5, YOLOv8 and ScanNet200 for 3D scenes.") == ()


def test_a_measurement_after_a_hyphen_is_a_number() -> None:
    assert [quantity.words for quantity in quantities("the top-10% of users")] == ["10%"]


def test_each_missing_number_is_named_once() -> None:
    assert unsupported_values("从5%到9%，再到5%", "by 7%") == ("5%", "9%")


@given(
    st.decimals(min_value=0, max_value=1000, places=2), st.sampled_from(["%", "×", "倍", " ms", "个百分点"])
)
def test_a_text_supports_its_own_numbers(value: object, unit: str) -> None:
    text = f"它达到{value}{unit}"
    assert unsupported_numbers(text, text) == ()


@given(st.integers(11, 99), st.integers(11, 99))
def test_a_percentage_is_supported_by_the_same_percentage_only(told: int, known: int) -> None:
    missing = unsupported_values(f"提升{told}%", f"improves by {known}% here")
    assert missing == (() if told == known else (f"{told}%",))


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert unsupported_values(text, "") == tuple(dict.fromkeys(unsupported_values(text, "")))
