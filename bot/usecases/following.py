"""What chats follow, as one argument, and the topic that somebody means."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.chat import Address
from bot.domain.topic_changes import LONGEST_WORDS
from bot.domain.topics import Topic
from bot.errors import CannotDo, Why
from bot.mailings import Announcements, FollowedTopic, Topics
from bot.reading.letters import key_of
from bot.topics.builtin import named
from bot.topics.terms import finds_something
from bot.usecases.turns import Turns


@dataclass(frozen=True, slots=True)
class Following:
    """The shelves of topics and announcements, and who changes a chat's topics at a moment."""

    topics: Topics
    announcements: Announcements
    turns: Turns

    def key(self, address: Address) -> tuple[str, str, str]:
        """Whose turn it is."""
        return "topics", address.platform, address.chat


def is_called(topic: Topic, name: str) -> bool:
    """Whether people mean a topic by this name; one that is built in has a name in each language."""
    built_in = named(name)
    return key_of(topic.name) in {key_of(name), key_of(built_in.name) if built_in else key_of(name)}


async def meant_topic(name: str, address: Address, *, following: Following, command: str) -> FollowedTopic:
    """The topic of that name that a chat follows; without a name its only one.

    Raises CannotDo: FOLLOWS_NOTHING, NOT_FOLLOWED, or WHICH_TOPIC with the `command`, which lacks a name
    behind its first word.
    """
    followed = await following.topics.of(address)
    if not followed:
        raise CannotDo(Why.FOLLOWS_NOTHING)
    fitting = [each for each in followed if is_called(each.topic, name)] if name else followed
    if not fitting:
        raise CannotDo(Why.NOT_FOLLOWED, text=name[:LONGEST_WORDS], topics=names_of(followed))
    if len(fitting) > 1:
        word, *others = command.split(maxsplit=1)
        example = " ".join((word, fitting[0].topic.name, *others))
        raise CannotDo(Why.WHICH_TOPIC, topics=names_of(followed), command=example)
    return fitting[0]


def checked_words(topic: Topic, *, before: Topic | None = None) -> Topic:
    """The topic, where each word that it did not have before tells papers apart.

    Raises CannotDo: TOPIC_WORD_EMPTY.
    """
    known = {*before.include, *before.exclude} if before else set()
    for word in (*topic.include, *topic.exclude):
        if word not in known and not finds_something(word):
            raise CannotDo(Why.TOPIC_WORD_EMPTY, text=word)
    return topic


def names_of(followed: Sequence[FollowedTopic]) -> str:
    """The names of topics in one line, as they can be typed."""
    return " · ".join(each.topic.name for each in followed)
