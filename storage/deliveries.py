"""The deliveries shelf: what is to be posted, and what is known of each post."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, or_, select, update

from bot.domain.chat import Address, Reply
from bot.domain.jobs import Delivery, DeliveryState, Job
from storage.database import Database
from storage.schema import deliveries

# An edit shows what is kept of its target by then: two edits of one post lead to the same words in any order.
_target = deliveries.alias("target")
_DELIVERIES = select(
    deliveries, _target.c.piece.label("target_piece"), _target.c.post.label("target_post")
).outerjoin(_target, _target.c.id == deliveries.c.edits)


class WrongStep(Exception):
    """A bug, or a worker without its lease: the delivery is elsewhere, or cannot go there."""


class SqlDeliveries:
    """The Deliveries port on the deliveries table.

    A step is taken from the very delivery that the caller holds: where another step was taken since, or none
    such leads on from its state, WrongStep is raised and nothing changes. Nothing leaves SENT and REFUSED.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, job: Job) -> tuple[Delivery, ...]:
        """The job's deliveries in order."""
        statement = _DELIVERIES.where(deliveries.c.job_id == job.id).order_by(deliveries.c.part)
        async with self._database.reading() as connection:
            return tuple(_delivery(row) for row in await connection.execute(statement))

    async def about(self, papers: Collection[str]) -> tuple[Delivery, ...]:
        """What stands in chats, or is about to, of these papers, where it can be reached again."""
        statement = (
            _DELIVERIES.where(
                deliveries.c.edits.is_(None),
                or_(
                    deliveries.c.state == DeliveryState.WAITING,
                    and_(deliveries.c.state == DeliveryState.SENT, deliveries.c.post != ""),
                ),
                or_(*(deliveries.c.piece.contains(key, autoescape=True) for key in papers)),
            )
            .order_by(deliveries.c.job_id)
            .order_by(deliveries.c.part)
        )
        async with self._database.reading() as connection:
            found = [_delivery(row) for row in await connection.execute(statement)]
        return tuple(each for each in found if not set(papers).isdisjoint(each.piece.papers))

    async def papers_at(self, address: Address, post: str) -> tuple[str, ...]:
        """Keys of the papers that the posts are about which stand at `post` or under it, or answer it."""
        columns = (deliveries.c.post, deliveries.c.thread, deliveries.c.reply_to)
        statement = _DELIVERIES.where(
            deliveries.c.platform == address.platform,
            deliveries.c.chat == address.chat,
            deliveries.c.edits.is_(None),
            or_(*(column == post for column in columns)),
        )
        async with self._database.reading() as connection:
            found = [_delivery(row) for row in await connection.execute(statement)]
        return tuple(dict.fromkeys(key for each in found for key in each.piece.papers))

    async def intend(self, delivery: Delivery, *, now: datetime) -> Delivery:
        """WAITING to INTENDED: the post is about to be made."""
        return await self._step(
            delivery, DeliveryState.WAITING, state=DeliveryState.INTENDED, intended_at=now, noted_at=None
        )

    async def sent(self, delivery: Delivery, *, post: str, now: datetime) -> None:
        """INTENDED, UNCERTAIN or HELD to SENT, with the platform's id of the post."""
        await self._step(
            delivery,
            DeliveryState.INTENDED,
            DeliveryState.UNCERTAIN,
            DeliveryState.HELD,
            state=DeliveryState.SENT,
            post=post,
            noted_at=now,
        )

    async def refused(self, delivery: Delivery, *, word: str, now: datetime) -> None:
        """INTENDED to REFUSED, with the platform's word for why."""
        await self._step(
            delivery, DeliveryState.INTENDED, state=DeliveryState.REFUSED, word=word, noted_at=now
        )

    async def uncertain(self, delivery: Delivery, *, now: datetime) -> Delivery:
        """INTENDED to UNCERTAIN: nobody knows whether the post was made."""
        return await self._step(delivery, DeliveryState.INTENDED, state=DeliveryState.UNCERTAIN, noted_at=now)

    async def again(self, delivery: Delivery) -> Delivery:
        """UNCERTAIN or HELD to WAITING, marked as a resend."""
        return await self._step(
            delivery, DeliveryState.UNCERTAIN, DeliveryState.HELD, state=DeliveryState.WAITING, resent=True
        )

    async def back(self, delivery: Delivery) -> None:
        """INTENDED to WAITING: the call was certainly not made."""
        await self._step(delivery, DeliveryState.INTENDED, state=DeliveryState.WAITING, intended_at=None)

    async def hold(self, delivery: Delivery, *, now: datetime) -> None:
        """UNCERTAIN to HELD, until a person decides."""
        await self._step(delivery, DeliveryState.UNCERTAIN, state=DeliveryState.HELD, noted_at=now)

    async def counts(self) -> dict[str, int]:
        """How many deliveries there are in each state that any is in."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
            )
            return dict(rows.all())

    async def _step(self, delivery: Delivery, *origins: DeliveryState, **columns: object) -> Delivery:
        if delivery.state not in origins:
            raise WrongStep(f"delivery {delivery.id} cannot go from {delivery.state} to {columns['state']}")
        statement = (
            update(deliveries)
            .where(
                deliveries.c.id == delivery.id,
                deliveries.c.state == delivery.state,
                deliveries.c.intended_at.is_not_distinct_from(delivery.intended_at),
            )
            .values(**columns)
        )
        async with self._database.writing() as connection:
            if (await connection.execute(statement)).rowcount != 1:
                raise WrongStep(f"delivery {delivery.id} is not {delivery.state} any more")
            taken = await connection.execute(_DELIVERIES.where(deliveries.c.id == delivery.id))
            return _delivery(taken.one())


def _delivery(row: Row[Any]) -> Delivery:
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
        edits=row.target_post,
        word=row.word or "",
    )
