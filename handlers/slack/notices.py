"""How far something is, in one message or in the panel; in a thread an answer as it grows, in a stream."""

import logging
from collections.abc import Callable, Coroutine

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.chat import Address, Buttons, Reply, paragraph
from bot.errors import OutcomeUnknown, PostRefused, TryLater
from bot.ports import Clock, Hearer
from handlers.errands import Errands, unless_given_up
from handlers.legible import legible
from handlers.slack.outcomes import FAILURES, limited, outcome
from handlers.slack.painting import escape, paint
from handlers.slack.panel import STATUS, show_status
from handlers.slack.places import is_direct, whose_home
from handlers.slack.strays import strays

_STREAM = "stream:"  # before the timestamp of a message that still grows
_WORD_JOINER = "\u2060"

log = logging.getLogger(__name__)


class Notices:
    """The messages of this app that do not stay. Its methods raise the SDK's errors and TryLater."""

    def __init__(
        self,
        client: AsyncWebClient,
        errands: Errands,
        *,
        clock: Clock,
        too_late: Callable[[Address, str], None],
    ) -> None:
        """`too_late` is told of words that came to stand when nobody waited for them any more."""
        self._client = client
        self._errands = errands
        self._clock = clock
        self._too_late = too_late
        self._team = ""
        self._grown = dict[str, str]()  # what stands in each stream, by its timestamp
        self._without_streams = set[str]()  # chats

    async def show(self, address: Address, words: str, *, post: str | None, hearer: Hearer | None) -> str:
        """Let a stream, the panel's status or a message, old or new, say these words; returns its id.

        "" for a home tab, which shows none.
        """
        if whose_home(address):
            return ""
        stream = _stream_of(post)
        if hearer and address.thread:
            if stream and await self._grow(address, words, stream=stream):
                return post or ""
            if post in {None, STATUS} and (begun := await self._begin(address, words, hearer=hearer)):
                return begun
        if stream:
            await self._end(address, stream)
            post = stream
        if post in {None, STATUS} and not hearer and await show_status(address, words, client=self._client):
            return STATUS
        return await self._message(address, words, post=None if post == STATUS else post, hearer=hearer)

    async def withdraw(self, address: Address, post: str) -> None:
        """Take such words away."""
        if post == STATUS:
            await show_status(address, "", client=self._client)
            return
        if stream := _stream_of(post):
            await self._end(address, stream)
        await self._client.chat_delete(channel=address.chat, ts=stream or post)

    async def _message(self, address: Address, words: str, *, post: str | None, hearer: Hearer | None) -> str:
        text = escape(legible(words))
        stop = (Buttons(buttons=(hearer.stop,)),) if hearer else ()
        blocks = paint(Reply(blocks=(paragraph(words), *stop))) if hearer else None
        if post:
            await self._client.chat_update(channel=address.chat, ts=post, text=text, blocks=blocks)
            return post
        return await self._made(address, text, self._post(address, text, blocks=blocks))

    async def _post(self, address: Address, text: str, *, blocks: list[dict[str, object]] | None) -> str:
        posted = await self._client.chat_postMessage(
            channel=address.chat, thread_ts=address.thread, text=text, blocks=blocks
        )
        return str(posted["ts"])

    async def _made(self, address: Address, text: str, making: Coroutine[None, None, str]) -> str:
        """The id of what is made; what nobody learns it of is taken away, now or once it is found."""
        try:
            return await unless_given_up(making, lambda late: self._too_late(address, late))
        except FAILURES as error:
            if isinstance(outcome(error), OutcomeUnknown):
                self._errands.run(f"strays:{address}:{text[:40]}", self._clear(address, text))
            raise

    async def _clear(self, address: Address, text: str) -> None:
        """Take away what a call whose answer was lost has made after all."""
        known = frozenset(self._grown)
        for stray in await strays(address, text, client=self._client, clock=self._clock, known=known):
            self._too_late(address, f"{_STREAM}{stray}")

    async def _begin(self, address: Address, words: str, *, hearer: Hearer) -> str:
        """The id of a new stream; "" where this chat has none, and it is not asked again.

        In channels Slack wants to know for whom it is (docs.slack.dev, chat.startStream).
        """
        if address.chat in self._without_streams:
            return ""
        alone = is_direct(address.chat)
        if not (alone or self._team):
            self._team = str((await self._client.auth_test())["team_id"])
        text = _markdown(words)
        whom = None if alone else hearer.person
        try:
            begun = await self._made(address, text, self._start(address, text, whom=whom))
        except FAILURES as error:
            failure = outcome(error)
            if isinstance(failure, TryLater):
                raise
            log.info("slack.no_streams word=%s", failure)
            if isinstance(failure, PostRefused):
                self._without_streams.add(address.chat)
            return ""
        self._grown[begun.removeprefix(_STREAM)] = text
        return begun

    async def _start(self, address: Address, text: str, *, whom: str | None) -> str:
        begun = await self._client.chat_startStream(
            channel=address.chat,
            thread_ts=str(address.thread),
            markdown_text=text,
            recipient_user_id=whom,
            recipient_team_id=self._team if whom else None,
        )
        return f"{_STREAM}{begun['ts']}"

    async def _grow(self, address: Address, words: str, *, stream: str) -> bool:
        """Append what is new; False where the stream can grow no more, or to other words than it has."""
        stands, text = self._grown.get(stream), _markdown(words)
        if stands is None or not text.startswith(stands):
            return False
        try:
            if more := text.removeprefix(stands):
                await self._client.chat_appendStream(channel=address.chat, ts=stream, markdown_text=more)
        except FAILURES as error:
            if isinstance(outcome(error), TryLater):
                raise
            return False
        self._grown[stream] = text
        return True

    async def _end(self, address: Address, stream: str) -> None:
        """From now on it is a message like others; that it was one already is no error."""
        self._grown.pop(stream, None)
        try:
            await self._client.chat_stopStream(channel=address.chat, ts=stream)
        except SlackApiError as error:
            if limited(error):
                raise


def _stream_of(post: str | None) -> str | None:
    return post.removeprefix(_STREAM) if post and post.startswith(_STREAM) else None


def _markdown(words: str) -> str:
    """Words in which nothing mentions anybody, and nothing is a link."""
    return escape(legible(words)).replace("](", f"]{_WORD_JOINER}(")
