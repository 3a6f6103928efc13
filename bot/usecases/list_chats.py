"""Every chat as it stands, for admins."""

from collections.abc import Collection

from bot.domain.rooms import KnownRoom
from bot.replies.admin import ListedChat
from bot.usecases.doors import Doors


async def list_chats(doors: Doors) -> list[ListedChat]:
    """The chats; a direct one of somebody with a role is decided by the role."""
    known = {each.person for each in await doors.registers.people.all()} | doors.rules.owners
    return [
        ListedChat(
            room,
            standing=doors.standing(room),
            is_open=room.room.kind == "direct" and await _speaks(room, known, doors=doors),
        )
        for room in await doors.registers.rooms.all()
        if not room.moved_to
    ]


async def _speaks(room: KnownRoom, known: Collection[str], *, doors: Doors) -> bool:
    """Whether a direct chat is the one of any of these people."""
    for person in known:
        platform, _, number = person.partition(":")
        if platform != room.platform:
            continue
        if room.chat in {number, await doors.registers.rooms.direct_chat(platform, number)}:
            return True
    return False
