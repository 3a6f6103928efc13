"""`briefbot sent`: a report as it was sent, in the form that is wanted, or one sentence that says why not."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest_asyncio

# it has no types
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from bot.domain.jobs import Pieces
from bot.domain.reports import Entry, Report, Told, told_papers
from storage import Storage, open_storage
from tests.shells import Shell
from tests.storage.builders import NOW, brief, leased, new_job, paper, reply

CHAT = "market:square"


async def send(storage: Storage, day: int) -> None:
    """A report came to the chat on a day of March."""
    now = NOW.replace(day=day)
    one = paper(f"arxiv:2603.0000{day}", number=f"2603.0000{day}", version=1)
    made = Report(
        title="Daily",
        language="en",
        made_at=now,
        entries=(Entry(paper=one, brief=brief(one.key)),),
        day=now.date() - timedelta(days=1),
    )
    assert await storage.jobs.add(new_job(f"report {day}"), now=now)
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


async def test_without_a_database_nothing_is_made(tmp_path: Path) -> None:
    ended = await Shell(tmp_path, {"BRIEFBOT_DATA_DIR": str(tmp_path / "data")}).run("sent", "--chat", CHAT)
    assert (ended.code, "There is no database at" in ended.err) == (78, True)
    assert not (tmp_path / "data").exists()
