"""People, chats, messages and files: what the local Telegram server that the tests talk to remembers."""

import mimetypes
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.fakes.telegram_refusals import bad_request, forbidden, moved_to
from tests.fakes.telegram_text import Entity

Json = dict[str, Any]
Kind = Literal["private", "group", "supergroup", "channel"]
# In a private chat, kicked means that the person blocked the bot. Of a deleted group nobody tells the bot.
Standing = Literal["member", "administrator", "kicked", "left", "deleted"]

SUPERGROUPS = -1_000_000_000_000


@dataclass(frozen=True)
class Person:
    """Somebody, or the bot itself."""

    id: int
    name: str
    username: str = ""
    language: str = ""
    is_bot: bool = False

    def entry(self) -> Json:
        """The User object."""
        entry: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        if self.username:
            entry["username"] = self.username
        if self.language:
            entry["language_code"] = self.language
        return entry


@dataclass(frozen=True)
class StoredFile:
    """A file that was sent. `size` is what Telegram says; it may exceed the content that a test can spare."""

    id: str
    name: str
    content: bytes
    size: int

    @property
    def path(self) -> str:
        """The path under /file/bot<token>/."""
        return f"documents/{self.id}{self.name[self.name.rfind('.') :] if '.' in self.name else ''}"

    def entry(self) -> Json:
        """The Document object."""
        media_type = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        return {
            "file_id": self.id,
            "file_unique_id": f"unique-{self.id}",
            "file_name": self.name,
            "mime_type": media_type,
            "file_size": self.size,
        }

    def photo_entry(self) -> Json:
        """The PhotoSize object."""
        width, height = png_size(self.content) or (0, 0)
        size = {"width": width, "height": height, "file_size": self.size}
        return {"file_id": self.id, "file_unique_id": f"unique-{self.id}"} | size


def png_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None: it is no PNG."""
    if content[:8] != b"\x89PNG\r\n\x1a\n":
        return None
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


@dataclass
class Message:
    """One message as its chat holds it. `extra` is what only service messages carry."""

    id: int
    sender: Person
    date: int
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    reply_to: int | None = None
    thread: int | None = None
    in_topic: bool = False
    document: StoredFile | None = None
    photo: StoredFile | None = None
    buttons: list[list[Json]] = field(default_factory=list)
    edits: int = 0
    reactions: list[str] = field(default_factory=list)
    extra: Json = field(default_factory=dict)

    def files_entry(self) -> Json:
        """What it says of its file."""
        document = {"document": self.document.entry()} if self.document else {}
        return document | ({"photo": [self.photo.photo_entry()]} if self.photo else {})


@dataclass
class Chat:
    """A chat and every message that it shows. Message ids count from 1 in each chat."""

    id: int
    kind: Kind
    name: str
    forum: bool = False
    standing: Standing = "member"
    moved_to: int = 0
    person: Person | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    closed_topics: set[int] = field(default_factory=set)

    @property
    def has_bot(self) -> bool:
        """Whether the bot hears of the chat."""
        return self.standing in ("member", "administrator")

    def next_id(self) -> int:
        """A message id that this chat never used; deleted messages leave gaps."""
        self.last_id += 1
        return self.last_id

    def topic(self, thread: int | None) -> Message | None:
        """The service message that opened a topic; its id is the topic's thread id."""
        opening = self.messages.get(thread) if thread else None
        return opening if opening and "forum_topic_created" in opening.extra else None

    def thread_of(self, reply_to: int | None) -> int | None:
        """The thread that an answer falls into: a topic, or in a plain supergroup the chain's beginning."""
        target = self.messages.get(reply_to) if reply_to else None
        if target is None or (self.kind != "supergroup" and not target.in_topic):
            return None
        return target.thread or (None if self.forum else target.id)

    def entry(self) -> Json:
        """The Chat object."""
        entry: Json = {"id": self.id, "type": self.kind}
        if self.person:
            entry |= {name: value for name, value in self.person.entry().items() if name.endswith("name")}
        else:
            entry["title"] = self.name
        if self.forum:
            entry["is_forum"] = True
        return entry

    def message_entry(self, message: Message, *, with_reply: bool = True) -> Json:
        """The Message object. In a topic, a message that answers nothing answers the topic's opening."""
        body: Json = {
            "message_id": message.id,
            "chat": self.entry(),
            "date": message.date,
            **message.extra,
        }
        if self.kind == "channel":  # whoever posts there posts as the channel
            body["sender_chat"] = self.entry()
        else:
            body["from"] = message.sender.entry()
        words = "caption" if message.document or message.photo else "text"
        if message.text:
            body[words] = message.text
        if message.entities:
            body["entities" if words == "text" else "caption_entities"] = message.entities
        body |= message.files_entry()
        if message.thread:
            body["message_thread_id"] = message.thread
        if message.in_topic:
            body["is_topic_message"] = True
        if message.edits:
            body["edit_date"] = message.date + message.edits
        if message.buttons:
            body["reply_markup"] = {"inline_keyboard": message.buttons}
        answered = self.messages.get(message.reply_to or message.thread or 0)
        if with_reply and answered and answered is not message:
            body["reply_to_message"] = self.message_entry(answered, with_reply=False)
        return body

    def check_writable(self) -> None:
        """Raises Refusal where the bot may not post: the group moved, or it was kicked or blocked."""
        if self.moved_to:
            raise moved_to(self.moved_to)
        if self.kind == "private" and self.standing != "member":
            raise forbidden("bot was blocked by the user")
        if self.standing == "deleted":
            raise forbidden("the group chat was deleted")
        if self.standing == "kicked":
            raise forbidden(f"bot was kicked from the {self.kind} chat")
        if self.standing == "left":
            raise forbidden(f"bot is not a member of the {self.kind} chat")


class World:
    """All that the server remembers about one bot's chats."""

    def __init__(self, bot: Person) -> None:
        self.bot = bot
        self.people: dict[int, Person] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}

    def person(self, number: int) -> Person:
        """Somebody by id; a stranger gets a name."""
        return self.people.setdefault(number, Person(number, f"Person {number}"))

    def chat(self, number: int) -> Chat:
        """A chat by id, opened when it is new; the sign and size of an id tell what kind of chat it is."""
        if number not in self.chats:
            if number > 0:
                person = self.person(number)
                self.chats[number] = Chat(number, "private", person.name, person=person)
            else:
                kind: Kind = "supergroup" if number < SUPERGROUPS else "group"
                self.chats[number] = Chat(number, kind, f"Group {-number}")
        return self.chats[number]

    def find(self, chat_id: str) -> Chat:
        """The chat that a call names. Raises Refusal for one that the bot has never met."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        number = int(chat_id) if chat_id.removeprefix("-").isdecimal() else 0
        if number not in self.chats:
            raise bad_request("chat not found")
        return self.chats[number]

    def keep_file(self, name: str, content: bytes, size: int | None = None) -> StoredFile:
        """A file under a new id."""
        number = f"BQACAgFile{len(self.files) + 1:04d}"
        self.files[number] = StoredFile(number, name, content, len(content) if size is None else size)
        return self.files[number]
