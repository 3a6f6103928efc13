"""How far something is, in one message; and in a private chat an answer as it grows, in a draft of it."""

import logging
from collections.abc import Callable

from telegram import Bot, LinkPreviewOptions
from telegram.error import BadRequest, InvalidToken

from bot.domain.chat import Address, Buttons, Reply, paragraph
from bot.ports import Hearer
from handlers.errands import unless_given_up
from handlers.telegram.outbox import is_shown, message_of, pointing_at, thread_of
from handlers.telegram.painting import keyboard, pieces, plain_text
from handlers.telegram.taps import Taps, query_of

_DRAFT = "draft:"  # before the number of a draft, where the id of a message stands

log = logging.getLogger(__name__)


class Notices:
    """The messages of this bot that do not stay. Its methods raise the SDK's errors."""

    def __init__(self, bot: Bot, taps: Taps, *, too_late: Callable[[Address, str], None]) -> None:
        """`too_late` is told of a message that came to stand when nobody waited for it any more."""
        self._bot = bot
        self._taps = taps
        self._too_late = too_late
        self._without_drafts = set[str]()  # chats

    async def show(
        self, address: Address, words: str, *, reply_to: str | None, post: str | None, hearer: Hearer | None
    ) -> str:
        """Let a message or a draft, old or new, say these words; returns its id.

        A draft fades by itself (core.telegram.org/bots/api#sendmessagedraft): it suits words that grow and
        end in a message, and bears no button.
        """
        drafted = post is not None and post.startswith(_DRAFT)
        draft = self._draft_for(address, reply_to) if hearer and (post is None or drafted) else 0
        if draft and await self._draft(address, words, number=draft):
            return f"{_DRAFT}{draft}"
        stop = (Buttons(buttons=(hearer.stop,)),) if hearer else ()
        shown = pieces(Reply(blocks=(paragraph(words), *stop)))[0]
        if post is None or drafted:
            sending = self._send(address, shown, reply_to=reply_to)
            return await unless_given_up(sending, lambda late: self._too_late(address, late))
        try:
            await self._bot.edit_message_text(
                plain_text(shown), chat_id=address.chat, message_id=int(post), reply_markup=keyboard(shown)
            )
        except BadRequest as error:
            if not is_shown(error):
                raise
        return post

    async def withdraw(self, address: Address, post: str) -> None:
        """Delete it; a draft has become a message by now, or fades."""
        if not post.startswith(_DRAFT):
            await self._bot.delete_message(address.chat, int(post))

    def _draft_for(self, address: Address, reply_to: str | None) -> int:
        """The number of the draft that answers a message; 0 where the chat shows none."""
        is_group = address.chat.startswith("-")
        message = message_of(reply_to)
        return 0 if is_group or message is None or address.chat in self._without_drafts else int(message)

    async def _draft(self, address: Address, words: str, *, number: int) -> bool:
        """False where this chat shows no drafts; it is not asked again."""
        text = plain_text(pieces(Reply(blocks=(paragraph(words),)))[0])
        try:
            await self._bot.send_message_draft(
                int(address.chat), number, text, message_thread_id=thread_of(address)
            )
        except (BadRequest, InvalidToken) as error:  # the latter: a server that does not know the method
            log.info("telegram.no_drafts word=%s", error.message)
            self._without_drafts.add(address.chat)
            return False
        return True

    async def _send(self, address: Address, shown: Reply, *, reply_to: str | None) -> str:
        if query := query_of(reply_to):
            await self._taps.answer(query)
        posted = await self._bot.send_message(
            address.chat,
            plain_text(shown),
            message_thread_id=thread_of(address),
            reply_parameters=pointing_at(message_of(reply_to)),
            reply_markup=keyboard(shown),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return str(posted.message_id)
