"""message_reaction -> Message: a thumb under a post says a word for whoever put it there."""

from datetime import datetime

from bot.domain.chat import Address, Message
from handlers.reactions import Thumb, said_by
from handlers.telegram.forms import NAME, Reacted, Reaction
from handlers.telegram.rooms import room_of

# They have no skin tones here (core.telegram.org/bots/api, ReactionTypeEmoji).
_THUMBS: dict[str | None, Thumb] = {"👍": "up", "👎": "down"}


def read_reaction(raw: object, key: str, *, now: datetime) -> Message | None:
    """What somebody says by their reaction; None for others than thumbs, and of whom nobody knows.

    Telegram does not tell whose the message is. Raises ValidationError.
    """
    reacted = Reacted.model_validate(raw)
    word = said_by(_thumbs(reacted.old_reaction), _thumbs(reacted.new_reaction))
    if not word or reacted.user is None or reacted.user.is_bot:
        return None
    return Message(
        key=key,
        address=Address(platform=NAME, chat=str(reacted.chat.id)),
        person=str(reacted.user.id),
        name=reacted.user.name,
        text=word,
        language=reacted.user.language,
        said_at=now,
        answers=str(reacted.message_id),
        reacted=True,
        room=room_of(reacted.chat),
    )


def _thumbs(reactions: list[Reaction]) -> set[Thumb]:
    return {_THUMBS[each.emoji] for each in reactions if each.emoji in _THUMBS}
