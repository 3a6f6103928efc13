"""What several admins are asked at once, and one of them decides: is a chat let in, does a post stand?"""

from collections.abc import Collection

from bot.domain.chat import Address
from bot.domain.commands import TellNews
from bot.domain.rooms import Act, KnownRoom, Standing
from bot.errors import CannotDo, Why
from bot.usecases.administer import Office


async def allow(name: str, *, unless: Collection[Standing], office: Office) -> tuple[KnownRoom, bool]:
    """Let a chat in, and tell it; the chat as it stands then, and False where another was faster."""
    room, chosen = await _choose(name, Standing.ALLOWED, unless=unless, office=office)
    address = Address(platform=room.platform, chat=room.chat)
    if chosen and address.chat != office.job.address.chat:
        news = TellNews(news="allowed", chat=room.name)
        await office.doors.tell(news, address, key=f"allowed:{office.job.key}")
    return room, chosen


async def deny(name: str, *, unless: Collection[Standing], office: Office) -> tuple[KnownRoom, bool]:
    """Keep a chat out; the chat as it stands then, and False where another was faster."""
    return await _choose(name, Standing.DENIED, unless=unless, office=office)


async def _choose(
    name: str, standing: Standing, *, unless: Collection[Standing], office: Office
) -> tuple[KnownRoom, bool]:
    room, rooms = await office.room(name, unheard=True), office.doors.registers.rooms
    chosen = await rooms.choose(room, standing, act=office.act, unless=unless)
    return await rooms.get(room.platform, room.chat) or room, chosen


async def settle(delivery: str, value: str, *, office: Office) -> tuple[bool, Act]:
    """Note that a held post stands (`sent`, True), or let it go out again; by which act it was settled.

    Raises CannotDo(NOTHING_HELD).
    """
    sent = {"sent": True, "已发出": True, "again": False, "重发": False}.get(value.lower())
    settled = None
    if sent is not None:
        settled = await office.doors.registers.oversight.settle(delivery, sent=sent, act=office.act)
    if sent is None or settled is None:
        raise CannotDo(Why.NOTHING_HELD, text=f"{delivery} {value}".strip()[:80])
    office.doors.ring()
    return sent, settled
