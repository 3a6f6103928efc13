"""The assistant panel: prompts to tap, the title of a conversation, and a status while something is made."""

import asyncio
import logging

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.chat import Address, Buttons, Heading
from bot.domain.jobs import Delivery
from handlers.legible import legible
from handlers.slack.outcomes import FAILURES, limited
from handlers.slack.places import PANEL, thread_in_direct

STATUS = "status"  # stands where the id of a progress notice does
MOST_PROMPTS = 4
MOST_TITLE = 200  # characters
PATIENCE = 5.0  # seconds; what people asked for stands in the chat already

log = logging.getLogger(__name__)


async def dress(delivery: Delivery, client: AsyncWebClient) -> None:
    """Around a post of a direct chat: prompts under the first word, a title over an answer about one paper.

    Where Slack does not take them, nothing is lost.
    """
    if delivery.part or delivery.below:
        return
    try:
        async with asyncio.timeout(PATIENCE):
            if delivery.reply_to == PANEL:
                await _suggest(delivery, client)
            elif thread := thread_in_direct(delivery.address):
                await _entitle(delivery, client, thread=thread)
    except FAILURES as error:
        log.info("slack.undressed delivery=%s error=%s", delivery.id, type(error).__name__)


async def show_status(address: Address, words: str, *, client: AsyncWebClient) -> bool:
    """Show how far something is; False: this chat has no place for it. Raises the SDK's errors."""
    thread = thread_in_direct(address)
    if thread is None:
        return False
    try:
        await client.assistant_threads_setStatus(
            channel_id=address.chat, thread_ts=thread, status=legible(words)
        )
    except SlackApiError as error:
        if limited(error):
            raise
        return False
    return True


async def _suggest(delivery: Delivery, client: AsyncWebClient) -> None:
    taps = [tap for block in delivery.piece.blocks if isinstance(block, Buttons) for tap in block.buttons]
    prompts = [{"title": legible(tap.label), "message": tap.says} for tap in taps[:MOST_PROMPTS]]
    if not prompts:
        return
    # With the agent view there is no thread, and naming one fails without a word (docs.slack.dev,
    # assistant.threads.setSuggestedPrompts); an app from before it tells of one.
    await client.assistant_threads_setSuggestedPrompts(
        channel_id=delivery.address.chat, thread_ts=delivery.address.thread, prompts=prompts
    )


async def _entitle(delivery: Delivery, client: AsyncWebClient, *, thread: str) -> None:
    titles = [block.text for block in delivery.piece.blocks if isinstance(block, Heading)]
    if len(delivery.piece.papers) != 1 or not titles:
        return
    title = legible(titles[0]).strip()[:MOST_TITLE]
    await client.assistant_threads_setTitle(channel_id=delivery.address.chat, thread_ts=thread, title=title)
