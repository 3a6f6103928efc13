"""Three real mailing days through a local arXiv: what was announced is kept, on good days and bad ones."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.usecases.pull_mailings import Pulled
from tests.bot.usecases.test_pull_mailings import Stand, new_in, standing
from tests.fakes.arxiv_mailings import CORPUS, MailingDay, Mood, read_day

FILES = [CORPUS / f"arxiv_{day}.jsonl" for day in ("2025-09-16", "2025-09-24", "2025-10-10")]
CATEGORIES = frozenset({"cs.AI", "cs.CL", "cs.CV", "cs.DC", "cs.MA"})
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the real mailing days are not on this machine")


@pytest.fixture(scope="module")
def days() -> list[MailingDay]:
    return [read_day(path) for path in FILES]


async def everything(stand: Stand) -> set[str]:
    return set[str]().union(*[await stand.numbers(category) for category in sorted(CATEGORIES)])


async def new_papers(stand: Stand) -> int:
    return await stand.kept.count(CATEGORIES, begins=date(2025, 9, 1), ends=date(2025, 11, 1))


async def test_what_was_announced_is_kept_and_a_day_replayed_gives_nothing_new(
    tmp_path: Path, days: list[MailingDay]
) -> None:
    # the days between the three are not here to be caught up
    async with standing(tmp_path, days, catch_up=0) as stand:
        total = 0
        for day in days:
            await stand.pull(day.day, categories=CATEGORIES)
            kinds = [row.kind for row in day.rows]
            total += kinds.count("new") + kinds.count("cross")
            assert await new_papers(stand) == total
            stand.press.looked.clear()  # as after a restart
            assert (await stand.pull(day.day, categories=CATEGORIES)).mailings == ()
        assert total == 944
        assert await everything(stand) == {row.number for day in days for row in day.rows}


@pytest.mark.parametrize("mood", ["truncated", "busy"])
async def test_a_bad_day_loses_no_new_paper_by_the_next_run(
    mood: Mood, tmp_path: Path, days: list[MailingDay]
) -> None:
    good, bad = days[:2]
    async with standing(tmp_path, days) as stand:
        await stand.pull(good.day, categories=CATEGORIES)
        before = await new_papers(stand)
        stand.arxiv.moods[bad.day] = mood
        for hour in range(1, 6):
            pulled = await stand.pull(bad.day, hour=hour, categories=CATEGORIES)
            assert set(pulled.troubles) == CATEGORIES
        assert await new_papers(stand) == before
        # no more is announced over the weekend; arXiv's feed has forgotten Friday
        await stand.pull(bad.day + timedelta(days=1), categories=CATEGORIES)
        announced = set[str]().union(*[new_in(category, bad) for category in CATEGORIES])
        assert len(announced) == 198
        assert await everything(stand) >= announced
        again = await stand.pull(bad.day + timedelta(days=2), categories=CATEGORIES)
        assert again.mailings == Pulled().mailings


@pytest.mark.parametrize(
    ("place", "told", "lost", "versions"),
    [
        (1, {"new": 268, "cross": 159, "replacement": 324}, {"cross": 3}, {True: 238, False: 7}),
        (2, {"new": 325, "cross": 133, "replacement": 298}, {"cross": 5}, {True: 224, False: 2}),
    ],
)
async def test_of_a_day_that_nobody_saw_only_late_cross_lists_are_lost(
    place: int,
    *,
    told: dict[str, int],
    lost: dict[str, int],
    versions: dict[bool, int],
    tmp_path: Path,
    days: list[MailingDay],
) -> None:
    """Counted by row and category: a paper of three categories stands in three feeds."""
    seen, missed = days[place - 1], days[place]
    async with standing(tmp_path, days, catch_up=20) as stand:
        await stand.pull(seen.day, categories=CATEGORIES)
        await stand.pull(missed.day + timedelta(days=1), categories=CATEGORIES)
        outcomes = Counter[tuple[bool, str]]()
        for category in sorted(CATEGORIES):
            rows = missed.of(category)
            found = {
                each.number for each in await stand.kept.announced(category, [row.number for row in rows])
            }
            outcomes.update((row.number in found, row.kind) for row in rows)
        assert {kind: count for (is_told, kind), count in outcomes.items() if is_told} == told
        assert {kind: count for (is_told, kind), count in outcomes.items() if not is_told} == lost
        later = await stand.kept.replacements({row.number: 1 for row in missed.rows})
        # those that are new were announced on the days between, which nobody saw either
        assert Counter(each.kind == "replacement" for each in later) == versions
