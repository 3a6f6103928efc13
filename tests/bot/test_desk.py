"""Every wish gets its answer, whoever has it: one block after the other, nothing left without a word."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bot.counters.house import House
from bot.desk import Desk
from bot.domain.chat import Buttons, Heading, Quote, Reply, words_of
from bot.domain.commands import (
    BriefPaper,
    Command,
    CorrectBrief,
    Misunderstood,
    Refused,
    SendReport,
    ShowHelp,
    SubmitPaper,
)
from bot.domain.jobs import Job, JobState
from bot.domain.references import PaperReference, parse_reference
from bot.errors import CannotDo, Reason, Why
from bot.usecases.mail import Mail
from bot.usecases.sources import Sources
from storage import open_storage
from tests.bot.posts import HERE
from tests.fakes.ports import (
    FakeClock,
    FakeFiles,
    FakePapers,
    FakeReader,
    corrected_in,
    file,
    found_in,
    page,
    record,
    written_by,
)

# 23:30 in Shanghai, half an hour before the next day there.
LATE = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
ABSTRACT = "We propose Lanes, a rule that keeps queues apart. It achieves a 2.5x speedup over one queue."
HELLO = Reason(Why.NOT_A_PAPER_REFERENCE, {"text": "hello"})


def job(command: Command, *, created_at: datetime = LATE) -> Job:
    return Job(
        key=f"key {command!r} {created_at}",
        command=command,
        address=HERE,
        person="ann",
        language="en",
        due_at=created_at,
        id=1,
        state=JobState.LEASED,
        tries=0,
        crashes=1,
        created_at=created_at,
    )


def words(reply: Reply) -> list[str]:
    return [block.text if isinstance(block, Quote) else words_of(block) for block in reply.blocks]


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    papers = FakePapers(
        {number: record(number, f"Title of {number}", abstract=ABSTRACT) for number in NUMBERS}
    )
    files, reader = FakeFiles(), FakeReader()
    for number in NUMBERS:
        files.contents[f"{number}v1"] = number.encode()
        reader.pages[number] = page(f"Title of {number}")
    files.contents["mine.pdf"] = b"mine"
    reader.pages["mine"] = page("My Own Paper", abstract=ABSTRACT)
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as storage:
        yield Desk(
            House("en", zone=ZoneInfo("Asia/Shanghai"), title="Daily"),
            library=storage.library,
            sources=Sources(papers, originals=files, reader=reader),
            writing=written_by(storage),
            correcting=corrected_in(storage),
            finding=found_in(storage),
            mail=Mail(storage.reports),
            turns=storage.turns,
            clock=FakeClock(LATE),
        )


NUMBERS = ("2501.00001", "2501.00002")
FIRST, SECOND = map(parse_reference, NUMBERS)
UNKNOWN = parse_reference("2501.99999")
FILED = file("mine.pdf")


async def test_a_post_speaks_one_language_that_of_its_briefs_or_the_askers(desk: Desk) -> None:
    in_chinese = {"language": "zh"}
    brief = BriefPaper(papers=(FIRST, UNKNOWN), unread=(HELLO,))
    for command in (brief, CorrectBrief(paper=FIRST, field="effect", value="a 3x speedup")):
        asked = job(command).model_copy(update=in_chinese)
        said = words(await desk.answer(asked, final=True))
        assert not re.search("[\u4e00-\u9fff]", "".join(said)), said
    nothing = job(BriefPaper(papers=(UNKNOWN,), unread=(HELLO,))).model_copy(update=in_chinese)
    assert "没有" in "".join(words(await desk.answer(nothing, final=True)))
    wished = job(brief.model_copy(update=in_chinese))
    assert "arXiv 上没有编号为" in "".join(words(await desk.answer(wished, final=True)))


@pytest.mark.parametrize(("direct", "paper", "told"), [(True, FILED, 1), (True, FIRST, 0), (False, FILED, 0)])
async def test_whoever_hands_in_a_file_in_private_is_told_that_others_will_read_of_it(
    desk: Desk, *, direct: bool, paper: PaperReference, told: int
) -> None:
    at_home = replace(desk, house=replace(desk.house, direct=direct))
    said = words(await at_home.answer(job(SubmitPaper(papers=(paper,))), final=True))
    assert sum("though you sent it to me in private" in each for each in said) == told


async def test_papers_are_briefed_in_the_given_order_each_once(desk: Desk) -> None:
    command = BriefPaper(papers=(SECOND, UNKNOWN, FIRST, SECOND), unread=(HELLO,))
    reply = await desk.answer(job(command), final=True)
    titles = [block.text for block in reply.blocks if isinstance(block, Heading)]
    assert titles == ["1. Title of 2501.00002", "2. Title of 2501.00001"]
    assert [block.number for block in reply.blocks if isinstance(block, Buttons)] == [1, 2]
    assert reply.papers == ("arxiv:2501.00002", "arxiv:2501.00001")
    said = words(reply)
    assert said[5].startswith("No brief of arXiv:2501.99999. arXiv has no paper numbered 2501.99999.")
    assert said[-1].startswith("“hello” names no paper.")
    assert [block.text for block in reply.blocks if isinstance(block, Quote)] == [ABSTRACT, ABSTRACT]


@pytest.mark.parametrize("command", [BriefPaper(papers=(UNKNOWN,)), SubmitPaper(papers=(UNKNOWN,))])
async def test_the_one_paper_that_fails_is_the_answer(desk: Desk, command: Command) -> None:
    with pytest.raises(CannotDo) as raised:
        await desk.answer(job(command), final=True)
    assert raised.value.reason.why is Why.UNKNOWN_ARXIV_ID


async def test_words_alone_are_explained(desk: Desk) -> None:
    for command in (BriefPaper(papers=(), unread=(HELLO,)), SubmitPaper(papers=(), unread=(HELLO,))):
        assert len(words(await desk.answer(job(command), final=True))) == 1


async def test_handing_in_says_of_each_what_became_of_it(desk: Desk) -> None:
    command = SubmitPaper(papers=(FIRST, file("nix.pdf"), FIRST), unread=(HELLO,))
    assert words(await desk.answer(job(command), final=True)) == [
        "Kept for the report: Title of 2501.00001",
        "Not kept: nix.pdf. nix.pdf does not exist. Check the path.",
        "Already known: Title of 2501.00001",
        "“hello” names no paper. Give an arXiv id such as 2501.12345, an address, or a PDF.",
    ]


async def test_a_day_ends_where_the_house_stands(desk: Desk) -> None:
    await desk.answer(job(SubmitPaper(papers=(FIRST,))), final=True)
    later = LATE + timedelta(hours=1)
    await desk.answer(job(SubmitPaper(papers=(file("mine.pdf"),)), created_at=later), final=True)
    days = {
        "Title of 2501.00001": [
            SendReport(),
            SendReport(day=date(2026, 3, 1)),
            SendReport(day=date(2026, 3, 1), days_ago=5),
        ],
        "My Own Paper": [SendReport(day=date(2026, 3, 2))],
    }
    for title, commands in days.items():
        for command in commands:
            said = words(await desk.answer(job(command), final=True))
            assert said[0] == "Daily"
            assert said[1].endswith(" · 1 paper")
            assert said[-4].startswith(f"1. {title}\n")
    yesterday = await desk.answer(job(SendReport(days_ago=1), created_at=later), final=True)
    assert words(yesterday)[2].startswith("1. Title of 2501.00001\n")
    with pytest.raises(CannotDo) as raised:
        await desk.answer(job(SendReport(days_ago=3)), final=True)
    assert raised.value.reason == Reason(Why.NO_PAPERS_ON_DAY, {"day": "2026-02-26"})


async def test_what_is_handed_in_before_midnight_and_read_after_it_belongs_to_the_day_before(
    desk: Desk,
) -> None:
    clock = desk.clock
    assert isinstance(clock, FakeClock)
    clock.go_on(timedelta(hours=2))
    await desk.answer(job(SubmitPaper(papers=(FIRST,))), final=True)
    report = await desk.answer(job(SendReport(day=date(2026, 3, 1))), final=True)
    assert words(report)[1] == "2026-03-01 · 1 paper"
    assert words(report)[2].startswith("1. Title of 2501.00001\n")


async def test_help_and_advice_are_in_the_askers_language(desk: Desk) -> None:
    for language in ("zh", "en"):
        for command in (ShowHelp(), Misunderstood(reason=HELLO), Refused(reason=HELLO)):
            asked = job(command).model_copy(update={"language": language})
            said = "\n".join(words(await desk.answer(asked, final=True)))
            assert said
            assert ("论文" in said) is (language == "zh")


async def test_a_report_that_nobody_asked_for_gives_no_advice_on_an_empty_day(desk: Desk) -> None:
    with pytest.raises(CannotDo) as raised:
        await desk.answer(job(SendReport(days_ago=3, scheduled=True)), final=True)
    assert raised.value.reason == Reason(Why.NO_PAPERS_FOR_REPORT, {"day": "2026-02-26"})
