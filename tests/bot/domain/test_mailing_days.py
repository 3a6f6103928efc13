"""arXiv's calendar, through weekends, holidays and clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.announcements import SourceState
from bot.domain.mailing_days import (
    ZONE,
    is_overdue,
    mailing_of,
    may_be_absent,
    newest_due,
    submitted_for,
    verdict_on_emptiness,
    weekday_before,
    weekdays,
)
from bot.errors import Reason, Why

FRIDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 9)  # between them the clocks in New York go forward
MOMENTS = st.integers(0, 15 * 365 * 1440).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("submitted", "day"),
    [
        (datetime(2025, 9, 17, 13, 59, tzinfo=ZONE), date(2025, 9, 18)),  # Wednesday for Thursday's feed
        (datetime(2025, 9, 17, 14, 0, tzinfo=ZONE), date(2025, 9, 19)),
        (datetime(2025, 9, 18, 15, 0, tzinfo=ZONE), date(2025, 9, 22)),  # announced on Sunday evening
        (datetime(2025, 9, 19, 15, 0, tzinfo=ZONE), date(2025, 9, 23)),
        (datetime(2025, 9, 21, 3, 0, tzinfo=ZONE), date(2025, 9, 23)),
        (datetime(2025, 9, 22, 13, 0, tzinfo=ZONE), date(2025, 9, 23)),
        (datetime(2025, 9, 22, 18, 30, tzinfo=UTC), date(2025, 9, 24)),
    ],
)
def test_a_paper_comes_in_time_for_the_mailing_that_arxiv_says(submitted: datetime, day: date) -> None:
    assert mailing_of(submitted) == day
    begins, ends = submitted_for(day)
    assert begins <= submitted < ends


@given(MOMENTS)
def test_every_moment_of_submission_belongs_to_one_mailing(moment: datetime) -> None:
    day = mailing_of(moment)
    begins, ends = submitted_for(day)
    assert begins <= moment < ends
    assert submitted_for(weekday_before(day))[1] == begins
    assert day.weekday() < 5


def test_a_mailing_is_due_after_midnight_where_arxiv_is_and_overdue_in_the_morning() -> None:
    assert newest_due(at(MONDAY, 0, 29)) == FRIDAY
    assert newest_due(at(MONDAY, 0, 30)) == MONDAY
    assert newest_due(datetime(2026, 3, 9, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))) == FRIDAY
    assert not is_overdue(MONDAY, at(MONDAY, 5, 59))
    assert is_overdue(MONDAY, at(MONDAY, 6))
    assert weekdays(FRIDAY, MONDAY + timedelta(days=2)) == (MONDAY, MONDAY + timedelta(days=1))


def test_a_span_after_a_holiday_begins_where_the_last_mailing_ended() -> None:
    christmas_eve, monday = date(2025, 12, 24), date(2025, 12, 29)
    begins, ends = submitted_for(monday, after=christmas_eve)
    assert (begins, ends) == (at(date(2025, 12, 23), 14), at(date(2025, 12, 26), 14))


@pytest.mark.parametrize(
    ("day", "absent"),
    [
        (date(2025, 12, 25), True),
        (date(2025, 11, 27), True),
        (date(2025, 9, 1), True),
        (date(2025, 5, 26), True),
        (date(2026, 1, 19), True),
        (date(2025, 9, 20), True),
        (date(2025, 9, 18), False),
        (date(2025, 10, 13), False),  # arXiv works on Columbus Day
    ],
)
def test_weekends_and_holidays_may_be_without_a_mailing(day: date, *, absent: bool) -> None:
    assert may_be_absent(day) is absent


def state(through: date | None, why: Why | None = None) -> SourceState:
    return SourceState(source="cs.LG", through=through, trouble=why and Reason(why))


@pytest.mark.parametrize(
    ("states", "verdict"),
    [
        ([state(FRIDAY)], "no_mailing"),
        ([state(FRIDAY), state(None)], "late"),
        ([state(FRIDAY), state(FRIDAY - timedelta(days=1), Why.SOURCE_LATE)], "late"),
        ([state(None, Why.NO_NETWORK), state(None)], "unreachable"),
        # what could not be checked is there all the same
        ([state(FRIDAY, Why.SOURCE_BUSY)], "no_mailing"),
    ],
)
def test_why_nothing_was_announced(states: list[SourceState], *, verdict: str) -> None:
    assert verdict_on_emptiness(states, now=at(FRIDAY + timedelta(days=1), 9)) == verdict
