"""Weeks and months: each day lies in one of each, they are read as they are named, and told once over."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.overviews import OverviewTime, Period, Unit, over_since, period_named, period_of

DAYS = st.dates(date(2000, 1, 8), date(2100, 1, 1))
UNITS = st.sampled_from(["week", "month"])
A_DAY = timedelta(days=1)


@given(UNITS, DAYS)
def test_a_day_lies_in_one_period_which_its_name_finds_again(unit: Unit, day: date) -> None:
    period = period_of(unit, day)
    assert period.begins <= day <= period.ends
    assert {period_of(unit, period.begins), period_of(unit, period.ends)} == {period}
    assert period_named(period.name) == period
    assert period.before().ends + A_DAY == period.begins


@given(UNITS, DAYS)
def test_the_weeks_of_a_period_follow_one_another_up_to_its_end(unit: Unit, day: date) -> None:
    period = period_of(unit, day)
    weeks = period.weeks
    assert weeks[-1][1] == period.ends
    assert all(this[1] + A_DAY == after[0] for this, after in pairwise(weeks))
    assert all(begins.isocalendar()[:2] == ends.isocalendar()[:2] for begins, ends in weeks)
    assert weeks[0][0] == (period.begins if unit == "month" else period.begins - 35 * A_DAY)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("2026-W47", date(2026, 11, 16)),
        ("2026w1", date(2025, 12, 29)),
        ("2026-11", date(2026, 11, 1)),
        ("2026-W54", None),
        ("2026-13", None),
        ("0000-01", None),
        ("0001-W01", None),  # there is no week before it to show it beside
        ("9999-12", None),
        ("47", None),
        ("2026-W471", None),
    ],
)
def test_a_period_is_read_as_it_is_typed(name: str, begins: date | None) -> None:
    found = period_named(name)
    assert (found and found.begins) == begins


@pytest.mark.parametrize(
    ("covered", "due", "wanted", "names"),
    [
        (date(2026, 11, 20), date(2026, 11, 23), "both", ["2026-W47"]),
        (date(2026, 11, 22), date(2026, 11, 23), "weekly", ["2026-W47"]),
        (date(2026, 11, 23), date(2026, 11, 24), "both", []),
        (date(2026, 11, 29), date(2026, 12, 1), "both", ["2026-W48", "2026-11"]),
        (date(2026, 11, 29), date(2026, 12, 1), "monthly", ["2026-11"]),
        (date(2026, 11, 29), date(2026, 12, 1), "off", []),
        (date(2026, 10, 7), date(2026, 12, 3), "both", ["2026-W41", "2026-10"]),  # an outage
        (date(2026, 12, 31), date(2027, 1, 1), "both", ["2026-12"]),  # both of 2026-W53
    ],
)
def test_with_the_first_report_of_a_week_or_month_the_one_before_is_over(
    covered: date, due: date, *, wanted: OverviewTime, names: list[str]
) -> None:
    assert [period.name for period in over_since(covered, due, wanted)] == names


@given(st.sets(st.dates(date(2000, 1, 8), date(2002, 12, 31)), min_size=2), UNITS)
def test_every_period_in_which_a_report_came_is_looked_back_on_once(days: set[date], unit: Unit) -> None:
    """But for the newest, which may go on."""
    due = sorted(days)
    wanted: OverviewTime = "weekly" if unit == "week" else "monthly"
    told: list[Period] = []
    for covered, next_due in pairwise(due):
        told += over_since(covered, next_due, wanted)
    assert told == sorted({period_of(unit, day) for day in due}, key=lambda each: each.begins)[:-1]
