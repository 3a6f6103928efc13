"""One delivery -> one post, with the delivery's id in its metadata so that it can be found again."""

import logging
from datetime import timedelta

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.domain.chat import Document
from bot.domain.jobs import Delivery
from bot.errors import OutcomeUnknown, PostRefused, TryLater, Why
from handlers.legible import legible
from handlers.slack.outcomes import BLOCKS_REFUSED, HOST, NOT_THERE, word_of
from handlers.slack.painting import escape, paint, plain_text

EVENT = "brief"
ID = "delivery_id"
# "The text field cannot exceed 4,000 characters" (docs.slack.dev, chat.update), counted in bytes of UTF-8:
# less than a post takes. People read the blocks; the text is for notifications and screen readers.
EDITED_BYTES = 4_000
PAUSE = timedelta(seconds=30)  # where a response_url is in a flood; it does not say for how long

log = logging.getLogger(__name__)


async def post(delivery: Delivery, client: AsyncWebClient) -> str:
    """The timestamp of the new message; "" for a whisper.

    Raises the SDK's errors, TryLater, PostRefused and OutcomeUnknown.
    """
    document = delivery.piece.document
    try:
        if document:
            return await _upload(delivery, client, document=document)
        return await _message(delivery, client)
    except SlackApiError as error:
        if word_of(error) not in NOT_THERE or not (delivery.reply_to or "").startswith("http"):
            raise
    # A slash command works where the bot is no member: there its answer goes to the one who asked.
    if document:
        return await _hint(delivery, client, document=document)
    return await _whisper(delivery)


async def _message(delivery: Delivery, client: AsyncWebClient) -> str:
    try:
        return await _post(delivery, client, blocks=paint(delivery.piece))
    except SlackApiError as error:
        if word_of(error) not in BLOCKS_REFUSED:
            raise
        log.error("slack.blocks_refused delivery=%s word=%s", delivery.id, word_of(error))
        return await _post(delivery, client, blocks=None)


async def edit(delivery: Delivery, client: AsyncWebClient) -> None:
    """Put the piece in the place of a message's words; its metadata stays. Raises the SDK's errors."""
    text, blocks = plain_text(delivery.piece, limit=EDITED_BYTES), paint(delivery.piece)
    chat, post = delivery.address.chat, str(delivery.edits)
    try:
        await client.chat_update(channel=chat, ts=post, text=text, blocks=blocks)
    except SlackApiError as error:
        if word_of(error) not in BLOCKS_REFUSED or text != plain_text(delivery.piece):
            raise
        log.error("slack.blocks_refused delivery=%s word=%s", delivery.id, word_of(error))
        await client.chat_update(channel=chat, ts=post, text=text, blocks=[])


async def _post(delivery: Delivery, client: AsyncWebClient, *, blocks: list[dict[str, object]] | None) -> str:
    posted = await client.chat_postMessage(
        channel=delivery.address.chat,
        thread_ts=delivery.address.thread,
        text=plain_text(delivery.piece),
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
        content=document.content.encode(errors="replace"),
        filename=document.name,
        title=document.name,
        initial_comment=plain_text(delivery.piece) or None,
    )
    return str(uploaded["file"]["id"])


async def _whisper(delivery: Delivery) -> str:
    answer = _answer(delivery)
    text, blocks = plain_text(delivery.piece), paint(delivery.piece)
    response = await answer.send(text=text, blocks=blocks)
    if any(word in response.body for word in BLOCKS_REFUSED):
        log.error("slack.blocks_refused delivery=%s word=%s", delivery.id, response.body[:80])
        response = await answer.send(text=text)
    return _whispered(response)


async def _hint(delivery: Delivery, client: AsyncWebClient, *, document: Document) -> str:
    """No file can be handed over there: name it, and the command that lets the bot in, in no language."""
    me = await client.auth_test()
    name = escape(legible(document.name))
    return _whispered(await _answer(delivery).send(text=f"📎 {name} → `/invite` <@{me['user_id']}>"))


def _answer(delivery: Delivery) -> AsyncWebhookClient:
    """Without the SDK's retries: they repeat posts of unknown outcome."""
    return AsyncWebhookClient(str(delivery.reply_to), retry_handlers=[])


def _whispered(response: WebhookResponse) -> str:
    if response.status_code == 429:
        raise TryLater(Why.SOURCE_BUSY, after=PAUSE, host=HOST)
    if response.status_code >= 500:
        raise OutcomeUnknown(f"status {response.status_code}")
    if response.status_code != 200:
        raise PostRefused(response.body[:80])
    return ""  # nobody but its reader can see it
