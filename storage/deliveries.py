"""The deliveries shelf: what is to be posted, and what is known of each post."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Address, Reply
from bot.domain.jobs import Delivery, DeliveryState, Job, JobState
from storage.database import Database
from storage.schema import deliveries, jobs

# An edit shows what is kept of its target by then: two edits of one post lead to the same words in any order.
_target = deliveries.alias("target")
_target_job = jobs.alias("target_job")
_first = deliveries.alias("first")  # of the same job, where a delivery stands below it
_DELIVERIES = (
    select(
        deliveries,
        _target.c.piece.label("target_piece"),
        _target.c.post.label("target_post"),
        and_(
            _target.c.state.in_((DeliveryState.INTENDED, DeliveryState.UNCERTAIN)),
            _target_job.c.state == JobState.REPLIED,
        ).label("too_early"),
        _first.c.post.label("under"),
    )
    .outerjoin(_target, _target.c.id == deliveries.c.edits)
    .outerjoin(_target_job, _target_job.c.id == _target.c.job_id)
    .outerjoin(_first, and_(deliveries.c.below, _first.c.job_id == deliveries.c.job_id, _first.c.part == 0))
)


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
        """What stands in chats, or may, or is about to, of these papers, also where nothing can be edited."""
        statement = (
            _DELIVERIES.where(
                deliveries.c.edits.is_(None),
                deliveries.c.state != DeliveryState.REFUSED,
                or_(*(deliveries.c.piece.contains(key, autoescape=True) for key in papers)),
            )
            .order_by(deliveries.c.job_id)
            .order_by(deliveries.c.part)
        )
        async with self._database.reading() as connection:
            found = [_delivery(row) for row in await connection.execute(statement)]
        return tuple(each for each in found if not set(papers).isdisjoint(each.piece.papers))

    async def papers_at(self, address: Address, post: str) -> tuple[str, ...]:
        """Keys of the papers that the posts at `post` are about, in the order of their numbers."""
        pieces = await self.pieces_at(address, post)
        return tuple(dict.fromkeys(key for piece in pieces for key in piece.papers))

    async def pieces_at(self, address: Address, post: str) -> tuple[Reply, ...]:
        """What stands at `post`; where that is about no paper, what stands under it or answers it."""
        columns = (deliveries.c.post, deliveries.c.thread, deliveries.c.reply_to, _first.c.post)
        announced = select(jobs.c.id).where(*_in_chat(address), jobs.c.notice == post)
        statement = _DELIVERIES.where(
            deliveries.c.platform == address.platform,
            deliveries.c.chat == address.chat,
            deliveries.c.edits.is_(None),
            or_(*(column == post for column in columns), deliveries.c.job_id.in_(announced)),
        ).order_by(deliveries.c.job_id, deliveries.c.part)
        async with self._database.reading() as connection:
            rows = (await connection.execute(statement)).all()
        pieces = tuple(_delivery(row).piece for row in rows)
        own = tuple(piece for row, piece in zip(rows, pieces, strict=True) if row.post == post)
        return own if any(piece.papers for piece in own) else pieces

    async def awaited(self, address: Address, post: str, *, before: int | None = None) -> bool:
        """Whether an answer that belongs to `post` is still being made, by a job older than `before`."""
        older = [] if before is None else [jobs.c.id < before]
        statement = select(
            exists().where(
                *_in_chat(address),
                jobs.c.state.in_((JobState.WAITING, JobState.LEASED)),
                or_(*(column == post for column in (jobs.c.thread, jobs.c.reply_to, jobs.c.notice))),
                *older,
            )
        )
        async with self._database.reading() as connection:
            return bool(await connection.scalar(statement))

    async def newest(self, kind: str) -> Reply | None:
        """The first post of the newest reply to commands of a kind, where all its chat can see it."""
        statement = (
            select(deliveries.c.piece)
            .join(jobs, jobs.c.id == deliveries.c.job_id)
            .where(
                # In a person's own words the marks would be escaped.
                jobs.c.command.contains(f'"kind":"{kind}"', autoescape=True),
                jobs.c.failure.is_(None),
                deliveries.c.part == 0,
                deliveries.c.state == DeliveryState.SENT,
                deliveries.c.edits.is_(None),
                deliveries.c.whisper_to.is_(None),
            )
            .order_by(deliveries.c.job_id.desc())
            .limit(1)
        )
        async with self._database.reading() as connection:
            piece = (await connection.execute(statement)).scalar_one_or_none()
        return Reply.model_validate_json(piece) if piece else None

    async def intend(self, delivery: Delivery, *, now: datetime) -> Delivery:
        """WAITING to INTENDED: the post is about to be made."""
        return await self._step(
            delivery, DeliveryState.WAITING, state=DeliveryState.INTENDED, intended_at=now, noted_at=None
        )

    async def sent(self, delivery: Delivery, *, post: str, now: datetime) -> None:
        """INTENDED, UNCERTAIN or HELD to SENT, with the platform's id of the post."""
        await self._settle(
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
        await self._settle(
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
        await self._settle(delivery, DeliveryState.INTENDED, state=DeliveryState.WAITING, intended_at=None)

    async def hold(self, delivery: Delivery, *, now: datetime) -> None:
        """UNCERTAIN to HELD, until a person decides."""
        await self._settle(delivery, DeliveryState.UNCERTAIN, state=DeliveryState.HELD, noted_at=now)

    async def counts(self) -> dict[str, int]:
        """How many deliveries there are in each state that any is in."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
            )
            return dict(rows.all())

    async def _step(self, delivery: Delivery, *origins: DeliveryState, **columns: object) -> Delivery:
        """Take a step; the delivery as it is by then, words that were changed meanwhile among it."""
        async with self._database.writing() as connection:
            await _take(connection, delivery, *origins, **columns)
            taken = await connection.execute(_DELIVERIES.where(deliveries.c.id == delivery.id))
            return _delivery(taken.one())

    async def _settle(self, delivery: Delivery, *origins: DeliveryState, **columns: object) -> None:
        """Take a step after which nothing of the delivery is asked for."""
        async with self._database.writing(single=True) as connection:
            await _take(connection, delivery, *origins, **columns)


async def _take(
    connection: AsyncConnection, delivery: Delivery, *origins: DeliveryState, **columns: object
) -> None:
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
    if (await connection.execute(statement)).rowcount != 1:
        raise WrongStep(f"delivery {delivery.id} is not {delivery.state} any more")


def _in_chat(address: Address) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return jobs.c.platform == address.platform, jobs.c.chat == address.chat


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
        edits=None if row.edits is None else row.target_post or "",
        too_early=bool(row.too_early),
        word=row.word or "",
        below=row.below,
        under=row.under or None,
        whisper_to=row.whisper_to,
        fixed=row.state == DeliveryState.SENT and not row.post,
    )
