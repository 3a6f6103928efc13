"""What was announced is kept once, in all its categories; a watermark moves with a whole day, never back."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.announcements import Announcement, Mailing, SourceState
from bot.domain.arxiv_ids import ArxivId
from bot.errors import Reason, Why
from storage import Storage
from tests.storage.builders import NOW
from tests.storage.mailings import DAY, announce, announcement, follow, judge, topic

NUMBERS = ("2602.00001", "2602.00002", "2602.00003")
MONDAY = DAY + timedelta(days=3)
BUSY = Reason(Why.SOURCE_BUSY, {"host": "arxiv.example"})
CL = topic(categories=("cs.CL",))
EVERYWHERE = topic(categories=())


async def announced(storage: Storage, category: str, *numbers: str) -> dict[str, str]:
    found = await storage.announcements.announced(category, numbers or NUMBERS)
    return {str(each): kind for each, kind in found.items()}


async def unjudged(storage: Storage, **wanted: object) -> list[str]:
    followed = await follow(storage, topic(str(wanted), **wanted))
    return [str(each.id) for each in await storage.announcements.unjudged(followed)]


async def test_twice_is_once_and_a_paper_gains_categories(storage: Storage) -> None:
    papers = [announcement(number) for number in NUMBERS]
    for _ in range(2):
        await announce(storage, *papers, papers[0])
    await announce(storage, *papers[:2], category="cs.CL")
    shelf = storage.announcements
    assert await shelf.count((), begins=DAY, ends=DAY) == 3
    assert await shelf.count(["cs.CL"], begins=DAY, ends=DAY) == 2
    assert await shelf.count((), begins=MONDAY, ends=MONDAY) == 0
    assert set(await announced(storage, "cs.CL")) == {"2602.00001v1", "2602.00002v1"}
    assert await shelf.get(NUMBERS[0]) == papers[0]
    assert await shelf.get("2602.99999") is None


async def test_a_cross_list_that_is_new_elsewhere_is_new_whichever_came_first(storage: Storage) -> None:
    new = announcement(NUMBERS[0])
    cross = new.model_copy(update={"kind": "cross"})
    await announce(storage, cross, category="cs.CL")
    await announce(storage, new)
    await announce(storage, cross, category="cs.DC")
    kept = await storage.announcements.get(NUMBERS[0])
    assert kept is not None
    assert kept.kind == "new"


async def test_the_watermark_moves_on_and_clears_the_trouble(storage: Storage) -> None:
    shelf = storage.announcements
    assert await shelf.state("cs.LG") == SourceState(source="cs.LG")
    await shelf.troubled("cs.LG", BUSY)
    assert await shelf.state("cs.LG") == SourceState(source="cs.LG", trouble=BUSY)
    await announce(storage, announcement(NUMBERS[0]), day=MONDAY)
    assert await shelf.state("cs.LG") == SourceState(source="cs.LG", through=MONDAY, checked_at=NOW)
    await shelf.troubled("cs.LG", BUSY)
    await announce(storage, announcement(NUMBERS[1]), day=DAY, at=NOW + timedelta(hours=1))
    state = await shelf.state("cs.LG")
    assert (state.through, state.checked_at) == (MONDAY, NOW + timedelta(hours=1))
    kept = await shelf.mailings(["cs.LG", "cs.CL"], begins=DAY, ends=MONDAY)
    assert [(each.day, each.announced, each.way) for each in kept] == [(DAY, 1, "feed"), (MONDAY, 1, "feed")]
    assert await shelf.mailings((), begins=MONDAY, ends=MONDAY) == kept[1:]


async def test_a_topic_is_shown_what_it_has_not_judged_in_its_categories_since_it_began(
    storage: Storage,
) -> None:
    await announce(storage, announcement(NUMBERS[0]), announcement(NUMBERS[1]))
    await announce(storage, announcement(NUMBERS[1]), category="cs.CL", day=MONDAY)
    await announce(storage, announcement(NUMBERS[2], version=2, kind="replacement"), day=MONDAY)
    assert await unjudged(storage) == ["2602.00001v1", "2602.00002v1"]
    assert await unjudged(storage, categories=("cs.CL",)) == ["2602.00002v1"]
    assert await unjudged(storage, categories=()) == ["2602.00001v1", "2602.00002v1"]
    later = await follow(storage, topic("later", categories=()), begins=MONDAY)
    assert [each.id.number for each in await storage.announcements.unjudged(later)] == [NUMBERS[1]]
    await judge(storage, later, {NUMBERS[1]: 0.1})
    assert await storage.announcements.unjudged(later) == ()


async def test_a_later_version_than_the_known_one_is_a_replacement(storage: Storage) -> None:
    await announce(storage, announcement(NUMBERS[0]), announcement(NUMBERS[1], version=3, kind="replacement"))
    await announce(storage, announcement(NUMBERS[0], version=2, kind="replacement"), day=MONDAY)
    shelf = storage.announcements
    known = {NUMBERS[0]: 1, NUMBERS[1]: 3, NUMBERS[2]: 1}
    assert [str(each.id) for each in await shelf.replacements(known)] == ["2602.00001v2"]
    assert await shelf.replacements({}) == ()
    assert await shelf.count((), begins=DAY, ends=MONDAY) == 1
    first, second = await shelf.mailings([], begins=DAY, ends=MONDAY)
    assert await shelf.replaced([first]) == {NUMBERS[1]}
    assert await shelf.replaced([second]) == {NUMBERS[0]}
    assert await shelf.replaced([first, second]) == {NUMBERS[1]}, "the other was new in one of them"
    assert await shelf.replaced([]) == frozenset()


async def test_a_large_day_goes_in_at_once_while_another_process_keeps_the_same(storage: Storage) -> None:
    papers = [announcement(f"2602.{number:05}", abstract="Lanes. " * 200) for number in range(1, 1201)]
    backwards: list[Announcement] = papers[::-1]
    await asyncio.gather(announce(storage, *papers), announce(storage, *backwards, category="cs.CL"))
    shelf = storage.announcements
    assert await shelf.count((), begins=DAY, ends=DAY) == 1200
    assert len(await announced(storage, "cs.CL", *[each.id.number for each in papers])) == 1200
    assert len(await shelf.replacements({each.id.number: 0 for each in papers})) == 1200


async def test_half_a_day_is_not_kept(storage: Storage) -> None:
    nameless = announcement(NUMBERS[2]).model_copy(update={"id": ArxivId(number=NUMBERS[2])})
    mailing = Mailing(category="cs.LG", day=DAY, announced=2, way="feed", noted_at=NOW)
    with pytest.raises(IntegrityError):
        await storage.announcements.keep(mailing, [announcement(NUMBERS[0]), nameless])
    assert await storage.announcements.get(NUMBERS[0]) is None
    assert (await storage.announcements.state("cs.LG")).through is None
