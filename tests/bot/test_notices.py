"""What a person sees while they wait: one post, made late, edited now and then, gone with the answer."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.chat import Reply
from bot.domain.jobs import Job
from bot.errors import OutcomeUnknown, PostRefused, TryLater, Why
from bot.usecases.attempts import Count
from bot.usecases.watching import Watch
from tests.bot.posts import REPORT, TWO, Office, open_office
from tests.fakes.ports import FakeClock, FreePace

AWAY = TryLater(Why.SOURCE_BUSY, host="export.arxiv.org")


async def until(holds: Callable[[], bool]) -> None:
    """Until others have made it so."""
    # a plain value has no event to wait for
    while not holds():  # noqa: ASYNC110
        await asyncio.sleep(0.001)


class Passing(FakeClock):
    """Time that others move; whoever sleeps wakes when it has come."""

    async def sleep(self, span: timedelta) -> None:
        wake = self.time + span
        await until(lambda: self.time >= wake)


class Apart(FreePace):
    """A platform on which words that grow are no posts."""

    def beside(self, chat: str) -> str:
        return f"{chat} growing"


@dataclass
class Patient:
    """A desk that answers when it is told to."""

    then: TryLater | None = None

    def __post_init__(self) -> None:
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()
        self.count: Count | None = None

    async def answer(self, job: Job, *, final: bool, watch: Watch) -> Reply:
        self.count, self.say = watch.on_done, watch.on_words
        self.begun.set()
        await self.go_on.wait()
        if self.then:
            raise self.then
        return TWO


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        opened.clock, opened.desk = Passing(), Patient()
        yield opened


async def passes(office: Office, seconds: float, shown: Callable[[], bool] = lambda: True) -> None:
    office.clock.go_on(timedelta(seconds=seconds))
    async with asyncio.timeout(5):
        await asyncio.sleep(0.02)
        await until(shown)


async def noted(office: Office) -> None:
    """Until the id of the notice is kept."""
    for _ in range(500):
        if await office.rows("SELECT notice FROM jobs") != [(None,)]:
            await asyncio.sleep(0.02)
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never was")


async def begin(office: Office) -> "asyncio.Task[bool]":
    working = asyncio.create_task(office.worker().work_once())
    await office.desk.begun.wait()
    await asyncio.sleep(0.01)
    return working


async def test_how_far_it_is_stands_in_one_post_that_goes_with_the_answer(office: Office) -> None:
    await office.ask()
    working, notices = await begin(office), office.chat.notices
    await passes(office, 1.9)
    assert notices == []
    office.desk.count(3, 12)
    await passes(office, 0.2, lambda: len(notices) == 1)
    await noted(office)
    office.desk.count(4, 12)
    await passes(office, 2.9)
    assert len(notices) == 1, "at most every three seconds"
    await passes(office, 0.2, lambda: len(notices) == 2)
    await passes(office, 3.1)
    assert notices == [
        (None, "Reading 12 papers: 3 done …"),
        ("notice 1", "Reading 12 papers: 4 done …"),
    ]
    office.desk.go_on.set()
    assert await working
    assert office.chat.withdrawn == []
    assert await office.couriers().carry_once()
    assert office.chat.withdrawn == ["notice 1"]
    assert (await office.job())[0][0] == "done"


async def test_a_quick_answer_and_a_scheduled_report_show_none(office: Office) -> None:
    office.desk.go_on.set()
    await office.ask()
    await office.work()
    office.desk = Patient()
    await office.ask("two", command=REPORT)
    working = await begin(office)
    await passes(office, 30)
    office.desk.go_on.set()
    await working
    assert office.chat.notices == []
    assert office.chat.withdrawn == []


@pytest.mark.parametrize("trouble", [PostRefused("no"), OutcomeUnknown("?"), AWAY, ValueError("a bug")])
async def test_a_notice_that_fails_costs_the_job_nothing(office: Office, trouble: Exception) -> None:
    office.chat.notice_act = trouble
    await office.ask()
    working = await begin(office)
    await passes(office, 9)
    office.desk.go_on.set()
    await working
    assert await office.couriers().carry_once()
    assert office.shown() == ["the first part", "the second part"]
    assert (await office.job())[0] == ("done", 0, 0)


async def test_a_flood_that_a_notice_meets_holds_for_the_reply_as_well(office: Office) -> None:
    pace = office.chat.pace = FreePace()
    office.chat.notice_act = TryLater(Why.SOURCE_BUSY, timedelta(seconds=9), host="square")
    await office.ask()
    working = await begin(office)
    await passes(office, 2.1, lambda: bool(pace.floods))
    office.desk.go_on.set()
    await working
    assert pace.floods == [("here", timedelta(seconds=9))]


async def test_after_a_restart_the_same_post_is_edited_and_taken_away(office: Office) -> None:
    await office.ask()
    dying = await begin(office)
    await passes(office, 2.1, lambda: bool(office.chat.notices))
    await noted(office)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    await office.storage.jobs.release("")
    office.desk = Patient()
    working = await begin(office)
    office.desk.count(1, 2)
    await passes(office, 2.1, lambda: len(office.chat.notices) == 2)
    office.desk.go_on.set()
    await working
    await office.couriers().carry_once()
    assert office.chat.notices == [(None, "I am on it …"), ("notice 1", "Reading 2 papers: 1 done …")]
    assert office.chat.withdrawn == ["notice 1"]


async def test_what_cannot_be_had_now_is_told_once_with_the_time_until_which_it_is_tried(
    office: Office,
) -> None:
    office.desk.then = AWAY
    office.desk.go_on.set()
    await office.ask()
    for wait in (0, 2, 8):
        await office.work(after=wait)
    (told,) = office.chat.notices
    until = (office.clock.time - timedelta(seconds=10) + timedelta(seconds=162)).astimezone()
    assert told == (
        None,
        f"export.arxiv.org does not answer just now. I try again until {until:%H:%M}.",
    )
    office.desk.then = None
    await office.work(after=32)
    assert office.shown() == ["the first part", "the second part"]
    assert office.chat.withdrawn == ["notice 1"]


async def test_words_of_an_answer_are_shown_at_once_and_then_as_they_come(office: Office) -> None:
    await office.ask()
    working, notices = await begin(office), office.chat.notices
    office.desk.say("Reading “Lanes” …")
    await passes(office, 0, lambda: len(notices) == 1)
    await noted(office)
    office.desk.say("Reading “Lanes” …\n\nIt is fast.")
    await passes(office, 2.9)
    assert len(notices) == 1, "where words count as posts, the answer itself must find room"
    await passes(office, 0.2, lambda: len(notices) == 2)
    await passes(office, 30)
    assert notices == [
        (None, "Reading “Lanes” …"),
        ("notice 1", "Reading “Lanes” …\n\nIt is fast."),
    ]
    assert [hearer and (hearer.person, hearer.stop.says) for hearer in office.chat.hearers] == [
        ("ann", "stop")
    ] * 2
    office.desk.go_on.set()
    assert await working
    assert await office.couriers().carry_once()
    assert office.chat.withdrawn == ["notice 1"]


async def test_of_words_that_came_meanwhile_only_the_last_are_shown_where_they_count_apart(
    office: Office,
) -> None:
    office.chat.pace = Apart()
    await office.ask()
    working, notices = await begin(office), office.chat.notices
    office.desk.say("Reading …")
    await passes(office, 0, lambda: len(notices) == 1)
    for words in ("Reading …\n\nOne.", "Reading …\n\nOne.\n\nTwo."):
        office.desk.say(words)
    await passes(office, 0, lambda: len(notices) == 2)
    assert notices[-1][1].endswith("Two.")
    office.desk.go_on.set()
    assert await working
