"""One delivery -> one message; a tap on a button is answered along the way, or its spinner never ends."""

import logging

from telegram import Bot, LinkPreviewOptions, MessageEntity, ReplyParameters
from telegram import Message as Posted
from telegram.error import BadRequest, TelegramError

from bot.domain.chat import Address, File, Paragraph, Picture, Reply
from bot.domain.jobs import Delivery
from bot.errors import CannotWhisper
from handlers.telegram.outcomes import closes
from handlers.telegram.painting import keyboard, paint, plain_text
from handlers.telegram.taps import Taps, query_of

TOAST_LIMIT = 200  # characters

log = logging.getLogger(__name__)


class Outbox:
    """Everything that this bot writes into chats. Its methods raise the SDK's errors."""

    def __init__(self, bot: Bot, taps: Taps) -> None:
        self._bot = bot
        self._taps = taps

    async def post(self, delivery: Delivery) -> str:
        """Send one message; returns its id, or "" for a whisper. Raises CannotWhisper as well."""
        toast = _toast(delivery.piece) if delivery.whisper_to else ""
        if delivery.part == 0 and await self._answer_tap(delivery.reply_to, toast):
            return ""
        if delivery.whisper_to and delivery.whisper_to != delivery.address.chat:
            await self._whisper(delivery, delivery.whisper_to)
            return ""
        return str((await self._send(delivery)).message_id)

    async def edit(self, delivery: Delivery) -> None:
        """Change the words of one message; that it shows them already is no error."""
        text, entities = paint(delivery.piece)
        try:
            await self._edit_text(delivery, text=text, entities=entities)
        except BadRequest as error:
            if is_shown(error):
                return
            if "entit" not in error.message.lower():
                raise
            log.error("telegram.entities_refused delivery=%s word=%s", delivery.id, error.message)
            await self._edit_text(delivery, text=plain_text(delivery.piece), entities=[])

    async def _whisper(self, delivery: Delivery, person: str) -> None:
        """In private: what is short was shown over the chat, where a button waited for it."""
        home = Address(platform=delivery.address.platform, chat=person)
        alone = {"address": home, "reply_to": None, "below": False, "under": None}
        try:
            await self._send(delivery.model_copy(update=alone))
        except TelegramError as error:
            if not closes(error):
                raise
            # A bot may not be the first to write.
            me = await self._bot.get_me()
            raise CannotWhisper(f"https://t.me/{me.username}?start") from error

    async def _answer_tap(self, reply_to: str | None, words: str = "") -> bool:
        """End the button's spinner, with words where there are any; True: they were shown."""
        query = query_of(reply_to)
        return query is not None and await self._taps.answer(query, words)

    async def _send(self, delivery: Delivery) -> Posted:
        if delivery.piece.files:
            return await self._send_file(delivery, delivery.piece.files[0])
        text, entities = paint(delivery.piece)
        try:
            return await self._send_text(delivery, text=text, entities=entities)
        except BadRequest as error:
            if "entit" not in error.message.lower():
                raise
            log.error("telegram.entities_refused delivery=%s word=%s", delivery.id, error.message)
            return await self._send_text(delivery, text=plain_text(delivery.piece), entities=[])

    async def _send_file(self, delivery: Delivery, file: File) -> Posted:
        caption = plain_text(delivery.piece) or None  # at most a line about a possible repeat
        thread, answered = thread_of(delivery.address), _answered(delivery)
        if isinstance(file, Picture):
            return await self._bot.send_photo(
                delivery.address.chat,
                photo=file.file_bytes,
                caption=caption,
                filename=file.name,
                message_thread_id=thread,
                reply_parameters=answered,
            )
        return await self._bot.send_document(
            delivery.address.chat,
            document=file.file_bytes,
            caption=caption,
            filename=file.name,
            message_thread_id=thread,
            reply_parameters=answered,
        )

    async def _send_text(self, delivery: Delivery, *, text: str, entities: list[MessageEntity]) -> Posted:
        return await self._bot.send_message(
            delivery.address.chat,
            text,
            entities=entities,
            message_thread_id=thread_of(delivery.address),
            reply_parameters=_answered(delivery),
            reply_markup=keyboard(delivery.piece),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )

    async def _edit_text(self, delivery: Delivery, *, text: str, entities: list[MessageEntity]) -> None:
        await self._bot.edit_message_text(
            text,
            chat_id=delivery.address.chat,
            message_id=int(str(delivery.edits)),
            entities=entities,
            reply_markup=keyboard(delivery.piece),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )


def is_shown(error: BadRequest) -> bool:
    """Whether a message is refused as one that shows the words already."""
    return "not modified" in error.message.lower()


def _toast(piece: Reply) -> str:
    """What fits over the chat: one short paragraph; "" for anything else."""
    if piece.files or len(piece.blocks) != 1 or not isinstance(piece.blocks[0], Paragraph):
        return ""
    text = plain_text(piece)
    return text if len(text) <= TOAST_LIMIT else ""


def thread_of(address: Address) -> int | None:
    """The topic of an address."""
    return int(address.thread) if address.thread else None


def _answered(delivery: Delivery) -> ReplyParameters | None:
    """The first post of an answer points at the question, what stands below it at that post."""
    if delivery.under:
        return pointing_at(delivery.under)
    return None if delivery.part else pointing_at(message_of(delivery.reply_to))


def message_of(reply_to: str | None) -> str | None:
    """The message in the name of what is answered: a message or a tap."""
    return reply_to.rpartition(":")[2] if reply_to else None


def pointing_at(message: str | None) -> ReplyParameters | None:
    """What lets a message point at another one, if that is there."""
    return ReplyParameters(int(message), allow_sending_without_reply=True) if message else None
