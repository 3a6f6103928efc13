"""What is kept, what is followed and what was planned -> the figures that an operator watches."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.domain.announcements import SourceState
from bot.domain.figures import Figures, FollowedFigures, KeptFigures
from bot.domain.mailing_days import newest_due, weekdays
from bot.domain.schedules import Plan, Schedule, due_dates
from bot.mailings import Announcements, Schedules, Topics
from bot.topics.categories import categories_of
from bot.usecases.plan_reports import Planning

_A_DAY = timedelta(days=1)


class KeptCounts(Protocol):
    """Whoever counts what is kept."""

    async def kept(self) -> KeptFigures:
        """Everything that is kept, counted. Raises TryLater."""
        ...


@dataclass(frozen=True, slots=True)
class Counting:
    """What is looked through."""

    counts: KeptCounts
    announcements: Announcements
    topics: Topics
    schedules: Schedules
    planning: Planning
    catch_up: timedelta  # older mailings are not made good


async def count_figures(counting: Counting, *, now: datetime) -> Figures:
    """Count everything. Raises TryLater for storage."""
    kept = await counting.counts.kept()
    categories = categories_of(each.topic for each in await counting.topics.all())
    states = {category: await counting.announcements.state(category) for category in sorted(categories)}
    schedules = {each.address: each for each in await counting.schedules.all()}
    plans = await counting.planning.plans()
    return Figures(
        kept,
        lost=_lost(kept.mailing_days, categories, before=newest_due(now) - counting.catch_up),
        followed={category: _followed(state, now=now) for category, state in states.items()},
        chats=len(plans),
        paused=sum(plan.paused for plan in plans),
        uncovered=sum(_uncovered(plan, schedules.get(plan.address), now=now) for plan in plans),
    )


def _lost(kept: Mapping[str, Collection[date]], followed: Collection[str], *, before: date) -> dict[str, int]:
    """Of each category the mailing days since its first one that no mailing is there for, and none will be.

    A day on which arXiv announced nothing is kept, too, with none. Of a category that nobody follows any more
    they end with its last one.
    """
    ends = {
        category: before if category in followed else min(before, max(kept[category])) for category in kept
    }
    return {
        category: sum(day not in days for day in weekdays(min(days), ends[category]))
        for category, days in kept.items()
    }


def _followed(state: SourceState, *, now: datetime) -> FollowedFigures:
    due = newest_due(now)
    missing = len(weekdays(state.through, due + _A_DAY)) if state.through else 1
    trouble = str(state.trouble.why) if state.trouble else ""
    return FollowedFigures(kept_at=state.checked_at, missing=missing, trouble=trouble)


def _uncovered(plan: Plan, schedule: Schedule | None, *, now: datetime) -> int:
    """A chat that no bot has looked at yet has no due date; one that is paused waits on purpose."""
    if schedule is None or plan.paused:
        return 0
    return len(due_dates(schedule.covered, now, plan))
