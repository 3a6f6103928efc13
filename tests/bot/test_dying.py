"""Killed between every two steps, a job still ends, and says once what it says where that can be known."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.commands import Command, ShowHelp
from bot.errors import OutcomeUnknown
from tests.bot.posts import REPORT, Death, Dying, Office, open_office
from tests.bot.test_postman import FIRST, REPEAT, SECOND

STEPS = 30  # more than there are


async def live_through(office: Office, dying: Dying) -> None:
    """Work until everything is done; whoever dies is followed by a new process on the same store."""
    office.wrap = dying
    for _ in range(40):
        try:
            worked = await office.worker().work_once() or await office.couriers().carry_once()
        except Death:
            office.wrap = lambda port: port
            await office.storage.jobs.release("")
            continue
        if not worked:
            if await office.storage.jobs.unfinished(platforms=["square"]) == 0:
                return
            office.clock.go_on(timedelta(seconds=61))
    raise AssertionError(f"it never ended: {dying.where}")


async def every_death(
    place: Path, check: Callable[[Office, Dying], None], *, command: Command, blind: bool = False
) -> set[str]:
    """Kill before and after the nth call of any port, for every n; returns where."""
    deaths = set()
    for after in (False, True):
        for step in range(1, STEPS):
            folder = place / f"{step}{after}"
            folder.mkdir()
            async with open_office(folder) as office:
                if blind:
                    office.chat.found = [OutcomeUnknown("no history")] * 9
                await office.ask(command=command)
                dying = Dying(step, after=after)
                await live_through(office, dying)
                assert (await office.job())[0] == ("done", 0, 0), dying.where
                if not dying.where:
                    break
                check(office, dying)
                deaths.add(dying.where)
    return deaths


STEPS_OF_A_JOB = (
    *("lease", "answer", "write_down"),
    *("lease_reply", "of", "intend", "post", "sent", "progressed", "finish"),
)
ALL_STEPS = {f"{when} {step}" for when in ("before", "after") for step in STEPS_OF_A_JOB}


@pytest.mark.parametrize("command", [ShowHelp(), REPORT], ids=["person", "clock"])
async def test_where_a_post_can_be_found_again_all_is_said_once(tmp_path: Path, command: Command) -> None:
    def check(office: Office, dying: Dying) -> None:
        assert [words for words in office.shown() if words != REPEAT] == [FIRST, SECOND], dying.where
        answered_again = dying.where in {"after answer", "before write_down"}
        assert len(office.desk.finals) == (2 if answered_again else 1), dying.where

    assert await every_death(tmp_path, check, command=command) == ALL_STEPS


async def test_where_it_cannot_a_person_may_see_one_post_twice(tmp_path: Path) -> None:
    def check(office: Office, dying: Dying) -> None:
        assert office.shown() in (
            [FIRST, SECOND],
            [FIRST, FIRST, SECOND],
            [FIRST, SECOND, SECOND],
        ), dying.where
        if len(office.shown()) == 3:
            assert dying.where in {"after post", "before sent"}

    await every_death(tmp_path, check, command=ShowHelp(), blind=True)


async def test_where_it_cannot_a_report_says_that_it_may_be_a_repeat(tmp_path: Path) -> None:
    def check(office: Office, dying: Dying) -> None:
        shown = office.shown()
        assert [words for words in shown if words != REPEAT] in (
            [FIRST, SECOND],
            [FIRST, FIRST, SECOND],
            [FIRST, SECOND, SECOND],
        ), dying.where
        for place, words in enumerate(shown):
            if words in shown[:place] and words != REPEAT:
                assert shown[place - 1] == REPEAT, dying.where

    await every_death(tmp_path, check, command=REPORT, blind=True)
