"""A delivery as columns, and the steps that it takes from one state to the next, each in one statement."""

from functools import cache
from typing import Any

from sqlalchemy import Row, and_, bindparam, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from bot.domain.chat import Address, Reply
from bot.domain.jobs import Delivery, DeliveryState, JobState
from storage.schema import deliveries, jobs

# An edit shows what is kept of its target by then: two edits of one post lead to the same words in any order.
_target = deliveries.alias("target")
_target_job = jobs.alias("target_job")
FIRST = deliveries.alias("first")  # of the same job, where a delivery stands below it
DELIVERIES = (
    select(
        deliveries,
        _target.c.piece.label("target_piece"),
        _target.c.post.label("target_post"),
        and_(
            _target.c.state.in_((DeliveryState.INTENDED, DeliveryState.UNCERTAIN)),
            _target_job.c.state == JobState.REPLIED,
        ).label("too_early"),
        FIRST.c.post.label("under"),
    )
    .outerjoin(_target, _target.c.id == deliveries.c.edits)
    .outerjoin(_target_job, _target_job.c.id == _target.c.job_id)
    .outerjoin(FIRST, and_(deliveries.c.below, FIRST.c.job_id == deliveries.c.job_id, FIRST.c.part == 0))
)
OF_JOB = DELIVERIES.where(deliveries.c.job_id == bindparam("job")).order_by(deliveries.c.part)
ONE = DELIVERIES.where(deliveries.c.id == bindparam("delivery"))
_OF_NO_OTHER = (  # what it shows of other posts, where it shows nothing of them
    null().label("target_piece"),
    null().label("target_post"),
    null().label("too_early"),
    null().label("under"),
)


class WrongStep(Exception):
    """A bug, or a worker without its lease: the delivery is elsewhere, or cannot go there."""


async def take_step(
    connection: AsyncConnection, delivery: Delivery, *origins: DeliveryState, **columns: object
) -> Row[Any]:
    """Take a step; the row by then, with nothing of other posts."""
    if delivery.state not in origins:
        raise WrongStep(f"delivery {delivery.id} cannot go from {delivery.state} to {columns['state']}")
    held = {"delivery": delivery.id, "state_then": delivery.state, "intended_then": delivery.intended_at}
    values = {f"new_{name}": value for name, value in columns.items()}
    taken: Row[Any] | None = (await connection.execute(_step_to(tuple(columns)), held | values)).one_or_none()
    if taken is None:
        raise WrongStep(f"delivery {delivery.id} is not {delivery.state} any more")
    return taken


@cache
def _step_to(columns: tuple[str, ...]) -> ReturningUpdate[Any]:
    """The statement of a step that sets these columns; there are as many as kinds of steps."""
    return (
        update(deliveries)
        .where(
            deliveries.c.id == bindparam("delivery"),
            deliveries.c.state == bindparam("state_then"),
            deliveries.c.intended_at.is_not_distinct_from(bindparam("intended_then")),
        )
        .values({name: bindparam(f"new_{name}") for name in columns})
        .returning(deliveries, *_OF_NO_OTHER)
    )


def delivery_of(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        job_id=row.job_id,
        part=row.part,
        address=Address(platform=row.platform, chat=row.chat, thread=row.thread),
        reply_to=row.reply_to,
        piece=Reply.model_validate_json(row.target_piece or row.piece),
        state=DeliveryState(row.state),
        intended_at=row.intended_at,
        resent=row.resent,
        edits=None if row.edits is None else row.target_post or "",
        too_early=bool(row.too_early),
        word=row.word or "",
        below=row.below,
        under=row.under or None,
        whisper_to=row.whisper_to,
        fixed=row.state == DeliveryState.SENT and not row.post,
    )
