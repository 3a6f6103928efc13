"""The connection to Slack: Socket Mode in, stored before it is acknowledged; Web API out."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.chat import Attachment, Reply
from bot.domain.jobs import Delivery
from bot.errors import OutcomeUnknown, SetupError, TryLater
from bot.ports import Accept, Clock
from handlers import Credentials
from handlers.slack.files import SlackFiles
from handlers.slack.history import History
from handlers.slack.outcomes import FAILURES, limited, outcome, word_of
from handlers.slack.painting import pieces
from handlers.slack.posting import edit, post
from handlers.slack.reading import NAME, read_body

HELP = "See deploy/README.md, Slack."
TIMEOUT = 30  # seconds for one call
PAUSES = (1, 2, 5, 15, 30)  # seconds after the nth failure in a row
_REFUSED = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type"}
)

log = logging.getLogger(__name__)


class Slack:
    """The bot's side of Slack."""

    name = NAME
    patient = True

    def __init__(self, credentials: Credentials, client: AsyncWebClient, *, clock: Clock) -> None:
        self._credentials = credentials
        self._client = client
        self._clock = clock
        self._files = SlackFiles(credentials)
        self._history = History(client, clock=clock)

    async def listen(self, accept: Accept) -> None:
        """Store what people say, for ever. Raises SetupError for refused tokens."""
        app = AsyncApp(
            client=self._client, before_authorize=_storing(accept, self._clock), logger=_quiet_logger()
        )
        handler = AsyncSocketModeHandler(app, self._credentials.app_token)
        try:
            await self._connect(handler)
            log.info("slack.ready")
            await asyncio.Event().wait()
        finally:
            # The SDK has no annotations here.
            await handler.client.close()  # type: ignore[no-untyped-call]

    def cut(self, reply: Reply) -> tuple[Reply, ...]:
        """Messages within Block Kit's limits, and the document."""
        return pieces(reply)

    async def post(self, delivery: Delivery) -> str:
        """Send one message. Raises TryLater, PostRefused or OutcomeUnknown."""
        try:
            return await post(delivery, self._client)
        except FAILURES as error:
            raise outcome(error) from error

    async def edit(self, delivery: Delivery) -> None:
        """Change one message. Raises TryLater, PostRefused or OutcomeUnknown."""
        try:
            await edit(delivery, self._client)
        except FAILURES as error:
            raise outcome(error) from error

    async def find(self, delivery: Delivery) -> str | None:
        """The timestamp of the post that bears the delivery's id. Raises TryLater or OutcomeUnknown."""
        try:
            return await self._history.find(delivery)
        except SlackApiError as error:
            raise limited(error) or OutcomeUnknown(word_of(error)) from error
        except FAILURES as error:
            found = outcome(error)
            raise found if isinstance(found, TryLater) else OutcomeUnknown(delivery.id) from error

    async def fetch(self, attachment: Attachment, *, limit: int) -> bytes:
        """The bytes of an uploaded file. Raises CannotDo or TryLater."""
        return await self._files.fetch(attachment, limit=limit)

    async def _connect(self, handler: AsyncSocketModeHandler) -> None:
        """Open the socket; the SDK keeps it open from then on. Waits for a network that is away.

        Left to itself, the SDK would go on for ever with a refused token, and with an address that is stale.
        """
        failures = 0
        while True:
            try:
                opened = await self._client.apps_connections_open(app_token=self._credentials.app_token)
                handler.client.wss_uri = str(opened["url"])
                # The SDK has no annotations here.
                connecting = handler.client.connect()  # type: ignore[no-untyped-call]
                await asyncio.wait_for(connecting, TIMEOUT)
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
            await self._clock.sleep(timedelta(seconds=seconds))


def _storing(accept: Accept, clock: Clock) -> Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]:
    """Store before Bolt does anything else, its own authorisation included; only then acknowledge.

    An exception out of here is no acknowledgement: Slack sends the event again.
    """

    async def store(req: AsyncBoltRequest) -> BoltResponse:
        try:
            message = read_body(req.body, now=clock.now())
        # Whatever it is, it would be the same the next time.
        except Exception as error:  # noqa: BLE001
            log.error("slack.unreadable kind=%s error=%s", req.body.get("type"), type(error).__name__)
        else:
            if message:
                await accept(message)
        return BoltResponse(status=200, body="")

    return store


def _quiet_logger() -> logging.Logger:
    """Bolt finds SLACK_BOT_TOKEN in the environment by itself and warns that it does not use it."""
    logger = logging.getLogger("slack_bolt.app")
    logger.setLevel(logging.ERROR)
    return logger


@asynccontextmanager
async def connect(credentials: Credentials, *, clock: Clock) -> AsyncIterator[Slack]:
    """Slack, ready to listen and to post."""
    async with _client(credentials) as client:
        yield Slack(credentials, client, clock=clock)


async def greet(credentials: Credentials) -> str:
    """The bot's name and workspace, as Slack tells them. Raises SetupError."""
    async with _client(credentials) as client:
        try:
            who = await client.auth_test()
            await client.apps_connections_open(app_token=credentials.app_token)
        except SlackApiError as error:
            raise SetupError(f"Slack refuses a token ({word_of(error)}). {HELP}") from error
        except FAILURES as error:
            raise SetupError(f"Slack cannot be reached at {credentials.api_url}.") from error
    return f"@{who.get('user')} in {who.get('team')}"


@asynccontextmanager
async def _client(credentials: Credentials) -> AsyncIterator[AsyncWebClient]:
    """A client of one HTTP session, without the SDK's retries: they repeat posts of unknown outcome."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT)) as session:
        yield AsyncWebClient(
            token=credentials.token,
            base_url=credentials.api_url.rstrip("/") + "/",
            session=session,
            timeout=TIMEOUT,
            retry_handlers=[],
        )
