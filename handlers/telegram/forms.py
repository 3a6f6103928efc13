"""The parts of Telegram's objects that matter here; whatever else they hold is passed over.

https://core.telegram.org/bots/api#available-types
"""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

from bot.domain.briefs import Language

NAME = "telegram"


class Entity(BaseModel):
    """A run of a text that is more than text."""

    type: str
    url: str | None = None


class Person(BaseModel):
    """Somebody, or a bot."""

    id: int
    is_bot: bool = False
    language_code: str | None = None
    first_name: str = ""
    last_name: str = ""

    @property
    def name(self) -> str:
        """As apps show it."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def language(self) -> Language | None:
        """That of the person's app."""
        if not self.language_code:
            return None
        return "zh" if self.language_code.lower().startswith("zh") else "en"


class Chat(BaseModel):
    """A chat; a private one is named after the person."""

    id: int
    type: Literal["private", "group", "supergroup", "channel"]
    title: str | None = None
    first_name: str | None = None
    last_name: str | None = None


class File(BaseModel):
    """A file of any kind."""

    file_id: str
    file_name: str | None = None
    file_size: int | None = None


class Answered(BaseModel):
    """The message that another one answers."""

    message_id: int
    sender: Person | None = Field(None, alias="from")


class Said(BaseModel):
    """A message, by a person or about the chat."""

    message_id: int
    date: AwareDatetime
    chat: Chat
    sender: Person | None = Field(None, alias="from")
    # An administrator may speak as the group, in a channel all do: the sender is then a stand-in, or nobody.
    sender_chat: Chat | None = None
    is_automatic_forward: bool = False  # of a channel's post, into the group where it is discussed
    via_bot: Person | None = None
    text: str | None = None
    caption: str | None = None
    entities: list[Entity] = []
    caption_entities: list[Entity] = []
    document: File | None = None
    photo: list[File] = []  # one picture in several sizes, the largest last
    sticker: File | None = None
    voice: File | None = None
    audio: File | None = None
    video: File | None = None
    video_note: File | None = None
    animation: File | None = None
    message_thread_id: int | None = None
    is_topic_message: bool = False
    reply_to_message: Answered | None = None
    new_chat_title: str | None = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None


class Posted(BaseModel):
    """The message that a button hangs on; of an old one Telegram tells no more than where it is."""

    message_id: int
    chat: Chat
    message_thread_id: int | None = None
    is_topic_message: bool = False


class Tapped(BaseModel):
    """A callback query. Without a message it comes from one that was put into a chat by inline mode."""

    id: str
    sender: Person = Field(alias="from")
    message: Posted | None = None
    data: str | None = None


class Reaction(BaseModel):
    """A reaction to a message; one that was paid for or made by somebody has no emoji."""

    emoji: str | None = None


class Reacted(BaseModel):
    """A change of one person's reactions to a message; of whoever reacts as a chat there is no person."""

    chat: Chat
    message_id: int
    user: Person | None = None
    old_reaction: list[Reaction] = []
    new_reaction: list[Reaction] = []


class Member(BaseModel):
    """What a bot is in a chat."""

    status: str
    is_member: bool = False  # counts where the status is "restricted"

    @property
    def is_there(self) -> bool:
        """True where it hears of the chat at all."""
        return self.status in {"creator", "administrator", "member"} or self.is_member


class Membership(BaseModel):
    """The bot was put into a chat or out of it, or in private was blocked or unblocked."""

    chat: Chat
    sender: Person = Field(alias="from")
    date: AwareDatetime
    old_chat_member: Member
    new_chat_member: Member


class Query(BaseModel):
    """What somebody types behind the bot's name in any chat."""

    id: str
    sender: Person = Field(alias="from")
    query: str = ""
