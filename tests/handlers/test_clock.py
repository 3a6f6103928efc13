"""The daily report of each chat: due once a day, at the hour of its own zone, through every clock change."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.alarms import Alarm, due
from bot.domain.commands import SendReport
from bot.domain.jobs import NewJob
from bot.domain.rooms import KnownRoom, Room, RoomSettings, Standing
from handlers.clock import LOOK, AlarmClock
from tests.handlers.builders import Clock

CHATS = frozenset({"telegram:-42", "telegram:-42:7", "slack:C0PAPERS"})
ZONES = sorted(available_timezones() - {"localtime", "Factory"})


def alarm(at: time = time(9), zone: tzinfo | None = UTC, chats: frozenset[str] = CHATS) -> Alarm:
    return Alarm(chats=chats, at=at, zone=zone, language="zh")


def fields(job: NewJob) -> tuple[str, str, date | None]:
    assert isinstance(job.command, SendReport)
    assert job.command.scheduled
    return job.key, str(job.address), job.command.day


@pytest.mark.parametrize(("hour", "count"), [(8, 0), (9, 3), (23, 3)])
def test_each_chat_is_due_from_the_hour_on_until_the_day_ends(hour: int, count: int) -> None:
    jobs = list(due(alarm(), datetime(2026, 3, 1, hour, 0, tzinfo=UTC)))
    assert len(jobs) == count


def test_a_report_covers_the_day_before_and_knows_its_chat_and_thread() -> None:
    jobs = [fields(job) for job in due(alarm(), datetime(2026, 3, 1, 9, tzinfo=UTC))]
    assert jobs == [
        ("report:slack:C0PAPERS:2026-03-01", "slack:C0PAPERS", date(2026, 2, 28)),
        ("report:telegram:-42:2026-03-01", "telegram:-42", date(2026, 2, 28)),
        ("report:telegram:-42:7:2026-03-01", "telegram:-42:7", date(2026, 2, 28)),
    ]


def test_the_hour_is_that_of_the_zone_and_without_one_that_of_the_machine() -> None:
    now = datetime(2026, 3, 1, 1, tzinfo=UTC)
    days = [fields(job)[2] for job in due(alarm(zone=ZoneInfo("Asia/Shanghai")), now)]
    assert days == [date(2026, 2, 28)] * 3
    assert list(due(alarm(zone=ZoneInfo("Europe/Berlin")), now)) == []
    here = datetime(2026, 3, 1, 9).astimezone()
    assert len(list(due(alarm(zone=None), here.astimezone(timezone(timedelta(hours=-11)))))) == 3


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(ZONES).map(ZoneInfo),
    st.dates(date(1971, 1, 2), date(2037, 12, 30)),
    st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
)
@example(ZoneInfo("Europe/Berlin"), date(2026, 3, 29), time(2, 30))  # this hour does not exist
@example(ZoneInfo("Europe/Berlin"), date(2026, 10, 25), time(2, 30))  # this one comes twice
@example(ZoneInfo("Australia/Lord_Howe"), date(2026, 4, 5), time(1, 45))  # half an hour
@example(ZoneInfo("Pacific/Apia"), date(2011, 12, 30), time(9))  # this day does not exist
@example(ZoneInfo("Africa/Cairo"), date(2026, 4, 24), time(0))  # midnight does not exist
def test_a_chat_is_due_once_on_each_day_that_its_zone_has(zone: ZoneInfo, day: date, at: time) -> None:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=36)
    looks = [start + timedelta(minutes=10 * step) for step in range(6 * 84)]
    set_for = alarm(at, zone, frozenset({"slack:C0PAPERS"}))
    filed: dict[str, tuple[datetime, date | None]] = {}
    for now in looks:
        for job in due(set_for, now):
            key, _, covered = fields(job)
            filed.setdefault(key, (now, covered))
    last_minute = {now.astimezone(zone).date(): now.astimezone(zone).time() for now in looks}
    whole_days = [each for each, last in last_minute.items() if last >= at]
    assert list(filed) == [f"report:slack:C0PAPERS:{each.isoformat()}" for each in whole_days]
    for each, (now, covered) in zip(whole_days, filed.values(), strict=True):
        here = now.astimezone(zone)
        assert (here.date(), covered) == (each, each - timedelta(days=1))
        assert here.time() >= at


class Jobs:
    """A queue that is away at times, and keeps the keys of what it is given."""

    def __init__(self, away: int = 0) -> None:
        self.keys: list[str] = []
        self.away = away

    async def add(self, job: NewJob, *, now: datetime) -> bool:
        if self.away:
            self.away -= 1
            raise ConnectionError("the database is away")
        is_new = job.key not in self.keys
        self.keys += [job.key] * is_new
        return is_new


class Nobody:
    """A house in which no chat wants anything of its own, and nobody has a role."""

    async def all(self) -> tuple[()]:
        return ()


class DayClock(Clock):
    """Ends the test after three days."""

    async def sleep(self, span: timedelta) -> None:
        await super().sleep(span)
        if len(self.waits) > timedelta(days=3) / LOOK:
            raise KeyboardInterrupt


async def rung(jobs: Jobs, chats: Sequence[str]) -> int:
    """How often a worker is woken in three days, which begin at half past eight."""
    rings: list[int] = []
    ringing = AlarmClock(
        alarm(chats=frozenset(chats)),
        # Of the rooms, the people and the whole queue, the alarm clock uses one verb each.
        rooms=Nobody(),  # type: ignore[arg-type]
        people=Nobody(),  # type: ignore[arg-type]
        jobs=jobs,  # type: ignore[arg-type]
        clock=DayClock(),
        ring=lambda: rings.append(1),
    )
    with pytest.raises(KeyboardInterrupt):
        await ringing.run()
    return len(rings)


async def test_a_report_is_filed_once_a_day_a_chat() -> None:
    jobs = Jobs()
    assert await rung(jobs, ["slack:C0PAPERS", "telegram:-42"]) == 6
    assert jobs.keys[::2] == [f"report:slack:C0PAPERS:2026-03-0{day}" for day in (1, 2, 3)]


async def test_a_database_that_is_away_delays_the_report_and_does_not_end_the_clock() -> None:
    jobs = Jobs(away=5)
    assert await rung(jobs, ["slack:C0PAPERS"]) == 3


def room(
    chat: str, standing: Standing = Standing.ALLOWED, *, moved_to: str | None = None, **wants: Any
) -> KnownRoom:
    """A chat that is let in and wants something."""
    return KnownRoom(
        platform="slack",
        chat=chat,
        room=Room(kind="group"),
        standing=standing,
        settings=RoomSettings.model_validate(wants),
        noted_at=datetime(2026, 2, 1, tzinfo=UTC),
        moved_to=moved_to,
    )


def addresses(now: datetime, *rooms: KnownRoom, chats: frozenset[str] = frozenset()) -> list[str]:
    return [str(job.address) for job in due(alarm(chats=chats), now, rooms=rooms)]


AT_TEN = datetime(2026, 3, 1, 10, tzinfo=UTC)


def test_a_chat_that_wants_reports_gets_them_at_its_own_hour_zone_and_language() -> None:
    own = room("C1", reports=True, zone="Asia/Shanghai", hour=time(18, 30), language="en")
    assert addresses(AT_TEN, own) == []
    (job,) = due(alarm(chats=frozenset()), AT_TEN + timedelta(minutes=30), rooms=[own])
    assert fields(job) == ("report:slack:C1:2026-03-01", "slack:C1", date(2026, 2, 28))
    assert job.language == "en"
    # 17:00 UTC is the next day in Shanghai, and its hour is not there yet
    assert addresses(AT_TEN + timedelta(hours=7), own) == []


@pytest.mark.parametrize(
    ("standing", "wants", "comes"),
    [
        (Standing.ALLOWED, {}, False),
        (Standing.ALLOWED, {"reports": True}, True),
        (Standing.ALLOWED, {"reports": True, "paused": True}, False),
        (Standing.UNKNOWN, {"reports": True}, False),
        (Standing.ASKED, {"reports": True}, False),
        (Standing.DENIED, {"reports": True}, False),
        (Standing.CLOSED, {"reports": True}, False),
    ],
)
def test_a_chat_gets_what_it_asked_for_only_while_it_is_let_in(
    standing: Standing, wants: dict[str, Any], *, comes: bool
) -> None:
    assert addresses(AT_TEN, room("C1", standing, **wants)) == ["slack:C1"] * comes


@pytest.mark.parametrize(
    ("standing", "wants", "comes"),
    [
        (Standing.UNKNOWN, {}, True),
        (Standing.ALLOWED, {"reports": True}, True),
        (Standing.ALLOWED, {"reports": False}, False),
        (Standing.ALLOWED, {"paused": True}, False),
        (Standing.CLOSED, {}, False),
        (Standing.DENIED, {}, False),
        (Standing.ALLOWED, {"hour": time(11)}, False),
    ],
)
def test_a_chat_that_the_operator_named_may_still_want_otherwise(
    standing: Standing, wants: dict[str, Any], *, comes: bool
) -> None:
    named = frozenset({"slack:C1"})
    assert addresses(AT_TEN, room("C1", standing, **wants), chats=named) == ["slack:C1"] * comes


def test_a_report_follows_a_chat_that_moved_and_comes_once() -> None:
    old, new = room("C1", Standing.CLOSED, moved_to="C2"), room("C2", reports=True)
    named = frozenset({"slack:C1", "slack:C1:7"})
    assert addresses(AT_TEN, old, new, chats=named) == ["slack:C2", "slack:C2:7"]
    circle = room("C2", Standing.CLOSED, moved_to="C1")
    assert addresses(AT_TEN, old, circle, chats=named) == [], "and a circle has an end"


def test_a_zone_that_this_machine_does_not_know_falls_back_to_the_house() -> None:
    assert addresses(AT_TEN, room("C1", reports=True, zone="Mars/Olympus")) == ["slack:C1"]
