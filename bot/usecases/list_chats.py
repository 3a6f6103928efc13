"""Every chat as it stands, for admins."""

from bot.domain.rooms import KnownRoom, Role, Standing
from bot.replies.admin import ListedChat
from bot.usecases.doors import Doors


async def list_chats(doors: Doors) -> list[ListedChat]:
    """The chats; a direct one of somebody with a role is decided by the role."""
    return [
        ListedChat(room, standing=await standing_there(room, doors), is_open=await is_undeniable(room, doors))
        for room in await doors.registers.rooms.all()
        if not room.moved_to
    ]


async def standing_there(room: KnownRoom, doors: Doors) -> Standing:
    """A chat's standing; a direct one whose person may use the bot anyway is let in."""
    standing = doors.standing(room)
    person = None if standing is Standing.CLOSED else await _speaker(room, doors)
    speaks = person is not None and (await doors.role(person, standing)).covers(Role.MEMBER)
    return Standing.ALLOWED if speaks else standing


async def is_undeniable(room: KnownRoom, doors: Doors) -> bool:
    """Whether a chat stays open even where it is denied: the direct one of an admin or an owner."""
    person = await _speaker(room, doors)
    return person is not None and (await doors.role(person, Standing.DENIED)).covers(Role.MEMBER)


async def _speaker(room: KnownRoom, doors: Doors) -> str | None:
    """Whose direct chat it is, of the people with a role and those whom the settings name."""
    if room.room.kind != "direct":
        return None
    people = {each.person for each in await doors.registers.people.all()}
    for person in people | doors.rules.owners | doors.rules.chats:
        platform, _, number = person.partition(":")
        if platform != room.platform:
            continue
        if room.chat in {number, await doors.registers.rooms.direct_chat(platform, number)}:
            return person
    return None
