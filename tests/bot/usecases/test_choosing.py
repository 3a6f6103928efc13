"""Which announced papers a chat is to read about: each once, none lost, and why there may be none."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio

from bot.domain.announcements import MailingWay
from bot.domain.chat import Address
from bot.domain.choices import Choice
from bot.errors import Reason, TryLater, Why
from bot.usecases.choose_papers import Choosing, choose_papers
from bot.usecases.judge_papers import Judging
from storage import Storage, open_storage
from tests.bot.usecases.judges import JudgingModel, says
from tests.storage.builders import PLATFORM
from tests.storage.mailings import CHAT, announce, announcement, follow, tell, topic

MONDAY = date(2026, 3, 2)
MORNING = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # hours after Monday's mailing came
A_DAY = timedelta(days=1)
A_MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as opened:
        yield opened


def choosing_in(storage: Storage, model: JudgingModel | None = None, *, final: bool = True) -> Choosing:
    judging = Judging(storage.topics, writer=model, final=final)
    return Choosing(storage.announcements, storage.topics, storage.reports, judging)


async def chosen(
    storage: Storage, *, now: datetime = MORNING, address: Address = CHAT, model: JudgingModel | None = None
) -> Choice:
    choice = await choose_papers(address, choosing=choosing_in(storage, model), language="en", now=now)
    assert choice is not None
    new = [one for one in choice.relevant if not one.again]
    assert choice.kept == choice.already + len(new), "it adds up"
    return choice


async def mail(storage: Storage, *numbers: str, day: date = MONDAY, relevant: bool = True) -> None:
    """A mailing that is noted in the morning of its day."""
    about = "Lanes" if relevant else "Wheels"
    papers = [announcement(number, day=day, title=about, abstract="") for number in numbers]
    await announce(storage, *papers, day=day, at=MORNING - A_MINUTE + (day - MONDAY))


def numbers(choice: Choice) -> list[str]:
    return [one.announcement.id.number for one in choice.relevant]


async def test_in_two_months_of_failures_no_paper_is_told_twice_and_none_is_lost(storage: Storage) -> None:
    """Of what is chosen some fail each day; previews are made in between, and some days have no report."""
    # chance in a test, no secret
    random = Random(6)  # noqa: S311
    await follow(storage, begins=MONDAY)
    relevant, told, counted = set[str](), list[str](), 0
    for ago in range(60):
        day, now = MONDAY + ago * A_DAY, MORNING + ago * A_DAY
        if day.weekday() < 5:
            some = [f"26{day.month:02}.{ago:02}{n:03}" for n in range(1, random.randrange(2, 9))]
            kept = [number for number in some if random.random() < 0.5]
            await mail(storage, *kept, day=day)
            await mail(storage, *(number for number in some if number not in kept), day=day, relevant=False)
            relevant.update(kept)
        if random.random() < 0.3:
            await chosen(storage, now=now - A_MINUTE)
        if random.random() < 0.8 or ago == 59:
            choice = await chosen(storage, now=now)
            lasting = [number for number in numbers(choice) if random.random() < 0.9 or ago > 50]
            told += lasting
            counted += choice.kept - choice.already
            await tell(storage, lasting, at=now)
    assert sorted(told) == sorted(relevant)
    assert counted == len(relevant)


async def test_a_chat_that_follows_nothing_has_no_choice(storage: Storage) -> None:
    followed = await follow(storage, begins=MONDAY)
    await storage.topics.end(followed, now=MORNING)
    assert await choose_papers(CHAT, choosing=choosing_in(storage), language="en", now=MORNING) is None


async def test_what_came_since_the_last_report_is_counted_once_and_told_once(storage: Storage) -> None:
    await follow(storage, begins=MONDAY)
    await mail(storage, "2603.00001", "2603.00002")
    await mail(storage, "2603.00003", relevant=False)
    first = await chosen(storage)
    assert numbers(first) == ["2603.00001", "2603.00002"]
    assert (first.announced, first.kept, first.judged, first.already, first.empty) == (3, 2, 0, 0, "")
    assert (first.begins, first.ends) == (MONDAY, MONDAY)
    await tell(storage, numbers(first), at=MORNING)
    await mail(storage, "2603.00004", day=MONDAY + A_DAY)
    second = await chosen(storage, now=MORNING + A_DAY)
    assert numbers(second) == ["2603.00004"]
    assert (second.announced, second.kept, second.already) == (1, 1, 0)
    assert (second.begins, second.ends) == (MONDAY + A_DAY, MONDAY + A_DAY)


async def test_a_report_that_is_tried_again_counts_and_holds_the_same(storage: Storage) -> None:
    await follow(storage, begins=MONDAY)
    await mail(storage, "2603.00001", "2603.00002")
    first = await chosen(storage)
    assert await chosen(storage, now=MORNING + A_MINUTE) == first


async def test_a_preview_beside_a_report_judges_nothing_twice(storage: Storage) -> None:
    await follow(storage, begins=MONDAY)
    await mail(storage, "2603.00001", "2603.00002")
    model = JudgingModel(says(reason="Keeps lanes"))
    choosing = choosing_in(storage, model)
    times = (MORNING, MORNING + A_MINUTE)
    both = [choose_papers(CHAT, choosing=choosing, language="en", now=now) for now in times]
    first, second = await asyncio.gather(*both)
    assert first == second
    assert len(model.asked) == 1
    (followed,) = await storage.topics.of(CHAT)
    assert len({one.at for one in await storage.topics.judged(followed, after=None)}) == 1


async def test_a_model_that_is_away_costs_a_try_and_no_paper(storage: Storage) -> None:
    await follow(storage, begins=MONDAY)
    await mail(storage, *(f"2603.{n:05}" for n in range(1, 41)))
    away = TryLater(Why.MODEL_UNREACHABLE, host="model.example")
    model = JudgingModel(
        says(reason="Keeps lanes"), trouble=lambda some: away if "2603.00001" in some else None
    )
    patient = choosing_in(storage, model, final=False)
    with pytest.raises(TryLater):
        await choose_papers(CHAT, choosing=patient, language="en", now=MORNING)
    calls = len(model.asked)
    choice = await chosen(storage, now=MORNING + A_MINUTE, model=model)
    assert (choice.announced, choice.kept, len(choice.relevant)) == (40, 40, 40)
    assert 0 < choice.judged < 40
    assert len(model.asked) == calls + 1, "only about what was left open"


async def test_a_paper_that_two_topics_keep_stands_once_with_its_better_verdict(storage: Storage) -> None:
    await follow(storage, begins=MONDAY)
    both = await follow(storage, topic("Wide lanes", include=("lanes", "wide")), begins=MONDAY)
    paper = announcement(
        "2603.00001", day=MONDAY, title="Wide lanes", abstract="Lanes, lanes, wide and wide."
    )
    await announce(storage, paper, day=MONDAY, at=MORNING)
    choice = await chosen(storage)
    (one,) = choice.relevant
    assert (one.topic, one.topic_id, choice.announced, choice.kept) == ("Wide lanes", both.id, 1, 1)
    scores = [judged.verdict.score for judged in await storage.topics.why(CHAT, "2603.00001")]
    assert one.verdict.score == max(scores) > min(scores)


async def test_what_an_earlier_report_could_not_tell_comes_again_for_some_days(storage: Storage) -> None:
    await follow(storage, begins=MONDAY)
    await mail(storage, "2603.00001", "2603.00002")
    assert len((await chosen(storage)).relevant) == 2
    await tell(storage, ["2603.00001"], at=MORNING)  # the other failed
    for days in (1, 10):
        again = await chosen(storage, now=MORNING + days * A_DAY)
        assert [(one.announcement.id.number, one.again) for one in again.relevant] == [("2603.00002", True)]
        assert (again.announced, again.kept, again.empty) == (0, 0, "")
    assert (await chosen(storage, now=MORNING + 11 * A_DAY)).relevant == ()


async def test_what_the_chat_was_told_of_before_is_skipped_and_counted(storage: Storage) -> None:
    await follow(storage, begins=MONDAY)
    await tell(storage, ["2603.00001"], at=MORNING - A_DAY)  # somebody handed it in
    await mail(storage, "2603.00001", "2603.00002")
    choice = await chosen(storage)
    assert (numbers(choice), choice.kept, choice.already) == (["2603.00002"], 2, 1)
    elsewhere = Address(platform=PLATFORM, chat="harbour")
    await follow(storage, address=elsewhere, begins=MONDAY)
    assert len((await chosen(storage, address=elsewhere)).relevant) == 2


async def test_a_paper_of_last_year_that_is_listed_here_only_now_is_chosen(storage: Storage) -> None:
    await follow(storage, begins=MONDAY)
    before = MONDAY - timedelta(days=300)
    old = announcement("2505.00001", day=before, title="Lanes", categories=("cs.DC", "cs.LG"))
    await announce(storage, old, category="cs.DC", day=before, at=MORNING - timedelta(days=300))
    await announce(storage, old.model_copy(update={"kind": "cross", "day": MONDAY}), day=MONDAY, at=MORNING)
    choice = await chosen(storage)
    assert (numbers(choice), choice.begins) == (["2505.00001"], MONDAY)


async def test_later_versions_of_what_was_told_are_news_and_no_papers(storage: Storage) -> None:
    await follow(storage, begins=MONDAY)
    await tell(storage, {"2602.00001": 1, "2602.00002": 3}, at=MORNING - A_DAY)
    later = [
        announcement(number, version=2, kind="replacement", day=MONDAY, abstract="")
        for number in ("2602.00001", "2602.00002", "2602.00003")
    ]
    await announce(storage, *later, day=MONDAY, at=MORNING)
    choice = await chosen(storage)
    assert (choice.updates, choice.relevant, choice.announced) == ((later[0],), (), 0)
    await tell(storage, {"2602.00001": 2}, at=MORNING)
    assert (await chosen(storage, now=MORNING + A_MINUTE)).updates == ()


async def test_missed_days_are_one_choice_that_says_which_days(storage: Storage) -> None:
    await follow(storage, begins=MONDAY - 3 * A_DAY)
    for ago, number in ((3, "2602.00001"), (0, "2603.00001")):
        day = MONDAY - ago * A_DAY
        paper = announcement(number, day=day, title="Lanes")
        await announce(storage, paper, day=day, at=MORNING)
    choice = await chosen(storage)
    assert (choice.announced, choice.begins, choice.ends) == (2, MONDAY - 3 * A_DAY, MONDAY)


async def test_days_that_no_feed_told_of_are_named_and_whether_their_new_versions_are_known(
    storage: Storage,
) -> None:
    await follow(storage, begins=MONDAY - 4 * A_DAY)
    ways: tuple[MailingWay, ...] = ("api+versions", "api+versions", "feed")
    for place, way in enumerate(ways):
        day = MONDAY - (4 - 2 * place) * A_DAY
        paper = announcement(f"2603.0000{place}", day=day, title="Lanes")
        await announce(storage, paper, day=day, at=MORNING, way=way)
        # a holiday is no day that was made good
        await announce(storage, day=day - A_DAY, at=MORNING, way="api")
    told = await chosen(storage)
    assert (told.made_good, told.unversioned) == ((MONDAY - 4 * A_DAY, MONDAY - 2 * A_DAY), False)
    await announce(storage, paper, category="cs.LG", day=MONDAY, at=MORNING, way="api")
    untold = await chosen(storage)
    assert (untold.made_good[-1], untold.unversioned) == (MONDAY, True)


async def test_a_day_that_can_no_longer_be_made_good_is_owned_up_to_in_one_report(storage: Storage) -> None:
    await follow(storage, topic(categories=("cs.LG", "cs.CL")), begins=MONDAY)
    for days in (0, 1, 4):  # Wednesday and Thursday are missing in one category, and the other came later
        await announce(storage, day=MONDAY + days * A_DAY, at=MORNING)
    await announce(storage, category="cs.CL", day=MONDAY + 4 * A_DAY, at=MORNING)
    lost = []
    for place, ahead in enumerate((4, 9, 10, 10, 14)):
        now = MORNING + ahead * A_DAY + place * A_MINUTE
        lost.append([(day - MONDAY).days for day in (await chosen(storage, now=now)).lost])
        await tell(storage, [], at=now)
    assert lost == [[], [], [2], [], [3]]


async def test_an_empty_day_says_which_kind_it_is(storage: Storage) -> None:
    await follow(storage, begins=MONDAY)
    late = await chosen(storage)
    assert (late.empty, late.announced, late.begins) == ("late", 0, None)
    gone = Reason(Why.NO_NETWORK, {"host": "rss.arxiv.org"})
    await storage.announcements.troubled("cs.LG", gone)
    unreachable = await chosen(storage)
    assert (unreachable.empty, unreachable.trouble) == ("unreachable", gone)
    await announce(storage, day=MONDAY, at=MORNING)
    holiday = await chosen(storage)
    assert (holiday.empty, holiday.trouble) == ("no_mailing", None)
    await mail(storage, "2603.00001", relevant=False)
    nothing = await chosen(storage)
    assert (nothing.empty, nothing.announced) == ("nothing_relevant", 1)
    await tell(storage, [], at=MORNING)
    sunday = await chosen(storage, now=MORNING + A_MINUTE)
    assert (sunday.empty, sunday.announced) == ("no_mailing", 0), "nothing came since the report"
