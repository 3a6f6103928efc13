"""Ways told backwards, things called by their contrary, parties mixed up, and names from elsewhere."""

import pytest

from bot.checks.attributes import other_attributes
from bot.checks.elsewhere import named_elsewhere, sibling_names
from bot.checks.shares import mixed_up
from bot.checks.transitions import turned_back

SLIDES = "It moves the queue from the end of a lane to its beginning."
SWAPS = "We replace slow gates with wide lanes on highways."
BOXES = "A white-box kit has only logs of cars, and a black-box kit has maps of roads."


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("It moves the queue from the beginning of a lane to its end.", SLIDES),
        ("它把队列从车道的开头逐步移向末尾。", SLIDES),
        ("It swaps wide lanes for slow gates.", SWAPS),
        ("Traffic is limited by no longer lanes but gates.", "Limits shifted from gates to lanes."),
    ],
)
def test_a_way_told_backwards_is_seen(claim: str, sentence: str) -> None:
    assert turned_back(claim, [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("It moves the queue from the end of a lane to its beginning.", SLIDES),
        ("它把队列从车道的末尾逐步移向开头。", SLIDES),
        ("It swaps slow gates for wide lanes.", SWAPS),
        ("Traffic is limited by no longer gates but lanes.", "Limits shifted from gates to lanes."),
        ("It moves the queue from the beginning to the end.", "Queues are moved."),
    ],
)
def test_a_way_told_as_it_is_passes(claim: str, sentence: str) -> None:
    assert not turned_back(claim, [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence", "seen"),
    [
        ("Smaller cars are quiet.", "Larger cars are quiet.", True),
        ("Larger cars are quiet.", "Larger cars are quiet.", False),
        ("Larger cars and smaller cars wait.", "Larger cars wait.", False),
        ("Fewer cars wait.", "We see that more cars wait at the gate.", True),
        ("更小的模型更安静。", "Larger models are quiet.", True),
        ("更大的模型更安静。", "Larger models are quiet.", False),
        ("LaneKit has a lower delay than GateKit.", "GateKit has a higher delay than LaneKit.", False),
    ],
)
def test_a_thing_called_by_its_contrary_is_seen(claim: str, sentence: str, seen: bool) -> None:  # noqa: FBT001
    assert bool(other_attributes(claim, [sentence])) is seen


@pytest.mark.parametrize(
    ("claim", "seen"),
    [
        ("A black-box kit has logs of cars, and a white-box kit has maps of roads.", True),
        ("A white-box kit has logs of cars, and a black-box kit has maps of roads.", False),
        ("A black-box kit has maps of roads, and a white-box kit has logs of cars.", False),
        ("黑盒只有日志里的图像，白盒有文本。", True),
        ("白盒只有日志里的图像，黑盒有文本。", False),
    ],
)
def test_parties_mixed_up_are_seen(claim: str, seen: bool) -> None:  # noqa: FBT001
    sentence = BOXES.replace("logs", "images").replace("maps", "text") if "盒" in claim else BOXES
    assert bool(mixed_up(claim, [sentence])) is seen


@pytest.mark.parametrize(
    ("claim", "names"),
    [
        ("Cars of RoadSet were counted.", ("roadset",)),
        ("统计了 RoadSet 的车辆。", ("roadset",)),
        ("Cars of CityBench were counted.", ()),
        ("统计了 City-Bench 的车辆。", ()),
        ("We count cars on GPUs.", ()),
    ],
)
def test_a_name_of_another_page_is_seen(claim: str, names: tuple[str, ...]) -> None:
    assert named_elsewhere(claim, ["We count the cars of CityBench on a GPU."]) == names


@pytest.mark.parametrize(
    ("claim", "names"),
    [
        ("It takes 28 minutes on Town-to-Port.", ("Town-to-Port",)),
        ("Town to Port takes 28 minutes.", ("Town-to-Port",)),
        ("It takes 28 minutes on Town-to-Mine.", ()),
        ("Town to Mine takes 28 minutes.", ()),
        ("From Port it takes 28 minutes.", ()),
        ("A door-to-door ride takes 28 minutes.", ()),
        ("Town‑to‑Mine takes 28 minutes.", ()),
        ("Town-⁠Mine takes 28 minutes.", ()),
    ],
)
def test_a_sibling_of_a_compound_name_is_another(claim: str, names: tuple[str, ...]) -> None:
    assert sibling_names(claim, ["The Town-to-Mine line takes 28 minutes."]) == names
