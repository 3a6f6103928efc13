"""Which mailing days a chat's report has to own up to: nobody read them, and nobody will."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.domain.mailing_days import newest_due, weekdays
from bot.mailings import Announcements

_A_DAY = timedelta(days=1)


async def lost_days(
    begins: Mapping[str, date],
    *,
    announcements: Announcements,
    after: datetime | None,
    now: datetime,
    within: timedelta,
) -> tuple[date, ...]:
    """The days that became too old to be made good since a chat's last report, so that each is told once.

    `begins`: since when each category is followed; `after`: when the last report was made, None: there was
    none; `within`: how far back days are made good. A category's days count from its first that was kept.
    """
    bound = newest_due(now) - within
    since = min(begins.values(), default=bound)
    earliest = max(since, newest_due(after) - within) if after else since
    if not weekdays(earliest - _A_DAY, bound):
        return ()
    kept: dict[str, set[date]] = {}
    for each in await announcements.mailings(tuple(begins), begins=since, ends=bound):
        kept.setdefault(each.category, set()).add(each.day)
    lost = set[date]()
    for category, days in kept.items():
        first = max(earliest, begins[category], min(days))
        lost |= {day for day in weekdays(first - _A_DAY, bound) if day not in days}
    return tuple(sorted(lost))
