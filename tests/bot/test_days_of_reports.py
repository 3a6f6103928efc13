"""Whatever comes over some days, each report adds up, and every paper is told once or named as failed."""

import asyncio
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.domain.references import parse_reference
from bot.domain.reports import Report
from bot.errors import CannotDo, Why
from storage import open_storage
from tests.bot.newsrooms import ABSTRACT, MONDAY, Newsroom

PAPERS = range(1, 8)


@dataclass(frozen=True)
class Day:
    """What comes on one day, by the papers' numbers; and whether its report comes, or the bot is away."""

    announced: frozenset[int]
    handed_in: tuple[int, ...]
    reported: bool


@dataclass(frozen=True)
class Nature:
    """What a paper is like."""

    relevant: bool
    good: bool  # it can be briefed


NATURES = st.builds(Nature, st.booleans(), st.sampled_from([True, True, False]))
DAYS = st.builds(
    Day,
    st.frozensets(st.sampled_from(PAPERS), max_size=4),
    st.lists(st.sampled_from(PAPERS), max_size=4).map(tuple),
    st.sampled_from([True, True, False]),
)


def number(paper: int) -> str:
    return f"2603.{paper:05}"


def prepare(room: Newsroom, natures: list[Nature]) -> None:
    """arXiv has every paper from the first day on."""
    for paper, nature in zip(PAPERS, natures, strict=True):
        about = "Lanes" if nature.relevant else "Wheels"
        room.is_on_arxiv(number(paper), title=f"On {about} {paper}", abstract=ABSTRACT.replace("anes", "ogs"))
        if not nature.good:
            record = room.papers.records[number(paper)]
            room.papers.records[number(paper)] = record.model_copy(update={"abstract": ""})
            room.reader.pages[f"{number(paper)}v1"] = CannotDo(Why.PDF_NO_TEXT, name="scan.pdf", pages=1)


async def reports_of(days: list[Day], natures: list[Nature], place: Path) -> list[tuple[Report, list[Day]]]:
    """Each report with the days that it covers; the last one always comes."""
    made, open_days, announced = [], list[Day](), set[int]()
    async with open_storage(f"sqlite:///{place}/b.db", data_dir=place) as storage:
        room = Newsroom(storage)
        await room.follows()
        prepare(room, natures)
        for place_, day in enumerate(days):
            fresh = sorted(day.announced - announced)
            announced |= day.announced
            await room.announces(*(room.known(number(paper)) for paper in fresh))
            if day.handed_in:
                await room.hands_in(*(parse_reference(number(paper)) for paper in day.handed_in))
            open_days.append(Day(frozenset(fresh), day.handed_in, day.reported))
            room.a_day_goes_by()
            if day.reported or place_ == len(days) - 1:
                begins = room.today - timedelta(days=len(open_days))
                made.append((await room.comes(begins=begins), open_days))
                open_days = []
    return made


# a failing example is a second long and would be shrunk for minutes
@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(days=st.lists(DAYS, min_size=1, max_size=5), natures=st.lists(NATURES, min_size=7, max_size=7))
def test_each_report_adds_up_and_each_paper_is_told_once(days: list[Day], natures: list[Nature]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = asyncio.run(reports_of(days, natures, Path(folder)))
    nature = dict(zip(PAPERS, natures, strict=True))
    told = Counter(entry.paper.key for report, _ in made for entry in report.entries)
    wanted = {
        f"arxiv:{number(paper)}"
        for day in days
        for paper in {*day.handed_in, *(each for each in day.announced if nature[each].relevant)}
        if nature[paper].good
    }
    assert told == Counter(dict.fromkeys(wanted, 1))
    for report, covered in made:
        assert report.mailed
        assert report.submitted == sum(len(day.handed_in) for day in covered)
        fresh = {paper for day in covered for paper in day.announced}
        assert report.mailed.announced == len(fresh)
        relevant = {paper for paper in fresh if nature[paper].relevant}
        assert report.mailed.relevant + report.mailed.already == len(relevant)
        assert report.day
        assert (report.day - MONDAY).days + 1 == sum(
            len(some) for _, some in made[: made.index((report, covered)) + 1]
        )
    named = {failure.label.removesuffix("v1") for report, _ in made for failure in report.failures}
    failing = {paper for day in days for paper in day.handed_in if not nature[paper].good}
    assert named >= {f"arXiv:{number(paper)}" for paper in failing}
