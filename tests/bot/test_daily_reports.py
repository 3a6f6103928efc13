"""The daily report of a chat: what is relevant or was handed in, once, and an honest line without any."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from bot.desk import Desk
from bot.domain.chat import Reply
from bot.domain.commands import SendReport
from bot.domain.figures import sums_of
from bot.domain.jobs import Job
from bot.domain.references import parse_reference
from bot.domain.reports import Report, grouped
from bot.errors import CannotDo, Reason, Why
from bot.replies.report_sums import closing
from bot.replies.reports import markdown, report_reply
from bot.usecases.watching import Watch
from handlers.grammar import understand
from tests.bot.newsrooms import A_DAY, MONDAY, Newsroom, open_newsroom
from tests.bot.posts import HERE
from tests.fakes.ports import BUSY, file, page
from tests.storage.mailings import topic


@pytest_asyncio.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with open_newsroom(tmp_path) as opened:
        yield opened


def wish(text: str) -> SendReport:
    command = understand(text)
    assert isinstance(command, SendReport)
    return command


def titles(report: Report) -> list[str]:
    return [entry.paper.title for entry in report.entries]


def sums(report: Report) -> dict[str, int]:
    """The figures that are not 0; they add up."""
    found = sums_of(report)
    came = found["submitted"] + found["retried"]
    if report.mailed:
        came += report.mailed.relevant + report.mailed.already + report.mailed.later
    fates = ("briefed", "failed", "repeats", "skipped", "updates", "removed")
    assert came == sum(found[fate] for fate in fates)
    return {name: count for name, count in found.items() if count}


async def test_a_chat_that_follows_a_topic_is_told_what_is_relevant_and_why(
    room: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    await room.follows()
    wheels = room.is_on_arxiv("2603.00003", title="On Wheels", abstract="Wheels are round.")
    await room.announces(room.is_on_arxiv("2603.00001"), room.is_on_arxiv("2603.00002"), wheels)
    room.a_day_goes_by()
    with caplog.at_level(logging.INFO):
        report = await room.comes()
    assert sums(report) == {"announced": 3, "relevant": 2, "briefed": 2}
    assert titles(report) == ["On Lanes 2603.00001", "On Lanes 2603.00002"]
    assert "2026-03-03 · 2 papers" in room.said(), "it bears the date on which it comes"
    assert "arXiv of 2026-03-02: announced 3, relevant 2, briefed 2, failed 0." in room.said()
    assert "Picked for Lanes: " in room.said()
    assert (
        "report.made address=square:here announced=3 relevant=2 briefed=2 failed=0 skipped=0" in caplog.text
    )
    assert await room.storage.reports.all_reported(HERE) == {"arxiv:2603.00001": 1, "arxiv:2603.00002": 1}


async def test_nothing_is_told_twice(room: Newsroom) -> None:
    await room.follows()
    await room.announces(room.is_on_arxiv("2603.00001"))
    await room.hands_in(parse_reference("2603.00001"), room.has_file("own.pdf"))
    room.a_day_goes_by()
    report = await room.comes()
    assert sums(report) == {"announced": 1, "relevant": 1, "submitted": 2, "briefed": 2, "repeats": 1}
    assert report.entries[0].pick, "handed in, and picked, too"
    await room.hands_in(parse_reference("2603.00001"), file("own.pdf"))
    room.a_day_goes_by()
    again = await room.comes()
    assert sums(again) == {"submitted": 2, "skipped": 2}
    assert "skipped as already reported 2" in room.said()
    second = await room.is_due()  # as an admin may have it
    assert second is not None
    assert second.entries == ()


async def test_without_a_topic_it_is_the_report_of_what_was_handed_in(room: Newsroom) -> None:
    await room.announces(room.is_on_arxiv("2603.00001"))
    await room.hands_in(room.has_file("own.pdf"))
    room.a_day_goes_by()
    report = await room.comes()
    assert (titles(report), report.mailed) == (["Title of own.pdf"], None)
    assert "Submitted 1, briefed 1, failed 0." in room.said()
    assert "Announced" not in room.said()
    room.a_day_goes_by()
    assert await room.is_due() is None
    assert "Report of 2026-03-03: no papers were handed in." in room.said()


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("no_mailing", "arXiv announced nothing since the last report, as on weekends and holidays."),
        ("nothing_relevant", "arXiv announced 1 paper (2026-03-02), and none of them fits what this chat"),
        ("late", "arXiv's announcement is late; what it brings comes with the next report."),
        (
            "unreachable",
            (
                "arXiv could not be asked what it announced; that comes with the next report. "
                "export.arxiv.org cannot be reached. Admins were told; there is nothing to do here."
            ),
        ),
    ],
)
async def test_an_empty_day_says_which_kind_it_is(room: Newsroom, kind: str, line: str) -> None:
    await room.follows()
    if kind == "no_mailing":
        await room.announces()
    elif kind == "nothing_relevant":
        await room.announces(room.is_on_arxiv("2603.00003", title="On Wheels", abstract="Round."))
    elif kind == "unreachable":
        reason = Reason(Why.NO_NETWORK, {"host": "export.arxiv.org"})
        await room.storage.announcements.troubled("cs.LG", reason)
    report = await room.comes()
    assert report.mailed
    assert (report.mailed.empty, report.entries) == (kind, ())
    assert line in room.said()
    assert "nnounced " in closing(report)
    assert line in await room.is_asked(SendReport(day=MONDAY)), "it can be asked for again"
    assert report_reply(report).document is None, "there is nothing to file"


async def test_new_versions_are_counted_beside_what_is_weighed(room: Newsroom) -> None:
    await room.follows()
    known = [room.is_on_arxiv(number, version=2) for number in ("2602.00001", "2602.00002")]
    await room.announces(room.is_on_arxiv("2603.00001"), *known)
    assert sums(await room.comes()) == {"announced": 1, "replaced": 2, "relevant": 1, "briefed": 1}
    told = "announced 3 (1 new or cross-listed, 2 new versions of known papers), relevant 1"
    assert told in room.said()
    room.a_day_goes_by()
    await room.announces(room.is_on_arxiv("2602.00001", version=3))
    await room.comes()
    assert "arXiv announced nothing new (2026-03-03), but 1 new version of a known paper." in room.said()


async def test_a_late_source_is_told_with_the_next_report(room: Newsroom) -> None:
    await room.follows()
    assert (await room.comes()).mailed
    await room.announces(room.is_on_arxiv("2603.00001"))
    room.a_day_goes_by()
    assert titles(await room.comes()) == ["On Lanes 2603.00001"]


async def test_one_bad_paper_costs_the_others_nothing_and_is_tried_again(room: Newsroom) -> None:
    await room.follows()
    scanned = room.is_on_arxiv("2603.00002")
    room.papers.records["2603.00002"] = room.papers.records["2603.00002"].model_copy(update={"abstract": ""})
    room.reader.pages["2603.00002v1"] = CannotDo(Why.PDF_NO_TEXT, name="2603.00002", pages=9)
    await room.announces(room.is_on_arxiv("2603.00001"), scanned)
    report = await room.comes()
    assert sums(report) == {"announced": 2, "relevant": 2, "briefed": 1, "failed": 1}
    assert [failure.label for failure in report.failures] == ["arXiv:2603.00002v1"]
    assert "arXiv:2603.00002v1" in closing(report)
    room.a_day_goes_by()
    room.is_on_arxiv("2603.00002")
    await room.storage.registers.erasure.remove("arxiv:2603.00002")  # what was kept had no abstract
    again = await room.comes()
    assert (titles(again), sums(again)) == (["On Lanes 2603.00002"], {"retried": 1, "briefed": 1})


async def test_a_category_that_is_late_is_named_beside_what_came_in_others(room: Newsroom) -> None:
    lanes = topic("Lanes", categories=("cs.LG", "cs.OS", "cs.PF"))
    await room.storage.topics.follow(HERE, lanes, by="square:ann", begins=MONDAY, now=room.clock.now())
    await room.announces(room.is_on_arxiv("2603.00001"))
    late = Reason(Why.SOURCE_LATE, {"category": "cs.OS", "day": "2026-03-02"})
    await room.storage.announcements.troubled("cs.OS", late)
    await room.storage.announcements.troubled("cs.PF", Reason(Why.NO_NETWORK, {"host": "rss.arxiv.org"}))
    assert titles(await room.comes()) == ["On Lanes 2603.00001"]
    line = "cs.OS, cs.PF: not there yet; what arXiv announces there comes with the next report. rss.arxiv.org"
    assert line in room.said()


async def test_what_was_announced_and_always_fails_is_named_in_three_reports(room: Newsroom) -> None:
    await room.follows()
    await room.announces(room.is_on_arxiv("2603.00001"))
    room.papers.records["2603.00001"] = room.papers.records["2603.00001"].model_copy(update={"abstract": ""})
    room.reader.pages["2603.00001v1"] = CannotDo(Why.PDF_NO_TEXT, name="2603.00001", pages=9)
    named = []
    for _ in range(5):
        named.append(len((await room.comes()).failures))
        room.a_day_goes_by()
    assert named == [1, 1, 1, 0, 0]


async def test_why_no_pdf_could_be_had_is_said_once_for_all_papers(room: Newsroom) -> None:
    await room.follows()
    await room.announces(*(room.is_on_arxiv(f"2603.0000{number}") for number in (1, 2)))
    for number in (1, 2):
        gone = CannotDo(Why.ADDRESS_FAILED, address=f"https://arxiv.org/pdf/{number}", status=404)
        room.files.contents[f"2603.0000{number}v1"] = gone
    whole = markdown(await room.comes())
    line = "The institutions of 2 papers were not read: no PDF could be fetched. To try again, send"
    for words in (room.said(), whole):
        assert words.count(line) == 1
        assert "Check the address" not in words


async def test_what_was_handed_in_and_failed_is_tried_again_twice(room: Newsroom) -> None:
    silent = room.has_file("silent.pdf", abstract="")
    await room.hands_in(silent, parse_reference("2603.00009"))
    room.a_day_goes_by()
    report = await room.comes()
    assert sums(report) == {"submitted": 2, "failed": 2}
    room.is_on_arxiv("2603.00009", title="Late Arrival")
    room.a_day_goes_by()
    again = await room.comes()
    assert (titles(again), sums(again)) == (["Late Arrival"], {"retried": 2, "briefed": 1, "failed": 1})
    room.a_day_goes_by()
    assert sums(await room.comes()) == {"retried": 1, "failed": 1}
    room.a_day_goes_by()
    assert await room.is_due() is None, "by then it is given up"


async def test_a_busy_source_holds_the_report_up_and_loses_nothing(room: Newsroom) -> None:
    await room.follows()
    await room.announces(room.is_on_arxiv("2603.00001"))
    room.papers.trouble = BUSY
    assert await room.is_due() is None
    assert not room.chat.posts
    room.papers.trouble = None
    await room.finish()
    kept = await room.kept()
    assert kept
    assert sums(kept.report) == {"announced": 1, "relevant": 1, "briefed": 1}


async def test_catching_up_is_one_report_that_says_which_days_it_covers(room: Newsroom) -> None:
    await room.follows()
    for number in range(1, 4):
        await room.announces(room.is_on_arxiv(f"2603.0000{number}"))
        await room.hands_in(room.has_file(f"{number}.pdf"), room.has_file("each.pdf"))
        room.a_day_goes_by()
    report = await room.comes(begins=MONDAY)
    assert sums(report) == {"announced": 3, "relevant": 3, "submitted": 6, "briefed": 7, "repeats": 2}
    assert (report.begins, report.day) == (MONDAY, date(2026, 3, 4))
    assert "2026-03-05, covering 2026-03-02 to 2026-03-04 · 7 papers" in room.said()
    assert "submitted 6 (2026-03-02 to 2026-03-04)" in room.said()


async def test_a_newer_version_is_one_line_that_says_what_changed(room: Newsroom) -> None:
    await room.follows()
    await room.announces(room.is_on_arxiv("2603.00001"))
    await room.comes()
    room.a_day_goes_by()
    renamed = room.is_on_arxiv("2603.00001", version=2, title="On Wide Lanes")
    await room.announces(renamed)
    report = await room.comes()
    assert sums(report) == {"replaced": 1, "updates": 1}
    line = "arXiv:2603.00001v2 On Wide Lanes: v2 differs from v1 in: title."
    assert line in room.said()
    assert "new versions 1" in closing(report)
    room.a_day_goes_by()
    await room.announces()
    assert sums(await room.comes()) == {}, "nor is that told twice"


async def test_more_than_twelve_stand_in_groups_and_the_numbers_run_through(room: Newsroom) -> None:
    await room.follows()
    await room.announces(*(room.is_on_arxiv(f"2603.000{number:02}") for number in range(1, 13)))
    report = await room.comes()
    assert [name for name, _ in grouped(report.entries)] == [None]
    room.a_day_goes_by()
    await room.announces(*(room.is_on_arxiv(f"2603.001{number:02}") for number in range(1, 13)))
    await room.hands_in(room.has_file("own.pdf"))
    room.a_day_goes_by()
    shown = len(room.chat.posts)
    report = await room.comes()
    assert [(name, len(some)) for name, some in grouped(report.entries)] == [("submitted", 1), ("other", 12)]
    words = [post.piece.blocks[0] for post in room.chat.posts[shown:]]
    heads = [block.text for block in words if block.kind == "heading" and block.level == 2]
    assert heads == ["Handed in (1)", "Other (12)"]
    whole = markdown(report)
    heads = [line for line in whole.splitlines() if line.startswith("## ") or line.endswith(")**")]
    groups = ["**Handed in (1)**", "**Other (12)**"]
    assert heads == ["## Technical briefs", *groups, "## Paper details", *groups]
    assert "### 13. On Lanes" in whole


async def test_a_chat_may_have_its_papers_by_title(tmp_path: Path) -> None:
    async with open_newsroom(tmp_path, order="title") as room:
        await room.follows()
        await room.announces(
            room.is_on_arxiv("2603.00001", title="Narrow Lanes"),
            room.is_on_arxiv("2603.00002", title="broad Lanes"),
        )
        assert titles(await room.comes()) == ["broad Lanes", "Narrow Lanes"]


async def test_a_report_is_shown_again_as_it_was_sent(room: Newsroom) -> None:
    await room.follows()
    await room.announces(room.is_on_arxiv("2603.00001"))
    await room.comes()
    await room.hands_in(room.has_file("own.pdf"))
    room.a_day_goes_by()
    room.reader.pages["2603.00001v1"] = page("Another Title")
    words = await room.is_asked(wish("report 2026-03-02"))
    assert words.startswith("The report of 2026-03-02 as it was sent, on 2026-03-02 12:00.")
    assert "On Lanes 2603.00001" in words
    assert "own.pdf" not in words
    anew = await room.is_asked(wish("report anew 2026-03-02"))
    assert wish("报告 重新 2026-03-02 zh") == SendReport(day=MONDAY, anew=True, language="zh")
    assert "Title of own.pdf" in anew
    assert "2603.00001" not in anew
    for command in (SendReport(day=MONDAY - A_DAY), SendReport(days_ago=5)):
        assert "No papers were submitted on" in await room.is_asked(command)


async def test_whoever_asks_gets_all_of_a_day_whatever_was_told(room: Newsroom) -> None:
    await room.hands_in(room.has_file("own.pdf"))
    room.a_day_goes_by()
    await room.comes()
    assert "Title of own.pdf" in await room.is_asked(SendReport(days_ago=1))
    assert len(await room.storage.reports.newest(HERE, most=9)) == 1, "what was asked for is no daily report"


async def test_a_preview_is_whispered_and_tells_nothing(room: Newsroom) -> None:
    await room.follows()
    await room.announces(room.is_on_arxiv("2603.00001"))
    words = await room.is_asked(SendReport(preview=True))
    assert "On Lanes 2603.00001" in words
    assert {post.whisper_to for post in room.chat.posts} == {"ann"}
    assert await room.kept() is None
    report = await room.comes()
    assert sums(report) == {"announced": 1, "relevant": 1, "briefed": 1}


async def test_a_preview_of_nothing_in_a_chat_that_follows_nothing_says_how_to_follow(room: Newsroom) -> None:
    words = await room.is_asked(SendReport(preview=True))
    assert "this chat follows no topic. To get what arXiv announces, write follow;" in words


async def test_two_reports_of_one_chat_at_once_tell_a_paper_once(room: Newsroom) -> None:
    await room.follows()
    await room.announces(room.is_on_arxiv("2603.00001"))
    for key in ("clock", "admin"):
        await room.wishes(key, SendReport(day=MONDAY - A_DAY, scheduled=True), person=key)
    room.desk = Together(room.desk)
    await asyncio.gather(*(room.worker(name).work_once() for name in ("a", "b")))
    assert await room.storage.jobs.counts() == {"replied": 1, "waiting": 1}, "one is to be made again"
    while await room.work():
        pass
    assert room.desk.answered == 3
    assert room.said().count("2026-03-02 · 1 paper\n1. On Lanes") == 1
    assert "arXiv announced nothing new since the report of 12:00." in room.said()
    reports = await room.storage.reports.newest(HERE, most=9)
    assert sorted(len(kept.report.entries) for kept in reports) == [0, 1]
    assert [job[0] for job in await room.rows("SELECT tries FROM jobs")] == [0, 0], "which is no try"


class Together:
    """A desk whose first two answers are there at one moment."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.answered, self.both = desk, 0, asyncio.Event()

    async def answer(self, job: Job, *, final: bool, watch: Watch) -> Reply:
        reply = await self.desk.answer(job, final=final, watch=watch)
        self.answered += 1
        if self.answered == 2:
            self.both.set()
        await self.both.wait()
        return reply
