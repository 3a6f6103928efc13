"""What came by itself can be asked for again: overviews as they were sent, and each report of a date."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.chat import Buttons
from bot.domain.commands import Misunderstood, SendReport
from bot.domain.corrections import Correction
from bot.domain.marks import Seeker
from bot.domain.overviews import SendOverview, period_of
from bot.replies.overview_records import overview_json
from handlers.grammar import understand
from tests.bot.newsrooms import MONDAY, Newsroom, open_newsroom
from tests.bot.posts import HERE

LANES, FOG = "2603.00001", "2603.00002"
WEEK = period_of("week", MONDAY)


@pytest_asyncio.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with open_newsroom(tmp_path) as opened:
        await opened.follows()
        yield opened


async def a_week_goes_by(room: Newsroom) -> None:
    await room.announces(room.is_on_arxiv(LANES), room.is_on_arxiv(FOG, title="Lanes in the Fog"))
    await room.comes()
    room.a_day_goes_by(7)


async def like(room: Newsroom, number: str) -> None:
    here = Seeker(chat=f"{HERE.platform}:{HERE.chat}", person="square:grace")
    await room.storage.marks.put("liked", f"arxiv:{number}", seeker=here, now=room.clock.now())


def taps(room: Newsroom) -> list[str]:
    blocks = [block for post in room.chat.posts for block in post.piece.blocks]
    return [button.says for block in blocks if isinstance(block, Buttons) for button in block.buttons]


async def test_an_overview_that_came_is_shown_as_it_was_sent_and_anew_where_one_says_so(
    room: Newsroom,
) -> None:
    await a_week_goes_by(room)
    sent = await room.looks_back(SendOverview(day=MONDAY))
    assert "Nobody saved or liked one of these papers yet." in sent
    await like(room, FOG)
    again = await room.is_asked(SendOverview(back=1))
    line, rest = again.split("\n", 1)
    assert line == (
        "The overview as it was sent, on 2026-03-09 12:00. "
        "For one with the likes and corrections since then, write overview anew 2026-W10."
    )
    assert rest == sent
    wish = understand("overview anew 2026-W10")
    assert isinstance(wish, SendOverview)
    anew = await room.is_asked(wish)
    assert "👍 liked by 1" in anew
    assert "as it was sent" not in anew
    assert "as it was sent" not in await room.is_asked(SendOverview(day=MONDAY, language="zh"))


async def test_what_a_person_asks_for_is_made_anew_and_not_kept(room: Newsroom) -> None:
    await a_week_goes_by(room)
    await room.is_asked(SendOverview(back=1))
    assert await room.storage.reports.overview(HERE, WEEK) is None
    assert "as it was sent" not in await room.is_asked(SendOverview(back=1))


async def test_an_overview_is_kept_beside_the_reports_and_is_none_of_them(room: Newsroom) -> None:
    await a_week_goes_by(room)
    await room.looks_back(SendOverview(day=MONDAY))
    await room.looks_back(SendOverview(unit="month", day=MONDAY))
    kept = await room.storage.reports.overviews(HERE, most=9)
    assert [(each.kind, each.overview.period.name) for each in kept] == [
        ("monthly", "2026-03"),
        ("weekly", "2026-W10"),
    ]
    assert [each.due for each in await room.storage.reports.newest(HERE, most=9)] == [MONDAY]
    assert (await room.storage.figures.kept()).reports == {"daily": 1, "weekly": 1, "monthly": 1}


async def test_a_paper_that_is_removed_leaves_the_kept_overview(room: Newsroom) -> None:
    await a_week_goes_by(room)
    await like(room, FOG)
    await room.looks_back(SendOverview(day=MONDAY))
    await room.storage.registers.erasure.remove(f"arxiv:{FOG}")
    kept = await room.storage.reports.overview(HERE, WEEK)
    assert kept
    assert FOG not in overview_json(kept)
    assert "Fog" not in await room.is_asked(SendOverview(day=MONDAY))
    assert LANES in overview_json(kept)


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("overview anew last week", SendOverview(back=1, anew=True)),
        ("概览 重新 2026-W10", SendOverview(day=MONDAY, anew=True)),
        ("report 2026-03-02 2", SendReport(day=MONDAY, place=2)),
        ("报告 2026-03-02 1", SendReport(day=MONDAY, place=1)),
    ],
)
def test_which_one_is_meant_can_be_said(words: str, wish: SendReport | SendOverview) -> None:
    assert understand(words) == wish


@pytest.mark.parametrize("words", ["2026-03-02 0", "anew 2026-03-02 1", "2026-03-02 1 2"])
def test_no_other_number_is_taken_for_one(words: str) -> None:
    assert isinstance(understand(f"report {words}"), Misunderstood)


async def two_reports(room: Newsroom) -> None:
    """The second one of the date comes two hours later, with a paper of its own."""
    await room.announces(room.is_on_arxiv(LANES))
    await room.comes()
    room.clock.go_on(timedelta(hours=2))
    await room.announces(room.is_on_arxiv(FOG, title="Lanes in the Fog"))
    await room.comes()


async def test_of_two_reports_with_papers_on_one_date_each_is_shown_and_offers_the_other(
    room: Newsroom,
) -> None:
    await two_reports(room)
    last = await room.is_asked(SendReport(day=MONDAY))
    assert last.startswith(
        "The report of 2026-03-02 as it was sent, on 2026-03-02 14:00. For the papers that were handed in "
        "that day, write report anew 2026-03-02. 2 reports came that day; this is one of them. "
        "The others: report 2026-03-02 1."
    )
    assert "Lanes in the Fog" in last
    assert LANES not in last
    assert [words for words in taps(room) if words.startswith("report ")] == ["report 2026-03-02 1"]
    first = await room.is_asked(SendReport(day=MONDAY, place=1))
    assert "sent, on 2026-03-02 12:00." in first
    assert f"On Lanes {LANES}" in first
    assert "Fog" not in first
    assert "report 2026-03-02 2" in taps(room)


async def test_a_report_that_there_is_not_is_told_with_how_many_there_are(room: Newsroom) -> None:
    await two_reports(room)
    words = await room.is_asked(SendReport(day=MONDAY, place=3))
    assert words == (
        "There is no such report: 2 reports of 2026-03-02 can be shown here. "
        "Write report 2026-03-02 for the last one."
    )


async def test_of_a_date_the_last_report_with_papers_is_shown_and_one_without_can_be_asked_for(
    room: Newsroom,
) -> None:
    await room.announces(room.is_on_arxiv(LANES))
    await room.comes()
    words = await room.is_asked(SendReport(day=MONDAY))
    assert "that day; this is one" not in words, "there is no other"
    room.clock.go_on(timedelta(hours=2))
    await room.comes()
    words = await room.is_asked(SendReport(day=MONDAY))
    assert LANES in words
    assert "The others: report 2026-03-02 2." in words
    assert "arXiv announced nothing" in await room.is_asked(SendReport(day=MONDAY, place=2))


async def test_a_day_on_which_nothing_was_handed_in_shows_the_report_that_came(room: Newsroom) -> None:
    await room.announces(room.is_on_arxiv(LANES))
    await room.comes()
    today = await room.is_asked(SendReport())
    assert today.startswith("The report of 2026-03-02 as it was sent, on 2026-03-02 12:00.")
    assert LANES in today
    assert (await room.is_asked(SendReport(anew=True))).startswith("No papers were submitted on 2026-03-02.")


async def test_corrections_since_an_overview_came_are_in_it_anew(room: Newsroom) -> None:
    await a_week_goes_by(room)
    await room.looks_back(SendOverview(day=MONDAY))
    correction = Correction(
        paper=f"arxiv:{LANES}",
        language=None,
        field="title",
        value="Broad Lanes",
        before="",
        person="square:grace",
        at=room.clock.now(),
        job="a correction",
    )
    await room.storage.corrections.keep(correction)
    await like(room, LANES)
    assert "Broad Lanes" not in await room.is_asked(SendOverview(day=MONDAY))
    assert "Broad Lanes" in await room.is_asked(SendOverview(day=MONDAY, anew=True))
