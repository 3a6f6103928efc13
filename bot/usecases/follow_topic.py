"""A name, and perhaps words -> a topic that a chat follows from the newest mailing on."""

from datetime import date, datetime, timedelta

from bot.domain.chat import Address
from bot.domain.mailing_days import newest_due
from bot.domain.topic_changes import LONGEST_WORDS, new_topic
from bot.domain.topic_commands import FollowTopic
from bot.domain.topics import Topic
from bot.errors import CannotDo, Why
from bot.mailings import FollowedTopic
from bot.replies.topic_facts import Follows
from bot.topics.builtin import INFERENCE, named
from bot.topics.categories import categories_of
from bot.usecases.following import Following, checked_words, is_called

_LATELY = timedelta(days=7)


async def follow_topic(
    command: FollowTopic, address: Address, *, by: str, following: Following, now: datetime
) -> Follows:
    """Follow a topic; one that was followed before is taken up with its words and what likes moved.

    Raises CannotDo: UNKNOWN_TOPIC, and what `new_topic` and `checked_words` raise.
    """
    name = command.name or INFERENCE.name
    async with following.turns.of(following.key(address)):
        known = await following.topics.of(address, ended=True)
        there = next((each for each in known if is_called(each.topic, name)), None)
        lives = there is not None and there.ended_at is None
        if there and command.words is None:
            if lives:
                return Follows(there, "before")
            topic = there.topic
        elif there and command.words is not None:
            topic = _reworded(there.topic, command.words)
        else:
            topic = _made(name, command.words)
        if there and lives:
            await following.topics.set(there, topic)
            return Follows(there.model_copy(update={"topic": topic}), "anew")
        begins = await _newest_mailing(topic, following=following, now=now)
        followed = await following.topics.follow(address, topic, by=by, begins=begins, now=now)
    return Follows(followed, "again" if there and command.words is None else "begun")


async def unfollow_topic(followed: FollowedTopic, *, following: Following, now: datetime) -> None:
    """End a topic; its words and what likes moved stay for whoever takes it up again."""
    await following.topics.end(followed, now=now)


def _reworded(topic: Topic, words: str) -> Topic:
    """The topic with other words, and other categories where they name some; what else was set stays."""
    own = checked_words(new_topic(topic.name, words), before=topic)
    categories = own.categories or topic.categories
    return topic.model_copy(update={"include": own.include, "categories": categories})


def _made(name: str, words: str | None) -> Topic:
    built_in = named(name)
    if words is None:
        if built_in is None:
            raise CannotDo(Why.UNKNOWN_TOPIC, text=name[:LONGEST_WORDS])
        return built_in
    own = checked_words(new_topic(built_in.name if built_in else name, words))
    if built_in is None:
        return own.model_copy(update={"categories": own.categories or INFERENCE.categories})
    return built_in.model_copy(
        update={"include": own.include, "categories": own.categories or built_in.categories}
    )


async def _newest_mailing(topic: Topic, *, following: Following, now: datetime) -> date:
    """The newest mailing day of the topic's categories that came, else the one that is due."""
    ends = now.date() + timedelta(days=1)  # a mailing's day is arXiv's, and somewhere it is tomorrow
    mailings = await following.announcements.mailings(
        sorted(categories_of([topic])), begins=now.date() - _LATELY, ends=ends
    )
    return max((mailing.day for mailing in mailings if mailing.announced), default=newest_due(now))
