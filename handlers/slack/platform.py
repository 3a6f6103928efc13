"""The connection to Slack: Socket Mode in, stored before it is acknowledged; Web API out."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from weakref import WeakValueDictionary

import aiohttp
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.chat import Address, Attachment, Message, Reply
from bot.domain.jobs import Delivery
from bot.domain.rooms import Role
from bot.errors import OutcomeUnknown, SetupError, TryLater
from bot.ports import Accept, Clock, Hearer, Inline, nothing
from handlers import Credentials
from handlers.errands import Errands, insist
from handlers.pace import Limit, PlatformPace
from handlers.slack.directory import Directory
from handlers.slack.files import SlackFiles
from handlers.slack.forms import NAME
from handlers.slack.history import History
from handlers.slack.notices import Notices
from handlers.slack.outcomes import FAILURES, limited, outcome, word_of
from handlers.slack.painting import pieces
from handlers.slack.posting import edit, post
from handlers.slack.reading import gone, read_body
from handlers.slack.scopes import missing
from handlers.slack.sockets import HELP, TIMEOUT, stay_connected

# "No more than one message per second per channel", and "several hundred messages per minute" in a workspace
# (docs.slack.dev, rate limits); it does not say how many hundred.
A_SECOND = Limit(1, timedelta(seconds=1))
A_MINUTE = Limit(300, timedelta(minutes=1))

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
        self._errands = Errands()
        self._notices = Notices(client, self._errands, clock=clock, too_late=self._take_away)
        # Streams and edits have limits of their own, apart from those of posts (docs.slack.dev, rate limits).
        self.pace = PlatformPace(of_chat=lambda _: (A_SECOND,), of_all=(A_MINUTE,), apart=lambda _: True)

    async def listen(self, accept: Accept, *, inline: Inline = nothing) -> None:
        """Store what people say, for ever. Raises SetupError for refused tokens."""
        storing = _storing(accept, Directory(self._client, clock=self._clock), self._clock)
        app = AsyncApp(client=self._client, before_authorize=storing, logger=_quiet_logger())
        token = self._credentials.app_token
        try:
            await stay_connected(app, self._client, app_token=token, clock=self._clock)
        finally:
            await self._errands.close()

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

    async def notice(
        self,
        address: Address,
        words: str,
        *,
        reply_to: str | None,
        post: str | None,
        hearer: Hearer | None = None,
    ) -> str:
        """Show how far something is. Raises TryLater, PostRefused or OutcomeUnknown."""
        try:
            return await self._notices.show(address, words, post=post, hearer=hearer)
        except FAILURES as error:
            raise outcome(error) from error

    async def withdraw(self, address: Address, post: str) -> None:
        """Delete one message. Raises TryLater or OutcomeUnknown, and goes on trying; or PostRefused."""
        try:
            await self._withdraw(address, post)
        except (TryLater, OutcomeUnknown):
            self._take_away(address, post)
            raise

    def _take_away(self, address: Address, post: str) -> None:
        again = insist(lambda: self._withdraw(address, post), clock=self._clock)
        self._errands.run(f"withdraw:{address.chat}:{post}", again)

    async def _withdraw(self, address: Address, post: str) -> None:
        try:
            await self._notices.withdraw(address, post)
        except FAILURES as error:
            raise outcome(error) from error

    def rank(self, person: str, role: Role) -> None:
        """There is one command for all; what each may do with it, help says."""

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


def _storing(
    accept: Accept, directory: Directory, clock: Clock
) -> Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]:
    """Store before Bolt does anything else, its own authorisation included; only then acknowledge.

    An exception out of here is no acknowledgement: Slack sends the event again. What one person says in one
    chat is stored in the order in which it comes. A mention that comes while the message is stored that it is
    waits for that, and shares its fate.
    """
    lanes: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
    under_way = dict[Message, asyncio.Task[None]]()

    async def keep(message: Message) -> None:
        lane = lanes.setdefault((message.address.chat, message.person), asyncio.Lock())
        # What Slack must be asked first may take longer for one than for the next.
        async with lane:
            if complete := await directory.complete(message):
                await accept(complete)

    async def keep_once(message: Message) -> None:
        same = message.model_copy(update={"key": ""})
        if (keeping := under_way.get(same)) is None:
            keeping = under_way[same] = asyncio.create_task(keep(message))
            keeping.add_done_callback(lambda _: under_way.pop(same))
        await asyncio.shield(keeping)

    async def store(req: AsyncBoltRequest) -> BoltResponse:
        try:
            messages = read_body(req.body, now=clock.now())
        # Whatever it is, it would be the same the next time.
        except Exception as error:  # noqa: BLE001
            log.error("slack.unreadable kind=%s error=%s", req.body.get("type"), type(error).__name__)
            messages = ()
        if told := gone(req.body):
            log.error("slack.gone event=%s", told)
        for message in messages:
            await (keep_once(message) if message.echoes else keep(message))
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
    # The app was installed with an older manifest.
    lacking = missing(str(who.headers.get("x-oauth-scopes", "")))
    more = f", without {', '.join(lacking)}: install the app again. {HELP}" if lacking else ""
    return f"@{who.get('user')} in {who.get('team')}{more}"


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
