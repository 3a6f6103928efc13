"""What people of a chat like and dislike -> how much each term of its topics weighs there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bot.domain.chat import Address
from bot.domain.topics import Topic, Vote
from bot.replies.topic_facts import Moved
from bot.topics.feedback import moved
from bot.usecases.following import Following


async def weigh_topics(address: Address, *, following: Following) -> tuple[Moved, ...]:
    """Weigh the topics of a chat by all marks that stand there; those that it changed.

    The weights are made anew from the marks each time, so that a mark that is taken back leaves nothing, and
    one that is told twice, as after a crash, counts once.
    """
    async with following.turns.of(following.key(address)):
        votes = _counted(await following.topics.votes(address))
        changes = []
        for followed in await following.topics.of(address):
            before = followed.topic
            after = _weighed(before, [vote for vote in votes if vote.topic == followed.id])
            if after.moved != before.moved:
                await following.topics.set(followed, after)
                changes.append(Moved(before.name, _differing(before.moved, after.moved)))
    return tuple(changes)


def _counted(votes: Iterable[Vote]) -> list[Vote]:
    """A paper is a matter of the topics that kept it; of all that judged it where none did."""
    by_paper: dict[str, list[Vote]] = defaultdict(list)
    for vote in votes:
        by_paper[vote.number].append(vote)
    counted = []
    for of_paper in by_paper.values():
        kept = [vote for vote in of_paper if vote.verdict.kept]
        counted += kept or of_paper
    return counted


def _weighed(topic: Topic, votes: Iterable[Vote]) -> Topic:
    topic = topic.model_copy(update={"moved": {}})
    for vote in votes:
        topic = moved(topic, vote.verdict.terms, liked=vote.liked)
    return topic


def _differing(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    terms = sorted(before.keys() | after.keys())
    pairs = {term: (before.get(term, 0.0), after.get(term, 0.0)) for term in terms}
    return {term: (was, now) for term, (was, now) in pairs.items() if was != now}
