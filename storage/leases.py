"""Which jobs may be leased, and whether a lease still stands: the statements of the jobs shelf.

Each is built once, and its values are bound when it is executed: building one takes longer than running it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    String,
    Update,
    and_,
    bindparam,
    case,
    exists,
    or_,
    select,
    update,
)

from bot.domain.jobs import MOST_CRASHES, Job, JobState, crash_delay
from storage.columns import Moment
from storage.schema import jobs

UNANSWERED = (JobState.WAITING, JobState.LEASED)
UNFINISHED = jobs.c.state.in_((*UNANSWERED, JobState.REPLIED))
WITHOUT_LEASE = case((jobs.c.state == JobState.LEASED, JobState.WAITING), else_=jobs.c.state)
WITHOUT_HOLDER = {"lease_owner": None, "lease_until": None}
_WITH_LEASE = case((jobs.c.state == JobState.WAITING, JobState.LEASED), else_=jobs.c.state)
_NOW = bindparam("now", type_=Moment())
_PUSHED = [f"pushed_{crashes}" for crashes in range(1, MOST_CRASHES + 2)]  # the times after so many crashes


def _next_wish() -> Select[int]:
    """The id of the job that is answered next: due, held by nobody, and the first of its lane.

    No other job of the lane is held, and no older one is due; one that was put back to later is passed.
    """
    other = jobs.alias("other")
    older = and_(other.c.id < jobs.c.id, other.c.due_at <= _NOW)
    behind = exists().where(
        other.c.lane == jobs.c.lane, other.c.state.in_(UNANSWERED), or_(other.c.lease_until > _NOW, older)
    )
    return _first().where(jobs.c.state.in_(UNANSWERED), ~behind)


def _next_reply() -> Select[int]:
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
        or_(other.c.lease_until > _NOW, earlier),
    )
    return _first().where(jobs.c.state == JobState.REPLIED, ~behind)


def _first() -> Select[int]:
    free = or_(jobs.c.lease_until.is_(None), jobs.c.lease_until <= _NOW)
    platforms = bindparam("platforms", type_=String(), expanding=True)
    return (
        select(jobs.c.id)
        .where(jobs.c.platform.in_(platforms), jobs.c.due_at <= _NOW, free)
        .order_by(jobs.c.due_at, jobs.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)  # PostgreSQL's word; on SQLite a writing transaction is alone
    )


def _leasing(chosen: Select[int]) -> Update:
    """`due_at` becomes `now + crash_delay(crashes)` for the crash count that the lease sets."""
    *times, longest = (bindparam(name, type_=Moment()) for name in _PUSHED)
    return (
        update(jobs)
        .where(jobs.c.id == chosen.scalar_subquery())
        .values(
            state=_WITH_LEASE,
            crashes=jobs.c.crashes + 1,
            due_at=case(dict(enumerate(times)), value=jobs.c.crashes, else_=longest),
            lease_owner=bindparam("owner"),
            lease_until=bindparam("until"),
        )
    )


LEASE_WISH = _leasing(_next_wish()).returning(jobs)
LEASE_REPLY = _leasing(_next_reply()).returning(jobs)


def lease_values(
    owner: str, *, platforms: Sequence[str], now: datetime, until: datetime
) -> dict[str, object]:
    """What LEASE_WISH and LEASE_REPLY are executed with."""
    pushed = {name: now + crash_delay(crashes) for crashes, name in enumerate(_PUSHED, 1)}
    return {"owner": owner, "platforms": [*platforms], "now": now, "until": until, **pushed}


HELD: ColumnElement[bool] = and_(
    jobs.c.id == bindparam("job"),
    jobs.c.due_at == bindparam("due_then"),
    jobs.c.lease_owner.is_not(None) == bindparam("is_held", type_=Boolean()),
)
"""The lease that the job was handed out with still stands: a later one would have set a new due time.

Of one that was seen to wait: nobody took it since.
"""


def held_values(job: Job) -> dict[str, object]:
    """What HELD is executed with."""
    return {"job": job.id, "due_then": job.due_at, "is_held": job.state is not JobState.WAITING}
