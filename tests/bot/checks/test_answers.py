"""What is told of a paper: works, denials, counts, likeness, and what it does not answer."""

import pytest

from bot.checks.answer_words import with_months
from bot.checks.cited_works import invented_references
from bot.checks.denials import denied
from bot.checks.likeness import likeness
from bot.checks.misplaced import misplaced_figures, repeated_figures
from bot.checks.missing import told_missing
from bot.checks.spelled_counts import other_counts
from bot.domain.briefs import Language

SOURCE = "Lanes were known before (Archer et al., 2021; Baker and Cole, 2019), and gates since [12, 14]."
TITLES = "ongatesandtolls"


@pytest.mark.parametrize(
    "claim",
    [
        "Archer et al. (2021) knew of lanes.",
        "Archer等人（2021）已经知道车道。",
        "Baker and Cole (2019) knew of lanes.",
        "Gates are known [12, 14].",
        "“On Gates and Tolls” is about gates.",
        "It calls this a “lane”, and the accuracy is 0.9231.",
        'A "lane" takes much longer on the way to a "gate".',
        "The model (BERT) was trained in March 2024.",
    ],
)
def test_what_the_passage_cites_and_what_is_no_reference_may_be_told(claim: str) -> None:
    assert invented_references(claim, SOURCE, titles=TITLES) == ()


@pytest.mark.parametrize(
    "claim",
    [
        "Archer et al. (2020) knew of lanes.",
        "Smith et al. knew of lanes.",
        "Baker and Smith (2019) knew of lanes.",
        "Lanes are known (Smith, 2021).",
        "Smith等人（2021）已经知道车道。",
        "Gates are known [13].",
        "Gates are known [12].",
        "Lanes are known, see 10.1145/3600006.3613165.",
        "Lanes are known, see arXiv:2401.00011v2.",
        "Lanes are known from 2401.00011.",
        "Lanes are known from “A Study of Lanes in Cities”.",
        "车道见于《城市车道研究综述》。",
    ],
)
def test_a_work_that_the_passage_does_not_cite_is_invented(claim: str) -> None:
    assert invented_references(claim, SOURCE, titles=TITLES)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Lanes do not use dropout.", "Lanes use dropout with a rate of 0.1."),
        ("Lanes use dropout.", "We do not use dropout in any lane."),
        ("没有使用dropout。", "Lanes use dropout with a rate of 0.1."),
        ("使用了dropout。", "We do not use dropout in any lane."),
    ],
)
def test_a_denial_on_one_side_alone_is_seen(claim: str, sentence: str) -> None:
    assert denied(claim, [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Lanes do not use dropout.", "Lanes work without dropout."),
        ("Lanes do not need training.", "Lanes are training-free."),
        ("There are at most 7 lanes in it.", "The number of lanes in it is not larger than 7."),
        ("There is little gain for drivers.", "It does not show much gain for drivers."),
        (
            "Lanes lose their gain where all are long.",
            "We did not measure energy, and lanes lose their gain.",
        ),
        ("不同长度的请求各有车道。", "Each length of request has a lane."),
        ("Lanes use dropout.", "Not only lanes use dropout."),
    ],
)
def test_a_denial_on_both_sides_or_of_something_else_is_none(claim: str, sentence: str) -> None:
    assert not denied(claim, [sentence])


@pytest.mark.parametrize("claim", ["Nine servers were used.", "用了九个服务器。", "Three servers were used."])
def test_a_count_in_words_that_is_another_is_seen(claim: str) -> None:
    assert other_counts(claim, "All runs were made on one server with eight cards.")
    assert not other_counts(claim, "All runs were made on Alder, Birch and Cedar."), "a reader may count"


@pytest.mark.parametrize(
    "claim", ["Eight cards were used.", "用了八个加速卡。", "Both kinds of cards were used."]
)
def test_a_count_in_words_that_the_paper_has_passes(claim: str) -> None:
    assert not other_counts(claim, "All runs were made on one server with 8 cards.")


STEPS = "We train for 150 steps with batch size 16, and reach 28.4 BLEU after 12 hours."


@pytest.mark.parametrize("claim", ["It trains for 16 steps with batch size 150.", "The batch size is 150."])
def test_a_figure_beside_the_word_of_another_is_seen(claim: str) -> None:
    assert misplaced_figures(claim, [STEPS])


@pytest.mark.parametrize(
    "claim",
    [
        "The batch size is 16.",
        "It trains for 150 steps.",
        "A BLEU of 28.4 is reached.",
        "批大小为16，共150步。",
    ],
)
def test_a_figure_beside_its_own_word_passes(claim: str) -> None:
    assert not misplaced_figures(claim, [STEPS])


def test_a_figure_told_twice_of_a_paper_that_tells_it_once_is_seen() -> None:
    assert repeated_figures("It has 16 steps and batch size 16.", [STEPS]) == ("16",)
    assert repeated_figures("It has batch size 16.", [STEPS, STEPS]) == ()


def test_likeness_counts_the_words_that_tell_something() -> None:
    assert likeness("The authors propose lanes for short requests.", "Short requests get lanes.") == (3, 1.0)
    assert likeness("Red paint dries quickly.", "Short requests get lanes.")[1] == 0.0
    assert likeness("", "Short requests get lanes.") == (0, 0.0)
    assert likeness("短请求不用等待。", "短请求从不等待长请求。")[1] >= 0.5
    assert likeness("吞吐量提高。", "It raises throughput.")[1] == 1.0


@pytest.mark.parametrize(
    ("said", "language", "told"),
    [
        ("how much energy is saved.", "en", "how much energy is saved"),
        ("the energy that is saved", "en", "the energy that is saved"),
        ("", "en", ""),
        ("N/A", "en", ""),
        ("that its authors are frauds", "en", ""),
        ("how much energy is saved, see www.evil.example", "en", ""),
        ("how much of the 45% energy is saved", "en", ""),
        ("how much energy is saved", "zh", ""),
        ("how much energy is saved " * 20, "en", ""),
    ],
)
def test_what_is_missing_is_told_in_the_words_of_the_question(
    said: str, language: Language, told: str
) -> None:
    assert told_missing(said, "How much energy is saved by it?", language=language) == told


def test_a_chinese_month_is_the_one_that_the_paper_names() -> None:
    source = "The survey began on May 3, 2021."
    assert with_months("调查于 2021 年 5 月 3 日开始。", source) == "调查于 2021 年 May 3 日开始。"
    assert with_months("调查于 2021 年 6 月 3 日开始。", source) == "调查于 2021 年 6 月 3 日开始。"
