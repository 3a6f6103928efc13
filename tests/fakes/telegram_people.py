"""What people do in the chats of the local Telegram server that the tests talk to; each deed is an update."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from tests.fakes.telegram_chats import SUPERGROUPS, Chat, Json, Message, Person, Standing, World
from tests.fakes.telegram_methods import Methods
from tests.fakes.telegram_text import Entity, found_entities
from tests.fakes.telegram_updates import Update, UpdateQueue

# What PTB requires of a ChatMemberAdministrator.
RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories"),
)


@dataclass(frozen=True)
class Shown:
    """One message of the bot as its chat shows it now. A document's caption is its text.

    `buttons` are (label, callback data or address), row by row; `entities` keep Telegram's form.
    """

    id: int
    text: str
    entities: tuple[Entity, ...] = ()
    reply_to: int | None = None
    thread: int | None = None
    document_name: str = ""
    document: bytes | None = None
    photo: bytes | None = None
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()
    edits: int = 0
    reactions: tuple[str, ...] = ()


class People:
    """The scripting side. Chats, people, messages and threads are known by their numbers.

    A deed returns its update id, 0 when the bot does not get to hear of it: in groups the server's privacy
    mode lets through commands, mentions of the bot and answers to it only, unless `privacy` is off.
    """

    def __init__(
        self, world: World, queue: UpdateQueue, methods: Methods, *, now: Callable[[], float]
    ) -> None:
        self._world = world
        self._queue = queue
        self._methods = methods
        self._now = now
        self._numbers = itertools.count(1)
        self._messages: dict[int, int] = {}
        self._typed: dict[int, str] = {}  # updates -> inline queries

    def person(self, name: str, *, username: str = "", language: str = "") -> int:
        """Somebody new."""
        number = 100_000 + next(self._numbers)
        self._world.people[number] = Person(number, name, username, language)
        return number

    def private(self, person: int) -> int:
        """The private chat with somebody who pressed Start; its id is the person's."""
        return self._world.chat(person).id

    def group(self, name: str) -> int:
        """A plain group with the bot in it."""
        return self._open(Chat(-next(self._numbers), "group", name))

    def supergroup(self, name: str) -> int:
        """A supergroup without topics."""
        return self._open(Chat(SUPERGROUPS - next(self._numbers), "supergroup", name))

    def forum(self, name: str) -> int:
        """A supergroup with topics. Message 1 is its General topic, whose messages carry no thread."""
        number = SUPERGROUPS - next(self._numbers)
        return self._open(Chat(number, "supergroup", name, forum=True, last_id=1))

    def topic(self, chat: int, person: int, name: str) -> int:
        """A new topic's thread id. Its opening is a message; everything in it answers that message."""
        opened: Json = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self._message(chat, person, thread=None)
        message.extra, message.thread, message.in_topic = opened, message.id, True
        self._hand_over(chat, message)
        return message.id

    def topic_is_deleted(self, chat: int, thread: int) -> None:
        """The topic and its messages go; the bot is not told."""
        messages = self._world.chat(chat).messages
        for number in [number for number, message in messages.items() if message.thread == thread]:
            del messages[number]

    def person_deletes(self, chat: int, message: int) -> None:
        """Somebody takes a message away, the bot's as well; a bot is not told."""
        del self._world.chat(chat).messages[message]

    def person_says(
        self, chat: int, person: int, text: str, *, reply_to: int | None = None, thread: int | None = None
    ) -> int:
        """A text message; an unknown chat is opened."""
        message = self._message(chat, person, reply_to=reply_to, thread=thread)
        message.text, message.entities = text, found_entities(text)
        return self._hand_over(chat, message)

    # Who sends what where: in the order in which it is said.
    def person_sends_document(  # noqa: PLR0917
        self,
        chat: int,
        person: int,
        name: str,
        content: bytes,
        *,
        caption: str = "",
        size: int | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
    ) -> int:
        """A file; `size` in bytes claims another size than the content's."""
        message = self._message(chat, person, reply_to=reply_to, thread=thread)
        message.document = self._world.keep_file(name, content, size)
        message.text, message.entities = caption, found_entities(caption)
        return self._hand_over(chat, message)

    def person_edits(self, chat: int, message: int, text: str) -> int:
        """Somebody's own message gets another text."""
        edited = self._world.chat(chat).messages[message]
        edited.text, edited.entities, edited.edits = text, found_entities(text), edited.edits + 1
        return self._hand_over(chat, edited, kind="edited_message")

    def person_presses(self, chat: int, person: int, *, message: int, callback: str) -> int:
        """A button under the bot's message, by its callback data. Raises ValueError where there is none."""
        place = self._world.chat(chat)
        shown = place.messages[message]
        if callback not in [button.get("callback_data") for row in shown.buttons for button in row]:
            raise ValueError(f"message {message} has no button {callback!r}")
        number = self._methods.queries.begin_tap()
        query = {"id": number, "from": self._world.person(person).entry(), "chat_instance": str(chat)}
        return self._queue.add(
            "callback_query", query | {"message": place.message_entry(shown), "data": callback}
        )

    def person_blocks(self, person: int) -> int:
        """From now on the bot cannot write to this person."""
        return self._standing(person, person, "kicked")

    def person_unblocks(self, person: int) -> int:
        """The bot can write to this person again."""
        return self._standing(person, person, "member")

    def bot_is_kicked(self, chat: int, person: int) -> int:
        """Somebody removes the bot from a group."""
        return self._standing(chat, person, "kicked")

    def bot_is_added(self, chat: int, person: int) -> int:
        """Somebody adds the bot to a group; a service message says so too."""
        number = self._standing(chat, person, "member")
        message = self._message(chat, person)
        message.extra = {"new_chat_members": [self._world.bot.entry()]}
        self._hand_over(chat, message)
        return number

    def migrate(self, chat: int, person: int) -> int:
        """A group becomes a supergroup: its new id. Two service messages say so; the old id is dead."""
        old = self._world.chat(chat)
        new = self._world.chat(self.supergroup(old.name))
        for place, extra in (
            (old, {"migrate_to_chat_id": new.id}),
            (new, {"migrate_from_chat_id": old.id}),
        ):
            message = self._message(place.id, person)
            message.extra = extra
            self._hand_over(place.id, message)
        old.moved_to = new.id
        return new.id

    def push(self, raw: Update) -> int:
        """Any object as the next update, however broken."""
        return self._queue.push(raw)

    def redeliver(self, *updates: int) -> None:
        """Confirmed updates come once more with the next answer. Raises KeyError for others."""
        self._queue.redeliver(*updates)

    def message_of(self, update: int) -> int:
        """The message id that a deed made."""
        return self._messages[update]

    def unconfirmed(self) -> list[int]:
        """The updates that the bot has not confirmed yet."""
        return list(self._queue.pending)

    def sent(self, chat: int) -> list[Shown]:
        """The bot's messages that the chat shows now, oldest first; deleted ones are gone."""
        bot = self._world.bot
        return [_shown(each) for each in self._world.chat(chat).messages.values() if each.sender == bot]

    def _open(self, chat: Chat) -> int:
        self._world.chats[chat.id] = chat
        return chat.id

    def _message(
        self, chat: int, person: int, *, reply_to: int | None = None, thread: int | None = None
    ) -> Message:
        place = self._world.chat(chat)
        message = Message(place.next_id(), self._world.person(person), int(self._now()), reply_to=reply_to)
        message.thread = thread or place.thread_of(reply_to)
        message.in_topic = place.topic(message.thread) is not None
        place.messages[message.id] = message
        return message

    def _hand_over(self, chat: int, message: Message, *, kind: str = "message") -> int:
        place = self._world.chat(chat)
        is_open = place.kind in ("private", "channel")
        if not place.has_bot or not (is_open or self._is_heard(place, message)):
            return 0
        if place.kind == "channel":
            kind = kind.replace("message", "channel_post")
        update = self._queue.add(kind, place.message_entry(message))
        if update:
            self._messages[update] = message.id
        return update

    def _is_heard(self, chat: Chat, message: Message) -> bool:
        name = f"@{self._world.bot.username}".lower()
        first = message.text.split(maxsplit=1)[0].lower() if message.text.strip() else ""
        answered = chat.messages.get(message.reply_to or 0)
        to_the_bot = first.startswith("/") and ("@" not in first or first.endswith(name))
        mentioned = any(
            entity["type"] == "mention" and _cut(message.text, entity).lower() == name
            for entity in message.entities
        )
        answers_it = answered is not None and answered.sender == self._world.bot
        return self._methods.reads_all or bool(message.extra) or to_the_bot or mentioned or answers_it

    def _standing(self, chat: int, person: int, standing: Standing) -> int:
        place = self._world.chat(chat)
        before, place.standing = place.standing, standing
        return self._queue.add(
            "my_chat_member",
            {
                "chat": place.entry(),
                "from": self._world.person(person).entry(),
                "date": int(self._now()),
                "old_chat_member": self._member(before),
                "new_chat_member": self._member(standing),
            },
        )

    def _member(self, standing: Standing) -> Json:
        more: Json = {"until_date": 0} if standing == "kicked" else {}
        if standing == "administrator":
            more = dict.fromkeys(RIGHTS, True)
        return {"user": self._world.bot.entry(), "status": standing} | more


def _cut(text: str, entity: Entity) -> str:
    units = text.encode("utf-16-le", errors="surrogatepass")
    return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")


def _shown(message: Message) -> Shown:
    return Shown(
        id=message.id,
        text=message.text,
        entities=tuple(message.entities),
        reply_to=message.reply_to,
        thread=message.thread,
        document_name=message.document.name if message.document else "",
        document=message.document.content if message.document else None,
        photo=message.photo.content if message.photo else None,
        buttons=tuple(
            tuple(
                (button["text"], str(button.get("callback_data") or button.get("url") or ""))
                for button in row
            )
            for row in message.buttons
        ),
        edits=message.edits,
        reactions=tuple(message.reactions),
    )
