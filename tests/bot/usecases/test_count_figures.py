"""How far behind things are: mailing days that are missing or lost, due dates without a report."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest_asyncio

from bot.domain.alarms import Alarm
from bot.domain.announcements import Mailing
from bot.domain.chat import Address
from bot.domain.permissions import Rules
from bot.domain.rooms import Room, RoomSettings, Standing
from bot.errors import Reason, Why
from bot.usecases.count_figures import Counting, count_figures
from bot.usecases.plan_reports import Planning
from storage import Storage, open_storage
from tests.storage.mailings import follow, topic

FRIDAY = datetime(2026, 3, 6, 12, tzinfo=UTC)
A_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(f"sqlite:///{tmp_path}/b.sqlite3", data_dir=tmp_path) as opened:
        yield opened


def counting(storage: Storage) -> Counting:
    registers = storage.registers
    alarm = Alarm(frozenset(), at=time(8), zone=UTC, language="en", rules=Rules())
    return Counting(
        storage.figures,
        announcements=storage.announcements,
        topics=storage.topics,
        schedules=storage.schedules,
        planning=Planning(alarm, rooms=registers.rooms, people=registers.people, topics=storage.topics),
        catch_up=WEEK,
    )


async def keep(storage: Storage, category: str, day: date, *, announced: int = 3) -> None:
    mailing = Mailing(category=category, day=day, announced=announced, way="feed", noted_at=FRIDAY - WEEK)
    await storage.announcements.keep(mailing, [])


async def let_in(storage: Storage, chat: str, **wants: object) -> Address:
    rooms = storage.registers.rooms
    room = await rooms.note("square", chat, room=Room(kind="group"), now=FRIDAY)
    await rooms.decide(room, Standing.ALLOWED, by="", now=FRIDAY)
    await rooms.set(room, RoomSettings.model_validate({"reports": True} | wants))
    return Address(platform="square", chat=chat)


async def test_mailing_days_are_missing_since_the_last_and_weekends_are_none(storage: Storage) -> None:
    await follow(storage, topic(categories=("cs.LG", "cs.CL", "cs.AI")))
    await keep(storage, "cs.LG", FRIDAY.date() - 3 * A_DAY)
    await keep(storage, "cs.CL", FRIDAY.date())
    await storage.announcements.troubled("cs.LG", Reason(Why.SOURCE_LATE, {"category": "cs.LG", "day": "x"}))
    for now, missing in (
        (FRIDAY, (3, 0, 1)),
        (FRIDAY + 2 * A_DAY, (3, 0, 1)),
        (FRIDAY + 3 * A_DAY, (4, 1, 1)),
    ):
        followed = (await count_figures(counting(storage), now=now)).followed
        assert tuple(followed[name].missing for name in ("cs.LG", "cs.CL", "cs.AI")) == missing
    assert (followed["cs.LG"].trouble, followed["cs.CL"].trouble) == (Why.SOURCE_LATE, "")
    assert followed["cs.CL"].kept_at == FRIDAY - WEEK
    assert followed["cs.AI"].kept_at is None


async def test_a_day_is_lost_when_it_can_no_longer_be_made_good_and_stays_so(storage: Storage) -> None:
    await follow(storage)
    monday = date(2026, 2, 16)
    for days in (0, 1, 4):  # Wednesday and Thursday are missing
        for category in ("cs.LG", "cs.CL"):
            await keep(storage, category, monday + days * A_DAY, announced=0 if days == 1 else 3)
    lost = []
    for ahead in (4, 9, 10, 18):
        now = datetime.combine(monday + ahead * A_DAY, time(12), tzinfo=UTC)
        lost.append((await count_figures(counting(storage), now=now)).lost)
    assert [each["cs.LG"] for each in lost] == [0, 0, 1, 2 + 4], "the week after was not kept at all"
    assert [each["cs.CL"] for each in lost] == [0, 0, 1, 2], "nobody follows it any more"


async def test_a_due_date_is_uncovered_until_its_report_is_filed_but_in_a_pause(storage: Storage) -> None:
    square, paused = await let_in(storage, "1"), await let_in(storage, "2", paused=True)
    await let_in(storage, "new")
    for address in (square, paused):
        await storage.schedules.begin(address, covered=FRIDAY.date() - 2 * A_DAY, now=FRIDAY)
    counted = await count_figures(counting(storage), now=FRIDAY)
    assert (counted.chats, counted.paused, counted.uncovered) == (3, 1, 2)
    earlier = await count_figures(counting(storage), now=FRIDAY.replace(hour=7))
    assert earlier.uncovered == 1, "today's hour has not come"
