"""getUpdates -> stored messages: the offset moves on only when what lies before it is stored."""

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlencode

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.errors import SetupError
from bot.ports import Accept, Clock
from bot.replies.catalogue import say
from handlers.telegram.reading import Me, read_update

LONG_POLL = 25  # seconds
PAUSES = (1, 2, 5, 15, 30)  # seconds after the nth failure in a row
COMMANDS = ("brief", "submit", "report", "correct", "regenerate", "help")

log = logging.getLogger(__name__)


class Inbox:
    """Takes updates in for ever; the SDK's own polling acknowledges before anything is stored."""

    def __init__(self, bot: Bot, polling: HTTPXRequest, *, clock: Clock) -> None:
        """`polling` is a connection of its own: a long poll takes none from the posts."""
        self._bot = bot
        self._polling = polling
        self._clock = clock
        self._failures = 0

    async def listen(self, accept: Accept) -> None:
        """Store every update, then move the offset past it. Raises SetupError for a refused token."""
        me = await self._introduce()
        offset: int | None = None
        while True:
            try:
                for update in await self._updates(offset):
                    await _take_in(update, me, accept)
                    offset = _number(update) + 1
                self._failures = 0
            except InvalidToken as error:
                raise SetupError("Telegram refuses TELEGRAM_TOKEN. Copy it again from @BotFather.") from error
            # A network or a database that is away: what is not confirmed comes again.
            except Exception as error:  # noqa: BLE001
                await self._pause(error)

    async def _introduce(self) -> Me:
        """Learn our own name and register the commands; waits for a network that is away."""
        while True:
            try:
                await self._bot.initialize()
                await self._bot.delete_webhook()  # with one set, getUpdates is refused
                for language in (None, "zh"):
                    menu = [
                        BotCommand(name, say("zh" if language else "en", f"menu.{name}")) for name in COMMANDS
                    ]
                    await self._bot.set_my_commands(menu, language_code=language)
            except InvalidToken as error:
                raise SetupError("Telegram refuses TELEGRAM_TOKEN. Copy it again from @BotFather.") from error
            except TelegramError as error:
                await self._pause(error)
            else:
                log.info("telegram.ready name=%s", self._bot.username)
                return Me(id=self._bot.id, username=self._bot.username)

    async def _updates(self, offset: int | None) -> Sequence[Mapping[str, object]]:
        """The raw updates from the offset on. The SDK's own method fails on all for one it cannot read."""
        asked = {"timeout": str(LONG_POLL), "allowed_updates": json.dumps(["message"])}
        if offset is not None:
            asked["offset"] = str(offset)
        found = await self._polling.post(
            f"{self._bot.base_url}/getUpdates?{urlencode(asked)}", read_timeout=LONG_POLL + 10
        )
        return found if isinstance(found, list) else []

    async def _pause(self, error: Exception) -> None:
        seconds = PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures += 1
        log.warning("telegram.away error=%s seconds=%d", type(error).__name__, seconds)
        await self._clock.sleep(timedelta(seconds=seconds))


async def _take_in(update: Mapping[str, object], me: Me, accept: Accept) -> None:
    """Store one update; one that cannot be read is set aside, or it would come for ever."""
    try:
        message = read_update(update, me)
    # Whatever it is, it would be the same the next time.
    except Exception as error:  # noqa: BLE001
        log.error("telegram.unreadable update=%s error=%s", _number(update), type(error).__name__)
        return
    if message:
        await accept(message)


def _number(update: Mapping[str, object]) -> int:
    return int(str(update["update_id"]))
