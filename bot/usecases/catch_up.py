"""Categories with what their feeds gave -> whole mailings, kept: what the feeds lack comes from the API."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.announcements import Announcement, Mailing
from bot.domain.papers import ArxivRecord
from bot.errors import Reason, TryLater, Why
from bot.mailings import Announcements, MailingSource
from bot.usecases.followed_category import FollowedCategory

# Numbers that are looked up for a day: in three mailings that were counted at most 124 were held back.
_MOST_HELD = 300

log = logging.getLogger(__name__)


async def catch_up(
    categories: Sequence[FollowedCategory], *, source: MailingSource, announcements: Announcements
) -> tuple[Mailing, ...]:
    """Keep what each category misses and what its feed holds, the oldest day first.

    What cannot be had is the trouble of its categories; the days after it are kept all the same, for it stays
    a gap. Raises TryLater for storage.
    """
    mailings: list[Mailing] = []
    for day, some in list(_days(categories)):
        for (begins, ends), together in _spans(day, some):
            found: _Found | None
            try:
                wanted = [each.category for each in together]
                in_time = await source.submitted(wanted, begins=begins, ends=ends)
                numbers = await _held_back(in_time, day, categories=together, announcements=announcements)
                found = _Found(in_time, held_back=await source.numbered(numbers))
            except TryLater as error:
                found = None
                for each in together:
                    each.note(error.reason)
            for each in together:
                kept = await _settle(each, day, found=found, announcements=announcements)
                mailings += [kept] if kept else []
    return tuple(mailings)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the API tells of a mailing."""

    in_time: tuple[ArxivRecord, ...]
    held_back: tuple[ArxivRecord, ...]

    def in_category(self, category: str) -> int:
        """How many came in time."""
        return sum(category in record.categories for record in self.in_time)


def _days(categories: Sequence[FollowedCategory]) -> Iterator[tuple[date, list[FollowedCategory]]]:
    wanted = {each.category: each.days for each in categories}
    for day in sorted({day for days in wanted.values() for day in days}):
        yield day, [each for each in categories if day in wanted[each.category]]


def _spans(
    day: date, categories: Sequence[FollowedCategory]
) -> Iterator[tuple[tuple[datetime, datetime], list[FollowedCategory]]]:
    """One query answers for all categories that want the same span."""
    spans = {each.category: each.span_for(day) for each in categories}
    for span in sorted(set(spans.values())):
        yield span, [each for each in categories if spans[each.category] == span]


async def _held_back(
    records: Sequence[ArxivRecord],
    day: date,
    *,
    categories: Sequence[FollowedCategory],
    announcements: Announcements,
) -> list[str]:
    """The numbers of what may have been submitted long before its mailing, and was held back until then.

    arXiv numbers the papers of a mailing in the order in which they were submitted, so that these stand right
    before the first that came in time. The newest of the mailing before ends the search, but where that one
    was made good: then some of its papers may belong to this one.
    """
    numbers = {record.id.number for record in records}
    earlier, read = set[str](), set[str]()
    for each in categories:
        known = await announcements.announced(each.category, numbers)
        earlier |= {one.number for one, kind in known.items() if kind != "replacement"}
        if each.bulletin and each.read == day:
            read |= {one.id.number for one in each.bulletin.announced}
    in_time = numbers - (earlier - read)
    last = [mailing for each in categories if (mailing := each.last_before(day))]
    # what stands before the first may have been announced before a category began, or on a day that is lost
    if not (in_time and last) or not all(
        day in each.gaps or each.is_followed_up_to(day) for each in categories
    ):
        return []
    newest = None
    if all(mailing.way == "feed" for mailing in last):
        newest = await announcements.newest_number(max(mailing.day for mailing in last))
    return [number for number in _before(min(in_time)) if newest is None or number > newest]


def _before(number: str) -> list[str]:
    """The numbers before one such as 2509.13325; they begin anew with each month."""
    month, _, serial = number.partition(".")
    ends = int(serial)
    begins = max(1, ends - _MOST_HELD)
    return [f"{month}.{each:0{len(serial)}}" for each in range(begins, ends)]


async def _settle(
    each: FollowedCategory,
    day: date,
    *,
    found: _Found | None,
    announcements: Announcements,
) -> Mailing | None:
    """Keep one mailing of one category as far as it can be told; None: it cannot."""
    records = (*found.in_time, *found.held_back) if found else ()
    known = await announcements.announced(each.category, {record.id.number for record in records})
    missing = each.unseen(records, day=day, known=known)
    bulletin = each.bulletin
    if bulletin and each.read == day:
        if each.bulletin_is == "repeated" and (missing or not records):
            return None
        if missing:
            each.incomplete.add(day)
            log.warning("mailing.incomplete category=%s day=%s missing=%d", each.category, day, len(missing))
        announced = (*bulletin.announced, *missing)
        mailing = each.mailing(day, announced=len(announced), way="feed")
        return await _keep(each, mailing, announced=announced, announcements=announcements)
    if found is None or (missing and each.may_fill(day)):
        return None
    if not records and each.is_a_surprise(day):
        each.note(Reason(Why.SOURCE_LATE, {"category": each.category, "day": str(day)}))
        return None
    # those that stood elsewhere before are counted: the day is not one on which nothing was announced
    count = max(len(missing), found.in_category(each.category))
    mailing = each.mailing(day, announced=count, way="api")
    return await _keep(each, mailing, announced=missing, announcements=announcements)


async def _keep(
    each: FollowedCategory,
    mailing: Mailing,
    *,
    announced: Sequence[Announcement],
    announcements: Announcements,
) -> Mailing:
    await announcements.keep(mailing, announced)
    each.kept[mailing.day] = mailing
    told = (each.category, mailing.day, mailing.announced, mailing.way)
    log.info("mailing.kept category=%s day=%s announced=%d way=%s", *told)
    return mailing
