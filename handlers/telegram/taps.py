"""Taps on buttons: each is answered once, or the button spins until the app loses patience."""

import logging
from datetime import timedelta

from telegram import Bot
from telegram.error import TelegramError

from bot.ports import Clock
from handlers.errands import Errands

TAP = "tap"  # tap:<callback query>:<message>: what an answer replies to where a button spoke for the person
GLANCE = 60  # characters; what takes longer to read is shown until it is put away
PATIENCE = timedelta(seconds=4)  # for the first words of an answer, which end the spinning themselves

log = logging.getLogger(__name__)


def tap_name(query: str, message: int) -> str:
    """How a tap is called where a message's id stands."""
    return f"{TAP}:{query}:{message}"


def query_of(name: str | None) -> str | None:
    """The callback query in such a name; None for a message's id."""
    kind, _, rest = (name or "").partition(":")
    return rest.partition(":")[0] if kind == TAP else None


class Taps:
    """The buttons that spin."""

    def __init__(self, bot: Bot, errands: Errands, *, clock: Clock) -> None:
        self._bot = bot
        self._errands = errands
        self._clock = clock

    def began(self, query: str) -> None:
        """A tap is stored as a message: end its spinning soon, whatever comes of it."""
        self._errands.run(f"{TAP}:{query}", self._end_soon(query))

    def lead(self, query: str, url: str | None) -> None:
        """A tap that is no message: end its spinning now, and open the bot's chat at an address."""
        self._errands.run(f"{TAP}:{query}", self._lead(query, url))

    async def answer(self, query: str, words: str = "") -> bool:
        """End the spinning, with words where there are any; True: they were shown."""
        self._errands.drop(f"{TAP}:{query}")
        try:
            await self._bot.answer_callback_query(query, text=words or None, show_alert=len(words) > GLANCE)
        # Too old, or answered before: nobody waits any more, and the words go another way.
        except TelegramError as error:
            log.info("telegram.tap_unanswered word=%s", error.message)
            return False
        return bool(words)

    async def _end_soon(self, query: str) -> None:
        await self._clock.sleep(PATIENCE)
        await self._bot.answer_callback_query(query)

    async def _lead(self, query: str, url: str | None) -> None:
        await self._bot.answer_callback_query(query, url=url)
