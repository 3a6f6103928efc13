"""One delivery -> one message; a tap on a button is answered along the way, or its spinner never ends."""

import logging

from telegram import Bot, LinkPreviewOptions, MessageEntity, ReplyParameters
from telegram import Message as Posted
from telegram.error import BadRequest, TelegramError

from bot.domain.chat import Address, Paragraph, Reply, paragraph
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
            if _is_shown(error):
                return
            if "entit" not in error.message.lower():
                raise
            log.error("telegram.entities_refused delivery=%s word=%s", delivery.id, error.message)
            await self._edit_text(delivery, text=plain_text(delivery.piece), entities=[])

    async def notice(self, address: Address, words: str, *, reply_to: str | None, post: str | None) -> str:
        """Let a message, old or new, say these words; returns its id."""
        text = plain_text(Reply(blocks=(paragraph(words),)))
        if post is None:
            await self._answer_tap(reply_to)
            posted = await self._bot.send_message(
                address.chat,
                text,
                message_thread_id=_thread(address),
                reply_parameters=_pointing_at(_message_of(reply_to)),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
            return str(posted.message_id)
        try:
            await self._bot.edit_message_text(text, chat_id=address.chat, message_id=int(post))
        except BadRequest as error:
            if not _is_shown(error):
                raise
        return post

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
        document = delivery.piece.document
        if document:
            return await self._bot.send_document(
                delivery.address.chat,
                caption=plain_text(delivery.piece) or None,  # at most a line about a possible repeat
                document=document.content.encode(errors="replace"),
                filename=document.name,
                message_thread_id=_thread(delivery.address),
                reply_parameters=_answered(delivery),
            )
        text, entities = paint(delivery.piece)
        try:
            return await self._send_text(delivery, text=text, entities=entities)
        except BadRequest as error:
            if "entit" not in error.message.lower():
                raise
            log.error("telegram.entities_refused delivery=%s word=%s", delivery.id, error.message)
            return await self._send_text(delivery, text=plain_text(delivery.piece), entities=[])

    async def _send_text(self, delivery: Delivery, *, text: str, entities: list[MessageEntity]) -> Posted:
        return await self._bot.send_message(
            delivery.address.chat,
            text,
            entities=entities,
            message_thread_id=_thread(delivery.address),
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


def _is_shown(error: BadRequest) -> bool:
    return "not modified" in error.message.lower()


def _toast(piece: Reply) -> str:
    """What fits over the chat: one short paragraph; "" for anything else."""
    if piece.document or len(piece.blocks) != 1 or not isinstance(piece.blocks[0], Paragraph):
        return ""
    text = plain_text(piece)
    return text if len(text) <= TOAST_LIMIT else ""


def _thread(address: Address) -> int | None:
    return int(address.thread) if address.thread else None


def _answered(delivery: Delivery) -> ReplyParameters | None:
    """The first post of an answer points at the question, what stands below it at that post."""
    if delivery.under:
        return _pointing_at(delivery.under)
    return None if delivery.part else _pointing_at(_message_of(delivery.reply_to))


def _message_of(reply_to: str | None) -> str | None:
    return reply_to.rpartition(":")[2] if reply_to else None


def _pointing_at(message: str | None) -> ReplyParameters | None:
    return ReplyParameters(int(message), allow_sending_without_reply=True) if message else None
