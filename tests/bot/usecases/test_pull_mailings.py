"""Mailings are kept whole: whatever a feed does on a day, the next run lost nothing and repeats nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.clients.arxiv import ArxivPapers, ArxivSite
from bot.clients.arxiv_feed import ArxivMailings
from bot.clients.arxiv_pace import Pace
from bot.domain.mailing_days import ZONE, mailing_of, weekday_before
from bot.errors import Why
from bot.usecases.pull_mailings import Press, Pulled, pull_mailings
from storage import Storage, open_storage
from storage.announcements import SqlAnnouncements
from tests.bot.clients.test_arxiv import HurriedClock
from tests.fakes.arxiv_api import busy, slow
from tests.fakes.arxiv_mailings import FakeMailings, MailingDay, Mood, Row

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
LG = frozenset({"cs.LG"})
BOTH = frozenset({"cs.LG", "cs.CL"})


def day_of(day: date, *, serial: int, held: int = 2, on_time: int = 12) -> MailingDay:
    """A mailing: papers that were held back, papers that came in time, a cross-list and a replacement."""
    begins = datetime.combine(weekday_before(weekday_before(day)), time(14, 5), tzinfo=ZONE)
    rows = []
    for place in range(held + on_time):
        submitted = begins - DAY * 9 if place < held else begins + timedelta(minutes=20) * place
        own, other = ("cs.LG", "cs.CL") if place % 3 else ("cs.CL", "cs.LG")
        number = f"2603.{serial + place:05}"
        categories = (own, other) if place % 2 else (own,)
        rows.append(Row(number, kind="new", submitted=submitted, title=f"On {number}", categories=categories))
    years_ago = begins - DAY * 700
    rows.append(Row(f"2401.{serial:05}", kind="cross", submitted=years_ago, categories=("cs.DC", "cs.LG")))
    rows.append(Row(f"2402.{serial:05}", kind="replacement", submitted=begins, categories=("cs.LG",)))
    return MailingDay(day, tuple(rows))


WEEK = [day_of(MONDAY + DAY * place, serial=1 + 400 * place) for place in range(5)]
ON_TIME = {row.number for row in WEEK[0].rows[2:] if row.kind == "new"}


@dataclass
class Stand:
    """Everything between arXiv and the shelf, on a day at noon in arXiv's zone."""

    arxiv: FakeMailings
    press: Press
    storage: Storage
    clock: HurriedClock

    @property
    def kept(self) -> SqlAnnouncements:
        return self.storage.announcements

    def at(self, day: date, hour: int = 5) -> None:
        self.clock.time = datetime.combine(day, time(hour), tzinfo=ZONE)

    async def pull(self, day: date, *, hour: int = 5, categories: frozenset[str] = LG) -> Pulled:
        self.at(day, hour)
        return await pull_mailings(categories, press=self.press)

    async def numbers(self, category: str = "cs.LG") -> set[str]:
        """What stands in a category by now, whatever it came as."""
        asked = {row.number for day in self.arxiv.days.values() for row in day.rows}
        return {found.number for found in await self.kept.announced(category, asked)}


@asynccontextmanager
async def standing(folder: Path, days: list[MailingDay], *, catch_up: int = 7) -> AsyncIterator[Stand]:
    clock = HurriedClock()
    async with (
        FakeMailings(days, clock=clock) as arxiv,
        ArxivPapers(
            ArxivSite(api=arxiv.api_address, pdfs=arxiv.pdf_address, pace=Pace(interval=timedelta(0))),
            clock=clock,
        ) as papers,
        open_storage(f"sqlite:///{folder}/b.db", data_dir=folder) as storage,
    ):
        source = ArxivMailings(papers, feed=arxiv.feed_address)
        press = Press(
            source, announcements=storage.announcements, clock=clock, catch_up=timedelta(days=catch_up)
        )
        yield Stand(arxiv, press, storage, clock)


def new_in(category: str, *days: MailingDay) -> set[str]:
    return {row.number for day in days for row in day.of(category) if row.kind == "new"}


def replaced_in(category: str, *days: MailingDay) -> set[str]:
    return {row.number for day in days for row in day.of(category) if row.kind == "replacement"}


def all_in(category: str, *days: MailingDay) -> set[str]:
    return {row.number for day in days for row in day.of(category)}


async def test_a_day_is_kept_whole_with_its_kinds_and_a_second_pull_asks_nothing(tmp_path: Path) -> None:
    async with standing(tmp_path, WEEK) as stand:
        pulled = await stand.pull(MONDAY, categories=BOTH)
        assert {(each.category, each.announced) for each in pulled.mailings} == {
            (category, len(WEEK[0].of(category))) for category in BOTH
        }
        assert await stand.numbers() == all_in("cs.LG", WEEK[0])
        kinds = await stand.kept.announced("cs.LG", [row.number for row in WEEK[0].rows])
        assert sorted(kinds.values()).count("replacement") == 1
        assert not pulled.troubles
        asked = len(stand.arxiv.times)
        assert asked == 3  # a feed each, and for both what was submitted for it
        assert await stand.pull(MONDAY, hour=23, categories=BOTH) == Pulled()
        assert len(stand.arxiv.times) == asked


async def test_reports_that_pull_at_one_moment_ask_arxiv_once(tmp_path: Path) -> None:
    async with standing(tmp_path, WEEK) as stand:
        stand.at(MONDAY)
        pulled = await asyncio.gather(*[pull_mailings(LG, press=stand.press) for _ in range(4)])
        assert [len(each.mailings) for each in pulled] == [1, 0, 0, 0]
        assert len(stand.arxiv.times) == 2


async def test_a_day_that_is_replayed_gives_nothing_new(tmp_path: Path) -> None:
    async with standing(tmp_path, WEEK) as stand:
        await stand.pull(MONDAY)
        stand.arxiv.moods[MONDAY + DAY] = "late"
        pulled = await stand.pull(MONDAY + DAY, hour=2)
        assert pulled.mailings == ()
        assert pulled.troubles["cs.LG"].why is Why.SOURCE_LATE
        assert (await stand.kept.state("cs.LG")).through == MONDAY
        del stand.arxiv.moods[MONDAY + DAY]
        await stand.pull(MONDAY + DAY, hour=3)
        assert await stand.numbers() == all_in("cs.LG", *WEEK[:2])
        assert (await stand.kept.state("cs.LG")).trouble is None


async def test_yesterdays_papers_under_todays_date_are_recognised(tmp_path: Path) -> None:
    async with standing(tmp_path, WEEK) as stand:
        await stand.pull(MONDAY)
        stand.arxiv.moods[MONDAY + DAY] = "stale"
        pulled = await stand.pull(MONDAY + DAY, hour=2)
        assert pulled.troubles["cs.LG"].why is Why.SOURCE_LATE
        assert await stand.kept.count(LG, begins=MONDAY + DAY, ends=MONDAY + DAY) == 0
        # by the morning nobody waits for the feed any more
        await stand.pull(MONDAY + DAY, hour=8)
        assert await stand.numbers() >= new_in("cs.LG", *WEEK[:2])


async def test_tomorrows_papers_under_todays_date_are_not_todays_and_not_late_tomorrow(
    tmp_path: Path,
) -> None:
    async with standing(tmp_path, WEEK) as stand:
        stand.arxiv.moods[MONDAY] = "early"
        await stand.pull(MONDAY, hour=21)
        on_time = new_in("cs.LG", WEEK[0]) & ON_TIME
        assert await stand.numbers() >= on_time | new_in("cs.LG", WEEK[1])
        pulled = await stand.pull(MONDAY + DAY, hour=1)
        assert not pulled.troubles
        assert (await stand.kept.state("cs.LG")).through == MONDAY + DAY


async def test_a_day_on_which_arxiv_unexpectedly_announced_nothing_is_believed_by_the_morning(
    tmp_path: Path,
) -> None:
    async with standing(tmp_path, [WEEK[0], WEEK[2]]) as stand:
        await stand.pull(MONDAY)
        pulled = await stand.pull(MONDAY + DAY, hour=2)
        assert pulled.troubles["cs.LG"].why is Why.SOURCE_LATE
        pulled = await stand.pull(MONDAY + DAY, hour=7)
        assert not pulled.troubles
        assert [(each.day, each.announced) for each in pulled.mailings] == [(MONDAY + DAY, 0)]
        await stand.pull(MONDAY + 2 * DAY)
        assert await stand.numbers() == all_in("cs.LG", WEEK[0], WEEK[2])


async def test_a_small_category_without_papers_is_not_late_where_others_have_theirs(tmp_path: Path) -> None:
    both = frozenset({"cs.LG", "cs.OS"})
    async with standing(tmp_path, WEEK) as stand:
        pulled = await stand.pull(MONDAY, hour=2, categories=both)
        assert not pulled.troubles
        counted = {(each.category, each.announced) for each in pulled.mailings}
        assert counted == {("cs.LG", len(WEEK[0].of("cs.LG"))), ("cs.OS", 0)}
        # another category came in an earlier pull
        pulled = await stand.pull(MONDAY + DAY, hour=2)
        assert not (await stand.pull(MONDAY + DAY, hour=3, categories=both)).troubles


async def test_an_empty_feed_of_a_category_that_has_papers_is_waited_for(tmp_path: Path) -> None:
    async with standing(tmp_path, WEEK) as stand:
        await stand.pull(MONDAY, hour=2)
        stand.arxiv.moods[MONDAY] = "empty"
        pulled = await stand.pull(MONDAY, hour=3, categories=BOTH)
        assert pulled.troubles["cs.CL"].why is Why.SOURCE_LATE
        del stand.arxiv.moods[MONDAY]
        assert not (await stand.pull(MONDAY, hour=4, categories=BOTH)).troubles
        assert await stand.numbers("cs.CL") == all_in("cs.CL", WEEK[0])


@pytest.mark.parametrize("mood", ["truncated", "busy", "failing", "html", "empty"])
async def test_after_a_bad_day_the_next_run_has_all_papers_and_versions(mood: Mood, tmp_path: Path) -> None:
    async with standing(tmp_path, WEEK) as stand:
        await stand.pull(MONDAY)
        bad = MONDAY + DAY
        stand.arxiv.moods[bad] = mood
        for hour in (1, 3, 5):
            pulled = await stand.pull(bad, hour=hour)
            assert pulled.troubles
            assert (await stand.kept.state("cs.LG")).through == MONDAY
        await stand.pull(bad + DAY)
        assert (await stand.numbers()) >= new_in("cs.LG", *WEEK[:3]) | replaced_in("cs.LG", *WEEK[:3])
        state = await stand.kept.state("cs.LG")
        assert (state.through, state.trouble) == (bad + DAY, None)
        ways = {each.day: each.way for each in await stand.kept.mailings((), begins=MONDAY, ends=bad + DAY)}
        assert ways == {MONDAY: "feed", bad: "api+versions", bad + DAY: "feed"}


async def test_what_a_feed_lacks_is_found_by_asking_the_api(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with standing(tmp_path, WEEK) as stand:
        stand.arxiv.moods[MONDAY] = "short"
        pulled = await stand.pull(MONDAY, categories=BOTH)
        assert await stand.numbers() >= new_in("cs.LG", WEEK[0]) & ON_TIME
        assert not pulled.troubles
        assert "mailing.incomplete category=cs.LG day=2026-03-02" in caplog.text


async def test_a_feed_that_could_not_be_checked_is_kept_and_checked_later(tmp_path: Path) -> None:
    async with standing(tmp_path, WEEK) as stand:
        stand.arxiv.moods[MONDAY] = "short"
        # the feed is asked first, the API second
        stand.arxiv.troubles.extend([slow(0), busy("60")])
        pulled = await stand.pull(MONDAY, hour=1)
        assert pulled.troubles["cs.LG"].why is Why.SOURCE_BUSY
        assert pulled.mailings[0].day == MONDAY
        pulled = await stand.pull(MONDAY, hour=2)
        assert not pulled.troubles
        assert await stand.numbers() >= new_in("cs.LG", WEEK[0]) & ON_TIME


async def test_what_is_late_is_named_by_its_own_day_and_is_a_warning_once_it_is_overdue(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with standing(tmp_path, WEEK) as stand:
        await stand.pull(MONDAY)
        caplog.clear()
        stand.arxiv.moods[MONDAY + DAY] = "late"
        await stand.pull(MONDAY + DAY, hour=1)
        (late,) = [each for each in caplog.records if "mailing.late" in each.getMessage()]
        assert (late.levelname, "day=2026-03-03" in late.getMessage()) == ("INFO", True)
        caplog.clear()
        stand.arxiv.troubles.extend([busy("60")] * 9)
        await stand.pull(MONDAY + 2 * DAY, hour=5)
        (late,) = [each for each in caplog.records if "mailing.late" in each.getMessage()]
        assert (late.levelname, "day=2026-03-03" in late.getMessage()) == ("WARNING", True)


async def test_days_nobody_looked_are_made_good_up_to_a_bound_and_the_rest_is_named(tmp_path: Path) -> None:
    async with standing(tmp_path, WEEK, catch_up=2) as stand:
        await stand.pull(MONDAY)
        pulled = await stand.pull(MONDAY + 4 * DAY)
        assert pulled.lost == (("cs.LG", MONDAY + DAY),)
        found = await stand.numbers()
        assert found >= new_in("cs.LG", WEEK[0], *WEEK[2:])
        assert found.isdisjoint(new_in("cs.LG", WEEK[1]))


async def test_a_weekend_is_no_news_and_no_trouble(tmp_path: Path) -> None:
    friday = MONDAY + 4 * DAY
    async with standing(tmp_path, WEEK) as stand:
        await stand.pull(friday)
        asked = len(stand.arxiv.times)
        for days in (1, 2):
            assert await stand.pull(friday + days * DAY) == Pulled()
        assert len(stand.arxiv.times) == asked


async def test_what_came_in_over_a_holiday_is_in_the_next_mailing_and_counted_once(tmp_path: Path) -> None:
    # no mailing on Christmas day; what was submitted for it comes on Monday
    eve, christmas = date(2025, 12, 24), date(2025, 12, 25)
    monday = date(2025, 12, 29)
    first, last = day_of(eve, serial=1), day_of(monday, serial=61)
    spilled = day_of(christmas, serial=41, held=0).rows[:4]
    days = [first, MailingDay(monday, (*spilled, *last.rows))]
    async with standing(tmp_path, days) as stand:
        await stand.pull(eve)
        assert not (await stand.pull(christmas)).troubles
        await stand.pull(date(2025, 12, 26))
        await stand.pull(monday)
        assert await stand.numbers() == all_in("cs.LG", *days)
        counted = await stand.kept.count(LG, begins=christmas, ends=monday)
        assert counted == len(all_in("cs.LG", days[1])) - 1  # its replacement


async def test_a_new_category_begins_with_todays_feed(tmp_path: Path) -> None:
    async with standing(tmp_path, WEEK) as stand:
        await stand.pull(MONDAY + 2 * DAY)
        await stand.pull(MONDAY + 3 * DAY, categories=BOTH)
        assert await stand.numbers("cs.CL") == all_in("cs.CL", WEEK[3])
        assert await stand.numbers() == all_in("cs.LG", *WEEK[2:4])


def test_the_days_that_are_written_here_are_arxivs() -> None:
    for day in WEEK:
        on_time = [row for row in day.rows[2:] if row.kind == "new"]
        assert {mailing_of(row.submitted) for row in on_time} == {day.day}
