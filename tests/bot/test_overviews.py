"""An overview of what a chat was told: its numbers, table and picture; an honest line where nothing came."""

from base64 import b64decode
from collections.abc import AsyncIterator
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest_asyncio

from bot.counters.house import House
from bot.counters.overviews import OverviewCounter
from bot.domain.arxiv_ids import ArxivId
from bot.domain.charts import Sheet
from bot.domain.chat import Reply, words_of
from bot.domain.corrections import Correction
from bot.domain.jobs import Job, JobState
from bot.domain.marks import Seeker
from bot.domain.overviews import SendOverview, Unit
from bot.domain.references import ArxivReference
from bot.usecases.make_overview import Past
from tests.bot.newsrooms import MORNING, Newsroom, open_newsroom
from tests.bot.posts import HERE

LANES, FOG, WHEELS = "2603.00001", "2603.00002", "2603.00003"


class Easel:
    """Draws nothing, in a font that has the letters of some languages; keeps what it was to draw."""

    def __init__(self, *, chinese: bool = True) -> None:
        self.chinese = chinese
        self.sheets: list[Sheet] = []

    def can_write(self, words: str) -> bool:
        return self.chinese or words.isascii()

    async def draw(self, sheet: Sheet) -> bytes:
        self.sheets.append(sheet)
        return b"a picture"


@pytest_asyncio.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    """A chat that got two papers on Monday and one on Wednesday, where a file failed."""
    async with open_newsroom(tmp_path) as opened:
        await opened.follows()
        await opened.announces(opened.is_on_arxiv(LANES), opened.is_on_arxiv(FOG, title="Lanes in the Fog"))
        await opened.comes()
        opened.a_day_goes_by(2)
        await opened.hands_in(ArxivReference(id=ArxivId(number="2603.09999")))
        opened.a_day_goes_by()
        await opened.announces(opened.is_on_arxiv(WHEELS, title="Lanes | Wheels"))
        await opened.comes()
        yield opened


async def overview(
    room: Newsroom, unit: Unit = "week", *, easel: Easel | None = None, back: int = 0, chinese: bool = False
) -> Reply:
    past = Past(room.storage.reports, marks=room.storage.marks, corrections=room.storage.corrections)
    counter = OverviewCounter(House("en", zone=UTC), past=past, clock=room.clock, charts=easel)
    command = SendOverview(unit=unit, back=back, language="zh" if chinese else None)
    now = room.clock.now()
    job = Job(
        key="overview",
        command=command,
        address=HERE,
        language="en",
        due_at=now,
        id=1,
        state=JobState.LEASED,
        tries=0,
        crashes=0,
        created_at=now,
    )
    return await counter.answer(command, job)


def words(reply: Reply) -> str:
    return "\n".join(filter(None, map(words_of, reply.blocks)))


async def test_it_counts_what_came_by_kind_week_and_institution(room: Newsroom) -> None:
    told = words(await overview(room))
    assert "Weekly overview 2026-W10\n2026-03-02 to 2026-03-08, so far\n" in told
    assert "2 daily reports, 3 papers briefed; arXiv announced 3, failed 1" in told
    assert "By kind: Other 3" in told
    assert "By week: 2026-W05 0; 2026-W06 0; 2026-W07 0; 2026-W08 0; 2026-W09 0; 2026-W10 3" in told
    assert "By institution: " in told


async def test_a_month_is_shown_in_its_weeks_up_to_now(room: Newsroom) -> None:
    told = words(await overview(room, "month"))
    assert "Monthly overview 2026-03\n2026-03-01 to 2026-03-31, so far\n" in told
    assert "By week: 2026-W09 0; 2026-W10 3\n" in told


async def test_what_most_people_saved_or_like_here_comes_first_and_nobody_is_named(room: Newsroom) -> None:
    marks, now = room.storage.marks, room.clock.now()
    here, there = f"{HERE.platform}:{HERE.chat}", f"{HERE.platform}:there"
    for person in ("square:grace", "square:alan"):
        await marks.put("saved", f"arxiv:{FOG}", seeker=Seeker(chat=there, person=person), now=now)
    await marks.put("liked", f"arxiv:{FOG}", seeker=Seeker(chat=here, person="square:grace"), now=now)
    await marks.put("liked", f"arxiv:{LANES}", seeker=Seeker(chat=here, person="square:grace"), now=now)
    await marks.put("liked", f"arxiv:{WHEELS}", seeker=Seeker(chat=there, person="square:alan"), now=now)
    await marks.put(
        "not_relevant", f"arxiv:{WHEELS}", seeker=Seeker(chat=here, person="square:alan"), now=now
    )
    reply = await overview(room)
    assert reply.papers == (f"arxiv:{FOG}", f"arxiv:{LANES}")
    told = words(reply)
    assert "Saved or liked most\n1. Lanes in the Fog\n" in told
    assert "⭐ saved by 2; 👍 liked by 1\n2. On Lanes 2603.00001\n" in told
    assert "grace" not in reply.model_dump_json()


async def test_the_table_holds_what_was_checked_or_is_the_papers_own_and_what_people_corrected(
    room: Newsroom,
) -> None:
    correction = Correction(
        paper=f"arxiv:{LANES}",
        language="en",
        field="effect",
        value="three times | faster",
        before="",
        person="square:grace",
        at=room.clock.now(),
        job="a correction",
    )
    await room.storage.corrections.keep(correction)
    document = (await overview(room)).document
    assert document
    assert document.name == "overview-2026-W10-en.md"
    rows = [line for line in document.content.splitlines() if line.startswith("| ")]
    assert rows[0] == "| No. | Paper | Technique | Effect | Conditions | Basis |"
    assert len(rows) == 2 + 3
    (lanes,) = [row for row in rows if LANES in row]
    assert lanes.endswith("| three times \\| faster |  | the paper's words, corrected by a person |")
    (wheels,) = [row for row in rows if WHEELS in row]
    assert wheels.startswith("| 3 | Lanes \\| Wheels (2603.00003v1) | ")
    assert wheels.endswith(" | the paper's words |")


async def test_the_picture_shows_the_same_numbers_and_says_them_in_words(room: Newsroom) -> None:
    easel = Easel()
    picture = (await overview(room, easel=easel)).picture
    assert picture
    assert (picture.name, b64decode(picture.png)) == ("overview-2026-W10-en.png", b"a picture")
    assert "By kind: Other 3" in picture.alt
    (sheet,) = easel.sheets
    counts = {chart.title: [(bar.label, bar.count) for bar in chart.bars] for chart in sheet.charts}
    assert counts["Papers by kind"] == [("Other", 3)]
    assert counts["Papers by week (in the same colours)"][-2:] == [("2026-W09", 0), ("2026-W10", 3)]


async def test_without_chinese_letters_the_picture_alone_is_in_english(room: Newsroom) -> None:
    easel = Easel(chinese=False)
    reply = await overview(room, easel=easel, chinese=True)
    assert easel.sheets[0].title == "Weekly overview 2026-W10"
    assert reply.picture
    assert reply.picture.alt.startswith("周报 2026-W10\n按类别：其他 3")
    assert words(reply).startswith("周报 2026-W10")
    whole = await overview(room, easel=Easel(), chinese=True)
    assert whole.picture
    assert whole.picture.name == "overview-2026-W10-zh.png"


async def test_a_week_in_which_nothing_came_says_so_and_shows_no_picture(room: Newsroom) -> None:
    easel = Easel()
    reply = await overview(room, easel=easel, back=1)
    assert words(reply) == (
        "Weekly overview 2026-W09\n2026-02-23 to 2026-03-01\nNo daily report came here this week."
    )
    assert (reply.picture, reply.document, easel.sheets) == (None, None, [])
    says = [button.says for block in reply.blocks if block.kind == "buttons" for button in block.buttons]
    assert says == ["overview 2026-W08", "overview 2026-03"]


async def test_reports_without_a_paper_are_told_from_no_report(room: Newsroom) -> None:
    room.a_day_goes_by(7)
    await room.announces()
    await room.comes()
    told = words(await overview(room))
    assert "1 daily report came, none with a paper" in told
    assert MORNING.date() + timedelta(days=10) == room.today == date(2026, 3, 12)
