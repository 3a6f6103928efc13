"""Which jobs may be leased, and whether a lease still stands: the conditions of the jobs shelf."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, exists, literal, or_, select

from bot.domain.jobs import MOST_CRASHES, Job, JobState, crash_delay
from storage.columns import Moment
from storage.schema import jobs

UNANSWERED = (JobState.WAITING, JobState.LEASED)
UNFINISHED = jobs.c.state.in_((*UNANSWERED, JobState.REPLIED))
WITHOUT_LEASE = case((jobs.c.state == JobState.LEASED, JobState.WAITING), else_=jobs.c.state)
WITH_LEASE = case((jobs.c.state == JobState.WAITING, JobState.LEASED), else_=jobs.c.state)


def next_wish(platforms: Sequence[str], now: datetime) -> Select[int]:
    """The id of the job that is answered next: due, held by nobody, and the first of its lane.

    No other job of the lane is held, and no older one is due; one that was put back to later is passed.
    """
    other = jobs.alias("other")
    older = and_(other.c.id < jobs.c.id, other.c.due_at <= now)
    behind = exists().where(
        other.c.lane == jobs.c.lane, other.c.state.in_(UNANSWERED), or_(other.c.lease_until > now, older)
    )
    return _first(platforms, now).where(jobs.c.state.in_(UNANSWERED), ~behind)


def next_reply(platforms: Sequence[str], now: datetime) -> Select[int]:
    """The id of the job that is posted next: due, held by nobody, and the first of its chat.

    Nothing passes what stands before it in the chat, held or put back: a chat reads in one order.
    """
    other = jobs.alias("other")
    earlier = or_(
        other.c.replied_at < jobs.c.replied_at,
        and_(other.c.replied_at == jobs.c.replied_at, other.c.id < jobs.c.id),
    )
    behind = exists().where(
        other.c.platform == jobs.c.platform,
        other.c.chat == jobs.c.chat,
        other.c.state == JobState.REPLIED,
        other.c.id != jobs.c.id,
        or_(other.c.lease_until > now, earlier),
    )
    return _first(platforms, now).where(jobs.c.state == JobState.REPLIED, ~behind)


def _first(platforms: Sequence[str], now: datetime) -> Select[int]:
    free = or_(jobs.c.lease_until.is_(None), jobs.c.lease_until <= now)
    return (
        select(jobs.c.id)
        .where(jobs.c.platform.in_(platforms), jobs.c.due_at <= now, free)
        .order_by(jobs.c.due_at, jobs.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)  # PostgreSQL's word; on SQLite a writing transaction is alone
    )


def pushed_ahead(now: datetime) -> ColumnElement[datetime]:
    """`now + crash_delay(crashes)` for the crash count that a lease is about to set."""
    times = {before: literal(now + crash_delay(before + 1), Moment()) for before in range(MOST_CRASHES)}
    longest = literal(now + crash_delay(MOST_CRASHES + 1), Moment())
    return case(times, value=jobs.c.crashes, else_=longest)


def held(job: Job) -> ColumnElement[bool]:
    """The lease that the job was handed out with still stands: a later one would have set a new due time.

    Of one that was seen to wait: nobody took it since.
    """
    holder = jobs.c.lease_owner
    stands = holder.is_(None) if job.state is JobState.WAITING else holder.is_not(None)
    return and_(jobs.c.id == job.id, jobs.c.due_at == job.due_at, stands)
