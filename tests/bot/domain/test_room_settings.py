"""Days of the week as people write them, in both languages."""

import pytest

from bot.domain.room_settings import changed
from bot.domain.rooms import RoomSettings
from bot.errors import CannotDo, Why

WORKING, DAILY = (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("mon-fri", WORKING),
        ("Monday to Friday", WORKING),
        ("weekdays", WORKING),
        ("工作日", WORKING),
        ("周一到周五", WORKING),
        ("星期一至五", WORKING),
        ("daily", DAILY),
        ("Every  Day", DAILY),
        ("每天", DAILY),
        ("mon,wed,fri", (0, 2, 4)),
        ("Fri, Mon & Wed", (0, 2, 4)),
        ("周一、周三、周五", (0, 2, 4)),
        ("周一三五", (0, 2, 4)),
        ("tues and thurs", (1, 3)),
        ("fri – mon", (0, 4, 5, 6)),
        ("mon-wed, sun", (0, 1, 2, 6)),
        ("星期天", (6,)),
        ("周末", (5, 6)),
    ],
)
def test_days_are_read_by_name_in_lists_and_in_spans(written: str, days: tuple[int, ...]) -> None:
    assert changed(RoomSettings(), "weekdays", written).weekdays == days


@pytest.mark.parametrize(
    "written", ["", ",", "-", "mon-", "m", "someday", "mon-foo", "周一三到五", "mon-tue-wed", "8"]
)
def test_what_names_no_days_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(CannotDo) as refusal:
        changed(RoomSettings(), "weekdays", written)
    assert refusal.value.reason.why is Why.MALFORMED_SETTING
    assert refusal.value.reason.facts["command"] == "settings weekdays mon-fri"


def test_a_dash_goes_back_to_every_day() -> None:
    assert changed(RoomSettings(weekdays=(0,)), "weekdays", None).weekdays is None
