"""What events do not tell: the names of chats and people, and the languages of people; asked now and then."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.briefs import Language
from bot.domain.chat import Message
from bot.domain.rooms import Room
from bot.ports import Clock
from handlers.slack.outcomes import FAILURES, word_of

KEEP = timedelta(hours=1)
REST = timedelta(minutes=1)  # after a failure
PATIENCE = 1.0  # seconds: a message is to be acknowledged within three
MOST = 5_000  # kept of each kind
_NEVER = frozenset({"missing_scope", "not_allowed_token_type", "no_permission"})

log = logging.getLogger(__name__)

Facts = Mapping[str, Any]


@dataclass(slots=True)
class _Kept:
    """One kind of facts, by id, with when to ask again; None: Slack did not tell."""

    ask: Callable[[str], Awaitable[Facts]]
    found: dict[str, tuple[Facts | None, datetime]] = field(default_factory=dict)
    asking: dict[str, asyncio.Future[Facts | None]] = field(default_factory=dict)
    off: bool = False  # the app may not ask


class Directory:
    """Completes messages. Where Slack does not tell, or not soon, a message stays as it came."""

    def __init__(self, client: AsyncWebClient, *, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._people = _Kept(self._ask_person)
        self._chats = _Kept(self._ask_chat)

    async def complete(self, message: Message) -> Message | None:
        """The message with the person's language and the chat's name; None: the bot is not in that chat."""
        chat, room = message.address.chat, message.room
        if message.change:
            self._chats.found.pop(chat, None)
        person = await self._look(self._people, message.person)
        facts = None if room and room.kind == "direct" else await self._look(self._chats, chat)
        if facts and message.change and message.change.event == "joined" and facts.get("is_member") is False:
            return None  # every public channel tells when it is opened again
        if room:
            room = _named(room, person) if room.kind == "direct" else _told(room, facts)
        told = {"language": _language(person), "name": _name(person) or message.name, "room": room}
        return message.model_copy(update=told)

    async def _look(self, kept: _Kept, name: str) -> Facts | None:
        now = self._clock.now()
        facts, until = kept.found.get(name, (None, now))
        if kept.off or now < until:
            return facts
        asking = kept.asking.get(name)  # a mention comes twice at once
        if asking is None:
            asking = kept.asking[name] = asyncio.ensure_future(self._ask(kept, name, facts))
            asking.add_done_callback(lambda _: kept.asking.pop(name, None))
        return await asyncio.shield(asking)

    async def _ask(self, kept: _Kept, name: str, facts: Facts | None) -> Facts | None:
        now = self._clock.now()
        until = now + REST
        try:
            async with asyncio.timeout(PATIENCE):
                facts = await kept.ask(name)
            until = now + KEEP
        except SlackApiError as error:
            kept.off = word_of(error) in _NEVER
            if kept.off:
                log.warning("slack.untold word=%s", word_of(error))
        except FAILURES:
            pass
        if len(kept.found) >= MOST:
            kept.found.clear()
        kept.found[name] = (facts, until)
        return facts

    async def _ask_person(self, person: str) -> Facts:
        answer = await self._client.users_info(user=person, include_locale=True)
        return dict(answer.get("user") or {})

    async def _ask_chat(self, chat: str) -> Facts:
        answer = await self._client.conversations_info(channel=chat)
        return dict(answer.get("channel") or {})


def _language(person: Facts | None) -> Language | None:
    """That of the person's app."""
    locale = str((person or {}).get("locale") or "")
    if not locale:
        return None
    return "zh" if locale.lower().startswith("zh") else "en"


def _name(person: Facts | None) -> str:
    return str((person or {}).get("real_name") or "")


def _named(room: Room, person: Facts | None) -> Room:
    """A direct chat is named after the person."""
    return room.model_copy(update={"title": _name(person)})


def _told(room: Room, facts: Facts | None) -> Room | None:
    """None: what is kept of the chat is better than a chat without a name."""
    title = room.title or str((facts or {}).get("name") or "")
    if not title:
        return None
    shared = room.shared or bool((facts or {}).get("is_ext_shared"))
    kind = "group" if (facts or {}).get("is_mpim") else room.kind
    return room.model_copy(update={"title": title, "shared": shared, "kind": kind})
