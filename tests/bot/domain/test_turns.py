"""What a model is told of a thread: the last turns in unchanging bytes, and letters for people."""

from itertools import pairwise

from bot.domain.turns import MOST_TURNS, KeptTurn, told_turns
from tests.fakes.ports import NOON


def kept(number: int) -> KeptTurn:
    """A turn; three people ask in turn."""
    return KeptTurn(
        session="s",
        job=f"job {number}",
        chat="square:here",
        person=f"square:p{number % 3}",
        paper="arxiv:2501.00001",
        question=f"question {number}",
        answer=f"answer {number}",
        at=NOON,
    )


def test_turns_are_added_behind_the_others_and_leave_some_at_once() -> None:
    talks = [told_turns([kept(number) for number in range(count)]) for count in range(20)]
    begins_anew = 0
    for shorter, longer in pairwise(talks):
        assert len(longer) <= MOST_TURNS
        begins_anew += longer[: len(shorter)] != shorter
    assert begins_anew == 5, "of nineteen"
    assert [len(talk) for talk in talks[5:9]] == [5, 6, 4, 5]


def test_a_person_keeps_a_letter_for_the_whole_thread() -> None:
    told = told_turns([kept(number) for number in range(8)])
    assert [turn.asker for turn in told] == ["A", "B", "C", "A", "B"]
    assert not any("p1" in turn.model_dump_json() for turn in told)
