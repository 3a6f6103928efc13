"""The pace: what a platform counts, whatever the network does to our calls, is never over its limits."""

import random
from bisect import bisect_right
from datetime import timedelta

import pytest

from handlers.pace import MANY_CHATS, Limit, PlatformPace
from tests.handlers.builders import NOW

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
GROUP = (Limit(1, SECOND), Limit(20, MINUTE))
ALL = (Limit(30, SECOND),)
NONE = timedelta(0)


def pace() -> PlatformPace:
    return PlatformPace(of_chat=lambda _: GROUP, of_all=ALL)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def test_a_chat_gets_one_call_a_second_from_the_answer_on_and_others_do_not_wait() -> None:
    ours = pace()
    assert ours.begin("a", now=NOW) == NONE
    assert ours.begin("a", now=NOW) > NONE, "one is under way"
    assert ours.begin("b", now=NOW) == NONE
    ours.end("a", now=NOW + seconds(0.3))
    assert ours.begin("a", now=NOW + seconds(1)) == seconds(0.3)
    assert ours.begin("a", now=NOW + seconds(1.3)) == NONE


def test_a_chat_that_wants_no_calls_stops_no_other_and_many_at_once_stop_all() -> None:
    ours = pace()
    ours.flooded("a", now=NOW, until=NOW + seconds(40))
    assert ours.begin("a", now=NOW + seconds(10)) == seconds(30)
    assert ours.begin("b", now=NOW + seconds(10)) == NONE
    for number in range(MANY_CHATS):
        ours.flooded(str(number), now=NOW + seconds(20), until=NOW + seconds(50))
    assert ours.begin("c", now=NOW + seconds(20)) == seconds(30)
    assert ours.begin("c", now=NOW + seconds(50)) == NONE


@pytest.mark.parametrize("seed", range(4))
def test_no_limit_is_ever_exceeded_where_it_is_counted(seed: int) -> None:
    """Calls take up to a second, and arrive at any moment of it."""
    # chance in a test, no secret
    chance, ours, now = random.Random(seed), pace(), NOW  # noqa: S311
    under_way: list[tuple[float, str]] = []
    arrived: dict[str, list[float]] = {}
    for step in range(6_000):
        now = NOW + seconds(step / 50)
        for call in [each for each in under_way if each[0] <= step / 50]:
            under_way.remove(call)
            ours.end(call[1], now=now)
        for chat in map(str, chance.sample(range(60), 8)):
            if ours.begin(chat, now=now) > NONE:
                continue
            took = chance.random()
            under_way.append((step / 50 + took, chat))
            arrived.setdefault(chat, []).append(step / 50 + took * chance.random())
    everything = sorted(at for times in arrived.values() for at in times)
    assert len(everything) > 1_000
    assert _most(everything, 1) <= 30
    assert max(_most(sorted(times), 1) for times in arrived.values()) == 1
    assert max(_most(sorted(times), 60) for times in arrived.values()) == 20


def _most(times: list[float], span: float) -> int:
    """The most of them within any span of time."""
    return max(bisect_right(times, at + span - 1e-9) - place for place, at in enumerate(times))
