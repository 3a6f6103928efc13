"""Names of chats and people as admins write them -> `platform:id`, or what is wrong with them."""

import re
from collections.abc import Collection

from bot.domain.chat import Address
from bot.errors import CannotDo, Why

_ID = re.compile(r"-?[A-Za-z0-9_@.]{1,64}")  # no colon: that parts a platform from a chat and its thread
_HERE = frozenset({"", "here", "这里", "本聊天"})


def chat_named(text: str, *, here: Address, platforms: Collection[str]) -> Address:
    """The chat that a name such as `platform:-100123` or an id alone stands for; "" is the chat itself.

    A thread that stands behind the chat is left out. Raises CannotDo(UNKNOWN_CHAT).
    """
    if text.lower() in _HERE:
        return Address(platform=here.platform, chat=here.chat)
    platform, chat = _split(text, here=here.platform, most=3)
    if platform not in platforms or not _ID.fullmatch(chat):
        raise CannotDo(Why.UNKNOWN_CHAT, text=text[:80])
    return Address(platform=platform, chat=chat)


def person_named(text: str, *, here: Address, platforms: Collection[str]) -> str:
    """The person, as `platform:id`, whom a name or an id alone means. Raises CannotDo(UNKNOWN_PERSON)."""
    platform, person = _split(text, here=here.platform, most=2)
    if platform not in platforms or not _ID.fullmatch(person):
        raise CannotDo(Why.UNKNOWN_PERSON, text=text[:80])
    return f"{platform}:{person}"


def _split(text: str, *, here: str, most: int) -> tuple[str, str]:
    parts = text.split(":")
    if len(parts) == 1:
        return here, parts[0]
    return (parts[0].lower(), parts[1]) if len(parts) <= most else ("", "")
