"""The shelf of schedules, on both databases: a due date is claimed once, whoever asks and however it ends."""

import asyncio
from datetime import date, timedelta
from itertools import count

from sqlalchemy import text

from bot.domain.chat import Address
from bot.domain.commands import SendReport, TellNews
from bot.domain.jobs import Job, NewJob
from bot.domain.rooms import Room, Standing
from bot.domain.schedules import Plan, Schedule, report_job
from storage import Storage
from tests.storage.builders import NOW, PLATFORM, lease, new_job

HERE = Address(platform=PLATFORM, chat="1")
THREAD = Address(platform=PLATFORM, chat="1", thread="7")
FIRST = date(2026, 2, 27)
DAY = timedelta(days=1)
PLAN = Plan(HERE, at=NOW.time(), zone=NOW.tzinfo, language="en")


def job(due: date, schedule: Schedule) -> NewJob:
    job = report_job(PLAN, due, since=schedule.since, now=NOW)
    return job.model_copy(update={"address": schedule.address, "key": f"report:{schedule.address}:{due}"})


async def begun(storage: Storage, address: Address = HERE) -> Schedule:
    await storage.schedules.begin(address, covered=FIRST, now=NOW)
    return await read(storage, address)


async def read(storage: Storage, address: Address = HERE) -> Schedule:
    (found,) = [each for each in await storage.schedules.all() if each.address == address]
    return found


async def claim(storage: Storage, schedule: Schedule, covered: date) -> bool:
    return await storage.schedules.claim(schedule, covered=covered, work=[job(covered, schedule)], now=NOW)


async def filed(storage: Storage) -> list[tuple[str, SendReport]]:
    """Keys and commands of all jobs, which are leased along the way."""
    found: list[Job] = []
    while one := await lease(storage):
        found.append(one)
        await storage.jobs.finish(one, now=NOW)
    return [(each.key, each.command) for each in found if isinstance(each.command, SendReport)]


async def test_a_chat_begins_once_and_its_threads_have_their_own_schedules(storage: Storage) -> None:
    first = await begun(storage)
    assert first == Schedule(address=HERE, covered=FIRST, since=FIRST, noted_at=NOW)
    await storage.schedules.begin(HERE, covered=FIRST + DAY, now=NOW)
    await begun(storage, THREAD)
    assert [each.address for each in await storage.schedules.all()] == [HERE, THREAD]
    assert await read(storage) == first


async def test_of_many_claims_at_once_one_files_the_report(storage: Storage) -> None:
    schedule = await begun(storage)
    done = await asyncio.gather(*(claim(storage, schedule, FIRST + 3 * DAY) for _ in range(8)))
    assert sorted(done) == [False] * 7 + [True]
    after = await read(storage)
    assert (after.covered, after.since) == (FIRST + 3 * DAY, FIRST + 3 * DAY)
    command = SendReport(day=FIRST + 2 * DAY, begins=FIRST, scheduled=True)
    assert await filed(storage) == [(f"report:{PLATFORM}:1:2026-03-02", command)]


async def test_a_claim_that_is_broken_off_is_made_whole_or_not_at_all(storage: Storage) -> None:
    """At whichever of its steps the process dies, the job is there exactly where the date is covered."""
    schedule, whole = await begun(storage), 0
    for steps in count():
        claiming = asyncio.create_task(claim(storage, schedule, schedule.covered + DAY))
        for _ in range(steps):
            await asyncio.sleep(0)
        claiming.cancel()
        await asyncio.gather(claiming, return_exceptions=True)
        after = await read(storage)
        assert len(await filed(storage)) == (after.covered - schedule.covered).days
        whole += after != schedule
        schedule = after
        if whole == 3:
            break


async def test_what_passes_in_a_pause_is_covered_by_the_next_report(storage: Storage) -> None:
    await storage.schedules.skip(await begun(storage), covered=FIRST + 4 * DAY, now=NOW)
    schedule = await read(storage)
    assert await claim(storage, schedule, FIRST + 5 * DAY)
    ((_, command),) = await filed(storage)
    assert (command.begins, command.day) == (FIRST, FIRST + 4 * DAY)


async def test_who_read_a_schedule_before_it_changed_changes_nothing(storage: Storage) -> None:
    old = await begun(storage)
    assert await claim(storage, old, FIRST + DAY)
    new = await read(storage)
    await storage.schedules.skip(old, covered=FIRST + 9 * DAY, now=NOW)
    await storage.schedules.set_right(old, covered=FIRST - DAY, since=FIRST - DAY, now=NOW)
    await storage.schedules.end(old)
    assert await read(storage) == new
    await storage.schedules.end(new)
    assert await storage.schedules.all() == ()


async def test_a_chat_that_comes_back_on_the_same_day_is_not_told_twice(storage: Storage) -> None:
    schedule = await begun(storage)
    assert await claim(storage, schedule, FIRST + DAY)
    await storage.schedules.end(await read(storage))
    again = await begun(storage)
    assert not await claim(storage, again, FIRST + DAY)
    assert (await read(storage)).covered == FIRST + DAY
    assert len(await filed(storage)) == 1


async def test_after_a_fast_clock_the_real_reports_can_be_filed_and_nothing_is_lost(storage: Storage) -> None:
    far = FIRST + 400 * DAY
    assert await claim(storage, await begun(storage), far)
    in_thread = await begun(storage, THREAD)
    assert await claim(storage, in_thread, far)
    assert len(await filed(storage)) == 2
    assert await claim(storage, await read(storage), far + DAY), "and one that nobody began"
    covered = FIRST + 2 * DAY
    await storage.schedules.set_right(await read(storage), covered=covered, since=FIRST - DAY, now=NOW)
    schedule = await read(storage)
    assert (schedule.covered, schedule.since) == (covered, FIRST - DAY)
    assert await filed(storage) == [], "it was withdrawn"
    assert await claim(storage, schedule, far), "its key is free"
    assert not await claim(storage, in_thread, far), "and the thread's is not"


async def test_what_a_fast_clock_withdrew_is_covered_from_where_it_began(storage: Storage) -> None:
    assert await claim(storage, await begun(storage), FIRST + 400 * DAY)
    await storage.schedules.set_right(
        await read(storage), covered=FIRST + 20 * DAY, since=FIRST + 13 * DAY, now=NOW
    )
    assert (await read(storage)).since == FIRST


async def test_a_chat_that_moves_keeps_its_schedules(storage: Storage) -> None:
    rooms = storage.registers.rooms
    room = await rooms.note(PLATFORM, "1", room=Room(kind="group"), now=NOW)
    for address in (HERE, THREAD):
        await begun(storage, address)
    moved = Address(platform=PLATFORM, chat="-100", thread="7")
    await storage.schedules.begin(moved, covered=FIRST + 9 * DAY, now=NOW)
    await rooms.move(room.model_copy(update={"standing": Standing.ALLOWED}), to="-100", now=NOW)
    kept = [(str(each.address), each.covered) for each in await storage.schedules.all()]
    assert kept == [(f"{PLATFORM}:-100", FIRST), (f"{PLATFORM}:-100:7", FIRST)]


async def test_a_person_who_is_forgotten_leaves_no_schedule_and_no_news_of_their_own_chat(
    storage: Storage,
) -> None:
    own = Address(platform=PLATFORM, chat="D1")
    await storage.registers.rooms.note(PLATFORM, "D1", room=Room(kind="direct"), now=NOW)
    assert await storage.jobs.add(new_job("hello", chat="D1", person="ann"), now=NOW)
    await begun(storage)
    await begun(storage, own)
    news = TellNews(news="source", chat=f"{PLATFORM}:D1")
    admins = new_job("source", chat="admins", person=None).model_copy(update={"command": news})
    assert await storage.jobs.add(admins, now=NOW)
    while job := await lease(storage):
        await storage.jobs.finish(job, now=NOW)
    await storage.registers.erasure.forget(f"{PLATFORM}:ann", sparing="")
    assert [each.address for each in await storage.schedules.all()] == [HERE]
    async with storage.database.reading() as connection:
        commands = (await connection.execute(text("SELECT command FROM jobs"))).scalars().all()
    assert not [command for command in commands if "D1" in command]
