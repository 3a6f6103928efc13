"""Words of ours that grow where nobody knows: found by how they begin, and taken away."""

from collections.abc import Collection, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.chat import Address
from bot.ports import Clock
from handlers.slack.history import PAGE, SETTLING, SKEW


async def strays(
    address: Address, text: str, *, client: AsyncWebClient, clock: Clock, known: Collection[str]
) -> list[str]:
    """Timestamps of our messages here that begin with a text and are not `known`, a moment from now.

    A call whose answer was lost may have made one, and its id stood in the answer. Raises the SDK's errors.
    """
    oldest = f"{(clock.now() - SKEW).timestamp():.6f}"
    await clock.sleep(SETTLING)
    me = str((await client.auth_test())["user_id"])
    if address.thread:
        found = await client.conversations_replies(
            channel=address.chat, ts=address.thread, oldest=oldest, limit=PAGE
        )
    else:
        found = await client.conversations_history(channel=address.chat, oldest=oldest, limit=PAGE)
    messages: list[Mapping[str, Any]] = found.get("messages") or []
    ours = (each for each in messages if each.get("user") == me and _begins(each, text))
    return [str(each["ts"]) for each in ours if each["ts"] not in known]


def _begins(message: Mapping[str, Any], text: str) -> bool:
    return bool(text) and str(message.get("text") or "").startswith(text)
