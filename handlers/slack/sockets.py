"""The socket that events come by: opened, watched, and opened anew where the SDK would not come back."""

import asyncio
import logging
from datetime import timedelta

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SetupError
from bot.holding import Bell
from bot.ports import Clock
from handlers.slack.outcomes import FAILURES, word_of

HELP = "See deploy/README.md, Slack."
TIMEOUT = 30  # seconds for one call
# Seconds between pings. The SDK takes a socket for dead that leaves one unanswered for half as long.
PING = 10.0
LOOK = timedelta(seconds=5)
# The SDK opens a new socket by itself, but with one address, which is good for one try: where that fails, it
# tries the same for ever (slack_sdk 3.47, SocketModeClient.connect).
MOST_LOOKS = 6  # without a connection
PAUSES = (1, 2, 5, 15, 30)  # seconds after the nth failure in a row
_REFUSED = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type"}
)

log = logging.getLogger(__name__)


async def stay_connected(app: AsyncApp, client: AsyncWebClient, *, app_token: str, clock: Clock) -> None:
    """Hear events, for ever. Raises SetupError for a refused token."""
    while True:
        handler = AsyncSocketModeHandler(app, app_token, ping_interval=PING)
        try:
            await _connect(handler.client, client, app_token=app_token, clock=clock)
            log.info("slack.ready")
            await _lost(handler.client)
            log.warning("slack.away error=socket seconds=0")
        finally:
            # The SDK has no annotations here.
            await handler.client.close()  # type: ignore[no-untyped-call]


async def _connect(socket: SocketModeClient, client: AsyncWebClient, *, app_token: str, clock: Clock) -> None:
    """Open the socket. Waits for a network that is away.

    Left to itself, the SDK would go on for ever with a refused token, and with an address that is stale.
    """
    failures = 0
    while True:
        try:
            opened = await client.apps_connections_open(app_token=app_token)
            socket.wss_uri = str(opened["url"])
            # The SDK has no annotations here.
            await asyncio.wait_for(socket.connect(), TIMEOUT)  # type: ignore[no-untyped-call]
        except SlackApiError as error:
            if word_of(error) in _REFUSED:
                raise SetupError(f"Slack refuses SLACK_APP_TOKEN ({word_of(error)}). {HELP}") from error
            problem: Exception = error
        except FAILURES as error:
            problem = error
        else:
            return
        seconds = PAUSES[min(failures, len(PAUSES) - 1)]
        failures += 1
        log.warning("slack.away error=%s seconds=%d", type(problem).__name__, seconds)
        await clock.sleep(timedelta(seconds=seconds))


async def _lost(socket: SocketModeClient) -> None:
    """Returns once the socket has been down for so long that the SDK does not bring it back."""
    silence, looks = Bell(), 0
    while looks < MOST_LOOKS:
        await silence.wait(LOOK)
        looks = 0 if await socket.is_connected() else looks + 1
