"""A refusal is never taken for a statement, nor a statement for a refusal."""

import pytest

from bot.checks.placeholders import placeholder

REFUSALS = [
    "请补充核心技术",
    "请您提供论文的摘要",
    "由于论文信息不完整，无法生成简报",
    "未提供",
    "摘要中未提及具体效果",
    "[…]",
    "[请填写效果]",
    "[insert method here]",
    "[主要机构]发布了[标题]论文",
    "【关键性能提升】",
    "[paper title]",
    "N/A",
    "TODO",
    "unknown",
    "Not specified",
    "Method extraction failed",
    "Result analysis unavailable",
    "无",
    "As an AI language model, I have no access",
    "I cannot determine the effect",
    "I'm sorry, but the text is empty",
    "The effect is not stated in the abstract",
    "Please provide the abstract",
    "...",
]
STATEMENTS = [
    "用[MASK]标记和FLUX.1 [dev]生成图像",
    "the array [title, 3] holds two fields",
    "在未知环境中导航",
    "现有方法未提供不确定性估计",
    "无需训练的剪枝方法",
    "现有模型无法处理长文本",
    "现有基准难以判断推理能力",
    "exploration of unknown environments",
    "existing models cannot handle long inputs",
    "FreeInsert, a method without training [1]",
    "treats agents as an AI system would",
    "none of the baselines converges",
    "全局信息缺失导致重建误差",
]


@pytest.mark.parametrize("text", REFUSALS)
def test_a_refusal_or_placeholder_is_found(text: str) -> None:
    assert placeholder(text)


@pytest.mark.parametrize("text", STATEMENTS)
def test_an_honest_statement_is_left_alone(text: str) -> None:
    assert placeholder(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("一种新方法", "文中方法", "见摘要", "某种技术", "相关问题", "论文所述效果", "良好的效果"),
        *("a novel method", "see the abstract", "good results", "an improved approach"),
    ],
)
def test_words_that_fit_any_paper_say_nothing(text: str) -> None:
    assert placeholder(text)


@pytest.mark.parametrize(
    "text", ["一种车道树方法", "等待缩短", "a tree of lanes", "shorter waits", "better recall"]
)
def test_one_word_of_content_is_enough(text: str) -> None:
    assert placeholder(text) is None
