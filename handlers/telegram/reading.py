"""Update -> Message: what a person said to the bot, or what became of a chat; None for all else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.chat import Address, Attachment, Message
from bot.domain.commands import Misunderstood
from bot.errors import Why
from handlers.correcting import is_correction
from handlers.grammar import understand
from handlers.telegram.forms import NAME, Chat, Said, Tapped
from handlers.telegram.links import opened
from handlers.telegram.reactions import read_reaction
from handlers.telegram.rooms import read_membership, read_news, room_of
from handlers.telegram.taps import tap_name

# What a file that is no document is called in the sentence that says what can be read.
_PICTURES = {
    "photo": "photo.jpg",
    "sticker": "sticker.webp",
    "voice": "voice.ogg",
    "audio": "audio.mp3",
    "video": "video.mp4",
    "video_note": "video.mp4",
    "animation": "animation.mp4",
}
# In private these are answered with help: silence would look like a broken bot.
_WORDLESS = frozenset({"contact", "location", "venue", "poll", "dice", "story", "checklist", "game"})
_SAID = frozenset({"text", "caption", "document", *_PICTURES, *_WORDLESS})


@dataclass(frozen=True, slots=True)
class Me:
    """The bot, as its platform knows it."""

    id: int
    username: str


def read_update(update: Mapping[str, object], me: Me, *, now: datetime) -> Message | None:
    """The message in an update of the Bot API. Raises ValidationError for a form that we do not know.

    An edited message is one where it has words; an app tells of other changes in the same way.
    """
    key = f"{NAME}:{me.id}:{update['update_id']}"
    if "callback_query" in update:
        return read_tap(Tapped.model_validate(update["callback_query"]), key, now=now)
    if "message_reaction" in update or "my_chat_member" in update:
        return _read_deed(update, key, now=now)
    raw = update.get("message") or update.get("channel_post")
    if not isinstance(raw, Mapping):
        return _read_edited(update.get("edited_message") or update.get("edited_channel_post"), key, me)
    if news := read_news(raw, key, me.id):
        return news
    if _SAID.isdisjoint(raw):
        return None  # joined, pinned, a topic opened: nobody spoke
    return _read_said(Said.model_validate(raw), key, me)


def _read_deed(update: Mapping[str, object], key: str, *, now: datetime) -> Message | None:
    if "message_reaction" in update:
        return read_reaction(update["message_reaction"], key, now=now)
    return read_membership(update["my_chat_member"], key)


def _read_edited(raw: object, key: str, me: Me) -> Message | None:
    if not isinstance(raw, Mapping) or not (raw.get("text") or raw.get("caption")):
        return None
    message = _read_said(Said.model_validate(raw), key, me)
    return message and message.model_copy(update={"edited": True})


def read_tap(tapped: Tapped, key: str, *, now: datetime) -> Message | None:
    """A button's words, said by whoever tapped it; None where they cannot be said in that chat.

    Telegram does not tell when. What an app sends as a button's words is to be trusted as little as any.
    """
    post = tapped.message
    if post is None or post.chat.type == "channel" or not tapped.data:
        return None
    return Message(
        key=key,
        address=_address(post.chat, post.message_thread_id if post.is_topic_message else None),
        person=str(tapped.sender.id),
        name=tapped.sender.name,
        text=tapped.data,
        message_id=tap_name(tapped.id, post.message_id),
        language=tapped.sender.language,
        said_at=now,
        answers=str(post.message_id),
        answers_us=True,
        tapped=True,
        unseen=True,
        room=room_of(post.chat),
    )


def _read_said(said: Said, key: str, me: Me) -> Message | None:
    words = said.text or said.caption or ""
    person = _speaker(said)
    if person is None or said.is_automatic_forward or (said.via_bot and said.via_bot.id == me.id):
        return None
    if not _is_meant(words, said, me):
        return None
    text = _without_name(words, me)
    answered = said.reply_to_message
    is_answer = answered is not None and _is_ours(said, me)
    return Message(
        key=key,
        address=_address(said.chat, said.message_thread_id if said.is_topic_message else None),
        person=person,
        name=_name_of(said),
        text=opened(text) or text + ("" if is_correction(words) else _hidden_links(said)),
        attachments=_attachments(said, words),
        message_id=str(said.message_id),
        answers=str(answered.message_id) if answered and is_answer else None,
        answers_us=is_answer,
        language=said.sender.language if said.sender else None,
        said_at=said.date,
        spoken_to=_is_spoken_to(words, said, me),
        room=room_of(said.chat),
    )


def _address(chat: Chat, thread: int | None) -> Address:
    return Address(platform=NAME, chat=str(chat.id), thread=str(thread) if thread else None)


def _speaker(said: Said) -> str | None:
    """Who speaks: a person, or the chat itself where somebody speaks as that; None for bots and channels."""
    if said.sender_chat and said.sender_chat.id == said.chat.id:
        return str(said.chat.id)
    if said.sender is None or said.sender.is_bot:
        return None
    return str(said.sender.id)


def _name_of(said: Said) -> str:
    """What whoever speaks is called."""
    if said.sender_chat and said.sender_chat.id == said.chat.id:
        return said.chat.title or ""
    return said.sender.name if said.sender else ""


def _is_meant(words: str, said: Said, me: Me) -> bool:
    """In a group: a command of ours, our name, or an answer to our post; in a channel only what begins so."""
    if said.chat.type == "private":
        return True
    command = re.match(r"/\w+(?:@(?P<name>\w+))?", words)
    if command and command["name"]:
        return command["name"].lower() == me.username.lower()
    if said.chat.type == "channel":  # its posts are for its readers
        return _name(me).match(words.lstrip()) is not None
    if _name(me).search(words):
        return True
    if _is_ours(said, me) and (words or said.document):  # not a sticker, which says how somebody feels
        return True
    return bool(command) and not _is_strange(words)


def _is_spoken_to(words: str, said: Said, me: Me) -> bool:
    """False for words under our post in a group, without our name or a command: people may talk about it."""
    if said.chat.type == "private" or not words:
        return True
    return words.startswith("/") or _name(me).search(words) is not None


def _is_ours(said: Said, me: Me) -> bool:
    """True for an answer to something that we said."""
    answered = said.reply_to_message and said.reply_to_message.sender
    return bool(answered and answered.id == me.id)


def _is_strange(words: str) -> bool:
    """A command that another bot of the group may know."""
    command = understand(words)
    return isinstance(command, Misunderstood) and command.reason.why is Why.UNKNOWN_COMMAND


def _name(me: Me) -> re.Pattern[str]:
    return re.compile(rf"@{re.escape(me.username)}\b", re.IGNORECASE)


def _without_name(words: str, me: Me) -> str:
    return _name(me).sub("", words).strip()


def _hidden_links(said: Said) -> str:
    """Addresses that stand behind words: “this paper” may be a link to one."""
    links = [entity.url for entity in [*said.entities, *said.caption_entities] if entity.type == "text_link"]
    return "".join(f" {link}" for link in links if link)


def _attachments(said: Said, words: str) -> tuple[Attachment, ...]:
    """The document; without one and without words whatever else was sent, for the answer to name."""
    file, name = said.document, "paper.pdf"
    if file is None and not words:
        for kind, called in _PICTURES.items():
            sent = said.photo[-1:] if kind == "photo" else [getattr(said, kind)]
            file, name = next(iter(sent), None), called
            if file:
                break
    if file is None:
        return ()
    called = file.file_name or name
    return (Attachment(platform=NAME, handle=file.file_id, name=called, size=file.file_size),)
