"""New versions of a day whose feed nobody read are kept too; if they cannot be told, nothing else suffers."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.announcements import MailingWay
from tests.bot.usecases.test_pull_mailings import DAY, LG, MONDAY, WEEK, Stand, new_in, replaced_in, standing
from tests.fakes.arxiv_mailings import MailingDay, Row

BAD = MONDAY + DAY


async def ways(stand: Stand) -> list[MailingWay]:
    kept = await stand.kept.mailings((), begins=MONDAY, ends=MONDAY + 4 * DAY)
    return [each.way for each in kept]


async def test_a_new_version_of_a_missed_day_is_one_as_if_its_feed_had_told(tmp_path: Path) -> None:
    async with standing(tmp_path, WEEK) as stand:
        await stand.pull(MONDAY)
        pulled = await stand.pull(BAD + DAY)
        (number,) = replaced_in("cs.LG", WEEK[1])
        (announced,) = await stand.kept.replacements({number: 1})
        assert (announced.kind, announced.day, announced.id.version) == ("replacement", BAD, 2)
        (made_good,) = [each for each in pulled.mailings if each.day == BAD]
        # all but a paper of another year that was listed here only now
        assert made_good.announced == len(WEEK[1].of("cs.LG")) - 1


async def test_days_that_every_feed_told_of_ask_nothing_more(tmp_path: Path) -> None:
    async with standing(tmp_path, WEEK) as stand:
        for days in range(5):
            await stand.pull(MONDAY + days * DAY)
        assert all("submittedDate" in search for search in stand.arxiv.searches)


async def test_versions_that_cannot_be_told_are_no_trouble_and_are_asked_for_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with standing(tmp_path, WEEK) as stand:
        await stand.pull(MONDAY)
        stand.arxiv.sorting = "failing"
        assert not (await stand.pull(BAD + DAY)).troubles
        assert await ways(stand) == ["feed", "api", "feed"]
        assert await stand.numbers() >= new_in("cs.LG", *WEEK[:3])
        (line,) = [each for each in caplog.records if "versions_unknown" in each.getMessage()]
        assert (line.levelname, "days=2026-03-03 why=source_busy" in line.getMessage()) == ("INFO", True)
        stand.arxiv.sorting = "proper"
        pulled = await stand.pull(BAD + 2 * DAY)
        assert await ways(stand) == ["feed", "api+versions", "feed", "feed"]
        assert [each.day for each in pulled.mailings] == [BAD + 2 * DAY, BAD]
        assert await stand.numbers() >= replaced_in("cs.LG", *WEEK[:4])
        assert (await stand.kept.state("cs.LG")).through == BAD + 2 * DAY


async def test_a_search_that_sorts_by_submission_is_not_believed(tmp_path: Path) -> None:
    # a later version of a paper that came before the one that is shown first
    older = Row("2603.00003", kind="replacement", submitted=WEEK[1].rows[4].submitted)
    week = [WEEK[0], MailingDay(BAD, (*WEEK[1].rows, older)), WEEK[2]]
    async with standing(tmp_path, week) as stand:
        stand.arxiv.sorting = "by submission"
        await stand.pull(MONDAY)
        assert not (await stand.pull(BAD + DAY)).troubles
        assert await ways(stand) == ["feed", "api", "feed"]
        stand.arxiv.sorting = "proper"
        await stand.pull(BAD + 2 * DAY)
        assert older.number in await stand.numbers()


async def test_versions_are_asked_for_as_long_as_days_are_made_good(tmp_path: Path) -> None:
    async with standing(tmp_path, WEEK, catch_up=2) as stand:
        stand.arxiv.sorting = "failing"
        await stand.pull(MONDAY)
        asked = []
        for days in (1, 2, 3):
            before = len(stand.arxiv.searches)
            await stand.pull(BAD + days * DAY)
            asked.append(sum("submittedDate" not in search for search in stand.arxiv.searches[before:]))
        assert asked == [1, 1, 0]


async def test_a_feed_that_lacked_papers_gains_the_new_versions_as_well(tmp_path: Path) -> None:
    *others, replaced = WEEK[0].rows
    # a short feed lacks the first
    async with standing(tmp_path, [MailingDay(MONDAY, (replaced, *others))]) as stand:
        stand.arxiv.moods[MONDAY] = "short"
        await stand.pull(MONDAY, categories=LG)
        assert await stand.numbers() >= replaced_in("cs.LG", WEEK[0])
        assert await ways(stand) == ["feed"]


async def test_a_version_that_came_for_another_day_is_not_this_days(tmp_path: Path) -> None:
    at = WEEK[2].rows[-1].submitted + timedelta(minutes=1)
    later = Row("2402.09999", kind="replacement", submitted=at)
    week = [*WEEK[:2], MailingDay(BAD + DAY, (*WEEK[2].rows, later)), WEEK[3]]
    async with standing(tmp_path, week) as stand:
        await stand.pull(MONDAY)
        pulled = await stand.pull(BAD + 2 * DAY)
        (announced,) = await stand.kept.replacements({later.number: 1})
        assert announced.day == BAD + DAY
        (made_good,) = [each for each in pulled.mailings if each.day == BAD]
        assert made_good.announced == len(WEEK[1].of("cs.LG")) - 1
