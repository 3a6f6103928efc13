"""One delivery -> one post, with the delivery's id in its metadata so that it can be found again."""

import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta
from typing import TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.domain.chat import File, Picture
from bot.domain.jobs import Delivery
from bot.errors import OutcomeUnknown, PostRefused, TryLater, Why
from handlers.legible import legible
from handlers.slack.outcomes import BLOCKS_REFUSED, HOST, NOT_THERE, word_of
from handlers.slack.painting import SECTION_LIMIT, escape, paint, paint_simply, plain_text
from handlers.slack.panel import dress
from handlers.slack.places import ALONE, is_direct, whose_home

EVENT = "brief"
ID = "delivery_id"
ALT_LIMIT = 1000  # characters (docs.slack.dev, files.getUploadURLExternal)
# "The text field cannot exceed 4,000 characters" (docs.slack.dev, chat.update), counted in bytes of UTF-8:
# less than a post takes. People read the blocks; the text is for notifications and screen readers.
EDITED_BYTES = 4_000
PAUSE = timedelta(seconds=30)  # where a response_url is in a flood; it does not say for how long

_NOT_SEEN = NOT_THERE | {"user_not_in_channel"}
Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


async def post(delivery: Delivery, client: AsyncWebClient) -> str:
    """The timestamp of the new message; "" for what can be reached by nobody else: a whisper, a home tab.

    Raises the SDK's errors, TryLater, PostRefused and OutcomeUnknown.
    """
    file, alone = next(iter(delivery.piece.files), None), (delivery.reply_to or "").endswith(ALONE)
    if person := whose_home(delivery.address):
        return await _publish(delivery, client, person=person)
    try:
        if not alone:
            if file:
                return await _upload(delivery, client, file=file)
            posted = await _message(delivery, client)
            await dress(delivery, client)
            return posted
    except SlackApiError as error:
        if word_of(error) not in _NOT_SEEN or not (delivery.reply_to or "").startswith("http"):
            raise
    # A slash command works where the bot is no member: there its answer goes to the one who asked, as does
    # the answer to a tap on what one person alone sees.
    if file:
        return await _hint(delivery, client, file=file)
    return await _whisper(delivery)


async def _message(delivery: Delivery, client: AsyncWebClient) -> str:
    return await _in_some_form(delivery, lambda blocks: _post(delivery, client, blocks=blocks))


async def _in_some_form(
    delivery: Delivery,
    send: Callable[[list[dict[str, object]] | None], Awaitable[Answer]],
    *,
    refused: Collection[str] = BLOCKS_REFUSED,
) -> Answer:
    """The painted blocks; where Slack does not take them plain sections, and at last the words alone."""
    for paints in (paint, paint_simply):
        try:
            return await send(paints(delivery.piece))
        except SlackApiError as error:
            if word_of(error) not in refused:
                raise
            log.error("slack.blocks_refused delivery=%s word=%s", delivery.id, word_of(error))
    return await send(None)


async def _publish(delivery: Delivery, client: AsyncWebClient, *, person: str) -> str:
    """The home tab shows what is published last; it can be published twice without harm."""
    if delivery.part or delivery.piece.files:
        raise PostRefused("one_view")

    async def publish(blocks: list[dict[str, object]] | None) -> str:
        words = {"type": "plain_text", "text": plain_text(delivery.piece)[:SECTION_LIMIT]}
        view = {
            "type": "home",
            "private_metadata": delivery.address.chat,  # where a tap on it is answered
            "blocks": [{"type": "section", "text": words}] if blocks is None else blocks,
        }
        await client.views_publish(user_id=person, view=view)
        return ""

    # Of a view's blocks it says so in other words (docs.slack.dev, views.publish).
    return await _in_some_form(delivery, publish, refused={*BLOCKS_REFUSED, "invalid_arguments"})


async def edit(delivery: Delivery, client: AsyncWebClient) -> None:
    """Put the piece in the place of a message's words; its metadata stays. Raises the SDK's errors."""
    whole = plain_text(delivery.piece)
    text = plain_text(delivery.piece, limit=EDITED_BYTES)
    chat, post = delivery.address.chat, str(delivery.edits)

    async def update(blocks: list[dict[str, object]] | None) -> None:
        if blocks is None and text != whole:
            raise PostRefused("msg_too_long")  # the words alone would be cut
        await client.chat_update(channel=chat, ts=post, text=text, blocks=blocks or [])

    await _in_some_form(delivery, update)


def thread_of(delivery: Delivery) -> str | None:
    """The thread that a post goes to; what stands below begins one, where none is there yet."""
    return delivery.address.thread or delivery.under


def _has_onlookers(delivery: Delivery) -> bool:
    """True where a whisper would be heard by others: direct messages have ids with a D."""
    return delivery.whisper_to is not None and not is_direct(delivery.address.chat)


async def _post(delivery: Delivery, client: AsyncWebClient, *, blocks: list[dict[str, object]] | None) -> str:
    if _has_onlookers(delivery):
        await client.chat_postEphemeral(
            channel=delivery.address.chat,
            user=str(delivery.whisper_to),
            thread_ts=thread_of(delivery),
            text=plain_text(delivery.piece),
            blocks=blocks,
        )
        return ""  # nobody but its reader can see it
    posted = await client.chat_postMessage(
        channel=delivery.address.chat,
        thread_ts=thread_of(delivery),
        text=plain_text(delivery.piece),
        blocks=blocks,
        metadata={"event_type": EVENT, "event_payload": {ID: delivery.id}},
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(posted["ts"])


async def _upload(delivery: Delivery, client: AsyncWebClient, *, file: File) -> str:
    channel, thread = delivery.address.chat, thread_of(delivery)
    if _has_onlookers(delivery):  # a file cannot be ephemeral
        opened = await client.conversations_open(users=str(delivery.whisper_to))
        channel, thread = str(opened["channel"]["id"]), None
    uploaded = await client.files_upload_v2(
        channel=channel,
        thread_ts=thread,
        content=file.file_bytes,
        filename=file.name,
        title=file.name,
        alt_txt=file.alt[:ALT_LIMIT] if isinstance(file, Picture) else None,
        initial_comment=plain_text(delivery.piece) or None,
    )
    return "" if delivery.whisper_to else str(uploaded["file"]["id"])


async def _whisper(delivery: Delivery) -> str:
    answer = _answer(delivery)
    text = plain_text(delivery.piece)
    for paints in (paint, paint_simply):
        response = await answer.send(text=text, blocks=paints(delivery.piece), replace_original=False)
        if not any(word in response.body for word in BLOCKS_REFUSED):
            return _whispered(response)
        log.error("slack.blocks_refused delivery=%s word=%s", delivery.id, response.body[:80])
    return _whispered(await answer.send(text=text, replace_original=False))


async def _hint(delivery: Delivery, client: AsyncWebClient, *, file: File) -> str:
    """No file can be handed over there: name it, and the command that lets the bot in, in no language."""
    me = await client.auth_test()
    name = escape(legible(file.name))
    return _whispered(await _answer(delivery).send(text=f"📎 {name} → `/invite` <@{me['user_id']}>"))


def _answer(delivery: Delivery) -> AsyncWebhookClient:
    """Without the SDK's retries: they repeat posts of unknown outcome."""
    return AsyncWebhookClient(str(delivery.reply_to).removesuffix(ALONE), retry_handlers=[])


def _whispered(response: WebhookResponse) -> str:
    if response.status_code == 429:
        raise TryLater(Why.SOURCE_BUSY, after=PAUSE, host=HOST)
    if response.status_code >= 500:
        raise OutcomeUnknown(f"status {response.status_code}")
    if response.status_code != 200:
        raise PostRefused(response.body[:80])
    return ""  # nobody but its reader can see it
