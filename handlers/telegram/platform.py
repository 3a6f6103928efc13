"""The connection to Telegram: messages in through the inbox, one call a post."""

import logging
import warnings
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import timedelta

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, InvalidToken, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from bot.domain.chat import Address, Attachment, Reply
from bot.domain.jobs import Delivery
from bot.domain.rooms import Role
from bot.errors import CannotDo, ChatMoved, OutcomeUnknown, SetupError, TryLater, Why
from bot.ports import Accept, Clock, Hearer, Inline, nothing
from handlers import Credentials
from handlers.errands import Errands, insist
from handlers.pace import Limit, PlatformPace
from handlers.telegram.forms import NAME
from handlers.telegram.inbox import Inbox
from handlers.telegram.inline import InlineMode
from handlers.telegram.menus import show_own
from handlers.telegram.notices import Notices
from handlers.telegram.outbox import Outbox
from handlers.telegram.outcomes import later, outcome
from handlers.telegram.painting import pieces
from handlers.telegram.taps import Taps

MIB = 1024 * 1024
DOWNLOAD_LIMIT = 20 * MIB  # the Bot API hands over no larger file
AT_ONCE = 32  # connections for sending; long polling has its own
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)

log = logging.getLogger(__name__)


class Telegram:
    """The bot's side of Telegram."""

    name = NAME
    patient = True

    def __init__(self, bot: Bot, polling: HTTPXRequest, *, owners: Collection[str], clock: Clock) -> None:
        self._bot = bot
        self._owners = owners
        self._errands = Errands()
        taps, inline = Taps(bot, self._errands, clock=clock), InlineMode(bot, self._errands)
        self._inbox = Inbox(bot, polling, taps=taps, inline=inline, clock=clock)
        self._clock = clock
        self._outbox, self._notices = Outbox(bot, taps), Notices(bot, taps, too_late=self._take_away)
        self.pace = PlatformPace(of_chat=_limits, of_all=(Limit(30, SECOND),), apart=_is_private)

    async def listen(self, accept: Accept, *, inline: Inline = nothing) -> None:
        """Store what people say, for ever. Raises SetupError for a refused token."""
        try:
            await self._inbox.listen(accept, suggest=inline, owners=self._owners)
        finally:
            await self._errands.close()

    def cut(self, reply: Reply) -> tuple[Reply, ...]:
        """Texts of up to 4096 UTF-16 units, and the document."""
        return pieces(reply)

    async def post(self, delivery: Delivery) -> str:
        """Send one message. Raises TryLater, PostRefused, ChatMoved, CannotWhisper or OutcomeUnknown."""
        try:
            return await self._outbox.post(delivery)
        except ChatMigrated as error:
            raise ChatMoved(str(error.new_chat_id)) from error
        except TelegramError as error:
            raise outcome(error) from error

    async def edit(self, delivery: Delivery) -> None:
        """Change the words of one message. Raises TryLater, PostRefused or OutcomeUnknown."""
        try:
            await self._outbox.edit(delivery)
        except TelegramError as error:
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
            return await self._notices.show(address, words, reply_to=reply_to, post=post, hearer=hearer)
        except TelegramError as error:
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
        except TelegramError as error:
            raise outcome(error) from error

    def rank(self, person: str, role: Role) -> None:
        """Begin to set the menu of a person's chat; beside all else, and what fails goes to the log."""
        self._errands.run(f"menu:{person}", show_own(self._bot, person, role=role))

    async def find(self, delivery: Delivery) -> str | None:
        """Bots cannot read a chat's history: nobody can tell."""
        raise OutcomeUnknown(delivery.id)

    async def fetch(self, attachment: Attachment, *, limit: int) -> bytes:
        """The bytes of an uploaded file. Raises CannotDo or TryLater."""
        most = min(limit, DOWNLOAD_LIMIT)
        if attachment.size and attachment.size > most:
            raise _too_large(attachment, most)
        try:
            file = await self._bot.get_file(attachment.handle)
            if (file.file_size or 0) > most:
                raise _too_large(attachment, most)
            return bytes(await file.download_as_bytearray())
        except BadRequest as error:
            if "too big" in error.message.lower():
                raise _too_large(attachment, most) from error
            raise CannotDo(Why.FILE_GONE, name=attachment.name) from error
        except TelegramError as error:
            raise later(error) from error


@asynccontextmanager
async def connect(credentials: Credentials, *, clock: Clock) -> AsyncIterator[Telegram]:
    """Telegram, ready to listen and to post. Raises SetupError for a token that cannot be one."""
    async with _requests() as (polling, sending):
        bot = _bot(credentials, polling, sending=sending)
        yield Telegram(bot, polling, owners=credentials.owners, clock=clock)


async def greet(credentials: Credentials) -> str:
    """The bot's name, as Telegram tells it. Raises SetupError."""
    async with _requests() as (polling, sending):
        try:
            me = await _bot(credentials, polling, sending=sending).get_me()
        except InvalidToken as error:
            raise SetupError("Telegram refuses TELEGRAM_TOKEN. Copy it again from @BotFather.") from error
        except TelegramError as error:
            word = f"Telegram cannot be reached at {credentials.api_url}: {error.message}."
            raise SetupError(word) from error
    groups = "reads all messages of its groups" if me.can_read_all_group_messages else "privacy mode is on"
    inline = "on" if me.supports_inline_queries else "off"
    return f"@{me.username}, {groups}, inline mode is {inline}"


@asynccontextmanager
async def _requests() -> AsyncIterator[tuple[HTTPXRequest, HTTPXRequest]]:
    """Connections for long polling and for all else. A bot closes its own only after it was initialised."""
    # The SDK itself reads the seconds of a flood's pause, and warns that they will be a timedelta one day.
    warnings.filterwarnings("ignore", ".*attribute `retry_after`", PTBDeprecationWarning)
    async with (
        HTTPXRequest(connection_pool_size=1) as polling,
        HTTPXRequest(connection_pool_size=AT_ONCE, pool_timeout=30, read_timeout=20) as sending,
    ):
        yield polling, sending


def _bot(credentials: Credentials, polling: HTTPXRequest, *, sending: HTTPXRequest) -> Bot:
    address = credentials.api_url.rstrip("/")
    try:
        return Bot(
            credentials.token,
            base_url=f"{address}/bot",
            base_file_url=f"{address}/file/bot",
            request=sending,
            get_updates_request=polling,
        )
    except InvalidToken as error:
        raise SetupError("TELEGRAM_TOKEN is no token. Copy it again from @BotFather.") from error


def _limits(chat: str) -> tuple[Limit, ...]:
    """Of one chat: "no more than one message per second", and "20 messages per minute" in a group.

    core.telegram.org/bots/faq, which also has the 30 a second in all. A group's id has a minus.
    """
    return (Limit(1, SECOND),) if _is_private(chat) else (Limit(1, SECOND), Limit(20, MINUTE))


def _is_private(chat: str) -> bool:
    """Where answers grow as drafts, which are no messages."""
    return not chat.startswith("-")


def _too_large(attachment: Attachment, most: int) -> CannotDo:
    size = max(attachment.size or 0, most + MIB) // MIB
    return CannotDo(Why.FILE_TOO_LARGE, name=attachment.name, size=size, limit=most // MIB)
