"""What is kept of earlier posts, changed together with the reply that says so."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Edits, Reply, swapped
from bot.domain.jobs import DeliveryState
from storage.schema import deliveries

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
