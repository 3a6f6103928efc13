"""A year of many channels, hour by hour: is each due date covered by exactly one report?

    python -m tests.campaigns.simulate_year --seed 1

Two processes with clocks of their own file reports on one PostgreSQL database, one process on SQLite,
through clock changes, outages, kills, pauses and changed settings. What was due is found by looking at a wall
clock in each zone at each hour, with nothing of what is tested. Exits with 1 when a promise is broken.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import Collection, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.alarms import Alarm
from bot.domain.rooms import KnownRoom, Room, RoomSettings, Standing
from bot.domain.schedules import due_dates
from bot.usecases.plan_reports import Planning
from handlers.clock import AlarmClock
from storage import Storage, open_storage
from tests.campaigns.year_promises import DAY, MOST_SKEW, Due, Tally, check, told
from tests.storage.servers import own_database

BEGINS = datetime(2028, 1, 1, tzinfo=UTC)  # a leap year
ZONES = (
    *("Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "America/Santiago", "Africa/Cairo", "UTC"),
    *("Africa/Casablanca", "America/New_York", "Europe/Berlin", "Asia/Shanghai", "Pacific/Kiritimati"),
    "America/St_Johns",
)
HOURS = (
    time(0),
    time(2),
    time(2, 15),
    time(2, 30),
    time(7, 45),
    time(9),
    time(12),
    time(18, 30),
    time(23, 50),
)
WEEKDAYS = ((0, 1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 4), (0, 2, 4), (6,))
HOUR = timedelta(hours=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # what a clock without a battery says after a start


@dataclass(frozen=True, slots=True)
class Size:
    """How much happens."""

    days: int = 366
    channels: int = 20
    outages: int = 30
    kills: int = 12
    changes: int = 80
    pauses: int = 25
    processes: int = 2


@dataclass
class Town:
    """Chats and what they want; it is a register of rooms, and one of people and of topics that has none."""

    rooms: dict[str, KnownRoom]

    async def all(self) -> tuple[KnownRoom, ...]:
        """Every chat."""
        return tuple(self.rooms.values())

    def change(self, chat: str, **wants: object) -> None:
        """Let a chat want something else."""
        room = self.rooms[chat]
        self.rooms[chat] = room.model_copy(update={"settings": room.settings.model_copy(update=wants)})


class Nobody:
    """A register with nothing in it."""

    async def all(self) -> tuple[()]:
        """Nothing."""
        return ()


@dataclass
class SkewedClock:
    """The time of the world, seen by one process."""

    time: datetime = BEGINS
    skew: timedelta = timedelta(0)
    unset: bool = False

    def now(self) -> datetime:
        """What this process takes for the present."""
        return LONG_AGO if self.unset else self.time + self.skew

    async def sleep(self, span: timedelta) -> None:
        """Nobody waits here: each look is told to happen."""
        raise NotImplementedError


@dataclass
class Process:
    """One of those that look at the clock; it dies and is started again."""

    ringing: AlarmClock
    clock: SkewedClock
    down_until: datetime = BEGINS
    up_since: datetime = BEGINS


async def simulate(storages: Sequence[Storage], *, seed: int, size: Size) -> Tally:
    """Let the time pass; every promise is checked at the end."""
    # What happens is to be repeatable, not secret.
    chance, tally = random.Random(seed), Tally()  # noqa: S311
    town = _town(chance, size)
    processes = [_process(storage, town) for storage in storages]
    asleep = _outages(chance, size, tally)
    events = _events(chance, size)
    kills = sorted(_moments(chance, size, size.kills))
    for step in range(size.days * 24):
        now = BEGINS + step * HOUR + timedelta(seconds=chance.randrange(3600))
        _look_at_the_walls(town, tally, now=now)
        if any(begins <= now < ends for begins, ends in asleep):
            for process in processes:
                process.up_since = now
            continue
        awake = [process for process in processes if process.down_until <= now]
        for process in awake:
            process.clock.time = now
            process.clock.skew = MOST_SKEW * chance.uniform(-1, 1)
            process.clock.unset = chance.random() < 0.002 and step > 0
        victim = awake[0] if kills and kills[0] <= now and awake else None
        if victim and await _is_due(victim, storages[0]):
            kills.pop(0)
            await _kill(victim, chance, tally)
            victim.down_until = now + HOUR * chance.uniform(0.1, 6)
            awake.remove(victim)
        if await _look(awake, tally, now=now):  # a chat is heard by a bot that runs
            _change(town, events, tally, now=now)
    tally.counts["times that a clock on a wall was changed"] = sum(
        _changes_in(zone, size.days) for zone in ZONES
    )
    await check(town.rooms, storages[0], tally)
    return tally


def _changes_in(zone: str, days: int) -> int:
    offsets = [(BEGINS + hour * HOUR).astimezone(ZoneInfo(zone)).utcoffset() for hour in range(days * 24)]
    return sum(before != after for before, after in pairwise(offsets))


def _town(chance: random.Random, size: Size) -> Town:
    rooms = {}
    for number in range(size.channels):
        chat = f"C{number:02}"
        wants = RoomSettings(
            reports=True,
            zone=ZONES[number % len(ZONES)],
            hour=chance.choice(HOURS),
            weekdays=chance.choice(WEEKDAYS),
        )
        rooms[chat] = KnownRoom(
            platform="square",
            chat=chat,
            room=Room(kind="group"),
            standing=Standing.ALLOWED,
            settings=wants,
            noted_at=BEGINS,
        )
    return Town(rooms)


def _process(storage: Storage, town: Town) -> Process:
    clock = SkewedClock()
    alarm = Alarm(frozenset(), at=time(9), zone=UTC, language="en")
    # Of the registers one verb is asked for.
    planning = Planning(alarm, rooms=town, people=Nobody(), topics=Nobody())  # type: ignore[arg-type]
    return Process(AlarmClock(planning, storage.schedules, clock=clock, ring=lambda: None), clock)


def _moments(chance: random.Random, size: Size, count: int) -> list[datetime]:
    return [BEGINS + DAY + chance.random() * (size.days - 1) * DAY for _ in range(count)]


def _outages(chance: random.Random, size: Size, tally: Tally) -> list[tuple[datetime, datetime]]:
    """Of both processes, from five minutes to four days long."""
    spans = [timedelta(minutes=5) * (4 * 24 * 12) ** chance.random() for _ in range(size.outages)]
    spans[:2] = [timedelta(minutes=5), 4 * DAY][: len(spans)]
    tally.counts["outages"] = len(spans)
    return [
        (begins, begins + span)
        for begins, span in zip(_moments(chance, size, size.outages), spans, strict=True)
    ]


def _events(chance: random.Random, size: Size) -> list[tuple[datetime, str, dict[str, object]]]:
    """What chats come to want, and when."""
    chats = [f"C{number:02}" for number in range(size.channels)]
    events: list[tuple[datetime, str, dict[str, object]]] = []
    for moment in _moments(chance, size, size.changes):
        name, values = chance.choice((("zone", ZONES), ("hour", HOURS), ("weekdays", WEEKDAYS)))
        events.append((moment, chance.choice(chats), {name: chance.choice(values)}))
    for moment in _moments(chance, size, size.pauses):
        chat = chance.choice(chats)
        events.append((moment, chat, {"paused": True}))
        events.append((moment + DAY * chance.uniform(0.1, 10), chat, {"paused": False}))
    return sorted(events, key=lambda event: event[0])


def _change(
    town: Town, events: list[tuple[datetime, str, dict[str, object]]], tally: Tally, *, now: datetime
) -> None:
    while events and events[0][0] <= now:
        _, chat, wants = events.pop(0)
        town.change(chat, **wants)
        tally.changed[chat].add(now)
        tally.counts["pauses" if "paused" in wants else "changed settings"] += 1


def _look_at_the_walls(town: Town, tally: Tally, *, now: datetime) -> None:
    """Which dates have come, by a clock on a wall in each chat's zone."""
    for chat, room in town.rooms.items():
        wants = room.settings
        assert wants.hour is not None
        wall = now.astimezone(ZoneInfo(wants.zone or "UTC"))
        reached = wall.date() if wall.time() >= wants.hour else wall.date() - DAY
        due = tally.due.setdefault(chat, Due(reached))
        while due.reached < reached:
            due.reached += DAY
            if due.reached.weekday() in (wants.weekdays or ()):
                due.dates[due.reached] = now
                if wants.paused:
                    due.paused.add(due.reached)


async def _is_due(process: Process, storage: Storage) -> bool:
    """Whether a look would file anything: a kill is to hit something."""
    plans = {plan.address: plan for plan in await process.ringing.planning.plans()}
    now = process.clock.now()
    return any(due_dates(each.covered, now, plans[each.address]) for each in await storage.schedules.all())


async def _kill(process: Process, chance: random.Random, tally: Tally) -> None:
    """Break a look off at one of its awaits; the server rolls back what was not committed."""
    looking = asyncio.create_task(process.ringing.look())
    await asyncio.wait({looking}, timeout=chance.uniform(0, 0.006))
    tally.counts["kills in the middle of a look"] += not looking.done()
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    tally.counts["kills"] += 1


async def _look(awake: Collection[Process], tally: Tally, *, now: datetime) -> bool:
    """File what is due; True: somebody looked at a clock that was set."""
    looks = []
    for process in awake:
        if process.clock.unset:
            process.up_since = now
            tally.counts["looks at a clock that was not set"] += 1
        looks.append(process.ringing.look(steady=now - process.up_since))
    filed = await asyncio.gather(*looks)
    tally.counts["looks"] += len(filed)
    seen = any(not process.clock.unset for process in awake)
    tally.looks += [now] * seen
    return seen


async def run(*, seed: int, size: Size, server: str | None) -> Tally:
    """A year on a server with several processes; without one, on a SQLite file with one."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"{server}?sslmode=disable" if server else f"sqlite:///{folder}/briefbot.db"
        count = size.processes if server else 1
        opened = [await stack.enter_async_context(open_storage(url, data_dir=folder)) for _ in range(count)]
        return await simulate(opened, seed=seed, size=size)


async def _main(seed: int) -> bool:
    lines, broken = list[str](), 0
    async with own_database() as server:
        places = [("PostgreSQL, two processes", server)] if server else []
        for place, address in (*places, ("SQLite, one process", None)):
            tally = await run(seed=seed, size=Size(), server=address)
            lines += [place, *(f"  {line}" for line in told(tally))]
            broken += len(tally.broken)
    if not places:
        lines.append("No PostgreSQL server answers at BRIEFBOT_TEST_POSTGRES_URL: left out.")
    sys.stdout.write("\n".join(lines) + "\n")
    return not broken


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    sys.exit(0 if asyncio.run(_main(parser.parse_args().seed)) else 1)
