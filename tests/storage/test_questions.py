"""Questions among the jobs: one at a time in a thread, those that wait, and those that were called off."""

import pytest

from bot.domain.chat import Address
from bot.domain.commands import AskPaper, ShowHelp
from bot.domain.jobs import NewJob
from bot.errors import LeaseLost
from storage import Storage
from tests.storage.builders import NOW, PLATFORM, lease, leased, new_job, seconds

HERE = Address(platform=PLATFORM, chat="square", thread="7")
ROOM = Address(platform=PLATFORM, chat="square")
ELSEWHERE = Address(platform=PLATFORM, chat="square", thread="8")


def question(key: str, *, person: str = "ann", answers: str | None = None, address: Address = HERE) -> NewJob:
    said = 'how large? "kind":"help"'
    asked = AskPaper(question=said, answers=answers)
    return new_job(key, person=person).model_copy(update={"command": asked, "address": address})


async def test_in_a_thread_one_question_is_answered_at_a_time_whoever_asks(storage: Storage) -> None:
    await storage.jobs.add(question("first"), now=NOW)
    await storage.jobs.add(question("second", person="bo"), now=NOW)
    await storage.jobs.add(question("in another thread", person="cy", address=ELSEWHERE), now=NOW)
    await storage.jobs.add(new_job("no question", person="bo"), now=NOW)
    first = await leased(storage)
    assert [(await leased(storage)).key for _ in range(2)] == ["in another thread", "no question"]
    assert await lease(storage) is None
    await storage.jobs.finish(first, now=NOW)
    assert (await leased(storage)).key == "second"


async def test_where_a_platform_has_no_threads_the_answered_post_makes_one(storage: Storage) -> None:
    for key, person, post in (("1", "ann", "9"), ("2", "bo", "9"), ("3", "cy", "8")):
        await storage.jobs.add(question(key, person=person, answers=post, address=ROOM), now=NOW)
    await storage.jobs.add(question("4", person="bo", address=ROOM), now=NOW)
    assert [(await leased(storage)).key for _ in range(3)] == ["1", "3", "4"]
    assert await lease(storage) is None


async def test_who_waits_behind_a_question_is_told_once(storage: Storage) -> None:
    for key, person in (("first", "ann"), ("second", "bo"), ("own", "ann")):
        await storage.jobs.add(question(key, person=person), now=NOW)
    first = await leased(storage)
    (waiting,) = await storage.questions.behind(first)
    assert waiting.key == "second"
    await storage.jobs.noticed(waiting, post="p1")
    assert await storage.questions.behind(first) == ()
    await storage.jobs.finish(first, now=NOW)
    taken = await leased(storage)
    assert (taken.key, taken.notice) == ("second", "p1")
    with pytest.raises(LeaseLost):
        await storage.jobs.noticed(waiting, post="p2")


async def test_a_person_stops_their_own_questions_where_they_say_so(storage: Storage) -> None:
    for key, person, address in (("a", "ann", HERE), ("b", "bo", HERE), ("c", "ann", ELSEWHERE)):
        await storage.jobs.add(question(key, person=person, address=address), now=NOW)
    await storage.jobs.add(new_job("help").model_copy(update={"command": ShowHelp()}), now=NOW)
    held = {job.key: job for job in [await leased(storage) for _ in range(3)]}
    assert await storage.questions.stop(HERE, person="ann", by="stop 1")
    stopped = {key: await storage.questions.stopped(job) for key, job in held.items()}
    assert stopped == {"a": True, "c": False, "help": False}
    assert not await storage.questions.stop(HERE, person="cy", by="stop 2")
    assert await storage.questions.stop(HERE, person=None, by="stop 3"), "bo's, which waits"


async def test_a_button_stops_the_question_that_it_stands_under(storage: Storage) -> None:
    for key, person in (("a", "ann"), ("b", "bo"), ("c", "ann")):
        await storage.jobs.add(question(key, person=person, answers=key, address=ROOM), now=NOW)
    held = {job.key: job for job in [await leased(storage) for _ in range(3)]}
    for key, job in held.items():
        await storage.jobs.noticed(job, post=f"notice of {key}")
    stop = storage.questions.stop
    assert not await stop(ROOM, person="ann", by="tap 1", notice="notice of b"), "bo's"
    assert await stop(ROOM, person="ann", by="tap 2", notice="notice of c")
    assert [await storage.questions.stopped(job) for job in held.values()] == [False, False, True]


async def test_a_stop_that_comes_again_stops_nothing_else(storage: Storage) -> None:
    await storage.jobs.add(question("first"), now=NOW)
    first = await leased(storage)
    assert await storage.questions.stop(HERE, person="ann", by="stop 1")
    await storage.jobs.finish(first, now=NOW)
    await storage.jobs.add(question("second", answers="9"), now=NOW)
    assert await storage.questions.stop(HERE, person="ann", by="stop 1"), "it did, then"
    second = await leased(storage, now=NOW + seconds(1))
    assert not await storage.questions.stopped(second)
