"""Fortnights of bad days, by chance: whatever arXiv and we did, in the end each paper is kept once."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest

from bot.domain.mailing_days import weekdays
from tests.bot.usecases.test_pull_mailings import BOTH, DAY, day_of, new_in, standing
from tests.fakes.arxiv_mailings import MailingDay, Mood

FIRST, LAST = date(2026, 6, 8), date(2026, 6, 26)
JUNETEENTH = date(2026, 6, 19)  # what was submitted for it comes with the next mailing


def fortnight() -> list[MailingDay]:
    days = weekdays(FIRST - DAY, LAST + DAY)
    monday = JUNETEENTH + 3 * DAY
    announced = {
        day: day_of(day, serial=1 + 400 * place, held=0 if day == monday else 2)
        for place, day in enumerate(days)
    }
    announced[monday] = MailingDay(monday, (*announced.pop(JUNETEENTH).rows, *announced[monday].rows))
    return list(announced.values())


@pytest.mark.parametrize("seed", range(6))
async def test_every_new_paper_is_kept_in_the_end(seed: int, tmp_path: Path) -> None:
    # the same days again for the same seed
    chance, days = random.Random(seed), fortnight()  # noqa: S311
    async with standing(tmp_path, days, catch_up=21) as stand:
        await stand.pull(FIRST, categories=BOTH)
        day = FIRST + DAY
        while day < LAST:
            mood = chance.choice([*get_args(Mood), None, None, None])
            for hour in sorted(chance.sample(range(24), chance.randrange(4))):
                # only in the evening a feed is ahead of its date
                stand.arxiv.moods[day] = mood if mood != "early" or hour > 19 else None
                await stand.pull(day, hour=hour, categories=BOTH)
            day += timedelta(days=1)
        # arXiv's refusals are over
        for hour in (8, 9):
            pulled = await stand.pull(LAST, hour=hour, categories=BOTH)
        assert not pulled.troubles
        for category in BOTH:
            missing = new_in(category, *days) - await stand.numbers(category)
            assert not missing
        counted = await stand.kept.count(BOTH, begins=FIRST, ends=LAST)
        assert counted <= len({row.number for each in days for row in each.rows if row.kind != "replacement"})
