"""arXiv's calendar: when a mailing should be out, and which days' submissions it holds.

A mailing bears the date of the feed that holds it: Monday to Friday, by the clock of arXiv's own zone.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.announcements import SourceState
from bot.errors import Why

ZONE = ZoneInfo("America/New_York")
# https://info.arxiv.org/help/availability.html: what is submitted by 14:00 is announced at 20:00, from Sunday
# to Thursday, and what comes from Friday's 14:00 to Monday's on Monday; https://info.arxiv.org/help/rss.html:
# a feed changes at midnight.
DEADLINE = time(14)
_GRACE = timedelta(minutes=30)  # a feed is built some seconds after midnight, and kept by caches
_PATIENCE = timedelta(hours=6)  # announcements were hours late; after a night they are rather missing
_DAY = timedelta(days=1)
_FIXED = frozenset({(1, 1), (6, 19), (7, 4), (12, 24), (12, 25), (12, 26), (12, 31)})
_MONDAY, _THURSDAY, _FRIDAY = 0, 3, 4


def newest_due(now: datetime) -> date:
    """The newest mailing day whose feed should be there by now."""
    day = (now.astimezone(ZONE) - _GRACE).date()
    return day if is_weekday(day) else weekday_before(day)


def is_overdue(day: date, now: datetime) -> bool:
    """True where a feed that did not come by now is not worth waiting for."""
    return now >= datetime.combine(day, time(), tzinfo=ZONE) + _PATIENCE


def is_weekday(day: date) -> bool:
    """True from Monday to Friday."""
    return day.weekday() <= _FRIDAY


def weekday_before(day: date) -> date:
    """The last day from Monday to Friday before one."""
    day -= _DAY
    while not is_weekday(day):
        day -= _DAY
    return day


def weekdays(after: date, until: date) -> tuple[date, ...]:
    """The days from Monday to Friday after one and before another."""
    days = (after + _DAY * count for count in range(1, (until - after).days))
    return tuple(day for day in days if is_weekday(day))


def mailing_of(submitted: datetime) -> date:
    """The mailing day for which a paper comes in time, unless it is held back."""
    local = submitted.astimezone(ZONE)
    day = local.date() + _DAY * (local.time() >= DEADLINE)
    while not is_weekday(day):  # until Monday's deadline everything waits for it
        day += _DAY
    day += _DAY
    while not is_weekday(day):
        day += _DAY
    return day


def submitted_for(day: date, *, after: date | None = None) -> tuple[datetime, datetime]:
    """From when and until when papers were submitted for a mailing; `after`: the mailing before it.

    Where the mailings between fell out, for a holiday say, theirs are counted in.
    """
    previous = weekday_before(day) if after is None else after
    begins, ends = (datetime.combine(weekday_before(each), DEADLINE, tzinfo=ZONE) for each in (previous, day))
    return begins, ends


def may_be_absent(day: date) -> bool:
    """True on weekends and arXiv's holidays: perhaps nothing is announced, which only the feed tells."""
    week = (day.day - 1) // 7 + 1
    floating = {
        (1, _MONDAY): week == 3,  # Martin Luther King
        (5, _MONDAY): day.day > 24,  # Memorial Day
        (9, _MONDAY): week == 1,  # Labor Day
        (11, _THURSDAY): week == 4,  # Thanksgiving
        (11, _FRIDAY): 23 <= day.day <= 29,
    }
    # what is not announced in the evening of a holiday is missing from the feed of the next morning
    return (
        not is_weekday(day)
        or any((each.month, each.day) in _FIXED for each in (day, day - _DAY))
        or any(floating.get((each.month, each.weekday()), False) for each in (day, day - _DAY))
    )


def verdict_on_emptiness(
    states: Collection[SourceState], *, now: datetime
) -> Literal["no_mailing", "late", "unreachable"]:
    """Why nothing was announced in some categories since the last report."""
    due = newest_due(now)
    behind = [state for state in states if state.through is None or state.through < due]
    if any(state.trouble and state.trouble.why is not Why.SOURCE_LATE for state in behind):
        return "unreachable"
    return "late" if behind else "no_mailing"
