"""getUpdates -> stored messages: the offset moves on only when what lies before it is stored."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.domain.chat import Message
from bot.errors import SetupError, TryLater
from bot.ports import Accept, Clock, Inline
from handlers.telegram.forms import Tapped
from handlers.telegram.inline import InlineMode
from handlers.telegram.links import link, payload_of
from handlers.telegram.menus import register
from handlers.telegram.reading import Me, read_update
from handlers.telegram.taps import Taps, query_of

LONG_POLL = 25  # seconds
PAUSES = (1, 2, 5, 15, 30)  # seconds after the nth failure in a row
MOST_STUMBLES = len(PAUSES)  # over one update; more, and it would hold up all that comes behind it for ever
KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "inline_query",
    "my_chat_member",
    "message_reaction",  # in groups only where the bot is an administrator
)

log = logging.getLogger(__name__)


class Inbox:
    """Takes updates in for ever; the SDK's own polling acknowledges before anything is stored."""

    def __init__(
        self, bot: Bot, polling: HTTPXRequest, *, taps: Taps, inline: InlineMode, clock: Clock
    ) -> None:
        """`polling` is a connection of its own: a long poll takes none from the posts."""
        self._bot = bot
        self._polling = polling
        self._taps = taps
        self._inline = inline
        self._clock = clock
        self._failures = 0
        self._stumbles = Counter[int]()  # over each update that is still to be stored, while others were

    async def listen(self, accept: Accept, *, suggest: Inline, owners: Collection[str]) -> None:
        """Store every update, then move the offset past it. Raises SetupError for a refused token."""
        me = await self._introduce()
        await register(self._bot, owners)
        offset: int | None = None
        while True:
            try:
                updates = await self._updates(offset)
                failed = await self._take_all(updates, me, accept=accept, suggest=suggest)
                if failed:
                    offset = min(failed)
                    raise failed[offset]
                offset = _number(updates[-1]) + 1 if updates else offset
                self._failures = 0
                self._stumbles.clear()
            except InvalidToken as error:
                raise SetupError("Telegram refuses TELEGRAM_TOKEN. Copy it again from @BotFather.") from error
            # A network or a database that is away: what is not confirmed comes again.
            except Exception as error:  # noqa: BLE001
                await self._pause(error)

    async def _introduce(self) -> Me:
        """Learn our own name; waits for a network that is away."""
        while True:
            try:
                await self._bot.initialize()
                await self._bot.delete_webhook()  # with one set, getUpdates is refused
            except InvalidToken as error:
                raise SetupError("Telegram refuses TELEGRAM_TOKEN. Copy it again from @BotFather.") from error
            except TelegramError as error:
                await self._pause(error)
            else:
                log.info("telegram.ready name=%s", self._bot.username)
                return Me(id=self._bot.id, username=self._bot.username)

    async def _updates(self, offset: int | None) -> Sequence[Mapping[str, object]]:
        """The raw updates from the offset on. The SDK's own method fails on all for one it cannot read."""
        asked = {"timeout": str(LONG_POLL), "allowed_updates": json.dumps(KINDS)}
        if offset is not None:
            asked["offset"] = str(offset)
        found = await self._polling.post(
            f"{self._bot.base_url}/getUpdates?{urlencode(asked)}", read_timeout=LONG_POLL + 10
        )
        return found if isinstance(found, list) else []

    async def _take_all(
        self, updates: Iterable[Mapping[str, object]], me: Me, *, accept: Accept, suggest: Inline
    ) -> dict[int, Exception]:
        """Store updates side by side, those of one chat in their order; the first of each that failed."""
        chats: dict[str, list[tuple[int, Message]]] = {}
        for update in updates:
            message = self._read_safely(update, me, suggest=suggest)
            if message and not self._is_hopeless(_number(update)):
                chats.setdefault(message.address.chat, []).append((_number(update), message))
        failed: dict[int, Exception] = {}
        await asyncio.gather(*(self._take_in(said, accept, failed=failed) for said in chats.values()))
        if len(failed) < len(chats):  # where nothing can be stored, it is not the message
            self._stumbles.update(each for each, why in failed.items() if not isinstance(why, TryLater))
        return failed

    def _is_hopeless(self, number: int) -> bool:
        """Whether an update is set aside that was tried for a minute, while others could be stored."""
        if self._stumbles[number] <= MOST_STUMBLES:
            return False
        log.error("telegram.unstorable update=%s", number)
        return True

    async def _take_in(
        self, said: Iterable[tuple[int, Message]], accept: Accept, *, failed: dict[int, Exception]
    ) -> None:
        for number, message in said:
            try:
                await accept(message)
            # It comes again, and so does what was said in its chat behind it.
            except Exception as error:  # noqa: BLE001
                failed[number] = error
                return
            if query := query_of(message.message_id):
                self._taps.began(query)

    def _read_safely(self, update: Mapping[str, object], me: Me, *, suggest: Inline) -> Message | None:
        """The message; one that cannot be read is set aside, or it would come for ever."""
        try:
            return self._read(update, me, suggest=suggest)
        # Whatever it is, it would be the same the next time.
        except Exception as error:  # noqa: BLE001
            log.error("telegram.unreadable update=%s error=%s", _number(update), type(error).__name__)
            return None

    def _read(self, update: Mapping[str, object], me: Me, *, suggest: Inline) -> Message | None:
        """What is to be stored; what cannot wait that long is begun."""
        if "inline_query" in update:
            self._inline.asked(update["inline_query"], suggest=suggest)
            return None
        message = read_update(update, me, now=self._clock.now())
        if message is None and "callback_query" in update:
            tapped = Tapped.model_validate(update["callback_query"])
            self._taps.lead(tapped.id, _way_in(tapped, me))
        return message

    async def _pause(self, error: Exception) -> None:
        seconds = PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures += 1
        log.warning("telegram.away error=%s seconds=%d", type(error).__name__, seconds)
        await self._clock.sleep(timedelta(seconds=seconds))


def _way_in(tapped: Tapped, me: Me) -> str | None:
    """The paper of a button, in the bot's own chat: the readers of a channel have no say in it."""
    payload = payload_of((tapped.data or "").rpartition(" ")[2])
    return link(me.username, payload) if payload else None


def _number(update: Mapping[str, object]) -> int:
    return int(str(update["update_id"]))
