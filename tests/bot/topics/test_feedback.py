"""What likes and dislikes do to a topic."""

from hypothesis import given
from hypothesis import strategies as st

from bot.topics.builtin import INFERENCE
from bot.topics.feedback import moved
from bot.topics.scoring import MOST_MOVED, score
from tests.bot.topics.papers import FAST

NAMES = st.lists(st.sampled_from(["KV cache", "pruning", "latency"]))


def test_a_like_raises_what_the_paper_had_and_a_dislike_lowers_it() -> None:
    found = score(INFERENCE, FAST)
    liked = moved(INFERENCE, found.terms, liked=True)
    disliked = moved(INFERENCE, found.terms, liked=False)
    assert score(disliked, FAST).score < found.score < score(liked, FAST).score
    assert set(liked.moved) == set(found.terms)


def test_one_like_is_a_small_step_and_many_are_bounded() -> None:
    once = moved(INFERENCE, ["KV cache"], liked=True)
    assert once.moved == {"KV cache": 1 / 16}
    topic = INFERENCE
    for _ in range(200):
        topic = moved(topic, ["KV cache"], liked=False)
    least = INFERENCE.model_copy(update={"moved": {"KV cache": -MOST_MOVED}})
    assert score(topic, FAST).score == score(least, FAST).score
    assert "KV cache" in score(topic, FAST).terms


@given(others=st.lists(st.tuples(NAMES, st.booleans()), max_size=30), terms=NAMES, liked=st.booleans())
def test_a_withdrawn_like_leaves_the_topic_as_if_it_had_never_been(
    *, others: list[tuple[list[str], bool]], terms: list[str], liked: bool
) -> None:
    plain, topic = INFERENCE, moved(INFERENCE, terms, liked=liked)
    for names, for_it in others:
        plain, topic = (moved(each, names, liked=for_it) for each in (plain, topic))
    assert moved(topic, terms, liked=not liked) == plain
