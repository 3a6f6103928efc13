"""The clock files the report of each chat once, on a real store: after pauses, outages, jumps and changes."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.domain.alarms import Alarm
from bot.domain.chat import Address
from bot.domain.commands import SendReport
from bot.domain.jobs import NewJob
from bot.domain.rooms import Room, RoomSettings, Standing
from bot.domain.schedules import STEADY
from bot.domain.topics import Topic
from bot.usecases.plan_reports import Planning
from handlers.clock import LOOK, AlarmClock
from storage import Storage, open_storage
from tests.handlers.builders import NOW, Clock

HERE, THERE = Address(platform="slack", chat="C0PAPERS"), Address(platform="telegram", chat="-42")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LEASE = timedelta(minutes=1)


@dataclass
class Tower:
    """A clock over a store; its hour is nine, and it is half past eight."""

    storage: Storage
    clock: Clock = field(default_factory=Clock)
    chats: frozenset[str] = frozenset({str(HERE)})
    rings: list[datetime] = field(default_factory=list)

    @property
    def ringing(self) -> AlarmClock:
        """A process that was started just now."""
        alarm = Alarm(self.chats, at=time(9), zone=UTC, language="zh")
        registers = self.storage.registers
        planning = Planning(alarm, registers.rooms, registers.people, self.storage.topics)
        return AlarmClock(
            planning,
            self.storage.schedules,
            clock=self.clock,
            ring=lambda: self.rings.append(self.clock.time),
        )

    async def look(self, at: datetime | None = None, *, steady: timedelta = timedelta(0)) -> list[str]:
        """What is filed at a moment."""
        self.clock.time = at or self.clock.time
        return [told(job) for job in await self.ringing.look(steady=steady)]

    async def wants(self, address: Address = HERE, **settings: Any) -> None:
        """A chat that is let in and wants something of its own."""
        rooms = self.storage.registers.rooms
        room = await rooms.note(address.platform, address.chat, room=Room(kind="group"), now=NOW)
        await rooms.decide(room, Standing.ALLOWED, by="", now=NOW)
        await rooms.set(room, RoomSettings.model_validate(settings))


def told(job: NewJob) -> str:
    """The key without its first word, and the days."""
    assert isinstance(job.command, SendReport)
    assert job.command.scheduled
    assert job.command.day is not None
    begins = job.command.begins or job.command.day
    return f"{job.key.removeprefix('report:')} {begins:%m-%d}..{job.command.day:%m-%d}"


@pytest_asyncio.fixture
async def tower(tmp_path: Path) -> AsyncIterator[Tower]:
    async with open_storage(f"sqlite:///{tmp_path}/briefbot.db", data_dir=tmp_path) as storage:
        yield Tower(storage)


async def test_a_report_is_filed_once_its_hour_has_come_for_each_chat_and_thread(tower: Tower) -> None:
    tower.chats = frozenset({"slack:C0PAPERS", "telegram:-42", "telegram:-42:7"})
    assert await tower.look() == []
    assert await tower.look(NOW.replace(minute=59)) == []
    assert await tower.look(NOW.replace(hour=9, minute=0)) == [
        "slack:C0PAPERS:2026-03-01 02-28..02-28",
        "telegram:-42:2026-03-01 02-28..02-28",
        "telegram:-42:7:2026-03-01 02-28..02-28",
    ]
    assert await tower.look(NOW + 12 * HOUR) == []


async def test_after_an_outage_one_report_says_which_days_it_covers(tower: Tower) -> None:
    await tower.look()
    assert await tower.look(NOW + 4 * DAY) == ["slack:C0PAPERS:2026-03-04 02-28..03-03"]
    assert await tower.look(NOW + 4 * DAY + HOUR) == ["slack:C0PAPERS:2026-03-05 03-04..03-04"]


async def test_a_chat_that_is_new_waits_for_its_next_hour(tower: Tower) -> None:
    assert await tower.look(NOW + HOUR) == []
    assert await tower.look(NOW + 2 * HOUR) == []
    assert await tower.look(NOW + DAY + HOUR) == ["slack:C0PAPERS:2026-03-02 03-01..03-01"]


async def test_a_pause_files_nothing_and_the_next_due_date_covers_its_days(tower: Tower) -> None:
    await tower.wants()
    await tower.look()
    await tower.wants(paused=True)
    for day in (0, 1, 2):
        assert await tower.look(NOW + day * DAY + HOUR) == []
    await tower.wants()
    assert await tower.look(NOW + 2 * DAY + 2 * HOUR) == [], "nothing at the moment in which it is resumed"
    assert await tower.look(NOW + 3 * DAY + HOUR) == ["slack:C0PAPERS:2026-03-04 02-28..03-03"]


async def test_a_chat_that_wants_none_for_a_while_begins_anew(tower: Tower) -> None:
    await tower.wants()
    await tower.look()
    await tower.wants(reports=False)
    for day in (0, 30):
        assert await tower.look(NOW + day * DAY + HOUR) == []
    await tower.wants()
    assert await tower.look(NOW + 30 * DAY + 2 * HOUR) == []
    assert await tower.look(NOW + 31 * DAY + HOUR) == ["slack:C0PAPERS:2026-04-01 03-31..03-31"]


async def test_off_and_on_again_with_a_later_hour_is_no_second_report_of_the_day(tower: Tower) -> None:
    await tower.wants()
    await tower.look()
    assert len(await tower.look(NOW + HOUR)) == 1
    await tower.wants(reports=False)
    await tower.look()
    await tower.wants(hour=time(12))
    assert await tower.look() == []
    assert await tower.look(NOW + 4 * HOUR) == [], "the day has its report"
    assert await tower.look(NOW + DAY + 4 * HOUR) == ["slack:C0PAPERS:2026-03-02 03-01..03-01"]


@pytest.mark.parametrize(
    ("wants", "looks", "filed"),
    [
        ({"hour": time(12)}, (1, 4), ["2026-03-01 02-28..02-28"]),
        ({"zone": "Asia/Shanghai"}, (1, 16), ["2026-03-01 02-28..02-28"]),
        ({"zone": "Pacific/Kiritimati"}, (1, 12), ["2026-03-01 02-28..02-28", "2026-03-02 03-01..03-01"]),
        ({"weekdays": (0, 1, 2, 3, 4)}, (1, 25), ["2026-03-02 02-28..03-01"]),  # it is a Sunday
    ],
)
async def test_what_a_chat_wants_otherwise_counts_from_then_on(
    tower: Tower, wants: dict[str, Any], *, looks: Sequence[int], filed: list[str]
) -> None:
    await tower.wants()
    await tower.look()
    await tower.wants(**wants)
    seen = [job for hours in looks for job in await tower.look(NOW + hours * HOUR)]
    assert seen == [f"slack:C0PAPERS:{each}" for each in filed]


async def test_a_chat_that_follows_a_topic_gets_its_report_in_the_thread_of_the_topic(tower: Tower) -> None:
    tower.chats = frozenset()
    await tower.wants(THERE)
    thread = THERE.model_copy(update={"thread": "7"})
    topic = await tower.storage.topics.follow(
        thread, Topic(name="Lanes"), by="telegram:1", begins=NOW.date(), now=NOW
    )
    await tower.look()
    assert await tower.look(NOW + HOUR) == ["telegram:-42:7:2026-03-01 02-28..02-28"]
    await tower.storage.topics.end(topic, now=NOW)
    assert await tower.look(NOW + DAY + HOUR) == []
    assert await tower.storage.schedules.all() == ()


async def test_a_clock_that_was_a_year_fast_silences_nobody(tower: Tower) -> None:
    await tower.look()
    fast = await tower.look(NOW + 365 * DAY + HOUR)
    assert fast == ["slack:C0PAPERS:2027-03-01 02-28..02-28"]
    while job := await tower.storage.jobs.lease(
        "w", platforms=["slack"], now=NOW + 366 * DAY, until=NOW + 367 * DAY
    ):
        await tower.storage.jobs.finish(job, now=NOW + 366 * DAY)  # it was sent before anybody noticed
    assert await tower.look(NOW + HOUR) == []
    assert await tower.look(NOW + 2 * HOUR, steady=STEADY) == [], "the clock is set right"
    assert await tower.look(NOW + DAY + HOUR) == ["slack:C0PAPERS:2026-03-02 02-22..03-01"]
    assert await tower.look(NOW + 365 * DAY + HOUR) == ["slack:C0PAPERS:2027-03-01 03-02..02-28"]


async def test_a_clock_that_is_slow_after_a_start_repeats_nothing(tower: Tower) -> None:
    await tower.look()
    assert len(await tower.look(NOW + HOUR)) == 1
    for minutes in range(0, 50, 10):
        at = datetime(2020, 1, 1, 9, tzinfo=UTC) + timedelta(minutes=minutes)
        assert await tower.look(at, steady=timedelta(minutes=minutes)) == []
    assert await tower.look(NOW + 2 * HOUR) == []
    assert await tower.look(NOW + DAY + HOUR) == ["slack:C0PAPERS:2026-03-02 03-01..03-01"]


async def test_one_chat_or_some_dates_can_be_filed_alone(tower: Tower) -> None:
    tower.chats = frozenset({str(HERE), str(THERE)})
    await tower.look()
    tower.clock.time = NOW + 3 * DAY
    assert len(await tower.ringing.look(only=[HERE], last=date(2026, 3, 2))) == 1
    assert await tower.look() == [
        "slack:C0PAPERS:2026-03-03 03-02..03-02",
        "telegram:-42:2026-03-03 02-28..03-02",
    ]


async def overviews(tower: Tower) -> list[str]:
    """The keys of the overviews among all that was filed, in the order in which they are worked."""
    found, until = [], tower.clock.time + LEASE
    while job := await tower.storage.jobs.lease("w", platforms=["slack"], now=tower.clock.time, until=until):
        found.append(job.key)
        await tower.storage.jobs.finish(job, now=tower.clock.time)
    return found


async def test_the_week_that_is_over_is_looked_back_on_once_before_the_next_report(tower: Tower) -> None:
    await tower.wants(overview="weekly")
    await tower.look()  # on a Sunday, which is the first of March
    await tower.look(NOW + HOUR)
    assert await overviews(tower) == ["report:slack:C0PAPERS:2026-03-01"]
    await tower.look(NOW + DAY + HOUR)
    week, monday = "overview:slack:C0PAPERS:2026-W09", "report:slack:C0PAPERS:2026-03-02"
    assert await overviews(tower) == [week, monday]
    await tower.look(NOW + DAY + 2 * HOUR)
    await tower.look(NOW + 2 * DAY + HOUR)
    assert await overviews(tower) == ["report:slack:C0PAPERS:2026-03-03"]


async def test_an_overview_whose_day_fell_into_an_outage_comes_with_the_next_report(tower: Tower) -> None:
    await tower.wants(overview="both")
    await tower.look()
    await tower.look(NOW + 27 * DAY + HOUR)
    await overviews(tower)
    await tower.look(NOW + 45 * DAY + HOUR)
    assert await overviews(tower) == [
        "overview:slack:C0PAPERS:2026-W13",
        "overview:slack:C0PAPERS:2026-03",
        "report:slack:C0PAPERS:2026-04-15",
    ]


async def test_two_processes_that_look_at_once_file_an_overview_once(tower: Tower) -> None:
    await tower.wants(overview="weekly")
    await tower.look()
    tower.clock.time = NOW + DAY + HOUR
    first, second = tower.ringing, tower.ringing
    await asyncio.gather(first.look(), second.look(), first.look())
    assert await overviews(tower) == [
        "overview:slack:C0PAPERS:2026-W09",
        "report:slack:C0PAPERS:2026-03-02",
    ]


async def test_a_chat_that_wants_no_overview_or_is_paused_gets_none(tower: Tower) -> None:
    await tower.wants()
    await tower.look()
    await tower.look(NOW + DAY + HOUR)
    assert await overviews(tower) == ["report:slack:C0PAPERS:2026-03-02"]
    await tower.wants(overview="weekly", paused=True)
    await tower.look(NOW + 8 * DAY + HOUR)
    assert await overviews(tower) == []


class DayClock(Clock):
    """Passes five minutes a look, ends the test after two and a half days, jumps once if it is told to."""

    jumps: timedelta = timedelta(0)

    async def sleep(self, span: timedelta) -> None:
        await super().sleep(10 * span)
        if len(self.waits) == 10:
            self.time += self.jumps
        if len(self.waits) > 2.5 * DAY / (10 * LOOK):
            raise KeyboardInterrupt


async def test_a_worker_is_woken_once_a_day_and_a_database_that_is_away_delays_the_report(
    tower: Tower, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tower.look()
    tower.clock, away = DayClock(), iter(range(10))
    whole = type(tower.storage.schedules).all

    async def sometimes(shelf: Any) -> Any:
        if next(away, None) is not None:
            raise ConnectionError("the database is away")
        return await whole(shelf)

    monkeypatch.setattr(type(tower.storage.schedules), "all", sometimes)
    with pytest.raises(KeyboardInterrupt):
        await tower.ringing.run()
    nine = NOW.replace(hour=9, minute=0)
    assert tower.rings == [nine + timedelta(minutes=20), nine + DAY, nine + 2 * DAY]


async def test_a_clock_that_runs_believes_itself_after_an_hour(tower: Tower) -> None:
    """It was fast when it claimed, and is set back while the process lives."""
    await tower.look(NOW - DAY)
    clock = DayClock(time=NOW + 100 * DAY + HOUR)
    clock.jumps = -100 * DAY
    tower.clock = clock
    with pytest.raises(KeyboardInterrupt):
        await tower.ringing.run()
    assert [at.date() for at in tower.rings] == [date(2026, 6, 9), date(2026, 3, 2), date(2026, 3, 3)]
