"""What is kept of earlier posts, changed together with the reply that says so, or stands in their place."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Edits, Reply, paragraph, swapped
from bot.domain.jobs import Delivery, DeliveryState
from storage.schema import deliveries

SPARE = Reply(blocks=(paragraph("—"),))
"""What stands in a post of a longer answer that a shorter one takes the place of."""
_SPARE = SPARE.model_dump_json()
_MAY_STAND = frozenset({DeliveryState.INTENDED, DeliveryState.UNCERTAIN, DeliveryState.SENT})


async def change_posts(connection: AsyncConnection, edits: Edits) -> list[dict[str, Any]]:
    """Swap the words; returns the columns of one edit for each post that stands in its chat, or may.

    One that still waits to be posted is posted with the new words.
    """
    statement = (
        select(deliveries)
        .where(deliveries.c.id.in_(edits.posts))
        .order_by(deliveries.c.job_id, deliveries.c.part)
        .with_for_update()
    )
    made = []
    for row in (await connection.execute(statement)).all():
        piece = Reply.model_validate_json(row.piece)
        blocks = swapped(piece.blocks, edits.swaps)
        if blocks == piece.blocks:
            continue
        words = piece.model_copy(update={"blocks": blocks}).model_dump_json()
        await connection.execute(deliveries.update().where(deliveries.c.id == row.id).values(piece=words))
        if row.state in _MAY_STAND:
            place = {"platform": row.platform, "chat": row.chat, "thread": row.thread, "reply_to": None}
            made.append(place | {"edits": row.id, "piece": words})
    return made


async def take_places(
    connection: AsyncConnection, rows: Sequence[dict[str, Any]], instead: Sequence[str]
) -> list[dict[str, Any]]:
    """New deliveries in the places of earlier ones, in their order: edits of those that stand, or may.

    One that still waits to be posted is posted with the new words, and needs no other; not at all where it
    would say nothing.
    """
    if not instead:
        return list(rows)
    statement = (
        select(deliveries)
        .where(deliveries.c.id.in_(instead))
        .order_by(deliveries.c.job_id, deliveries.c.part)
        .with_for_update()
    )
    old = (await connection.execute(statement)).all()
    made = [row for row in rows[len(old) :] if row["piece"] != _SPARE]
    for earlier, row in zip(old, rows, strict=False):
        change = {"piece": row["piece"]}
        if earlier.state in _MAY_STAND:
            place = {"platform": earlier.platform, "chat": earlier.chat, "thread": earlier.thread}
            made.append(row | place | {"reply_to": None, "edits": earlier.id})
        elif row["piece"] == _SPARE:
            change["state"] = DeliveryState.REFUSED
        await connection.execute(deliveries.update().where(deliveries.c.id == earlier.id).values(**change))
    return made


async def words_instead(connection: AsyncConnection, delivery: Delivery) -> str:
    """What an edit says that found its post gone, from where nobody reaches it now; "": nothing."""
    if delivery.piece == SPARE:
        return ""
    edited = select(deliveries.c.edits).where(deliveries.c.id == delivery.id).scalar_subquery()
    await connection.execute(deliveries.update().where(deliveries.c.id == edited).values(post=""))
    return delivery.piece.model_dump_json()
