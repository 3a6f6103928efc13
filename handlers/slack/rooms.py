"""What becomes of a chat -> Message with a change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from bot.domain.chat import Address, Message
from bot.domain.rooms import RoomChange
from handlers.slack.forms import NAME, Channel, Envelope
from handlers.slack.places import room_of

Change = Literal["joined", "left", "renamed"]
_OF_MEMBERS: Mapping[str, Change] = {"member_joined_channel": "joined", "member_left_channel": "left"}
_OF_CHATS: Mapping[str, Change] = {
    "channel_left": "left",
    "group_left": "left",
    "channel_archive": "left",
    "group_archive": "left",
    "channel_deleted": "left",
    "group_deleted": "left",
    "channel_unarchive": "joined",
    "group_unarchive": "joined",
    "channel_rename": "renamed",
    "group_rename": "renamed",
}
CHANGES = _OF_MEMBERS.keys() | _OF_CHATS.keys()


def read_change(envelope: Envelope, *, now: datetime) -> Message | None:
    """What happened to a chat; None where a member came or went who is not the bot."""
    event, me = envelope.event, envelope.me
    if event.type in _OF_MEMBERS:
        if me is None or event.user != me:
            return None
        change = _OF_MEMBERS[event.type]
    else:
        change = _OF_CHATS[event.type]
    by = event.inviter or event.actor_id or event.user or me
    if not by or not event.chat:
        raise ValueError(f"{event.type} of nobody or nowhere")
    room = room_of(event.chat, None, shared=envelope.is_ext_shared_channel)
    if isinstance(event.channel, Channel):
        room = room.model_copy(update={"title": event.channel.name})
    return Message(
        key=f"{NAME}:{envelope.event_id}",
        address=Address(platform=NAME, chat=event.chat),
        person=by,
        text="",
        said_at=now,
        room=room,
        change=RoomChange(event=change, by=event.inviter or ""),
    )
