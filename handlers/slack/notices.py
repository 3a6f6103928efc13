"""How far something is, in one message or in the panel; in a thread an answer as it grows, in a stream."""

import logging

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.chat import Address, Buttons, Reply, paragraph
from bot.ports import Hearer
from handlers.legible import legible
from handlers.slack.outcomes import limited, word_of
from handlers.slack.painting import escape, paint
from handlers.slack.panel import STATUS, show_status
from handlers.slack.places import is_direct, whose_home

_STREAM = "stream:"  # before the timestamp of a message that still grows
_WORD_JOINER = "\u2060"

log = logging.getLogger(__name__)


class Notices:
    """The messages of this app that do not stay. Its methods raise the SDK's errors and TryLater."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
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
                return f"{_STREAM}{begun}"
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
        posted = await self._client.chat_postMessage(
            channel=address.chat, thread_ts=address.thread, text=text, blocks=blocks
        )
        return str(posted["ts"])

    async def _begin(self, address: Address, words: str, *, hearer: Hearer) -> str:
        """The timestamp of a new stream; "" where this chat has none, and it is not asked again.

        In channels Slack wants to know for whom it is (docs.slack.dev, chat.startStream).
        """
        if address.chat in self._without_streams:
            return ""
        alone = is_direct(address.chat)
        if not (alone or self._team):
            self._team = str((await self._client.auth_test())["team_id"])
        text = _markdown(words)
        try:
            begun = await self._client.chat_startStream(
                channel=address.chat,
                thread_ts=str(address.thread),
                markdown_text=text,
                recipient_user_id=None if alone else hearer.person,
                recipient_team_id=None if alone else self._team,
            )
        except SlackApiError as error:
            if limited(error):
                raise
            log.info("slack.no_streams word=%s", word_of(error))
            self._without_streams.add(address.chat)
            return ""
        self._grown[str(begun["ts"])] = text
        return str(begun["ts"])

    async def _grow(self, address: Address, words: str, *, stream: str) -> bool:
        """Append what is new; False where the stream can grow no more, or to other words than it has."""
        stands, text = self._grown.get(stream), _markdown(words)
        if stands is None or not text.startswith(stands):
            return False
        try:
            if more := text.removeprefix(stands):
                await self._client.chat_appendStream(channel=address.chat, ts=stream, markdown_text=more)
        except SlackApiError as error:
            if limited(error):
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
