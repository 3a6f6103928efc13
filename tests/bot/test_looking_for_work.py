"""Who looks for work: one worker at a time, and nobody while people wait to be heard."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest_asyncio

from bot.holding import MOMENT, Bell, Doorstep
from bot.worker import Worker
from tests.bot.posts import Office, open_office

SECONDS = 5


@dataclass
class Counted:
    """A queue that counts how often it is asked for work."""

    port: object
    looks: int = 0

    async def lease(self, *positional: object, **named: object) -> object:
        self.looks += 1
        return await self.port.lease(*positional, **named)  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        return getattr(self.port, name)


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        yield opened


@asynccontextmanager
async def at_work(office: Office, *, hands: int) -> AsyncIterator[tuple[Counted, Bell]]:
    """Workers that hear one bell, as in one process."""
    counted, bell, stopping = Counted(office.storage.jobs), Bell(), asyncio.Event()
    office.wrap = lambda port: counted if port is office.storage.jobs else port
    workers: list[Worker] = [replace(office.worker(f"worker {n}"), bell=bell) for n in range(hands)]
    async with asyncio.TaskGroup() as running:
        for worker in workers:
            running.create_task(worker.run(stopping))
        try:
            yield counted, bell
        finally:
            stopping.set()
            for _ in workers:
                bell.ring()


async def until(holds: Callable[[], bool]) -> None:
    """Wait for it."""
    async with asyncio.timeout(SECONDS):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_of_many_idle_workers_one_looks_when_the_bell_rings(office: Office) -> None:
    async with at_work(office, hands=4) as (counted, bell):
        await until(lambda: counted.looks > 0)
        await asyncio.sleep(0.05)
        before = counted.looks
        bell.ring()
        await until(lambda: counted.looks > before)
        await asyncio.sleep(0.05)
        assert counted.looks == before + 1


async def test_while_one_works_another_looks(office: Office) -> None:
    begun, go_on = list[str](), asyncio.Event()
    answer = office.desk.answer

    async def slowly(job: object, **named: object) -> object:
        begun.append("begun")
        await go_on.wait()
        return await answer(job, **named)

    office.desk.answer = slowly
    for number in range(3):
        await office.ask(f"job {number}", person=f"person {number}")
    async with at_work(office, hands=3):
        await until(lambda: len(begun) == 3)
        go_on.set()


async def test_who_looks_for_work_lets_those_pass_who_are_being_heard(office: Office) -> None:
    await office.ask()
    async with at_work(office, hands=1) as (counted, bell):
        await until(lambda: counted.looks > 1)  # it was answered, and there is no more
        await asyncio.sleep(0.05)
        with bell.doorstep:
            before = counted.looks
            bell.ring()
            await asyncio.sleep(MOMENT.total_seconds() / 4)
            assert counted.looks == before
        await until(lambda: counted.looks > before)


async def test_a_street_that_never_ends_stops_no_work() -> None:
    doorstep = Doorstep()
    with doorstep:
        await asyncio.wait_for(doorstep.clear(), SECONDS)
    with doorstep:
        with doorstep:
            pass
        waiting = asyncio.create_task(doorstep.clear())
        await asyncio.sleep(0)
        assert not waiting.done(), "somebody still stands there"
    await asyncio.wait_for(waiting, SECONDS)
