"""Was a post made? Its delivery's id stands in the message's metadata, and a file bears its name."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.jobs import Delivery
from bot.errors import TryLater, Why
from bot.ports import Clock
from handlers.slack.outcomes import HOST
from handlers.slack.places import whose_home
from handlers.slack.posting import ID, thread_of

SETTLING = timedelta(seconds=2)  # a request that was on its way when its sender died may still arrive
SKEW = timedelta(minutes=2)  # between our clock and Slack's
FILE_SKEW = timedelta(seconds=5)  # files bear no id of ours: only one posted since then can be this one
PAGE = 15  # objects a call, as much as apps outside the marketplace get
MOST_PAGES = 20
PEOPLE = ("U", "W")  # how their ids begin


class History:
    """Looks a delivery up in its chat."""

    def __init__(self, client: AsyncWebClient, *, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def find(self, delivery: Delivery) -> str | None:
        """The post's id; None: it was not made. Raises TryLater while it may be under way."""
        intended = delivery.intended_at
        if intended is None or whose_home(delivery.address):  # a home tab can be painted again
            return None
        age = self._clock.now() - intended
        if age < SETTLING:
            raise TryLater(Why.SOURCE_BUSY, after=SETTLING - age, host=HOST)
        delivery = await self._in_its_chat(delivery)
        oldest, cursor = f"{(intended - SKEW).timestamp():.6f}", None
        for _ in range(MOST_PAGES):
            page = await self._page(delivery, oldest=oldest, cursor=cursor)
            for message in page.get("messages") or []:
                if _bears(message, delivery):
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
        raise TryLater(Why.SOURCE_BUSY, after=timedelta(minutes=1), host=HOST)

    async def _in_its_chat(self, delivery: Delivery) -> Delivery:
        """A person's id takes posts, and only their direct messages tell of them."""
        person = delivery.address.chat
        if not person.startswith(PEOPLE):
            return delivery
        opened = await self._client.conversations_open(users=person)
        address = delivery.address.model_copy(update={"chat": str(opened["channel"]["id"])})
        return delivery.model_copy(update={"address": address})

    async def _page(self, delivery: Delivery, *, oldest: str, cursor: str | None) -> Mapping[str, Any]:
        address, thread = delivery.address, thread_of(delivery)
        if thread:
            answer = await self._client.conversations_replies(
                channel=address.chat,
                ts=thread,
                oldest=oldest,
                cursor=cursor,
                limit=PAGE,
                include_all_metadata=True,
            )
        else:
            answer = await self._client.conversations_history(
                channel=address.chat, oldest=oldest, cursor=cursor, limit=PAGE, include_all_metadata=True
            )
        return {"messages": answer.get("messages"), "response_metadata": answer.get("response_metadata")}


def _bears(message: Mapping[str, Any], delivery: Delivery) -> bool:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    if payload.get(ID) == delivery.id:
        return True
    names, intended = {file.name for file in delivery.piece.files}, delivery.intended_at
    if not names or intended is None or float(message["ts"]) < (intended - FILE_SKEW).timestamp():
        return False
    return any(file.get("name") in names for file in message.get("files") or [])
