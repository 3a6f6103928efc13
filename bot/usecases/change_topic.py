"""Words for a part of a topic -> the topic as it is from the next mailing on."""

from bot.domain.chat import Address
from bot.domain.topic_changes import LONGEST_WORDS, changed
from bot.domain.topics import Topic, TopicPart
from bot.usecases.following import Following, checked_words, meant_topic


async def change_topic(
    address: Address, *, name: str, part: TopicPart, value: str, following: Following
) -> tuple[Topic, Topic]:
    """The topic before and after. What was decided stays.

    Raises what `meant_topic`, `changed` and `checked_words` raise.
    """
    # Two who change one topic at a time: the second starts from what the first made of it.
    async with following.turns.of(following.key(address)):
        command = f"topic {part} {value[:LONGEST_WORDS]}"
        followed = await meant_topic(name, address, following=following, command=command)
        topic = checked_words(changed(followed.topic, part, value), before=followed.topic)
        if topic != followed.topic:
            await following.topics.set(followed, topic)
    return followed.topic, topic
