"""A statement is known to speak of another paper by what it says and this paper does not."""

import pytest

from bot.checks.other_papers import foreign_words

SOURCE = (
    "MossNet: Distilling Speech Models for Phones. Speech recognition on phones is slow. MossNet distills a "
    "large teacher into a 12M student and keeps 97.1% of its accuracy with quantization-aware training."
)
OWN = [
    "MossNet使用知识蒸馏与量化感知训练，将语音识别教师模型压缩为12M学生模型，保留97.1%准确率",
    "使用面向手机的语音模型蒸馏技术，由教师指导学生并结合量化训练",
    "MossNet distills a speech teacher into a 12M student that keeps 97.1% of its accuracy",
]
FOREIGN = [
    "FieldNet使用无人机航拍图像检测杂草，提升农业机器人导航的安全性",
    "使用联邦学习与差分隐私保护医疗图像，解决脑肿瘤分割的标注问题，并对齐遥感点云特征",
    "FieldNet counts weeds in aerial images of 40 farms with a DroneCam and a Mamba backbone",
]


@pytest.mark.parametrize("claim", OWN)
def test_a_statement_about_the_paper_has_no_foreign_words(claim: str) -> None:
    assert foreign_words(claim, SOURCE) == ()


@pytest.mark.parametrize("claim", FOREIGN)
def test_a_statement_about_another_paper_has(claim: str) -> None:
    assert foreign_words(claim, SOURCE)


def test_a_few_words_tell_nothing() -> None:
    assert foreign_words("使用联邦学习", SOURCE) == ()
