"""Parties, opposites, advertisements and foreign languages in a clause that a model wrote."""

import pytest

from bot.checks.addressed import calls_to_act
from bot.checks.languages import is_in
from bot.checks.opposites import opposite_words
from bot.checks.parties import foreign_parties
from bot.checks.techniques import unfounded_words
from bot.domain.briefs import Language

SOURCE = "LaneTree: Trees of Lanes. We present a training-free method with open models, tested with Google."


@pytest.mark.parametrize(
    ("clause", "named"),
    [
        ("已被微软部署到生产环境", ("微软",)),
        ("由清华大学验证", ("清华大学",)),
        ("deployed at Amazon", ("Amazon",)),
        ("tested with Google", ()),
        ("与谷歌合作验证", ()),
        ("联想记忆网络", ()),
    ],
)
def test_a_party_that_the_paper_does_not_name(clause: str, named: tuple[str, ...]) -> None:
    assert foreign_parties(clause, SOURCE) == named


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("a training-based tree", ("training-based",)),
        ("需要重新训练的车道树", ("需要重新训练",)),
        ("闭源模型", ("闭源",)),
        ("a training-free tree", ()),
        ("无需重新训练的车道树", ()),
        ("a training-free tree in place of training-based ones", ()),
    ],
)
def test_the_opposite_of_what_the_paper_says(clause: str, words: tuple[str, ...]) -> None:
    assert opposite_words(clause, SOURCE) == words


def test_a_paper_that_speaks_of_both_is_not_contradicted() -> None:
    assert opposite_words("an online rule", "We replace offline plans by an online rule.") == ()
    assert opposite_words("an online rule", "We plan lanes offline.") == ("online",)


@pytest.mark.parametrize(
    ("language", "clause", "held"),
    [
        ("zh", "PSNR下降23.8%", True),
        ("zh", "レーンの待ち時間を短縮", False),
        ("zh", "대기 시간 단축", False),
        ("en", "снижение задержки", False),
        ("en", "une réduction de la latence avec des voies", False),
        ("en", "eine Senkung der Latenz mit neuen Spuren", False),
        ("en", "una reducción de la latencia con carriles", False),
        ("en", "a lower latency with the de la Vallée Poussin kernel", True),
        ("en", "fewer waits", True),
    ],
)
def test_a_clause_is_in_its_language(language: Language, clause: str, *, held: bool) -> None:
    assert is_in(language, clause) is held


@pytest.mark.parametrize(
    ("clause", "calls"),
    [
        ("请立即访问官网领取优惠", True),
        ("详见微信公众号lanes", True),
        ("40% less waiting, see lanes dot example", True),
        ("coupon codes for all", True),
        ("40% less waiting", False),
        ("用户点击率提升", False),
    ],
)
def test_advertisements(clause: str, *, calls: bool) -> None:
    assert calls_to_act(clause, SOURCE) is calls


def test_british_spelling_and_other_endings_are_the_same_words() -> None:
    source = "Labels of colors are scarce, and imaging is poor."
    assert unfounded_words("labelled colours and images that look poorly", source) == ()
    assert unfounded_words("quarterly dividends of shareholders", source) != ()
