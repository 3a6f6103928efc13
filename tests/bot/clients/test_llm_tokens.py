"""How many tokens a text will be: the rule of thumb, what counts teach, and what a cut prompt looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clients.llm_tokens import TokenGauge, estimate

ENGLISH = (
    "The method keeps a small index of the passages that were read before and looks new passages up in it. "
)
CHINESE = "该方法为先前读过的段落保留一个小索引，并在其中查找新的段落。"
RUSSIAN = "Метод хранит небольшой указатель прочитанных отрывков и ищет в нём новые отрывки. "


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        (ENGLISH * 10, 1030 / 4),
        (CHINESE * 10, 300 * 0.6),
        (RUSSIAN * 10, (720 - 0) / 3),
        (" \n" * 500, 1 / 4),
    ],
)
def test_an_estimate_counts_characters_by_their_script(text: str, tokens: float) -> None:
    assert estimate(text) == pytest.approx(tokens + 4, rel=0.1)


def test_every_message_has_its_own_overhead() -> None:
    assert estimate("a" * 400, "b" * 400) == 208


@given(st.text(), st.text())
def test_more_text_is_never_fewer_tokens(one: str, more: str) -> None:
    assert estimate(f"{one}a{more}") >= estimate(f"{one}a") - 1


def test_counts_correct_the_estimate() -> None:
    gauge = TokenGauge()
    assert gauge.expected(1000) == 1000
    gauge.learn(1000, counted=1400)
    assert gauge.expected(2000) == 2800
    gauge.learn(1000, counted=1000)
    assert gauge.expected(2000) == 2400


@pytest.mark.parametrize(("counted", "expected"), [(1, 250), (10**6, 4000), (0, 1000)])
def test_no_count_can_lead_the_estimate_astray(counted: int, expected: int) -> None:
    gauge = TokenGauge()
    gauge.learn(1000, counted=counted)
    assert gauge.expected(1000) == expected


@pytest.mark.parametrize(
    ("estimated", "counted", "cut"),
    [
        (6000, 4096, False),  # a tokenizer that is a third better than the rule
        (6000, 3500, True),
        (6000, 2048, True),
        (6000, 0, False),  # a server that does not count
        (1400, 600, False),  # too short to be cut
    ],
)
def test_a_prompt_is_cut_where_the_count_is_far_below_the_estimate(
    estimated: int, counted: int, *, cut: bool
) -> None:
    assert TokenGauge().was_cut(estimated, counted=counted) is cut


def test_a_server_that_counts_little_for_everything_cuts_nothing() -> None:
    gauge = TokenGauge()
    gauge.learn(800, counted=400)
    assert not gauge.was_cut(6000, counted=3000)
    assert gauge.was_cut(6000, counted=1500)
