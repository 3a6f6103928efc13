"""What becomes of a chat -> Message with a change: the bot joined or left, a new title, a new id."""

from collections.abc import Mapping

from bot.domain.chat import Address, Message
from bot.domain.rooms import Room, RoomChange, RoomKind
from handlers.telegram.forms import NAME, Chat, Membership, Said

_KINDS: Mapping[str, RoomKind] = {
    "private": "direct",
    "group": "group",
    "supergroup": "group",
    "channel": "channel",
}
_NEWS = frozenset({"new_chat_title", "migrate_to_chat_id", "migrate_from_chat_id"})


def room_of(chat: Chat) -> Room:
    """The chat, under the name that people see."""
    name = chat.title or " ".join(part for part in (chat.first_name, chat.last_name) if part)
    return Room(kind=_KINDS[chat.type], title=name)


def read_membership(raw: object, key: str) -> Message | None:
    """The bot joined or left; None where only its rights changed. Raises ValidationError."""
    told = Membership.model_validate(raw)
    before, after = told.old_chat_member.is_there, told.new_chat_member.is_there
    if before == after:
        return None
    return Message(
        key=key,
        address=Address(platform=NAME, chat=str(told.chat.id)),
        person=str(told.sender.id),
        text="",
        language=told.sender.language,
        said_at=told.date,
        room=room_of(told.chat),
        change=RoomChange(event="joined", by=str(told.sender.id)) if after else RoomChange(event="left"),
    )


def read_news(raw: Mapping[str, object], key: str, bot: int) -> Message | None:
    """A new title, or a group that became a supergroup; None for any other message. Raises ValidationError.

    Of the latter both chats tell, in either order: the second says nothing new.
    """
    if _NEWS.isdisjoint(raw):
        return None
    told = Said.model_validate(raw)
    old, new = told.migrate_from_chat_id or told.chat.id, told.migrate_to_chat_id or told.chat.id
    change = RoomChange(event="renamed") if old == new else RoomChange(event="moved", to=str(new))
    return Message(
        key=key,
        echoes=f"{NAME}:{bot}:moved:{old}:{new}" if old != new else None,
        address=Address(platform=NAME, chat=str(old)),
        person=str(told.sender.id if told.sender else told.chat.id),
        text="",
        said_at=told.date,
        room=room_of(told.chat),
        change=change,
    )
