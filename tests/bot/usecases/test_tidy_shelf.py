"""Old files go, a while after they were last used; a disk that is away costs nothing but the round."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.ports import StoredFile
from bot.usecases.tidy_shelf import tidy_shelf
from tests.fakes.ports import NOON, FakeClock


@dataclass
class Shelf:
    """A shelf whose disk is away at the first round."""

    rounds: list[datetime] = field(default_factory=list)

    async def keep(self, content: bytes, *, name: str) -> StoredFile:
        raise NotImplementedError

    async def expire(self, before: datetime) -> int:
        self.rounds.append(before)
        if len(self.rounds) == 1:
            raise PermissionError("the disk is away")
        return 3


class Hurried(FakeClock):
    """A clock on which every wait is over at once; the third one never ends."""

    def __init__(self) -> None:
        super().__init__()
        self.waits = 0
        self.third = asyncio.Event()

    async def sleep(self, span: timedelta) -> None:
        self.waits += 1
        self.go_on(span)
        if self.waits == 3:
            self.third.set()
            await asyncio.Event().wait()


async def test_files_go_round_after_round_whatever_the_disk_does(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    shelf, clock = Shelf(), Hurried()
    tidying = asyncio.create_task(tidy_shelf(shelf, keep=timedelta(days=30), clock=clock))
    await asyncio.wait_for(clock.third.wait(), 5)
    tidying.cancel()
    quarter = timedelta(hours=6)
    first = NOON - timedelta(days=30)
    assert shelf.rounds == [first, first + quarter, first + 2 * quarter]
    assert "worker.stumbled worker=shelf" in caplog.text
    assert caplog.text.count("shelf.tidied files=3") == 2
