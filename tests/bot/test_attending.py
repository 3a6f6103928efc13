"""Who waits behind a question: told once, and where a chat shows no such words, not asked of it again."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.attending import attend
from bot.domain.chat import Address
from bot.domain.jobs import Job
from bot.errors import PostRefused, TryLater, Why
from bot.notices import Notice
from bot.ports import Hearer
from tests.bot.posts import Office, open_office
from tests.fakes.ports import FakeClock, FakePlatform

LOOKS = 20


class Passing(FakeClock):
    """Whoever sleeps wakes at once, that much later."""

    async def sleep(self, span: timedelta) -> None:
        self.go_on(span)
        await asyncio.sleep(0)


@dataclass
class Mute(FakePlatform):
    """A chat that shows no words that do not stay, and counts who tried."""

    trouble: Exception | None = None
    asked: int = 0

    async def notice(
        self,
        address: Address,
        words: str,
        *,
        reply_to: str | None,
        post: str | None,
        hearer: Hearer | None = None,
    ) -> str:
        self.asked += 1
        if self.trouble:
            raise self.trouble
        return ""


@dataclass
class Waiting:
    """The one question behind another, for as long as nobody noted that its asker was told; then the end."""

    job: Job
    looks: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def stopped(self, job: Job) -> bool:
        self.looks += 1
        if self.looks > LOOKS:
            self.over.set()
            await asyncio.Event().wait()
        return False

    async def stop(self, address: Address, *, person: str | None, by: str, notice: str | None = None) -> bool:
        raise NotImplementedError

    async def behind(self, job: Job) -> tuple[Job, ...]:
        return (self.job,)


@pytest.mark.parametrize("trouble", [None, PostRefused("no"), TryLater(Why.SOURCE_BUSY, host="square")])
async def test_a_chat_that_shows_no_words_to_who_waits_is_asked_once(
    tmp_path: Path, trouble: Exception | None
) -> None:
    async with open_office(tmp_path) as office:
        questions, chat = await _one_behind_another(office), Mute(trouble=trouble)
        first = questions.job.model_copy(update={"id": 0})
        notice = Notice(first, chat, office.storage.jobs, Passing())
        attending = asyncio.create_task(attend(notice, questions, called_off=asyncio.Event()))
        async with asyncio.timeout(5):
            await questions.over.wait()
        attending.cancel()
        await asyncio.gather(attending, return_exceptions=True)
    assert chat.asked == 1


class Stuck:
    """Jobs of which nothing can be noted for a while."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()

    async def noticed(self, job: Job, *, post: str) -> None:
        self.begun.set()
        await asyncio.Event().wait()


class Leaving(FakePlatform):
    """A chat whose posts can be taken away, or cannot."""

    def __init__(self, trouble: Exception | None) -> None:
        super().__init__()
        self.trouble, self.taken = trouble, list[str]()

    async def withdraw(self, address: Address, post: str) -> None:
        self.taken.append(post)
        if self.trouble:
            raise self.trouble


@pytest.mark.parametrize("trouble", [None, PostRefused("gone")])
async def test_words_that_nobody_waits_for_any_more_are_taken_away_before_anybody_notes_them(
    tmp_path: Path, trouble: Exception | None
) -> None:
    async with open_office(tmp_path) as office:
        job, chat, jobs = (await _one_behind_another(office)).job, Leaving(trouble), Stuck()
        showing = asyncio.create_task(Notice(job, chat, jobs, Passing()).show("One moment"))  # type: ignore[arg-type]
        await jobs.begun.wait()
        showing.cancel()
        (ended,) = await asyncio.gather(showing, return_exceptions=True)
    assert chat.taken == ["notice 1"]
    assert isinstance(ended, asyncio.CancelledError), "what is given up does not go on"


async def _one_behind_another(office: Office) -> Waiting:
    await office.ask()
    now = office.clock.now()
    job = await office.storage.jobs.lease("w", platforms=("square",), now=now, until=now)
    assert job
    return Waiting(job)
