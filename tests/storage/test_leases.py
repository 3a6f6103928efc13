"""Who may take which job when: each job one holder, each lane in order, poison pushed aside."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.jobs import Job, crash_delay
from bot.errors import LeaseLost, Reason, Why
from storage import Storage, open_storage
from tests.storage.builders import (
    LEASE,
    NOW,
    PLATFORM,
    lease,
    lease_reply,
    leased,
    new_job,
    one_job,
    pieces,
    reply,
    seconds,
)

LATER = Reason(Why.SOURCE_BUSY, {"host": "h"})


async def test_jobs_come_in_the_order_in_which_they_fall_due(storage: Storage) -> None:
    for key, wait in (("c", 2), ("a", 0), ("b", 1), ("later", 9)):
        await storage.jobs.add(new_job(key, chat=key, due_at=NOW + seconds(wait)), now=NOW)
    now = NOW + seconds(5)
    assert [(await leased(storage, now=now)).key for _ in range(3)] == ["a", "b", "c"]
    assert await lease(storage, now=now) is None


async def test_a_person_in_a_chat_is_answered_in_order(storage: Storage) -> None:
    for key in ("first", "second"):
        await storage.jobs.add(new_job(key), now=NOW)
    await storage.jobs.add(new_job("of another person", person="bo"), now=NOW)
    await storage.jobs.add(new_job("in another chat", chat="hall"), now=NOW)
    await storage.jobs.add(new_job("of the clock", person=None), now=NOW)
    held = [await leased(storage) for _ in range(4)]
    assert [job.key for job in held] == ["first", "of another person", "in another chat", "of the clock"]
    assert await lease(storage) is None
    await storage.jobs.finish(held[0], now=NOW)
    assert (await leased(storage)).key == "second"


async def test_a_job_that_was_put_back_to_later_lets_the_next_one_pass(storage: Storage) -> None:
    for key in ("first", "second"):
        await storage.jobs.add(new_job(key), now=NOW)
    await storage.jobs.put_back(await leased(storage), due_at=NOW + seconds(30), reason=LATER)
    second = await leased(storage)
    assert second.key == "second"
    # the first one is due again, but its lane is busy until the second ends
    assert await lease(storage, now=NOW + seconds(31)) is None
    await storage.jobs.finish(second, now=NOW)
    assert (await leased(storage, now=NOW + seconds(31))).key == "first"


async def test_a_held_job_that_was_pushed_ahead_still_holds_its_lane(storage: Storage) -> None:
    for key in ("poison", "next"):
        await storage.jobs.add(new_job(key), now=NOW)
    now = NOW
    for _ in range(3):
        job = await leased(storage, now=now)
        await storage.jobs.release("worker")
    assert crash_delay(job.crashes) > timedelta(0)
    assert (await leased(storage, now=now)).key == "next"
    await storage.jobs.release("worker")
    job = await leased(storage, now=now + seconds(10))
    assert job.key == "poison"
    assert job.due_at > now + seconds(10)
    assert await lease(storage, now=now + seconds(10)) is None


async def test_only_jobs_of_the_platforms_at_hand_are_taken(storage: Storage) -> None:
    await storage.jobs.add(new_job("one"), now=NOW)
    until = NOW + LEASE
    assert await storage.jobs.lease("w", platforms=("elsewhere",), now=NOW, until=until) is None
    assert await storage.jobs.lease("w", platforms=(), now=NOW, until=until) is None
    assert await storage.jobs.lease("w", platforms=("elsewhere", PLATFORM), now=NOW, until=until)


async def test_a_job_that_kills_the_process_comes_later_each_time(storage: Storage) -> None:
    job, now = await one_job(storage), NOW
    for crashes in range(2, 16):
        now += 10 * LEASE
        job = await leased(storage, now=now)
        assert (job.crashes, job.due_at) == (crashes, now + crash_delay(crashes))
    assert await lease(storage, now=now + LEASE) is None
    assert (await leased(storage, now=job.due_at)).crashes == 16


async def test_a_lease_that_runs_out_sets_the_job_free(storage: Storage) -> None:
    job = await one_job(storage)
    assert await lease(storage, "another", now=NOW + LEASE - seconds(0.001)) is None
    assert (await leased(storage, "another", now=NOW + LEASE)).id == job.id


async def test_a_renewed_lease_lasts_longer(storage: Storage) -> None:
    job = await one_job(storage)
    assert await storage.jobs.renew(job, owner="worker", until=NOW + 3 * LEASE)
    assert await lease(storage, now=NOW + 2 * LEASE) is None
    assert await lease(storage, now=NOW + 3 * LEASE)


async def test_a_lease_is_renewed_by_its_holder_only(storage: Storage) -> None:
    job = await one_job(storage)
    assert not await storage.jobs.renew(job, owner="another", until=NOW + 3 * LEASE)
    taken = await leased(storage, "another", now=NOW + LEASE)
    assert not await storage.jobs.renew(job, owner="worker", until=NOW + 3 * LEASE)
    assert await storage.jobs.renew(taken, owner="another", until=NOW + 3 * LEASE)
    await storage.jobs.finish(taken, now=NOW)
    assert not await storage.jobs.renew(taken, owner="another", until=NOW + 3 * LEASE)


WRITES: list[Callable[[Storage, Job], Awaitable[None]]] = [
    lambda storage, job: storage.jobs.write_down(job, pieces(reply("late")), now=NOW),
    lambda storage, job: storage.jobs.progressed(job),
    lambda storage, job: storage.jobs.put_back(job, due_at=NOW, reason=LATER),
    lambda storage, job: storage.jobs.finish(job, now=NOW),
]


@pytest.mark.parametrize("write", WRITES)
async def test_a_former_holder_cannot_write(
    storage: Storage, write: Callable[[Storage, Job], Awaitable[None]]
) -> None:
    job = await one_job(storage)
    taken = await leased(storage, "worker", now=NOW + LEASE)  # the same name, as after a stall
    with pytest.raises(LeaseLost):
        await write(storage, job)
    assert await storage.deliveries.of(job) == ()
    assert await storage.jobs.counts() == {"leased": 1}
    await write(storage, taken)


@pytest.mark.parametrize("write", WRITES)
async def test_nobody_writes_to_a_job_that_was_set_free(
    storage: Storage, write: Callable[[Storage, Job], Awaitable[None]]
) -> None:
    job = await one_job(storage)
    await storage.jobs.release("worker")
    with pytest.raises(LeaseLost):
        await write(storage, job)
    assert await storage.jobs.counts() == {"waiting": 1}


@pytest.mark.parametrize("write", WRITES)
async def test_nobody_writes_to_a_job_that_ended(
    storage: Storage, write: Callable[[Storage, Job], Awaitable[None]]
) -> None:
    job = await one_job(storage)
    await storage.jobs.finish(job, now=NOW)
    with pytest.raises(LeaseLost):
        await write(storage, job)
    assert await storage.jobs.counts() == {"done": 1}


async def test_what_a_dead_process_held_is_free_at_once_and_its_crashes_are_remembered(
    storage: Storage,
) -> None:
    owners = ("a_1-0", "a_1-1", "ab1-0", "A_1-0", "b")
    for owner in owners:
        await storage.jobs.add(new_job(owner, chat=owner), now=NOW)
        await leased(storage, owner)
    assert await storage.jobs.release("a_1") == 2
    assert await storage.jobs.release("a_1") == 0
    freed = [await leased(storage, "new") for _ in range(2)]
    assert {(job.key, job.crashes) for job in freed} == {("a_1-0", 2), ("a_1-1", 2)}
    assert await lease(storage, "new") is None
    assert await storage.jobs.release("") == len(owners)


async def test_two_processes_never_take_two_jobs_of_one_lane(server_url: str, tmp_path: Path) -> None:
    """Their clocks differ: to one only the second job is due yet, to the other the first one as well."""
    later = NOW + seconds(1)
    async with (
        open_storage(server_url, data_dir=tmp_path) as one,
        open_storage(server_url, data_dir=tmp_path) as other,
    ):
        for number in range(20):
            lane = str(number)
            await one.jobs.add(new_job(f"{lane} first", chat=lane, due_at=later), now=NOW)
            await one.jobs.add(new_job(f"{lane} second", chat=lane), now=NOW)
            taken = await asyncio.gather(lease(one, now=NOW), lease(other, now=later))
            (job,) = [job for job in taken if job]
            await one.jobs.finish(job, now=NOW)
            await one.jobs.finish(await leased(one, now=later), now=NOW)


async def test_two_processes_never_post_two_replies_of_one_chat(server_url: str, tmp_path: Path) -> None:
    async with (
        open_storage(server_url, data_dir=tmp_path) as one,
        open_storage(server_url, data_dir=tmp_path) as other,
    ):
        for number in range(10):
            for person in ("ann", "bo"):
                await one.jobs.add(new_job(f"{number} {person}", chat=str(number), person=person), now=NOW)
                await one.jobs.write_down(await leased(one), pieces(reply("words")), now=NOW)
            taken = await asyncio.gather(lease_reply(one), lease_reply(other))
            (job,) = [job for job in taken if job]
            assert job.person == "ann"
            await one.jobs.finish(job, now=NOW)
            last = await lease_reply(other)
            assert last
            await other.jobs.finish(last, now=NOW)


async def test_replies_are_posted_in_the_order_in_which_they_were_written_down(storage: Storage) -> None:
    for person in ("ann", "bo", "cy"):
        await storage.jobs.add(new_job(person, person=person), now=NOW)
    made = [await leased(storage) for _ in range(3)]
    for wait, place in enumerate((2, 0, 1)):
        await storage.jobs.write_down(made[place], pieces(reply("words")), now=NOW + seconds(wait))
    now = NOW + seconds(9)
    first = await lease_reply(storage, now=now)
    assert first
    assert await lease_reply(storage, now=now) is None, "the chat is worked on"
    await storage.jobs.put_back(first, due_at=now + seconds(5), reason=LATER)
    assert await lease_reply(storage, now=now) is None, "nothing passes what waits"
    later, order = now + seconds(5), []
    while job := await lease_reply(storage, now=later):
        order.append(job.key)
        await storage.jobs.finish(job, now=later)
    assert order == ["cy", "ann", "bo"]


async def test_a_person_need_not_wait_for_the_post_before_the_next_answer_is_made(storage: Storage) -> None:
    for key in ("first", "second"):
        await storage.jobs.add(new_job(key), now=NOW)
    await storage.jobs.write_down(await leased(storage), pieces(reply("words")), now=NOW)
    assert (await leased(storage)).key == "second"


async def test_a_job_that_is_being_written_to_is_passed_over(server_url: str, tmp_path: Path) -> None:
    async with open_storage(server_url, data_dir=tmp_path) as storage:
        for key in ("one", "two"):
            await storage.jobs.add(new_job(key, chat=key), now=NOW)
        async with storage.database.writing() as connection, asyncio.timeout(5):
            await connection.execute(text("UPDATE jobs SET tries = 0 WHERE key = 'one'"))
            assert (await leased(storage)).key == "two"


async def test_eight_workers_take_each_job_once_and_each_lane_in_order(url: str, tmp_path: Path) -> None:
    """On a server the workers belong to two processes."""
    async with open_storage(url, data_dir=tmp_path) as one:
        if one.alone:
            await _work_through([one])
            return
        async with open_storage(url, data_dir=tmp_path) as other:
            await _work_through([one, other])


async def _work_through(
    storages: list[Storage], *, jobs: int = 200, lanes: int = 23, workers: int = 8
) -> None:
    for number in range(jobs):
        await storages[0].jobs.add(new_job(str(number), person=str(number % lanes)), now=NOW)
    taken: list[int] = []
    at_work: Counter[str | None] = Counter()

    async def worker(number: int) -> None:
        storage = storages[number % len(storages)]
        while await storage.jobs.unfinished(platforms=(PLATFORM,)):
            job = await lease(storage, f"worker-{number}")
            if job is None:
                await asyncio.sleep(0.005)
                continue
            taken.append(int(job.key))
            at_work[job.person] += 1
            assert at_work[job.person] == 1
            await asyncio.sleep(0.001 * (job.id % 3))
            at_work[job.person] -= 1
            await storage.jobs.finish(job, now=NOW)

    await asyncio.gather(*(worker(number) for number in range(workers)))
    assert sorted(taken) == list(range(jobs))
    for lane in range(lanes):
        own = [number for number in taken if number % lanes == lane]
        assert own == sorted(own)
