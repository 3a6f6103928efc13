"""Kinds of honest paraphrase that a check once took for a lie, each beside the lie that it must still see."""

import pytest

from bot.checks.anchored import told_of_the_other
from bot.checks.contraries import contraries
from bot.checks.denials import denied
from bot.checks.misplaced import misplaced_figures
from bot.checks.negations import denied_otherwise
from bot.checks.numbers import unsupported_values
from bot.checks.pairings import paired_otherwise
from bot.checks.sides import sides_changed
from bot.checks.spelled_counts import other_counts
from bot.checks.strengths import overstated
from bot.checks.turned import turned_round

SAMPLE = "We select the gates of a finite set of lanes."
RATES = "The share of trucks is higher than 40% at gates and higher than 60% on lanes."
SHIFT = "The bottleneck has shifted from slow gates to long lanes."
TRAINED = "While training, lanes remain fixed, while gates and bars are updated."


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("There is only a limited set of lanes.", SAMPLE),
        ("Cars fail when all they have is a map.", "Cars fail when relying solely on a map."),
        ("Gates, bars and signs are all open.", "Gates, bars and signs are open."),
        ("It has only 2 gates.", "It has 2 gates."),
        ("它只有 2 个闸门。", "It has 2 gates."),
        ("Only gates and bars are updated while training.", TRAINED),
        ("Trucks make up more than 40% at gates.", RATES),
        ("As much as 67% less noise was heard.", "There was up to a 67% reduction in noise."),
        ("It lets 30 cars pass per second.", "It lets 30 cars pass per sec."),
        ("据作者估算，可减少 30% 的噪声。", "Our estimates show that it could reduce noise by 30%."),
        ("It tests whether gates raise safety.", "We test the hypothesis that gates raise safety."),
        ("The authors plan to study longer lanes.", "In the future, we will study longer lanes."),
        ("作者计划研究更长的车道。", "In the future, we will study longer lanes."),
        ("Signs that drivers read raise safety.", "If drivers read signs, these can raise safety."),
    ],
)
def test_what_says_no_more_than_the_paper_passes(claim: str, sentence: str) -> None:
    assert not overstated(claim, [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Only gates are updated.", "Gates are updated."),
        ("All cars fail.", "Cars fail when it rains."),
        ("Trucks make up at most 40% at gates.", RATES),
        ("The authors have studied longer lanes.", "In the future, we will study longer lanes."),
        ("作者研究了更长的车道。", "In the future, we will study longer lanes."),
        ("The result holds for trucks.", "It is not clear how this extends to trucks."),
    ],
)
def test_what_says_more_than_the_paper_is_seen(claim: str, sentence: str) -> None:
    assert overstated(claim, [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("What limits traffic is no longer slow gates.", SHIFT),
        ("It does not put gates too close.", "It prevents gates from being put too close."),
        ("限制交通的不再是闸门。", SHIFT),
    ],
)
def test_a_denial_may_stand_for_a_word_that_denies(claim: str, sentence: str) -> None:
    assert not denied(claim, [sentence])
    assert denied(claim, ["The bottleneck of traffic is slow gates, put close."])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("LaneKit gains 4 points over eight roads.", "LaneKit gains 4 points on eight roads over GateKit."),
        ("The share of GateKit exceeds 60%.", "GateKit has a share higher than that of LaneKit, of 60%."),
    ],
)
def test_over_and_exceeds_need_not_compare(claim: str, sentence: str) -> None:
    assert not sides_changed(claim, [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Larger cars beat smaller ones on highways.", "Smaller cars outperform larger ones on highways."),
        ("较大的车优于较小的车。", "Smaller cars outperform larger ones."),
    ],
)
def test_sizes_may_be_what_is_compared(claim: str, sentence: str) -> None:
    told = claim.replace("较大", "更大").replace("较小", "更小")
    assert sides_changed(told, [sentence])
    assert not sides_changed(sentence, [sentence])


def test_what_is_listed_first_and_second_may_be_counted() -> None:
    listed = "First, signs cut noise on 5 roads. Second, they cut dust."
    assert not other_counts("Signs help in two ways.", listed)
    assert other_counts("Signs help in three ways.", listed)


def test_a_word_of_both_halves_is_paired_with_neither() -> None:
    sentence = "Signs have 4 stripes for trucks, while lanes are painted with 8 stripes by hand."
    told = "Signs are painted with 4 stripes, while lanes are painted with 8 stripes."
    assert not paired_otherwise(told, [sentence])
    assert paired_otherwise("Signs have 8 stripes for trucks.", [sentence])


def test_a_word_belongs_to_the_nearest_figure() -> None:
    sentence = "It serves 4.5× more trucks and 10.2× longer queues."
    assert not paired_otherwise("卡车多 4.5 倍，队列长 10.2 倍。", [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (
            "LaneKit needs 16 chips, while GateKit gets by with 8 chips.",
            "LaneKit needs 16 chips, while GateKit needs 8.",
        ),
        ("LaneKit 需要 16 块，GateKit 只需 8 块。", "LaneKit needs 16 chips, while GateKit needs 8."),
        (
            "LaneKit waits and then opens, which sets it apart from GateKit.",
            "Unlike GateKit, LaneKit waits and opens.",
        ),
    ],
)
def test_what_was_left_out_or_set_apart_is_of_no_other(claim: str, sentence: str) -> None:
    assert not told_of_the_other(claim, [sentence])


def test_a_figure_may_stand_before_what_the_paper_leaves_out() -> None:
    sentence = (
        "LaneKit needs at least 16 chips to open a gate of size 40, while GateKit only needs 8 (both by day)."
    )
    assert not misplaced_figures("GateKit gets by with 8 chips.", [sentence])
    assert misplaced_figures("LaneKit opens a gate of size 16.", [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Cars do not improve.", "This indicates a lack of improvement of cars."),
        ("训练数据没有改进。", "This indicates a lack of improvement of training data."),
    ],
)
def test_a_lack_of_gains_is_no_gain(claim: str, sentence: str) -> None:
    assert not contraries(claim, [sentence])
    assert contraries(claim, [sentence.replace("a lack of ", "an ")])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Larger cars are less sensitive to noise.", "Larger cars are more robust to noise."),
        ("较大的车对噪声不敏感。", "Larger cars are robust to noise."),
    ],
)
def test_less_sensitive_is_more_robust(claim: str, sentence: str) -> None:
    assert not contraries(claim, [sentence])
    assert contraries(claim, ["Larger cars are sensitive to noise."])


def test_a_title_says_plainly_what_a_sentence_denies_elsewhere() -> None:
    told = "Cars tuned for optimal braking wait."
    known = "It is not choosing the optimal road. Cars of Optimal Braking wait."
    assert not denied_otherwise(told, [known])
    assert denied_otherwise(told, ["It is not choosing the optimal road."])


def test_several_different_things_may_be_alike() -> None:
    assert not turned_round("Five gates work equally well.", ["Five different gates all work comparably."])
    assert turned_round("The gates work equally well.", ["The gates work in a different way."])


def test_a_ratio_is_told_with_a_sign_or_without() -> None:
    assert not unsupported_values("It packs cars at a ratio of about 2.2.", "It packs cars 2.2× closer.")
    assert unsupported_values("It packs cars at a ratio of about 3.2.", "It packs cars 2.2× closer.")
