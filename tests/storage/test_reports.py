"""What a chat was told is kept with the reply, once, and can be told again."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Address
from bot.domain.jobs import Job, Pieces
from bot.domain.papers import Paper
from bot.domain.reports import Entry, Failure, Report, Told, told_papers
from bot.domain.rooms import Room
from bot.errors import Reason, ToldMeanwhile, Why
from bot.told import best_place
from storage import Storage
from tests.storage.builders import NOW, PLATFORM, brief, leased, new_job, paper, reply

SQUARE = Address(platform=PLATFORM, chat="square")
FIRST = date(2026, 3, 1)


def arxiv_paper(number: str, *, version: int = 1) -> Paper:
    return paper(f"arxiv:{number}", number=number, version=version)


def report(*papers: Paper, failures: tuple[Failure, ...] = (), later: int = 0) -> Report:
    return Report(
        title="Daily",
        language="en",
        made_at=NOW + timedelta(days=later),
        entries=tuple(Entry(paper=each, brief=brief(each.key)) for each in papers),
        failures=failures,
        day=FIRST + timedelta(days=later - 1),
    )


def told(made: Report, *, due: date = FIRST) -> Told:
    return Told(kind="daily", due=due, report=made, papers=told_papers(made))


async def job_of(storage: Storage, key: str, *, chat: str = "square") -> Job:
    assert await storage.jobs.add(new_job(key, person=key, chat=chat), now=NOW)
    return await leased(storage, key)


async def tell(storage: Storage, job: Job, made: Report, *, due: date = FIRST) -> None:
    await storage.jobs.write_down(
        job, Pieces(posts=(reply("told"),), told=told(made, due=due)), now=NOW + timedelta(minutes=1)
    )


async def test_what_a_reply_tells_is_kept_with_it(storage: Storage) -> None:
    one, two = arxiv_paper("2501.00001"), paper("sha256:ab")
    made = report(one, two)
    await tell(storage, await job_of(storage, "a"), made)
    assert await storage.reports.all_reported(SQUARE) == {one.key: 1, two.key: 0}
    assert await storage.reports.reported(SQUARE, [one.key, "arxiv:2501.99999"]) == {one.key: 1}
    assert await storage.reports.all_reported(Address(platform=PLATFORM, chat="market")) == {}
    (kept,) = await storage.reports.on(SQUARE, FIRST)
    assert (kept.job, kept.kind, kept.report) == ("a", "daily", made)
    assert await storage.reports.on(SQUARE, FIRST + timedelta(days=1)) == ()


async def test_a_later_version_is_told_beside_the_earlier_one(storage: Storage) -> None:
    await tell(storage, await job_of(storage, "a"), report(arxiv_paper("2501.00001")))
    await tell(storage, await job_of(storage, "b"), report(arxiv_paper("2501.00001", version=3)))
    assert await storage.reports.all_reported(SQUARE) == {"arxiv:2501.00001": 3}


async def test_of_two_reports_at_once_that_tell_one_paper_one_is_written_down(storage: Storage) -> None:
    shared, own = arxiv_paper("2501.00001"), [arxiv_paper(f"2501.0001{number}") for number in range(2)]
    jobs = [await job_of(storage, key) for key in ("a", "b")]
    made = [report(own[0], shared), report(shared, own[1])]
    outcomes = await asyncio.gather(
        *(tell(storage, job, each) for job, each in zip(jobs, made, strict=True)), return_exceptions=True
    )
    refused = [place for place, outcome in enumerate(outcomes) if isinstance(outcome, ToldMeanwhile)]
    assert len(refused) == 1, outcomes
    kept = 1 - refused[0]
    assert await storage.reports.all_reported(SQUARE) == {shared.key: 1, own[kept].key: 1}
    assert len(await storage.reports.newest(SQUARE, most=9)) == 1
    states = await storage.jobs.counts()
    assert states == {"replied": 1, "leased": 1}, "the other may be made again"


async def test_the_newest_come_first_and_those_between_two_dates_oldest_first(storage: Storage) -> None:
    for days in range(4):
        made = report(arxiv_paper(f"2501.0000{days + 1}"), later=days)
        await tell(storage, await job_of(storage, f"d{days}"), made, due=FIRST + timedelta(days=days))
    newest = await storage.reports.newest(SQUARE, most=2)
    assert [kept.job for kept in newest] == ["d3", "d2"]
    between = await storage.reports.between(
        SQUARE, begins=FIRST + timedelta(days=1), ends=FIRST + timedelta(days=2)
    )
    assert [kept.job for kept in between] == ["d1", "d2"]


async def test_all_reports_for_one_date_are_there_and_the_last_that_tells_of_a_paper_is_meant(
    storage: Storage,
) -> None:
    async def shown() -> tuple[str, str]:
        kept = await storage.reports.on(SQUARE, FIRST)
        return "".join(each.job for each in kept), kept[best_place(kept) - 1].job

    await tell(storage, await job_of(storage, "d"), report())
    await tell(storage, await job_of(storage, "e"), report())
    assert await shown() == ("de", "e")
    await tell(storage, await job_of(storage, "a"), report(arxiv_paper("2501.00001")))
    await tell(storage, await job_of(storage, "b"), report(arxiv_paper("2501.00002")))
    await tell(storage, await job_of(storage, "c"), report())
    assert await shown() == ("deabc", "b")


async def test_a_paper_that_is_removed_leaves_the_kept_reports_and_does_not_come_back(
    storage: Storage,
) -> None:
    one, two = arxiv_paper("2501.00001"), arxiv_paper("2501.00002")
    failure = Failure(label="scan.pdf", reason=Reason(Why.NO_ABSTRACT), paper=one.key)
    made = report(one, two, failures=(failure,))
    await tell(storage, await job_of(storage, "a"), made)
    await storage.feeds.put(SQUARE, "words of a paper")
    await storage.registers.erasure.remove(one.key)
    (kept,) = await storage.reports.on(SQUARE, FIRST)
    assert [entry.paper.key for entry in kept.report.entries] == [two.key]
    assert (kept.report.removed, kept.report.failures) == (2, ())
    assert kept.report.submitted == made.submitted, "it still adds up"
    assert one.key in await storage.reports.all_reported(SQUARE)


async def test_the_feed_of_whoever_lost_a_paper_is_gone_until_the_next_report(
    storage: Storage, tmp_path: Path
) -> None:
    one = arxiv_paper("2501.00001")
    await tell(storage, await job_of(storage, "a"), report(one))
    await storage.feeds.put(SQUARE, "words of a paper")
    file = tmp_path / "feeds" / f"{PLATFORM}-square.atom"
    assert feeds_in(tmp_path) == [file.parent]
    await storage.registers.erasure.remove(one.key)
    assert feeds_in(tmp_path) == []


async def test_a_person_who_is_forgotten_leaves_no_report_of_their_own_chat(
    storage: Storage, tmp_path: Path
) -> None:
    for chat, kind in (("ann", "direct"), ("square", "group")):
        await storage.registers.rooms.note(PLATFORM, chat, room=Room.model_validate({"kind": kind}), now=NOW)
        await tell(storage, await job_of(storage, f"in {chat}", chat=chat), report(arxiv_paper("2501.00001")))
    own = Address(platform=PLATFORM, chat="ann")
    await storage.feeds.put(own, "words")
    await storage.registers.erasure.forget(f"{PLATFORM}:ann", sparing="")
    assert await storage.reports.all_reported(own) == {}
    assert await storage.reports.on(own, FIRST) == ()
    assert feeds_in(tmp_path) == []
    assert await storage.reports.on(SQUARE, FIRST)


async def test_what_a_chat_was_told_goes_with_it_when_it_moves(storage: Storage) -> None:
    await storage.registers.rooms.note(PLATFORM, "square", room=Room(kind="group"), now=NOW)
    await tell(storage, await job_of(storage, "a"), report(arxiv_paper("2501.00001")))
    await tell(storage, await job_of(storage, "b", chat="new"), report(arxiv_paper("2501.00001")))
    room = await storage.registers.rooms.get(PLATFORM, "square")
    assert room
    await storage.registers.rooms.move(room, to="new", now=NOW)
    new = Address(platform=PLATFORM, chat="new")
    assert await storage.reports.all_reported(new) == {"arxiv:2501.00001": 1}
    assert await storage.reports.all_reported(SQUARE) == {}
    assert len(await storage.reports.newest(new, most=9)) == 2


async def test_a_file_that_got_its_number_later_was_told_under_it(storage: Storage) -> None:
    scanned = paper("sha256:ab", sha256="ab")
    await storage.library.keep(scanned, now=NOW)
    await tell(storage, await job_of(storage, "a"), report(scanned))
    numbered = arxiv_paper("2501.00001").model_copy(update={"sha256": "ab"})
    assert numbered.arxiv_id == ArxivId.parse("2501.00001v1")
    await storage.library.adopt(numbered, known_as=scanned.key, now=NOW)
    assert await storage.reports.all_reported(SQUARE) == {"arxiv:2501.00001": 0}


def feeds_in(folder: Path) -> list[Path]:
    return [file.parent for file in folder.rglob("*.atom")]


@pytest.mark.parametrize("chat", ["-100/../x", "..", "C0 ä"])
async def test_no_chats_name_leads_out_of_the_folder_of_feeds(
    storage: Storage, tmp_path: Path, chat: str
) -> None:
    await storage.feeds.put(Address(platform=PLATFORM, chat=chat), "feed")
    assert feeds_in(tmp_path) == [tmp_path / "feeds"]


async def test_two_reports_at_one_time_leave_one_whole_feed(storage: Storage, tmp_path: Path) -> None:
    whole = [str(number) * 3_000_000 for number in range(6)]
    await asyncio.gather(*(storage.feeds.put(SQUARE, words) for words in whole))
    (file,) = (tmp_path / "feeds").iterdir()
    assert file.read_text() in whole
