"""Likes and dislikes -> what they move, so that more or less of the same comes."""

from collections.abc import Iterable

from bot.domain.topics import Topic

STEP = 16  # a like moves a term by 1/16 of a logit: sums of such steps are exact, so that withdrawing is too


def moved(topic: Topic, terms: Iterable[str], *, liked: bool) -> Topic:
    """The topic after a like, or a dislike, of a paper in which these terms were found (`Verdict.terms`).

    Each term moves by the same small step up or down. To withdraw a like is to dislike the same terms: the
    topic is the same again, and it does not matter what came between. How far the sum may carry a term is
    bounded where it is weighed (scoring.MOST_MOVED), so that nothing is lost at the bound.
    """
    step = (1 if liked else -1) / STEP
    steps = dict(topic.moved)
    for term in dict.fromkeys(terms):
        steps[term] = steps.get(term, 0.0) + step
    return topic.model_copy(update={"moved": {term: by for term, by in steps.items() if by}})
