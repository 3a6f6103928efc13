"""The newsagent pulls what chats follow, and asks nothing where nobody follows anything."""

import asyncio
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

from bot.domain.mailing_days import ZONE
from bot.newsagent import Newsagent
from tests.bot.usecases.test_pull_mailings import MONDAY, WEEK, all_in, standing
from tests.fakes.ports import FakeClock
from tests.storage.mailings import follow, topic

MORNING = datetime.combine(MONDAY, time(5), tzinfo=ZONE)


class Rounds(FakeClock):
    """A clock on which each round but the last is over when somebody says so."""

    def __init__(self) -> None:
        super().__init__(MORNING)
        self.ended: asyncio.Queue[timedelta] = asyncio.Queue()
        self.next = asyncio.Event()

    async def sleep(self, span: timedelta) -> None:
        self.next.clear()
        self.ended.put_nowait(span)
        await self.next.wait()
        self.go_on(span)


async def test_what_is_followed_is_pulled_and_else_nothing_is_asked(tmp_path: Path) -> None:
    async with standing(tmp_path, WEEK) as stand:
        stand.at(MONDAY)
        clock = Rounds()
        press = replace(stand.press, clock=clock)
        running = asyncio.create_task(Newsagent(press, stand.storage.topics).run())
        assert await asyncio.wait_for(clock.ended.get(), 5) == timedelta(minutes=30)
        await follow(stand.storage, topic("no categories", categories=(), include=("lanes",)))
        clock.next.set()
        await asyncio.wait_for(clock.ended.get(), 5)
        assert stand.arxiv.times == []
        await follow(stand.storage, topic(categories=("cs.LG",)))
        clock.next.set()
        await asyncio.wait_for(clock.ended.get(), 5)
        running.cancel()
        assert stand.arxiv.feeds == ["cs.LG"]
        assert await stand.numbers() == all_in("cs.LG", WEEK[0])
