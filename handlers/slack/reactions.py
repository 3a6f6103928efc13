"""reaction_added, reaction_removed -> Message: a thumb under a post of ours says a word for its person."""

from datetime import datetime

from bot.domain.chat import Address, Message
from handlers.reactions import Thumb, said_by
from handlers.slack.forms import NAME, Envelope
from handlers.slack.places import room_of

REACTIONS = frozenset({"reaction_added", "reaction_removed"})
_THUMBS: dict[str, Thumb] = {"+1": "up", "thumbsup": "up", "-1": "down", "thumbsdown": "down"}


def read_reaction(envelope: Envelope, *, now: datetime) -> Message | None:
    """What somebody says by their reaction; None for others than thumbs, and under what is not ours."""
    event = envelope.event
    thumb = _THUMBS.get(event.reaction.partition("::")[0])  # a skin tone may stand behind it
    ours = envelope.me is not None and event.item_user == envelope.me
    if thumb is None or not ours or not (event.item and event.item.ts) or event.user in {None, envelope.me}:
        return None
    added = event.type == "reaction_added"
    word = said_by(() if added else (thumb,), (thumb,) if added else ())
    return Message(
        key=f"{NAME}:{envelope.event_id}",
        address=Address(platform=NAME, chat=event.item.channel),
        person=str(event.user),
        text=word,
        said_at=now,
        answers=event.item.ts,
        reacted=True,
        room=room_of(event.item.channel, None, shared=envelope.is_ext_shared_channel),
    )
