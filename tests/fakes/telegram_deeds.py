"""What people do besides talking: channels, titles, topics, inline mode; for the local Telegram server."""

from collections.abc import Callable

from tests.fakes.telegram_chats import SUPERGROUPS, Chat, World
from tests.fakes.telegram_methods import REACTIONS, Methods
from tests.fakes.telegram_people import People
from tests.fakes.telegram_queries import Offered, Toast
from tests.fakes.telegram_updates import UpdateQueue

LONGEST_QUERY = 256


class Deeds(People):
    """The rarer half of the scripting side; everything is known by its number, as in People."""

    def __init__(
        self, world: World, queue: UpdateQueue, methods: Methods, *, now: Callable[[], float]
    ) -> None:
        super().__init__(world, queue, methods, now=now)
        self._reacted: dict[tuple[int, int, int], str] = {}  # by chat, message and person

    def channel(self, name: str) -> int:
        """A channel with the bot as one of its administrators, as it must be."""
        return self._open(Chat(SUPERGROUPS - next(self._numbers), "channel", name, standing="administrator"))

    def channel_posts(self, chat: int, text: str) -> int:
        """An administrator posts; only the channel is named as the sender."""
        return self.person_says(chat, self.person("Administrator"), text)

    def bot_is_promoted(self, chat: int, person: int) -> int:
        """The bot becomes an administrator of a group."""
        return self._standing(chat, person, "administrator")

    def person_reacts(self, chat: int, person: int, *, message: int, emoji: str) -> int:
        """A reaction in the place of the person's earlier one; "" takes it away.

        The bot hears of it where it asked for message_reaction and, in groups, is an administrator; not in
        channels, where reactions are anonymous. KeyError where there is no such message.
        """
        place, made = self._world.chat(chat), (chat, message, person)
        if message not in place.messages:
            raise KeyError(message)
        if emoji and emoji not in REACTIONS.split():
            raise ValueError(f"{emoji} is none of the reactions that there are")
        before, self._reacted[made] = self._reacted.get(made, ""), emoji
        if place.kind == "channel" or (place.kind != "private" and place.standing != "administrator"):
            return 0
        body = {
            "chat": place.entry(),
            "message_id": message,
            "user": self._world.person(person).entry(),
            "date": int(self._now()),
            "old_reaction": [{"type": "emoji", "emoji": before}] if before else [],
            "new_reaction": [{"type": "emoji", "emoji": emoji}] if emoji else [],
        }
        return self._queue.add("message_reaction", body)

    def group_is_renamed(self, chat: int, person: int, title: str) -> int:
        """A new title; a service message says so."""
        place = self._world.chat(chat)
        place.name = title
        message = self._message(chat, person)
        message.extra = {"new_chat_title": title}
        return self._hand_over(chat, message)

    def group_is_deleted(self, chat: int) -> None:
        """Its owner deletes it; the bot is not told until it writes there."""
        self._world.chat(chat).standing = "deleted"

    def topic_is_closed(self, chat: int, thread: int) -> None:
        """Only administrators may write in the topic from now on."""
        self._world.chat(chat).closed_topics.add(thread)

    def person_types(self, person: int, words: str, *, chat_type: str = "group") -> int:
        """Words behind the bot's name, in a chat of which the bot only learns the kind; nothing is sent.

        0 where inline mode is off, which it is until somebody switches it on at @BotFather.
        """
        if len(words) > LONGEST_QUERY:
            raise ValueError("an app cuts a query")
        if not self._methods.has_inline_mode:
            return 0
        number = self._methods.queries.begin_typing()
        query = {
            "id": number,
            "from": self._world.person(person).entry(),
            "query": words,
            "offset": "",
            "chat_type": chat_type,
        }
        update = self._queue.add("inline_query", query)
        self._typed[update] = number
        return update

    def offered(self, update: int) -> Offered | None:
        """What the bot answered to what was typed; None where it did not answer yet."""
        return self._methods.queries.typed[self._typed[update]]

    def person_chooses(self, chat: int, person: int, *, update: int, result: int = 0) -> int:
        """One of the results becomes the person's own message in a chat."""
        offered = self.offered(update)
        if offered is None:
            raise ValueError("nothing was offered")
        chosen = offered.results[result]
        message = self._message(chat, person)
        message.text, message.entities = chosen.text, list(chosen.entities)
        message.buttons = [list(row) for row in chosen.buttons]
        message.extra = {"via_bot": self._world.bot.entry()}
        return self._hand_over(chat, message)

    def person_presses_inline(self, person: int, callback: str) -> int:
        """A button under a message that came from inline mode: the bot learns neither chat nor message."""
        query = {
            "id": self._methods.queries.begin_tap(),
            "from": self._world.person(person).entry(),
            "chat_instance": "1",
            "inline_message_id": "AgAAAInline",
            "data": callback,
        }
        return self._queue.add("callback_query", query)

    def drafted(self, chat: int) -> list[str]:
        """Every state of the messages that the bot let grow in a chat."""
        return [words for place, _, words in self._methods.drafts if place == chat]

    def has_no_drafts(self) -> None:
        """A server from before there were any."""
        self._methods.has_drafts = False

    def toasts(self) -> list[Toast | None]:
        """What the bot answered to each tap, oldest first; None where it did not answer yet."""
        return list(self._methods.queries.taps.values())

    def queries_expire(self) -> None:
        """Taps and typed words that wait for an answer wait no longer."""
        self._methods.queries.expire()

    def words_about_itself(self, language: str = "") -> tuple[str, str]:
        """The bot's description and its short description."""
        words = self._methods.words
        return words.get(("description", language), ""), words.get(("shortdescription", language), "")
