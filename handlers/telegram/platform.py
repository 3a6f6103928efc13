"""The connection to Telegram: messages in through the inbox, one call a post."""

import logging
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Bot, LinkPreviewOptions, MessageEntity, ReplyParameters
from telegram import Message as Posted
from telegram.error import BadRequest, ChatMigrated, InvalidToken, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from bot.domain.chat import Attachment, Reply
from bot.domain.jobs import Delivery
from bot.errors import CannotDo, OutcomeUnknown, SetupError, Why
from bot.ports import Accept, Clock
from handlers import Credentials
from handlers.telegram.inbox import Inbox
from handlers.telegram.outcomes import later, outcome
from handlers.telegram.painting import paint, pieces, plain_text
from handlers.telegram.reading import NAME

MIB = 1024 * 1024
DOWNLOAD_LIMIT = 20 * MIB  # the Bot API hands over no larger file
AT_ONCE = 16  # connections for sending; long polling has its own

log = logging.getLogger(__name__)


class Telegram:
    """The bot's side of Telegram."""

    name = NAME
    patient = True

    def __init__(self, bot: Bot, polling: HTTPXRequest, *, clock: Clock) -> None:
        self._bot = bot
        self._inbox = Inbox(bot, polling, clock=clock)

    async def listen(self, accept: Accept) -> None:
        """Store what people say, for ever. Raises SetupError for a refused token."""
        await self._inbox.listen(accept)

    def cut(self, reply: Reply) -> tuple[Reply, ...]:
        """Texts of up to 4096 UTF-16 units, and the document."""
        return pieces(reply)

    async def post(self, delivery: Delivery) -> str:
        """Send one message. Raises TryLater, PostRefused or OutcomeUnknown."""
        try:
            try:
                posted = await self._send(delivery, delivery.address.chat)
            except ChatMigrated as error:  # the group became a supergroup; nothing was posted
                log.warning("telegram.moved old=%s new=%s", delivery.address.chat, error.new_chat_id)
                posted = await self._send(delivery, str(error.new_chat_id))
        except TelegramError as error:
            raise outcome(error) from error
        return str(posted.message_id)

    async def edit(self, delivery: Delivery) -> None:
        """Change the words of one message. Raises TryLater, PostRefused or OutcomeUnknown."""
        try:
            await self._edit(delivery)
        except BadRequest as error:
            if "not modified" not in error.message.lower():  # it shows these words already
                raise outcome(error) from error
        except TelegramError as error:
            raise outcome(error) from error

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

    async def _send(self, delivery: Delivery, chat: str) -> Posted:
        document = delivery.piece.document
        if document:
            return await self._bot.send_document(
                chat,
                caption=plain_text(delivery.piece) or None,  # at most a line about a possible repeat
                document=document.content.encode(errors="replace"),
                filename=document.name,
                message_thread_id=_thread(delivery),
                reply_parameters=_answered(delivery),
            )
        text, entities = paint(delivery.piece)
        try:
            return await self._send_text(delivery, chat, text=text, entities=entities)
        except BadRequest as error:
            if "entit" not in error.message.lower():
                raise
            log.error("telegram.entities_refused delivery=%s word=%s", delivery.id, error.message)
            return await self._send_text(delivery, chat, text=plain_text(delivery.piece), entities=[])

    async def _edit(self, delivery: Delivery) -> None:
        text, entities = paint(delivery.piece)
        try:
            await self._edit_text(delivery, text=text, entities=entities)
        except BadRequest as error:
            if "entit" not in error.message.lower():
                raise
            log.error("telegram.entities_refused delivery=%s word=%s", delivery.id, error.message)
            await self._edit_text(delivery, text=plain_text(delivery.piece), entities=[])

    async def _edit_text(self, delivery: Delivery, *, text: str, entities: list[MessageEntity]) -> None:
        await self._bot.edit_message_text(
            text,
            chat_id=delivery.address.chat,
            message_id=int(str(delivery.edits)),
            entities=entities,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )

    async def _send_text(
        self, delivery: Delivery, chat: str, *, text: str, entities: list[MessageEntity]
    ) -> Posted:
        return await self._bot.send_message(
            chat,
            text,
            entities=entities,
            message_thread_id=_thread(delivery),
            reply_parameters=_answered(delivery),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )


@asynccontextmanager
async def connect(credentials: Credentials, *, clock: Clock) -> AsyncIterator[Telegram]:
    """Telegram, ready to listen and to post. Raises SetupError for a token that cannot be one."""
    async with _requests() as (polling, sending):
        yield Telegram(_bot(credentials, polling, sending=sending), polling, clock=clock)


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
    return f"@{me.username}, {groups}"


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


def _thread(delivery: Delivery) -> int | None:
    return int(delivery.address.thread) if delivery.address.thread else None


def _answered(delivery: Delivery) -> ReplyParameters | None:
    """Only the first post of an answer points at the question: the others stand below it."""
    if delivery.reply_to is None or delivery.part:
        return None
    return ReplyParameters(int(delivery.reply_to), allow_sending_without_reply=True)


def _too_large(attachment: Attachment, most: int) -> CannotDo:
    size = max(attachment.size or 0, most + MIB) // MIB
    return CannotDo(Why.FILE_TOO_LARGE, name=attachment.name, size=size, limit=most // MIB)
