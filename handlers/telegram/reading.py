"""Update -> Message: what a person said to the bot; None for everything that is not meant for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

from bot.domain.briefs import Language
from bot.domain.chat import Address, Attachment, Message
from bot.domain.commands import Misunderstood
from bot.errors import Why
from handlers.correcting import is_correction
from handlers.grammar import understand

NAME = "telegram"
_SAID = (
    "text",
    "caption",
    "document",
    "photo",
    "sticker",
    "voice",
    "video",
    "audio",
    "animation",
    "video_note",
)


@dataclass(frozen=True, slots=True)
class Me:
    """The bot, as its platform knows it."""

    id: int
    username: str


class _Entity(BaseModel):
    type: str
    offset: int
    length: int
    url: str | None = None


class _Person(BaseModel):
    id: int
    is_bot: bool = False
    username: str | None = None
    language_code: str | None = None


class _Chat(BaseModel):
    id: int
    type: Literal["private", "group", "supergroup", "channel"]


class _Document(BaseModel):
    file_id: str
    file_name: str = "paper.pdf"
    file_size: int | None = None


class _Answered(BaseModel):
    message_id: int
    sender: _Person | None = Field(None, alias="from")


class _Said(BaseModel):
    """The parts of a Telegram message that matter here; whatever else it holds is passed over."""

    message_id: int
    date: AwareDatetime
    chat: _Chat
    sender: _Person | None = Field(None, alias="from")
    sender_chat: _Chat | None = (
        None  # an administrator speaks as the group; the sender is then a stand-in bot
    )
    text: str | None = None
    caption: str | None = None
    entities: list[_Entity] = []
    caption_entities: list[_Entity] = []
    document: _Document | None = None
    message_thread_id: int | None = None
    is_topic_message: bool = False
    reply_to_message: _Answered | None = None


def read_update(update: Mapping[str, object], me: Me) -> Message | None:
    """The message in an update of the Bot API. Raises ValidationError for a form that we do not know."""
    raw = update.get("message")
    if not isinstance(raw, Mapping) or not any(key in raw for key in _SAID):
        return None  # joined, renamed, pinned: nobody spoke
    said = _Said.model_validate(raw)
    if said.sender is None or (said.sender.is_bot and said.sender_chat != said.chat):
        return None  # an administrator who speaks as the group has a bot for a sender
    words = said.text or said.caption or ""
    if said.chat.type != "private" and not _is_meant(words, said, me):
        return None
    return Message(
        key=f"{NAME}:{me.id}:{update['update_id']}",
        address=Address(
            platform=NAME,
            chat=str(said.chat.id),
            thread=str(said.message_thread_id) if said.is_topic_message else None,
        ),
        person=str(said.sender.id),
        text=_without_name(words, me) + ("" if is_correction(words) else _hidden_links(said)),
        attachments=_attachments(said),
        message_id=str(said.message_id),
        answers=str(said.reply_to_message.message_id) if said.reply_to_message else None,
        language=_language(said.sender),
        said_at=said.date,
    )


def _is_meant(words: str, said: _Said, me: Me) -> bool:
    """In a group: a command of ours, our name, or an answer to something that we said."""
    command = re.match(r"/\w+(?:@(?P<name>\w+))?", words)
    if command and command["name"]:
        return command["name"].lower() == me.username.lower()
    if _name(me).search(words):
        return True
    answered = said.reply_to_message and said.reply_to_message.sender
    if answered and answered.id == me.id:
        return True
    return bool(command) and not _is_strange(words)


def _is_strange(words: str) -> bool:
    """A command that another bot of the group may know."""
    command = understand(words)
    return isinstance(command, Misunderstood) and command.reason.why is Why.UNKNOWN_COMMAND


def _name(me: Me) -> re.Pattern[str]:
    return re.compile(rf"@{re.escape(me.username)}\b", re.IGNORECASE)


def _without_name(words: str, me: Me) -> str:
    return _name(me).sub("", words).strip()


def _hidden_links(said: _Said) -> str:
    """Addresses that stand behind words: “this paper” may be a link to one."""
    links = [entity.url for entity in [*said.entities, *said.caption_entities] if entity.type == "text_link"]
    return "".join(f" {link}" for link in links if link)


def _attachments(said: _Said) -> tuple[Attachment, ...]:
    document = said.document
    if document is None:
        return ()
    return (
        Attachment(platform=NAME, handle=document.file_id, name=document.file_name, size=document.file_size),
    )


def _language(person: _Person) -> Language | None:
    if not person.language_code:
        return None
    return "zh" if person.language_code.lower().startswith("zh") else "en"
