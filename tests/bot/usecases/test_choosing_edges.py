"""Which announced papers a chat is to read about, where a topic changed or a version can never be had."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest_asyncio

from bot.domain.choices import Choice
from bot.domain.reports import MOST_TRIES, Failure, Report
from bot.errors import Reason, Why
from bot.usecases.choose_papers import A_FEW, Choosing, choose_papers
from bot.usecases.judge_papers import Judging
from storage import Storage, open_storage
from tests.storage.mailings import CHAT, announce, announcement, follow, tell, topic

MONDAY = date(2026, 3, 2)
MORNING = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)
NUMBER = "2602.00001"


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as opened:
        yield opened


async def chosen(storage: Storage, *, now: datetime) -> Choice:
    choosing = Choosing(storage.announcements, storage.topics, storage.reports, Judging(storage.topics))
    choice = await choose_papers(CHAT, choosing=choosing, language="en", now=now)
    assert choice is not None
    return choice


async def mail(storage: Storage, number: str, *, category: str, days: int) -> None:
    """A paper on lanes, in a mailing of so many days after Monday."""
    paper = announcement(number, day=MONDAY + days * A_DAY, title="Lanes", categories=(category,))
    at = MORNING + days * A_DAY - timedelta(hours=6)
    await announce(storage, paper, category=category, day=paper.day, at=at)


async def failed(storage: Storage, label: str, *, at: datetime) -> None:
    """A report that names a paper as failed."""
    failure = Failure(label=label, reason=Reason(Why.UNKNOWN_VERSION, {"id": label}))
    report = Report(title="Report", language="en", made_at=at, entries=(), failures=(failure,))
    await tell(storage, [], at=at, report=report)


async def test_a_category_that_others_follow_for_months_brings_what_comes_from_now_on(
    storage: Storage,
) -> None:
    followed = await follow(storage, begins=MONDAY)
    for days in range(60):
        await mail(storage, f"2603.{days + 1:05}", category="cs.DB", days=days)
    await tell(storage, [], at=MORNING + 58 * A_DAY)
    await storage.topics.set(followed, topic(categories=("cs.LG", "cs.DB")))
    choice = await chosen(storage, now=MORNING + 59 * A_DAY)
    assert [one.announcement.id.number for one in choice.relevant] == ["2603.00059", "2603.00060"]


async def test_what_a_report_left_open_for_weeks_is_judged_by_the_next(storage: Storage) -> None:
    """A chat that was paused, or whose reports come on one day of the week."""
    await follow(storage, begins=MONDAY)
    await tell(storage, [], at=MORNING)
    for days in range(1, 40):
        await mail(storage, f"2603.{days:05}", category="cs.LG", days=days)
    assert (await chosen(storage, now=MORNING + 40 * A_DAY)).announced == 39


async def test_a_version_that_can_never_be_had_is_named_by_some_reports_and_not_for_ever(
    storage: Storage,
) -> None:
    await follow(storage, begins=MONDAY)
    await tell(storage, {NUMBER: 1}, at=MORNING - A_DAY)
    later = announcement(NUMBER, version=2, kind="replacement", day=MONDAY, abstract="")
    await announce(storage, later, day=MONDAY, at=MORNING)
    for days in range(MOST_TRIES):
        at = MORNING + days * A_DAY
        assert (await chosen(storage, now=at)).updates == (later,)
        await failed(storage, f"arXiv:{NUMBER}v2", at=at)
    assert (await chosen(storage, now=MORNING + MOST_TRIES * A_DAY)).updates == ()
    # and when those reports are too old to be looked through
    long_after = MORNING + timedelta(days=7) + A_FEW + 5 * A_DAY
    await tell(storage, [], at=long_after - A_DAY)
    assert (await chosen(storage, now=long_after)).updates == ()
    third = announcement(NUMBER, version=3, kind="replacement", day=long_after.date(), abstract="")
    await announce(storage, third, day=third.day, at=long_after)
    assert (await chosen(storage, now=long_after)).updates == (third,)


async def test_a_version_that_came_in_a_long_silence_is_told_after_it(storage: Storage) -> None:
    await follow(storage, begins=MONDAY)
    await tell(storage, {NUMBER: 1}, at=MORNING)
    day = MONDAY + 2 * A_DAY
    later = announcement(NUMBER, version=2, kind="replacement", day=day, abstract="")
    await announce(storage, later, day=day, at=MORNING + 2 * A_DAY)
    assert (await chosen(storage, now=MORNING + 60 * A_DAY)).updates == (later,)


async def test_a_report_of_a_clock_that_was_weeks_fast_hides_nothing_of_what_comes_then(
    storage: Storage,
) -> None:
    await follow(storage, begins=MONDAY)
    await tell(storage, [], at=MORNING)
    await tell(storage, [], at=MORNING + 20 * A_DAY)
    for days in (1, 2):
        await mail(storage, f"2603.{days:05}", category="cs.LG", days=days)
        choice = await chosen(storage, now=MORNING + days * A_DAY)
        assert (choice.announced, choice.begins) == (1, MONDAY + days * A_DAY)
        assert [one.again for one in choice.relevant] == [False]
        await tell(storage, [f"2603.{days:05}"], at=MORNING + days * A_DAY)
