"""The deliveries shelf: what is to be posted, and what is known of each post."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select

from bot.domain.chat import Address, Reply
from bot.domain.jobs import Delivery, DeliveryState, Job, JobState
from storage.database import Database
from storage.edits import words_instead
from storage.schema import deliveries, jobs
from storage.steps import DELIVERIES, FIRST, OF_JOB, ONE, delivery_of, take_step


class SqlDeliveries:
    """The Deliveries port on the deliveries table.

    A step is taken from the very delivery that the caller holds: where another step was taken since, or none
    such leads on from its state, WrongStep is raised and nothing changes. Nothing leaves SENT and REFUSED.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, job: Job) -> tuple[Delivery, ...]:
        """The job's deliveries in order."""
        async with self._database.reading(single=True) as connection:
            rows = await connection.execute(OF_JOB, {"job": job.id})
            return tuple(map(delivery_of, rows))

    async def about(self, papers: Collection[str]) -> tuple[Delivery, ...]:
        """What stands in chats, or may, or is about to, of these papers, also where nothing can be edited."""
        statement = (
            DELIVERIES.where(
                deliveries.c.edits.is_(None),
                deliveries.c.state != DeliveryState.REFUSED,
                or_(*(deliveries.c.piece.contains(key, autoescape=True) for key in papers)),
            )
            .order_by(deliveries.c.job_id)
            .order_by(deliveries.c.part)
        )
        async with self._database.reading() as connection:
            found = [delivery_of(row) for row in await connection.execute(statement)]
        return tuple(each for each in found if not set(papers).isdisjoint(each.piece.papers))

    async def papers_at(self, address: Address, post: str) -> tuple[str, ...]:
        """Keys of the papers that the posts at `post` are about, in the order of their numbers."""
        pieces = await self.pieces_at(address, post)
        return tuple(dict.fromkeys(key for piece in pieces for key in piece.papers))

    async def pieces_at(self, address: Address, post: str, *, ours: bool = False) -> tuple[Reply, ...]:
        """What stands at `post`; where that is about no paper, what stands under it or answers it.

        `ours`: only what stands there.
        """
        columns = (deliveries.c.post, deliveries.c.thread, deliveries.c.reply_to, FIRST.c.post)
        announced = select(jobs.c.id).where(*_in_chat(address), jobs.c.notice == post)
        statement = DELIVERIES.where(
            deliveries.c.platform == address.platform,
            deliveries.c.chat == address.chat,
            deliveries.c.edits.is_(None),
            or_(*(column == post for column in columns), deliveries.c.job_id.in_(announced)),
        ).order_by(deliveries.c.job_id, deliveries.c.part)
        async with self._database.reading(single=True) as connection:
            rows = (await connection.execute(statement)).all()
        pieces = tuple(delivery_of(row).piece for row in rows)
        own = tuple(piece for row, piece in zip(rows, pieces, strict=True) if row.post == post)
        return own if ours or any(piece.papers for piece in own) else pieces

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
        async with self._database.reading(single=True) as connection:
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

    async def instead(self, delivery: Delivery, job: Job) -> bool:
        """INTENDED to WAITING, as a post of its own: what it was to edit can be reached no more."""
        own = {"state": DeliveryState.WAITING, "intended_at": None, "edits": None, "reply_to": job.reply_to}
        async with self._database.writing() as connection:
            if says := await words_instead(connection, delivery):
                await take_step(connection, delivery, DeliveryState.INTENDED, **own, piece=says)
            return bool(says)

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
        alone = delivery.edits is None and not delivery.below
        async with self._database.writing(single=alone) as connection:
            taken = await take_step(connection, delivery, *origins, **columns)
            if not alone:
                taken = (await connection.execute(ONE, {"delivery": delivery.id})).one()
            return delivery_of(taken)

    async def _settle(self, delivery: Delivery, *origins: DeliveryState, **columns: object) -> None:
        """Take a step after which nothing of the delivery is asked for."""
        async with self._database.writing(single=True) as connection:
            await take_step(connection, delivery, *origins, **columns)


def _in_chat(address: Address) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return jobs.c.platform == address.platform, jobs.c.chat == address.chat
