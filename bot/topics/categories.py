"""Which of arXiv's categories have to be followed, so that topics miss nothing."""

from collections.abc import Iterable

from bot.domain.topics import Topic
from bot.topics.builtin import INFERENCE


def categories_of(topics: Iterable[Topic]) -> frozenset[str]:
    """Those of the topics; a topic that names none has those of its vocabulary.

    Without a vocabulary it has none of its own, and looks at whatever is followed for others.
    """
    named = [topic.categories or _OF_VOCABULARY[topic.vocabulary] for topic in topics]
    return frozenset(category for categories in named for category in categories)


_OF_VOCABULARY = {"inference": INFERENCE.categories, "none": ()}
