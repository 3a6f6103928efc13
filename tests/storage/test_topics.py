"""The shelf of topics and verdicts, on both databases."""

from datetime import date, timedelta

from bot.domain.chat import Address
from bot.domain.rooms import Room
from bot.domain.topics import Verdict
from bot.errors import Reason, Why
from storage import Storage
from tests.storage.builders import NOW, PLATFORM, new_job
from tests.storage.mailings import (
    CHAT,
    DAY,
    announce,
    announcement,
    follow,
    judge,
    tell,
    topic,
    verdict,
)

LATER = NOW + timedelta(minutes=1)
ELSEWHERE = Address(platform=PLATFORM, chat="harbour")
NUMBERS = ("2602.00001", "2602.00002", "2602.00003", "2602.00004")


async def test_a_chat_follows_topics_in_all_its_threads_until_it_ends_them(storage: Storage) -> None:
    topics = storage.topics
    thread = CHAT.model_copy(update={"thread": "7"})
    wheels = await follow(storage, topic("Wheels\ud83d", moved={"lanes": 0.25}), address=thread)
    lanes = await follow(storage)
    other = await follow(storage, address=ELSEWHERE)
    assert await topics.of(CHAT) == await topics.of(thread) == (lanes, wheels)
    assert (wheels.address.thread, wheels.topic.moved, wheels.by) == ("7", {"lanes": 0.25}, "market:ann")
    assert {each.id for each in await topics.all()} == {lanes.id, wheels.id, other.id}
    await topics.end(wheels, now=LATER)
    assert await topics.of(CHAT) == (lanes,)


async def test_a_topic_that_is_taken_up_again_is_as_it_is_given_and_keeps_what_was_decided(
    storage: Storage,
) -> None:
    first = await follow(storage)
    await judge(storage, first, {NUMBERS[0]: 0.9})
    await storage.topics.end(first, now=LATER)
    tomorrow = DAY + timedelta(days=1)
    again = await storage.topics.follow(
        CHAT, topic(threshold=0.7), by="market:bo", begins=tomorrow, now=LATER
    )
    assert (again.id, again.begins, again.ended_at, again.topic.threshold) == (first.id, tomorrow, None, 0.7)
    await storage.topics.set(again, topic(threshold=0.8))
    (kept,) = await storage.topics.of(CHAT)
    assert (kept.topic.threshold, kept.by) == (0.8, "market:bo")
    assert [one.number for one in await storage.topics.why(CHAT, NUMBERS[0])] == [NUMBERS[0]]


async def test_what_was_kept_and_not_told_is_wanted_the_best_first(storage: Storage) -> None:
    followed, elsewhere = await follow(storage), await follow(storage, address=ELSEWHERE)
    await announce(storage, *map(announcement, NUMBERS))
    scores = dict(zip(NUMBERS, (0.5, 0.9, 0.4, 0.7), strict=True))
    for each in (followed, elsewhere):
        await judge(storage, each, scores)
    newer = announcement(NUMBERS[3], version=2, kind="replacement", title="On Wider Lanes")
    await announce(storage, newer, day=DAY + timedelta(days=3))
    await tell(storage, [NUMBERS[1]], at=LATER)
    wanted = await storage.topics.wanted(followed, since=DAY)
    assert [(paper.id.number, found.score) for paper, found in wanted] == [
        (NUMBERS[3], 0.7),
        (NUMBERS[0], 0.5),
    ]
    assert wanted[0][0] == newer, "as it was announced last"
    assert [paper.id.number for paper, _ in await storage.topics.wanted(elsewhere, since=DAY)] == [
        *(NUMBERS[1], NUMBERS[3], NUMBERS[0])
    ]
    assert await storage.topics.wanted(followed, since=DAY + timedelta(days=1)) == ()


async def test_near_misses_are_what_came_nearest_and_not_what_has_nothing(storage: Storage) -> None:
    followed = await follow(storage)
    await announce(storage, *map(announcement, NUMBERS))
    await judge(storage, followed, dict(zip(NUMBERS, (0.0, 0.49, 0.4, 0.7), strict=True)))
    missed = await storage.topics.missed(followed, since=DAY, most=5)
    assert [(paper.id.number, found.score) for paper, found in missed] == [
        (NUMBERS[1], 0.49),
        (NUMBERS[2], 0.4),
    ]
    assert len(await storage.topics.missed(followed, since=DAY, most=1)) == 1


async def test_a_verdict_is_told_for_each_topic_and_a_later_one_takes_its_place(storage: Storage) -> None:
    lanes, wheels = await follow(storage), await follow(storage, topic("Wheels"))
    await judge(storage, lanes, {NUMBERS[0]: 0.2})
    await judge(storage, wheels, {NUMBERS[0]: 0.3})
    spent = verdict(0.8, instead=Reason(Why.BUDGET_SPENT, {"limit": "1 USD", "again": "08:00"}))
    await storage.topics.judge(lanes, {NUMBERS[0]: (DAY, spent)}, now=LATER)
    told = await storage.topics.why(CHAT, NUMBERS[0])
    assert [(one.topic, one.verdict.score, one.day, one.at) for one in told] == [
        ("Lanes", 0.8, DAY, LATER),
        ("Wheels", 0.3, DAY, NOW),
    ]
    assert told[0].verdict == spent
    assert await storage.topics.why(CHAT, NUMBERS[1]) == ()
    assert await storage.topics.why(ELSEWHERE, NUMBERS[0]) == ()
    assert [one.number for one in await storage.topics.judged(lanes, after=None)] == [NUMBERS[0]]
    assert await storage.topics.judged(lanes, after=LATER) == ()
    await storage.topics.judge(lanes, {}, now=LATER)


async def test_what_a_model_decided_is_known_for_an_equal_topic_for_a_while(storage: Storage) -> None:
    here, there = await follow(storage), await follow(storage, address=ELSEWHERE)
    other = await follow(storage, topic(threshold=0.6), address=Address(platform=PLATFORM, chat="gate"))
    by_model: dict[str, tuple[date, Verdict]] = {NUMBERS[0]: (DAY, verdict(0.9, by="model"))}
    await storage.topics.judge(here, by_model | {NUMBERS[1]: (DAY, verdict(0.9))}, now=NOW)
    known = await storage.topics.known(there.topic, NUMBERS, since=NOW)
    assert [(one.number, one.verdict.by) for one in known] == [(NUMBERS[0], "model")]
    assert await storage.topics.known(there.topic, NUMBERS, since=LATER) == ()
    assert await storage.topics.known(there.topic, NUMBERS[1:], since=NOW) == ()
    assert await storage.topics.known(other.topic, NUMBERS, since=NOW) == ()


async def test_many_verdicts_are_kept_at_once(storage: Storage) -> None:
    followed = await follow(storage)
    await judge(storage, followed, {f"2602.{number:05}": 0.6 for number in range(1, 2001)})
    assert len(await storage.topics.judged(followed, after=None)) == 2000


async def test_a_chat_under_another_id_follows_what_it_followed(storage: Storage) -> None:
    rooms = storage.registers.rooms
    room = await rooms.note(PLATFORM, CHAT.chat, room=Room(kind="group"), now=NOW)
    followed = await follow(storage, topic(threshold=0.7))
    await judge(storage, followed, {NUMBERS[0]: 0.9})
    same_name = await follow(storage, address=ELSEWHERE)
    await judge(storage, same_name, {NUMBERS[1]: 0.9})
    await rooms.move(room, to=ELSEWHERE.chat, now=LATER)
    assert await storage.topics.of(CHAT) == ()
    (moved,) = await storage.topics.of(ELSEWHERE)
    assert (moved.id, moved.topic.threshold) == (followed.id, 0.7)
    assert len(await storage.topics.why(ELSEWHERE, NUMBERS[0])) == 1


async def test_who_follows_is_forgotten_and_so_is_what_they_followed_alone(storage: Storage) -> None:
    alone = Address(platform=PLATFORM, chat="D1")
    await storage.registers.rooms.note(PLATFORM, "D1", room=Room(kind="direct"), now=NOW)
    assert await storage.jobs.add(new_job("hello", chat="D1"), now=NOW)
    shared, own = await follow(storage), await follow(storage, address=alone)
    await judge(storage, own, {NUMBERS[0]: 0.9})
    counts = await storage.registers.erasure.forget("market:ann", sparing="")
    assert counts["topics"] == 2
    assert [(each.id, each.by) for each in await storage.topics.all()] == [(shared.id, "—")]
    assert await storage.topics.why(alone, NUMBERS[0]) == ()
