"""What a paper plainly states is not turned round: a loss, a share, a difference, who wins."""

import pytest

from bot.checks.reversals import reversals

CACHE = (
    "PalmCache raises throughput by up to 3.1x over QueueLM and cuts memory by 37%, "
    "while accuracy drops by 0.4 points."
)
TURNED = [
    ("3.1x the throughput with unchanged accuracy", CACHE, "unchanged accuracy"),
    ("吞吐量提升3.1倍，精度不变", CACHE, "不变 accuracy"),
    ("吞吐量提升3.1倍，且不损失精度", CACHE, "不损失 accuracy"),
    ("2x faster with severe quality loss", "2x faster with negligible quality loss", "severe quality loss"),
    ("加速2倍，但画质严重下降", "2x faster with negligible quality loss", "画质严重下降"),
    ("94% of the performance lost", "It retains 94% of the performance.", "lost 94%"),
    ("损失94%的性能", "It retains 94% of the performance.", "lost 94%"),
    ("memory cut to 37%", CACHE, "cut to 37%"),
    ("内存降低到原来的37%", CACHE, "降低到原来的 37%"),
    ("内存降低到 37%", CACHE, "降低到 37%"),
    ("memory cut to 37%", "It achieves an average reduction of 37% of memory.", "cut to 37%"),
    ("QueueLM raises throughput by 3.1x over PalmCache", CACHE, "QueueLM over PalmCache"),
    ("QueueLM的吞吐量最高为PalmCache的3.1倍", CACHE, "QueueLM over PalmCache"),
]
KEPT = [
    ("3.1x the throughput with nearly unchanged accuracy", CACHE),
    ("吞吐量提升3.1倍，精度几乎不变", CACHE),
    ("unchanged accuracy", "Pruning drops accuracy by 4 points. Ours runs without any loss."),
    ("unchanged accuracy", "Memory falls by 37%."),
    ("2x faster with little quality loss", "2x faster with negligible quality loss"),
    ("94% of the performance kept", "It retains 94% of the performance."),
    ("memory cut by 37%", CACHE),
    ("raises throughput by up to 3.1x", CACHE),
    ("memory cut to 37%", "It cuts memory to 37% of the original."),
    ("误差从20%降到12%", "The error falls from 20% to 12%."),
    ("PalmCache的吞吐量最高为QueueLM的3.1倍", CACHE),
    ("与QueueLM相比PalmCache的吞吐量最高提升3.1倍", CACHE),
    ("PalmCache raises throughput by 3.1x over QueueLM", CACHE),
]


@pytest.mark.parametrize(("claim", "source", "told"), TURNED)
def test_what_is_turned_round_is_named(claim: str, source: str, told: str) -> None:
    assert reversals(claim, [source]) == (told,)


@pytest.mark.parametrize(("claim", "source"), KEPT)
def test_what_is_told_as_it_is_passes(claim: str, source: str) -> None:
    assert reversals(claim, [source]) == ()
