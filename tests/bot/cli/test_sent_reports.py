"""`briefbot sent`: a report as it was sent, in the form that is wanted, or one sentence that says why not."""

import json
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest_asyncio

# it has no types
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from bot.domain.chat import Address
from bot.domain.jobs import Pieces
from bot.domain.overviews import ToldOverview, period_of
from bot.domain.reports import Entry, Report, Told, told_papers
from bot.usecases.make_overview import Past, make_overview
from storage import Storage, open_storage
from tests.shells import Shell
from tests.storage.builders import NOW, brief, leased, new_job, paper, reply

CHAT = "market:square"


async def send(storage: Storage, day: int, *, number: int = 0) -> None:
    """A report came to the chat on a day of March."""
    now = NOW.replace(day=day)
    one = paper(f"arxiv:2603.0000{number or day}", number=f"2603.0000{number or day}", version=1)
    made = Report(
        title="Daily",
        language="en",
        made_at=now,
        entries=(Entry(paper=one, brief=brief(one.key)),),
        day=now.date() - timedelta(days=1),
    )
    assert await storage.jobs.add(new_job(f"report {day} {number}"), now=now)
    told = Told(kind="daily", due=now.date(), report=made, papers=told_papers(made))
    job = await leased(storage, now=now)
    await storage.jobs.write_down(job, Pieces(posts=(reply("told"),), told=told), now=now)
    await storage.jobs.release("")


@pytest_asyncio.fixture
async def shell(tmp_path: Path) -> AsyncIterator[Shell]:
    """A shell on the database of a bot that runs."""
    data = tmp_path / "data"
    async with open_storage(f"sqlite:///{data}/briefbot.sqlite3", data_dir=data) as storage:
        for day in (2, 3):
            await send(storage, day)
        yield Shell(tmp_path, {"BRIEFBOT_DATA_DIR": str(data)})


async def test_a_report_is_printed_as_it_was_sent_in_each_form(shell: Shell) -> None:
    newest = await shell.run("sent", "--chat", CHAT)
    assert (newest.code, newest.err) == (0, "")
    assert newest.out.startswith("# Daily\nGenerated: 2026-03-03 08:30:00\n")
    earlier = await shell.run("sent", "2026-03-02", "--chat", CHAT)
    assert "[2603.00002v1](https://arxiv.org/abs/2603.00002v1)" in earlier.out
    page = await shell.run("sent", "2026-03-02", "--chat", CHAT, "--format", "html")
    assert page.out.startswith('<!DOCTYPE html>\n<html lang="en">')
    record = json.loads((await shell.run("sent", "--chat", CHAT, "--format", "json")).out)
    assert [entry["arxiv"] for entry in record["entries"]] == ["2603.00003"]
    feed = await shell.run("sent", "--chat", CHAT, "--format", "atom", "-o", "feed.atom")
    assert (feed.code, feed.out) == (0, "")
    root = fromstring((shell.place / "feed.atom").read_text(encoding="utf-8"))
    assert len(root.findall("{http://www.w3.org/2005/Atom}entry")) == 2


async def test_what_was_not_sent_is_said_in_one_sentence(shell: Shell) -> None:
    wrong = await shell.run("sent", "2026-03-01", "--chat", CHAT)
    assert (wrong.code, wrong.out) == (1, "")
    assert wrong.err == (
        "No report came to market:square on 2026-03-01. The newest came on: 2026-03-03, 2026-03-02.\n"
    )
    nobody = await shell.run("sent", "--chat", "market:nobody")
    assert (nobody.code, nobody.err) == (1, "No report came to market:nobody by itself yet.\n")
    nowhere = await shell.run("sent", "--chat", CHAT, "-o", "no/such/folder.md")
    assert (nowhere.code, "cannot be written" in nowhere.err) == (1, True)
    malformed = await shell.run("sent", "--chat", "square")
    assert (malformed.code, "Write it as platform:id" in malformed.err) == (78, True)


async def look_back(storage: Storage) -> None:
    """The overview of the week of these reports came."""
    now = NOW.replace(day=9)
    past = Past(storage.reports, marks=storage.marks, corrections=storage.corrections)
    where = Address(platform="market", chat="square")
    overview = await make_overview(period_of("week", date(2026, 3, 2)), where, today=now.date(), past=past)
    assert await storage.jobs.add(new_job("overview"), now=now)
    told = ToldOverview(overview=overview, language="en", made_at=now)
    job = await leased(storage, now=now)
    await storage.jobs.write_down(job, Pieces(posts=(reply("told"),), told=told), now=now)


async def test_an_overview_is_printed_as_it_was_sent_in_each_form(shell: Shell) -> None:
    data = Path(shell.settings["BRIEFBOT_DATA_DIR"])
    none = await shell.run("sent", "2026-W10", "--chat", CHAT)
    assert (none.code, none.out) == (1, "")
    assert none.err == "No overview of 2026-W10 came to market:square by itself. The newest are: none.\n"
    async with open_storage(f"sqlite:///{data}/briefbot.sqlite3", data_dir=data, guest=True) as storage:
        await look_back(storage)
    words = await shell.run("sent", "2026-W10", "--chat", CHAT)
    assert (words.code, words.err) == (0, "")
    assert words.out.startswith("# Weekly overview 2026-W10\n2026-03-02 to 2026-03-08\n2 daily reports, ")
    page = await shell.run("sent", "2026-W10", "--chat", CHAT, "--format", "html")
    assert "<title>Weekly overview 2026-W10</title>" in page.out
    assert page.out.count("<table>") == 1
    assert page.out.count('<img src="data:image/png;base64,') == 1
    record = json.loads((await shell.run("sent", "2026-w10", "--chat", CHAT, "--format", "json")).out)
    assert (record["period"], record["reports"], record["papers"]) == ("2026-W10", 2, 2)
    month = await shell.run("sent", "2026-03", "--chat", CHAT)
    assert "The newest are: 2026-W10." in month.err
    feed = await shell.run("sent", "2026-W10", "--chat", CHAT, "--format", "atom")
    assert (feed.code, feed.out) == (1, "")
    nonsense = await shell.run("sent", "2026-W70", "--chat", CHAT)
    assert (nonsense.code, "is no day, week or month" in nonsense.err) == (2, True)


async def test_of_two_reports_of_a_day_the_last_is_printed_and_the_other_is_named(shell: Shell) -> None:
    data = Path(shell.settings["BRIEFBOT_DATA_DIR"])
    async with open_storage(f"sqlite:///{data}/briefbot.sqlite3", data_dir=data, guest=True) as storage:
        await send(storage, 3, number=7)
    last = await shell.run("sent", "2026-03-03", "--chat", CHAT)
    assert "2603.00007" in last.out
    assert last.err == (
        "2 reports came on 2026-03-03; this is --number 2 of them: --number 1 08:30, --number 2 08:30.\n"
    )
    first = await shell.run("sent", "2026-03-03", "--chat", CHAT, "--number", "1")
    assert (first.err, "2603.00003" in first.out, "2603.00007" in first.out) == ("", True, False)
    third = await shell.run("sent", "2026-03-03", "--chat", CHAT, "--number", "3")
    assert (third.code, third.out) == (1, "")
    dayless = await shell.run("sent", "--chat", CHAT, "--number", "1")
    assert (dayless.code, dayless.out) == (1, "")
    assert dayless.err == "--number counts the reports of one day. Give the day, too.\n"


async def test_without_a_database_nothing_is_made(tmp_path: Path) -> None:
    ended = await Shell(tmp_path, {"BRIEFBOT_DATA_DIR": str(tmp_path / "data")}).run("sent", "--chat", CHAT)
    assert (ended.code, "There is no database at" in ended.err) == (78, True)
    assert not (tmp_path / "data").exists()
