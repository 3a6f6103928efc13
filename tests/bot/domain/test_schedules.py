"""When reports are due and what each covers, in every zone and through every change of a clock."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.chat import Address
from bot.domain.commands import SendReport
from bot.domain.schedules import (
    EVERY_DAY,
    SKEW,
    STEADY,
    Plan,
    Schedule,
    covered_at_first,
    due_dates,
    due_moment,
    is_ahead,
    next_runs,
    report_job,
)

HERE = Address(platform="slack", chat="C0PAPERS", thread="7")
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
BERLIN, APIA = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Apia")
SUNDAY = date(2026, 3, 1)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def plan(
    at: time = time(9),
    zone: tzinfo | None = UTC,
    weekdays: tuple[int, ...] = EVERY_DAY,
    *,
    paused: bool = False,
) -> Plan:
    return Plan(HERE, at=at, zone=zone, language="en", weekdays=weekdays, paused=paused)


def schedule(covered: date, *, since: date | None = None, noted_at: datetime | None = None) -> Schedule:
    noted = noted_at or datetime(2026, 1, 1, tzinfo=UTC)
    return Schedule(address=HERE, covered=covered, since=since or covered, noted_at=noted)


@pytest.mark.parametrize(
    ("zone", "day", "at", "moment"),
    [
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29T03:00:00+02:00"),  # it does not exist
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T02:30:00+02:00"),  # it comes twice
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), "2026-10-04T02:30:00+11:00"),  # half an hour
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "2026-04-05T01:45:00+11:00"),
        ("Africa/Cairo", date(2026, 4, 24), time(0), "2026-04-24T01:00:00+03:00"),  # no midnight
        ("America/Santiago", date(2026, 9, 6), time(0, 30), "2026-09-06T01:00:00-03:00"),
        ("Pacific/Apia", date(2011, 12, 30), time(9), "2011-12-31T00:00:00+14:00"),  # no such day
        ("America/Toronto", date(1919, 3, 30), time(23, 45), "1919-03-31T00:30:00-04:00"),
        ("Asia/Shanghai", date(2028, 2, 29), time(9), "2028-02-29T09:00:00+08:00"),
    ],
)
def test_an_hour_that_is_missing_is_the_end_of_the_gap_and_one_that_comes_twice_the_first(
    zone: str, day: date, *, at: time, moment: str
) -> None:
    assert due_moment(day, at, ZoneInfo(zone)).astimezone(ZoneInfo(zone)).isoformat() == moment


def test_without_a_zone_the_hour_is_the_machines() -> None:
    assert due_moment(SUNDAY, time(9), None) == datetime(2026, 3, 1, 9).astimezone()


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(ZONES).map(ZoneInfo),
    st.dates(date(1971, 1, 2), date(2037, 12, 30)),
    st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
)
@example(BERLIN, date(2026, 3, 29), time(2, 30))
@example(BERLIN, date(2026, 10, 25), time(2, 30))
@example(ZoneInfo("Australia/Lord_Howe"), date(2026, 4, 5), time(1, 45))
@example(APIA, date(2011, 12, 30), time(9))
@example(ZoneInfo("Africa/Cairo"), date(2026, 4, 24), time(0))
@example(ZoneInfo("Africa/Monrovia"), date(1972, 1, 7), time(0, 10))  # a change of 44 minutes and 30 seconds
def test_a_date_is_due_when_a_watch_that_is_looked_at_each_minute_first_shows_it(
    zone: ZoneInfo, day: date, at: time
) -> None:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=30)
    looks = [start + step * MINUTE for step in range(60 * 80)]
    wall = datetime.combine(day, at)
    shown = [look.astimezone(zone).replace(tzinfo=None) for look in looks]
    first = next(look for look, there in zip(looks, shown, strict=True) if there >= wall)
    moment = due_moment(day, at, zone)
    assert timedelta(0) <= first - moment < MINUTE
    exists = any(there.date() == day for there in shown)
    assert (day in due_dates(day - DAY, looks[-1], plan(at, zone))) == exists


plans = st.builds(
    plan,
    st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
    st.sampled_from(ZONES).map(ZoneInfo),
    st.lists(st.integers(0, 6), min_size=1, unique=True).map(lambda chosen: tuple(sorted(chosen))),
)
starts = st.integers(0, 20 * 366 * 24 * 60).map(lambda step: datetime(2009, 1, 1, tzinfo=UTC) + step * MINUTE)
gaps = st.lists(st.timedeltas(timedelta(seconds=30), timedelta(days=6)), min_size=1, max_size=30)


@settings(max_examples=200, deadline=None)
@given(plans, starts, gaps)
@example(plan(time(9), APIA), datetime(2011, 12, 28, tzinfo=UTC), [DAY / 4] * 20)
def test_whenever_one_looks_each_due_date_is_covered_by_one_report_and_no_day_twice(
    wanted: Plan, start: datetime, waits: list[timedelta]
) -> None:
    now = start
    covered = first = covered_at_first(wanted, now)
    assert due_dates(covered, now, wanted) == (), "a chat begins with nothing that is late"
    claims: list[tuple[date, ...]] = []
    spans: list[date] = []
    for wait in waits:
        now += wait
        if claimed := due_dates(covered, now, wanted):
            command = report_job(wanted, claimed[-1], since=covered, now=now).command
            assert isinstance(command, SendReport)
            assert command.day is not None
            begins = command.begins or command.day
            spans += [begins + DAY * step for step in range((command.day - begins).days + 1)]
            claims.append(claimed)
            covered = claimed[-1]
    assert [day for claimed in claims for day in claimed] == list(due_dates(first, now, wanted))
    assert spans == [first + DAY * step for step in range((covered - first).days)]


def test_only_the_weekdays_of_a_plan_are_due_and_monday_covers_the_weekend() -> None:
    working = plan(weekdays=(0, 1, 2, 3, 4))
    now = datetime(2026, 3, 10, 9, tzinfo=UTC)
    due = due_dates(date(2026, 2, 27), now, working)
    assert [f"{day:%a %d}" for day in due] == [
        "Mon 02",
        "Tue 03",
        "Wed 04",
        "Thu 05",
        "Fri 06",
        "Mon 09",
        "Tue 10",
    ]
    job = report_job(working, date(2026, 3, 9), since=date(2026, 3, 6), now=now)
    assert job.command == SendReport(day=date(2026, 3, 8), begins=date(2026, 3, 6), scheduled=True)
    assert job.key == "report:slack:C0PAPERS:7:2026-03-09"
    next_day = report_job(working, date(2026, 3, 10), since=date(2026, 3, 9), now=now)
    assert next_day.command == SendReport(day=date(2026, 3, 9), scheduled=True)


@pytest.mark.parametrize(
    ("before", "after", "hour", "due"),
    [
        (plan(time(9)), plan(time(18)), 10, []),  # it came today already
        (plan(time(18)), plan(time(9)), 10, [SUNDAY]),  # it is late now
        (plan(time(9), ZoneInfo("Pacific/Kiritimati")), plan(time(9), ZoneInfo("Pacific/Niue")), 23, []),
        (
            plan(time(9), ZoneInfo("Pacific/Niue")),
            plan(time(9), ZoneInfo("Pacific/Kiritimati")),
            21,
            [SUNDAY + DAY],
        ),
    ],
)
def test_a_change_of_hour_or_zone_neither_repeats_a_date_nor_leaves_one_out(
    before: Plan, after: Plan, *, hour: int, due: list[date]
) -> None:
    now = datetime(2026, 3, 1, hour, tzinfo=UTC)
    covered = covered_at_first(before, now)
    assert list(due_dates(covered, now, after)) == due
    later = due_dates(covered, now + 3 * DAY, after)
    assert list(later) == [covered + DAY * step for step in range(1, len(later) + 1)], "no date is left out"


FAST = datetime(2027, 3, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("covered", "noted_at", "steady", "ahead"),
    [
        (FAST.date(), FAST, STEADY, True),
        (FAST.date(), FAST, STEADY - timedelta(seconds=1), False),  # perhaps it is ours that is slow
        (NOW.date() + 2 * DAY, NOW, STEADY, False),  # claimed where it was the day after tomorrow
        (NOW.date() + DAY, NOW + SKEW, STEADY, False),  # by another process, whose clock is a bit fast
        (NOW.date(), FAST, STEADY, False),  # what it claimed was due anyhow
    ],
)
def test_a_date_far_ahead_is_a_fast_clocks_only_if_a_fast_clock_wrote_it(
    covered: date, noted_at: datetime, steady: timedelta, *, ahead: bool
) -> None:
    assert is_ahead(schedule(covered, noted_at=noted_at), plan(), now=NOW, steady=steady) is ahead


def told(runs: object) -> list[str]:
    assert isinstance(runs, tuple)
    return [f"{run.moment:%a %d %H:%M%z} {run.begins:%d}-{run.ends:%d}" for run in runs]


def test_the_next_runs_are_told_with_their_offset_and_what_they_cover() -> None:
    wanted = plan(time(2, 30), BERLIN, (4, 5, 6))
    now = datetime(2026, 3, 26, tzinfo=UTC)
    assert told(next_runs(wanted, schedule(date(2026, 3, 22)), now=now, count=4)) == [
        "Fri 27 02:30+0100 22-26",
        "Sat 28 02:30+0100 27-27",
        "Sun 29 03:00+0200 28-28",
        "Fri 03 02:30+0200 29-02",
    ]
    assert wanted.next(now) == datetime(2026, 3, 27, 1, 30, tzinfo=UTC)


def test_what_is_late_is_one_run_and_in_a_pause_none() -> None:
    now, late = datetime(2026, 3, 5, 12, tzinfo=UTC), schedule(SUNDAY)
    assert told(next_runs(plan(), late, now=now, count=2)) == [
        "Thu 05 09:00+0000 01-04",
        "Fri 06 09:00+0000 05-05",
    ]
    paused = next_runs(plan(paused=True), late, now=now, count=2)
    assert told(paused) == ["Fri 06 09:00+0000 01-05", "Sat 07 09:00+0000 06-06"]
    new = next_runs(plan(), None, now=now, count=1)
    assert told(new) == ["Fri 06 09:00+0000 05-05"], "a chat that is new begins with today"
