"""Who does what is to be done in this process: workers make replies, couriers post them."""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from bot.couriers import Couriers
from bot.holding import Bell
from bot.opening import Opened, zone_of
from bot.ports import ChatPlatform
from bot.postman import Postman
from bot.settings import Settings
from bot.usecases.doors import Doors
from bot.usecases.write_feed import FeedWriter
from bot.worker import Worker
from storage import Storage

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Staff:
    """Who does what is to be done in this process."""

    workers: Sequence[Worker]
    couriers: Couriers

    async def work(self, stopping: asyncio.Event) -> None:
        """Until told to stop; then the replies that are under way are made, and after that posted."""
        all_made = asyncio.Event()
        async with asyncio.TaskGroup() as posting:
            posting.create_task(self.couriers.run(all_made))
            async with asyncio.TaskGroup() as making:
                for worker in self.workers:
                    making.create_task(worker.run(stopping))
            all_made.set()
            self.couriers.bell.ring()


async def staff_of(
    settings: Settings, opened: Opened, *, doors: Doors, platforms: dict[str, ChatPlatform], bell: Bell
) -> Staff:
    """Those of this process; what a dead one held is freed first where nobody else can hold it."""
    storage, clock = opened.storage, opened.desk.clock
    # Whoever held the embedded file before us is dead: the file's lock is ours. On a server other
    # processes may live, and their leases run out by themselves.
    if storage.alone:
        freed = await storage.jobs.release("")
        log.info("jobs.freed jobs=%d", freed)
    process = secrets.token_hex(4)
    couriers = Couriers(
        name=f"{process}-couriers",
        jobs=storage.jobs,
        postman=_postman(settings, storage, doors=doors, platforms=platforms),
        platforms=platforms,
        clock=clock,
        bell=Bell(),
        doorstep=bell.doorstep,
    )
    feed = FeedWriter(storage.reports, feeds=storage.feeds, clock=clock)
    workers = [
        Worker(
            name=f"{process}-{number}",
            desk=opened.desk,
            jobs=storage.jobs,
            platforms=platforms,
            clock=clock,
            bell=bell,
            questions=storage.questions,
            replied=couriers.bell.ring,
            zone=zone_of(settings),
            told=feed.write,
        )
        for number in range(settings.workers)
    ]
    return Staff(workers, couriers)


def _postman(
    settings: Settings, storage: Storage, *, doors: Doors, platforms: dict[str, ChatPlatform]
) -> Postman:
    return Postman(
        storage.deliveries,
        jobs=storage.jobs,
        platforms=platforms,
        clock=doors.clock,
        hold_uncertain=settings.hold_uncertain,
        closed=doors.closed,
        moved=doors.moved,
    )
