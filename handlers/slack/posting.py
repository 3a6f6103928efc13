"""One delivery -> one post, with the delivery's id in its metadata so that it can be found again."""

import logging

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.domain.chat import Document
from bot.domain.jobs import Delivery
from bot.errors import PostRefused
from handlers.slack.outcomes import BLOCKS_REFUSED, NOT_THERE, word_of
from handlers.slack.painting import paint, plain_text

EVENT = "brief"
ID = "delivery_id"
TEXT_LIMIT = 39_000  # of Slack's 40,000

log = logging.getLogger(__name__)


async def post(delivery: Delivery, client: AsyncWebClient) -> str:
    """The timestamp of the new message. Raises the SDK's errors, and PostRefused."""
    document = delivery.piece.document
    if document and not delivery.piece.blocks:
        return await _upload(delivery, client, document=document)
    blocks = paint(delivery.piece)
    try:
        return await _message(delivery, client, blocks=blocks)
    except SlackApiError as error:
        if word_of(error) in BLOCKS_REFUSED:
            log.error("slack.blocks_refused delivery=%s word=%s", delivery.id, word_of(error))
            return await _message(delivery, client, blocks=None)
        if word_of(error) in NOT_THERE and (delivery.reply_to or "").startswith("http"):
            return await _whisper(delivery, blocks)
        raise


async def _message(
    delivery: Delivery, client: AsyncWebClient, *, blocks: list[dict[str, object]] | None
) -> str:
    posted = await client.chat_postMessage(
        channel=delivery.address.chat,
        thread_ts=delivery.address.thread,
        text=plain_text(delivery.piece)[:TEXT_LIMIT],
        blocks=blocks,
        metadata={"event_type": EVENT, "event_payload": {ID: delivery.id}},
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(posted["ts"])


async def _upload(delivery: Delivery, client: AsyncWebClient, *, document: Document) -> str:
    uploaded = await client.files_upload_v2(
        channel=delivery.address.chat,
        thread_ts=delivery.address.thread,
        content=document.content,
        filename=document.name,
        title=document.name,
    )
    return str(uploaded["file"]["id"])


async def _whisper(delivery: Delivery, blocks: list[dict[str, object]]) -> str:
    """A slash command works where the bot is no member: there its answer goes to the one who asked."""
    answer = AsyncWebhookClient(str(delivery.reply_to))
    response = await answer.send(text=plain_text(delivery.piece)[:TEXT_LIMIT], blocks=blocks)
    if response.status_code != 200:
        raise PostRefused(response.body[:80])
    return "whispered"
