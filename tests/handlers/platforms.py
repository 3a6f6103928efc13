"""The real handlers, connected to the local servers and listening."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.ports import Accept, ChatPlatform, Inline, nothing
from handlers import Credentials, connect
from tests.fakes.slack_api import SlackApi
from tests.fakes.telegram_api import TelegramApi
from tests.handlers.builders import Clock


@asynccontextmanager
async def telegram_bot(server: TelegramApi, clock: Clock | None = None) -> AsyncIterator[ChatPlatform]:
    """Telegram, connected to the local server."""
    credentials = Credentials(token=server.token, api_url=server.address)
    async with connect("telegram", credentials, clock=clock or Clock()) as platform:
        yield platform


@asynccontextmanager
async def slack_bot(server: SlackApi, clock: Clock | None = None) -> AsyncIterator[ChatPlatform]:
    """Slack, connected to the local server."""
    credentials = Credentials(token=server.bot_token, app_token=server.app_token, api_url=server.address)
    async with connect("slack", credentials, clock=clock or Clock()) as platform:
        yield platform


@asynccontextmanager
async def listening(
    platform: ChatPlatform, accept: Accept, *, inline: Inline = nothing
) -> AsyncIterator[None]:
    """While inside, `accept` gets what people say. Raises what listening raises."""
    task = asyncio.create_task(platform.listen(accept, inline=inline))
    try:
        yield
    finally:
        if not task.done():
            task.cancel()
        with suppress(asyncio.CancelledError):
            await task
