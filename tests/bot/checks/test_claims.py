"""Strong words need a sentence of the paper that is as strong, in either language."""

import pytest

from bot.checks.claims import unsupported_claims

PLAIN = (
    "PageKeep: Paging the Cache of Long Conversations.",
    "Existing systems drop old entries of large language models, or compute them again.",
    "We first sort the pages and then move the cold ones to disk.",
    "PageKeep improves the speed of two servers.",
)
INVENTED = [
    "state-of-the-art speed",
    "the best speed",
    "unprecedented speed",
    "outperforms all prior methods",
    "higher speed on every benchmark",
    "faster than everything else",
    "the first scheme that pages caches",
    "lossless paging",
    "zero loss",
    "faster paging without any degradation",
    "near-lossless paging",
    "proves convergence",
    "guarantees bounded waiting",
    "an open-source pager",
    "releases the code",
    "significantly faster paging",
    "a revolutionary pager",
    "达到最先进水平",
    "取得最佳速度",
    "史无前例的速度",
    "在所有基准上更快",
    "全面超越现有方法",
    "首次提出缓存分页",
    "首个缓存分页系统",
    "无损分页",
    "零精度损失",
    "没有任何性能下降",
    "近无损分页",
    "严格证明了收敛",
    "证明分页有效",
    "保证等待有界",
    "开源的分页系统",
    "代码已公开",
    "速度显著提升",
    "大幅提速",
    "完美的分页",
]
HELD = [
    ("the best speed", "PageKeep is the fastest of six servers."),
    ("state-of-the-art speed", "It achieves a new state of the art on two servers."),
    ("优于最先进的方法", "State-of-the-art systems are slower."),
    ("outperforms all baselines", "It consistently beats the baselines."),
    ("在所有基准上更快", "It is faster on all four benchmarks."),
    ("首次提出缓存分页", "To our knowledge this is the first work that pages caches."),
    ("the first pager", "本文首次提出分页。"),
    ("无损分页", "It pages with no loss of accuracy."),
    ("without any loss", "The answers stay identical."),
    ("near-lossless paging", "The loss is negligible."),
    ("近无损分页", "Accuracy falls by 0.2%."),
    ("严格证明了收敛", "We give a convergence theorem."),
    ("证明分页有效", "Experiments show that paging works."),
    ("保证等待有界", "Waiting is provably bounded."),
    ("开源的分页系统", "Code is available on request."),
    ("速度显著提升", "It is 3.2x faster."),
    ("significantly faster paging", "It is much faster."),
    ("革命性的分页", "This is a breakthrough."),
]
MODEST = [
    "gives each page its place",
    "沿最优传输路径分页",
    "显著性目标检测",
    "首个令牌的延迟",
    "nothing guarantees that pages stay",
    "没有机制能保证页面不丢",
    "the first token of an answer",
]


@pytest.mark.parametrize("claim", INVENTED)
def test_a_strong_word_of_which_the_paper_has_nothing_is_found(claim: str) -> None:
    assert unsupported_claims(claim, PLAIN)


@pytest.mark.parametrize(("claim", "sentence"), HELD)
def test_it_is_borne_out_by_words_of_its_kind_in_either_language(claim: str, sentence: str) -> None:
    assert unsupported_claims(claim, (*PLAIN, sentence)) == ()


@pytest.mark.parametrize("claim", MODEST)
def test_terms_that_only_look_like_claims_are_left_alone(claim: str) -> None:
    assert unsupported_claims(claim, PLAIN) == ()


def test_another_kind_of_strong_word_bears_nothing_out() -> None:
    assert unsupported_claims("the first and lossless pager", (*PLAIN, "It is the best.")) == (
        "the first",
        "lossless",
    )


def test_nearly_lossless_is_not_lossless() -> None:
    assert unsupported_claims("lossless paging", (*PLAIN, "Paging is near-lossless."))


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("a new state of the art", "Lanes are static, leading to suboptimal waits."),
        ("达到业界领先水平", "Lanes are static, leading to suboptimal waits."),
        ("the first tree of lanes", "Errors fall by 92% within the first retry."),
        ("lossless lanes", "Wheels meet in the same time step."),
        ("state-of-the-art results on roads", "LaneTree approaches state-of-the-art results on roads."),
        ("the highest throughput", "LaneTree has the second highest throughput."),
        ("elimination of hallucinations", "Hallucinations are frequent and waits have no end."),
        ("彻底消除了幻觉", "Hallucinations are frequent."),
        ("human-level accuracy", "Lanes are drawn by human developers, rather than by rule."),
        ("准确率媲美人类专家", "Lanes are drawn by human developers."),
        ("被评为最佳论文", "We propose lanes."),
        ("结果被指造假", "We propose lanes."),
        ("deployed in production", "We propose lanes."),
        ("已被多家公司部署", "We propose lanes."),
    ],
)
def test_a_chance_word_does_not_bear_out_a_claim(claim: str, sentence: str) -> None:
    assert unsupported_claims(claim, [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("close to the best of all trees", "LaneTree approaches state-of-the-art results."),
        ("接近最优的结果", "LaneTree approaches state-of-the-art results."),
        ("首次重试内错误减少92%", "Errors fall by 92% within the first retry."),
        ("elimination of hallucinations", "LaneTree entirely removes hallucinations."),
        ("human-level accuracy", "LaneTree matches human annotators."),
        ("在生产环境中部署", "LaneTree was deployed on public roads."),
        ("accepted at a workshop", "This paper was accepted to a workshop."),
    ],
)
def test_what_the_paper_says_itself_may_be_told(claim: str, sentence: str) -> None:
    assert unsupported_claims(claim, [sentence]) == ()
