"""What becomes of a job: answered once, tried again, or given up with a reason."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.jobs import MOST_CRASHES, MOST_TRIES
from bot.errors import CannotDo, TryLater, Why
from tests.bot.posts import BRIEF, REFUSAL, Death, Office, open_office, said
from tests.fakes.ports import BUSY, FakeClock

LATER = TryLater(Why.SOURCE_BUSY, host="export.arxiv.org")
GIVEN_UP = "export.arxiv.org is busy, or gives no usable answer. Try again in a few minutes."


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        yield opened


async def test_a_job_is_answered_in_order_and_done(office: Office) -> None:
    await office.ask()
    assert await office.work()
    assert office.shown() == ["the first part", "the second part"]
    assert office.chat.posts[0].reply_to == "42"
    assert await office.job() == (("done", 0, 0), None)
    assert not await office.work(after=9999)


async def test_what_cannot_be_done_is_told_and_ends_as_failed(office: Office) -> None:
    office.desk.acts = [REFUSAL]
    await office.ask()
    await office.work()
    assert office.shown() == ["a.pdf is empty. Send the file again."]
    state, failure = await office.job()
    assert state == ("failed", 0, 0)
    assert json.loads(failure)["why"] == "file_empty"


async def test_what_may_go_well_later_is_tried_again_after_growing_waits(office: Office) -> None:
    office.desk.acts = [LATER] * 3
    await office.ask()
    for wait in (2, 8, 32):
        assert await office.work()
        assert not await office.work(after=wait - 0.1)
        office.clock.go_on(timedelta(seconds=0.1))
    assert await office.work()
    assert office.desk.finals == [False] * 4
    assert office.shown() == ["the first part", "the second part"]


async def test_the_wait_that_was_asked_for_is_kept(office: Office) -> None:
    office.desk.acts = [BUSY]
    await office.ask()
    await office.work()
    assert not await office.work(after=29.9)
    assert await office.work(after=0.2)


async def test_the_last_try_is_said_to_be_the_last_and_then_the_asker_is_told(office: Office) -> None:
    office.desk.acts = [LATER] * 99
    await office.ask()
    await office.finish()
    assert office.desk.finals == [False] * (MOST_TRIES - 1) + [True]
    assert office.shown() == [GIVEN_UP]
    assert (await office.job())[0][0] == "failed"


async def test_where_people_sit_and_wait_the_first_try_is_the_last(office: Office) -> None:
    office.chat.patient = False
    office.desk.acts = [LATER]
    await office.ask()
    await office.work()
    assert office.desk.finals == [True]
    assert "is busy" in office.shown()[0]


async def test_arxiv_is_asked_five_times_and_then_named_as_the_reason(office: Office) -> None:
    office.real_desk()
    office.papers.trouble = BUSY
    await office.ask(command=BRIEF)
    await office.finish()
    assert len(office.papers.asked) == MOST_TRIES
    assert office.shown() == [GIVEN_UP]


@pytest.mark.parametrize("empty", [False, True])
async def test_a_bug_is_answered_with_a_code_that_stands_in_the_log(
    office: Office, caplog: pytest.LogCaptureFixture, *, empty: bool
) -> None:
    office.desk.acts = [said() if empty else ValueError("words of a paper")]
    await office.ask()
    await office.work()
    words = office.shown()[0]
    assert words.startswith("Something went wrong on my side.")
    code = words.rpartition("the code ")[2].rstrip(".")
    assert f"bug.met reference={code}" in caplog.text
    assert (await office.job())[0] == ("failed", 0, 0)


async def test_a_job_that_kills_the_process_is_pushed_ahead_and_given_up(office: Office) -> None:
    office.desk.acts = [Death()] * 99
    await office.ask()
    spent = 0
    while not office.chat.posts:
        spent += 1
        office.clock.go_on(timedelta(seconds=400))
        try:
            assert await office.work()
        except Death:
            await office.storage.jobs.release("")
            if spent > 3:
                assert not await office.work(), "others come first"
    assert spent == MOST_CRASHES + 1
    assert office.shown()[0].startswith("I tried several times and it did not work.")
    assert (await office.job())[0][0] == "failed"


async def test_a_post_that_kills_the_process_is_given_up_too(office: Office) -> None:
    def die() -> None:
        raise Death

    office.chat.on_post = die
    await office.ask()
    for _ in range(MOST_CRASHES + 2):
        office.clock.go_on(timedelta(seconds=400))
        try:
            await office.work()
        except Death:
            await office.storage.jobs.release("")
    state, failure = await office.job()
    assert state[0] == "failed"
    assert json.loads(failure)["why"] == "gave_up"
    assert not await office.work(after=4000)


async def test_a_worker_whose_lease_was_taken_over_stops_and_posts_nothing(office: Office) -> None:
    begun = asyncio.Event()
    ended: list[str] = []

    class Slow:
        async def answer(self, job: object, *, final: bool, watch: object) -> None:
            begun.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                ended.append("called off")
                raise

    await office.ask()
    quick, office.desk = office.desk, Slow()
    worker = office.worker("first")
    working = asyncio.create_task(worker.work_once())
    await begun.wait()
    office.desk = quick
    office.clock.go_on(timedelta(seconds=61))
    assert await office.worker("second").work_once()
    assert not working.done()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    assert ended == ["called off"]
    assert await office.couriers().carry_once()
    assert office.shown() == ["the first part", "the second part"]


async def test_a_worker_lets_go_when_its_lease_cannot_be_renewed(office: Office) -> None:
    class Taken:
        """Jobs of which the lease is gone at the first look, after one look that found the store busy."""

        def __init__(self, jobs: object) -> None:
            self.looks: list[str] = []
            self._jobs = jobs

        async def renew(self, job: object, *, owner: str, until: object) -> bool:
            self.looks.append(owner)
            if len(self.looks) == 1:
                raise TryLater(Why.STORAGE_BUSY)
            return False

        def __getattr__(self, name: str) -> object:
            return getattr(self._jobs, name)

    class Hurried(FakeClock):
        async def sleep(self, span: timedelta) -> None:
            assert span == timedelta(seconds=20)
            await asyncio.sleep(0.01)

    class Endless:
        async def answer(self, job: object, *, final: bool, watch: object) -> None:
            await asyncio.Event().wait()

    taken = Taken(office.storage.jobs)
    office.clock, office.desk = Hurried(), Endless()
    office.wrap = lambda port: taken if port is office.storage.jobs else port
    await office.ask()
    assert await office.work()
    assert taken.looks == ["worker", "worker"], "one busy moment costs no lease"
    assert office.chat.posts == []
    assert (await office.job())[0][0] == "leased"


async def test_two_workers_share_the_jobs_and_each_is_answered_once(office: Office) -> None:
    for number in range(6):
        await office.ask(f"job {number}")
    workers = [office.worker(f"worker {number}") for number in range(3)]
    for _ in range(6):
        await asyncio.gather(*(worker.work_once() for worker in workers))
    couriers = [office.couriers(f"couriers {number}") for number in range(3)]
    for _ in range(6):
        await asyncio.gather(*(each.carry_once() for each in couriers))
    assert len(office.shown()) == 12
    assert await office.rows("SELECT DISTINCT state FROM jobs") == [("done",)]


async def test_a_store_that_is_away_for_a_moment_does_not_end_the_worker(office: Office) -> None:
    away = [TryLater(Why.STORAGE_BUSY), ValueError("a bug")]
    stopping = asyncio.Event()

    class Flaky:
        def __init__(self, jobs: object) -> None:
            self._jobs = jobs

        async def lease(self, *positional: object, **named: object) -> object:
            if away:
                raise away.pop()
            stopping.set()
            # handed on as it came
            return await office.storage.jobs.lease(*positional, **named)  # type: ignore[arg-type]

        def __getattr__(self, name: str) -> object:
            return getattr(self._jobs, name)

    office.wrap = lambda port: Flaky(port) if port is office.storage.jobs else port
    await office.ask()
    worker = office.worker()
    running = asyncio.create_task(worker.run(stopping))
    while away:
        worker.bell.ring()
        await asyncio.sleep(0.01)
    worker.bell.ring()
    await asyncio.wait_for(running, 5)
    assert await office.couriers().carry_once()
    assert office.shown() == ["the first part", "the second part"], "what was held was brought to its end"


async def test_cannot_do_reaches_the_asker_in_their_language(office: Office) -> None:
    office.desk.acts = [CannotDo(Why.NO_PAPERS_ON_DAY, day="2026-03-01")]
    await office.ask()
    async with office.storage.database.writing() as connection:
        await connection.exec_driver_sql("UPDATE jobs SET language = 'zh'")
    await office.work()
    assert office.shown() == ["2026-03-01 没有提交的论文。请先用 submit 提交，再来索取。"]
