"""A sentence in pieces that each say one thing, and what they speak of."""

import pytest

from bot.checks.atoms import atoms
from bot.checks.segments import segments


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Lanes wait, while gates open.", ["Lanes wait", "gates open."]),
        ("On highways, lanes wait and gates open.", ["On highways, lanes wait", "gates open."]),
        ("If it rains, lanes wait.", ["If it rains", "lanes wait."]),
        ("在高速上，车道等待，而闸门打开。", ["在高速上, 车道等待", "闸门打开"]),
        ("It holds 1,000 cars.", ["It holds 1000 cars."]),
    ],
)
def test_a_sentence_is_cut_where_it_turns_and_not_behind_what_opens_it(text: str, pieces: list[str]) -> None:
    assert [piece.text.strip(" 。") for piece in segments(text)] == pieces


def test_what_holds_in_front_is_a_condition_of_all_that_follows() -> None:
    assert [piece.condition for piece in segments("If it rains, lanes wait.")] == [True, False]
    assert [piece.contrast for piece in segments("Lanes wait, while gates open.")] == ["", "while"]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("lower latency", "更低的延迟"),
        ("the control group", "对照组"),
        ("before training", "训练前"),
        ("at most 4× with LaneKit-7B", "LaneKit-7B 最多 4 倍"),
        ("a factor of 10", "10 倍"),
        ("on May 3", "5 月 3 日"),
        ("without bars", "没有 bars"),
    ],
)
def test_both_languages_speak_of_the_same(english: str, chinese: str) -> None:
    ours, theirs = ({one.key for one in atoms(text)} for text in (english, chinese))
    assert ours & theirs


def test_a_name_is_a_name_wherever_it_stands() -> None:
    for text in ("GateKit waits.", "Then GateKit waits.", "GateKit 在等待。"):
        assert ("gatekit", 0) in {one.key for one in atoms(text) if one.kind == "name"}
    assert not [one for one in atoms("Sampling may fail in May 2021.") if one.kind == "name"]
