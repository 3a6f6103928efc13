"""What happens around a daily report: admins hear of a source that is away, and the feed follows."""

from datetime import UTC, timedelta
from pathlib import Path

# it has no types
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from bot.counters.house import House
from bot.counters.reports import ReportCounter
from bot.domain.commands import SendReport
from bot.domain.jobs import Job, JobState
from bot.errors import Reason, Why
from bot.usecases.choose_papers import Choosing
from bot.usecases.judge_papers import Judging
from bot.usecases.mail import Mail
from bot.usecases.sources import Sources
from bot.usecases.write_feed import FeedWriter
from storage import Storage
from tests.bot.houses import ADMIN, GROUP, OWNER, FullHouse, full_house, told
from tests.bot.newsrooms import MONDAY, Newsroom, open_newsroom
from tests.bot.posts import HERE
from tests.fakes.ports import FakeFiles, FakePapers, FakeReader, written_by
from tests.storage.mailings import follow


def counter(house: FullHouse) -> ReportCounter:
    storage = house.storage
    choosing = Choosing(
        storage.announcements, storage.topics, storage.reports, Judging(storage.topics, final=True)
    )
    return ReportCounter(
        House("en", zone=UTC),
        library=storage.library,
        sources=Sources(FakePapers(), originals=FakeFiles(), reader=FakeReader()),
        writing=written_by(storage),
        corrections=storage.corrections,
        mail=Mail(storage.reports, choosing=choosing),
        clock=house.clock,
        doors=house.doors,
    )


def job(house: FullHouse, number: int) -> Job:
    now = house.clock.now()
    return Job(
        key=f"report {number}",
        command=SendReport(day=now.date() - timedelta(days=1), scheduled=True),
        address=GROUP,
        language="en",
        due_at=now,
        id=number,
        state=JobState.LEASED,
        tries=0,
        crashes=1,
        created_at=now,
    )


async def report(house: FullHouse, number: int) -> None:
    wish = job(house, number)
    assert isinstance(wish.command, SendReport)
    await counter(house).answer(wish.command, wish, final=True)


async def test_admins_hear_once_a_day_that_a_source_is_away(tmp_path: Path) -> None:
    async with full_house(tmp_path) as house:
        await follow(house.storage, address=GROUP)
        reason = Reason(Why.NO_NETWORK, {"host": "rss.arxiv.org"})
        await house.storage.announcements.troubled("cs.LG", reason)
        for number in range(2):
            await report(house, number)
        words = told(await house.work())
        assert set(words) == {f"square:{OWNER}", f"square:{ADMIN}"}
        assert "lacks what arXiv announced. rss.arxiv.org cannot be reached." in words[f"square:{ADMIN}"]
        assert not told(await house.work())
        house.clock.go_on(timedelta(days=1))
        await report(house, 3)
        assert len(told(await house.work())) == 2


async def test_nobody_is_told_of_a_day_without_a_mailing(tmp_path: Path) -> None:
    async with full_house(tmp_path) as house:
        house.clock.go_on(timedelta(days=1))  # a Monday
        room = Newsroom(house.storage)
        room.clock.time = house.clock.now()
        await follow(house.storage, address=GROUP)
        await room.announces()
        await report(house, 1)
        assert told(await house.work()) == {}


async def entries(storage: Storage, folder: Path) -> list[str]:
    text = (folder / "feeds" / "square-here.atom").read_text(encoding="utf-8")
    return [each.text or "" for each in fromstring(text).iter("{http://www.w3.org/2005/Atom}title")]


async def test_the_feed_of_a_chat_follows_each_daily_report(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        room.feed = FeedWriter(room.storage.reports, feeds=room.storage.feeds, clock=room.clock)
        await room.follows()
        await room.announces(room.is_on_arxiv("2603.00001"))
        await room.comes()
        assert await entries(room.storage, tmp_path) == ["Daily · square:here", "Daily · 2026-03-02"]
        await room.is_asked(SendReport(day=MONDAY))
        room.a_day_goes_by()
        await room.comes()
        assert (await entries(room.storage, tmp_path))[1:] == ["Daily · 2026-03-03", "Daily · 2026-03-02"]


async def test_a_feed_that_cannot_be_written_costs_no_report(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path) as room:
        (tmp_path / "feeds").write_text("in the way", encoding="utf-8")
        room.feed = FeedWriter(room.storage.reports, feeds=room.storage.feeds, clock=room.clock)
        await room.follows()
        await room.announces(room.is_on_arxiv("2603.00001"))
        assert (await room.comes()).entries
        assert await room.storage.reports.on(HERE, MONDAY)
