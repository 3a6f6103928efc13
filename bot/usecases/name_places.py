"""Names of chats and people as admins write them -> whom or what they mean, or what is wrong with them."""

import re

from bot.domain.chat import Address
from bot.domain.rooms import KnownRoom
from bot.errors import CannotDo, Why
from bot.usecases.doors import Doors

_ID = r"-?[A-Za-z0-9_@.]{1,64}"  # no colon: that parts a platform from a chat and its thread
_HERE = frozenset({"", "here", "这里", "本聊天"})


async def room_named(text: str, *, here: Address, doors: Doors, unheard: bool = False) -> KnownRoom:
    """The chat that `platform:id`, an id alone or a title of one chat only stands for; "" is the chat itself.

    A thread that stands behind the chat is left out. Where `unheard`, a full `platform:id` may be of a chat
    of which nothing was heard yet. Raises CannotDo(UNKNOWN_CHAT).
    """
    if text.lower() in _HERE:
        return await doors.known(here)
    platform, chat = _split(text, here=here.platform, most=3)
    if _is_id(platform, chat, doors=doors):
        address = Address(platform=platform, chat=chat)
        listed = f"{platform}:{chat}" in doors.rules.chats
        if listed or (unheard and ":" in text) or await doors.knows(address):
            return await doors.known(address)
    titled = [
        room
        for room in await doors.registers.rooms.all()
        if room.moved_to is None and room.room.title and _title(room.room.title) == _title(text)
    ]
    if len(titled) != 1:
        raise CannotDo(Why.UNKNOWN_CHAT, text=text[:80])
    return titled[0]


def person_named(text: str, *, here: Address, doors: Doors) -> str:
    """The person, as `platform:id`, whom such a name or an id alone means. Raises CannotDo."""
    platform, person = _split(text, here=here.platform, most=2)
    if not _is_id(platform, person, doors=doors):
        raise CannotDo(Why.UNKNOWN_PERSON, text=text[:80])
    return f"{platform}:{person}"


def _is_id(platform: str, name: str, *, doors: Doors) -> bool:
    """Whether a name has the form of the ids of a platform that is connected."""
    form = doors.ids.get(platform, _ID)
    return platform in doors.platforms and bool(re.fullmatch(_ID, name) and re.fullmatch(form, name))


def _title(text: str) -> str:
    return " ".join(text.removeprefix("#").split())


def _split(text: str, *, here: str, most: int) -> tuple[str, str]:
    parts = text.split(":")
    if len(parts) == 1:
        return here, parts[0]
    return (parts[0].lower(), parts[1]) if len(parts) <= most else ("", "")
