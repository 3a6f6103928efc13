"""Categories -> what arXiv announced in them, kept: today's feed, made good from the API.

The feed alone tells new papers, cross-lists and replacements apart, and forgets a day at the next midnight.
The API knows when a version of a paper was submitted, so that it tells whether a feed lacks papers, and what
was new, listed in several categories, or replaced on days whose feed nobody read. What no date tells is that
an older paper was listed elsewhere on such a day: 9 of 348 cross-lists in three mailings that were counted.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.domain.announcements import Mailing, SourceState
from bot.domain.mailing_days import newest_due
from bot.errors import CannotDo, Reason, TryLater
from bot.mailings import Announcements, MailingSource
from bot.ports import Clock
from bot.usecases.add_versions import add_versions
from bot.usecases.catch_up import catch_up
from bot.usecases.followed_category import FollowedCategory

FRESH = timedelta(minutes=20)
# So far before what can be made good it is looked up which days were kept.
_MEMORY = timedelta(days=14)

log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Press:
    """Where mailings come from and where they are kept, one a process: it lets one pull in at a time."""

    source: MailingSource
    announcements: Announcements
    clock: Clock
    catch_up: timedelta = timedelta(days=7)  # older mailings are not made good
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    looked: dict[str, datetime] = field(default_factory=dict)  # at each category, whatever came of it


@dataclass(frozen=True, slots=True)
class Pulled:
    """What one pull came to."""

    mailings: tuple[Mailing, ...] = ()  # that were kept
    troubles: Mapping[str, Reason] = field(default_factory=dict)  # of categories: behind, or not whole
    lost: tuple[tuple[str, date], ...] = ()  # category and day: too old to be made good


async def pull_mailings(categories: Collection[str], *, press: Press) -> Pulled:
    """Keep what was announced since each category was last kept; a new one begins with today's feed.

    It asks nothing where the newest mailing that is due is there, or where it asked less than 20 minutes ago.
    What cannot be had of one category costs the others nothing, and is noted. Raises TryLater for storage.
    """
    async with press.turn:
        now = press.clock.now()
        behind = [
            await _looked_at(state, press, now=now)
            for category in sorted(set(categories))
            if not _is_fresh(press.looked.get(category), now)
            and _is_behind(state := await press.announcements.state(category), now)
        ]
        await _compare(behind, press, due=newest_due(now))
        mailings = await catch_up(behind, source=press.source, announcements=press.announcements)
        versions = await add_versions(behind, source=press.source, announcements=press.announcements)
        for each in behind:
            await _note(each, press)
        kept = {(mailing.category, mailing.day): mailing for mailing in (*mailings, *versions)}
        return Pulled(
            tuple(kept.values()),
            troubles={each.category: each.trouble for each in behind if each.trouble},
            lost=tuple((each.category, day) for each in behind for day in each.lost),
        )


async def _looked_at(state: SourceState, press: Press, *, now: datetime) -> FollowedCategory:
    due = newest_due(now)
    begins, ends = due - press.catch_up - _MEMORY, due + _MEMORY
    kept = await press.announcements.mailings([state.source], begins=begins, ends=ends)
    each = FollowedCategory(
        category=state.source,
        state=state,
        now=now,
        most=press.catch_up,
        kept={mailing.day: mailing for mailing in kept},
    )
    try:
        each.bulletin = await press.source.bulletin(each.category)
    except (CannotDo, TryLater) as error:
        each.note(error.reason)
    else:
        numbers = {announcement.id.number for announcement in each.bulletin.announced}
        each.known = await press.announcements.announced(each.category, numbers)
    return each


async def _compare(behind: Collection[FollowedCategory], press: Press, *, due: date) -> None:
    """A feed that holds nothing is believed where other categories have the mailing: small ones often do."""
    kept = await press.announcements.mailings([], begins=due, ends=due)
    came = any(mailing.announced for mailing in kept) or any(
        each.bulletin_is == "news" and each.read == due for each in behind
    )
    for each in behind:
        each.others_came = came


async def _note(each: FollowedCategory, press: Press) -> None:
    press.looked[each.category] = each.now
    each.note_if_late()
    if each.trouble:
        await press.announcements.troubled(each.category, each.trouble)
        told = (each.category, each.missing, each.trouble.why)
        if each.is_in_time:
            log.info("mailing.late category=%s day=%s why=%s", *told)
        else:
            log.warning("mailing.late category=%s day=%s why=%s", *told)
    if lost := each.lost:
        log.warning("mailing.lost category=%s begins=%s ends=%s", each.category, lost[0], lost[-1])


def _is_fresh(looked: datetime | None, now: datetime) -> bool:
    """True where nothing new can be expected since the last look."""
    return looked is not None and now - looked < FRESH and newest_due(looked) == newest_due(now)


def _is_behind(state: SourceState, now: datetime) -> bool:
    return state.through is None or state.through < newest_due(now) or state.trouble is not None
