"""PDF workers: whatever a file does to one, its asker gets a reason and the next file a worker that lives."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clients.pdf import PdfReaders, WorkerLimits
from bot.domain.pages import ReadLimits
from bot.domain.texts import ReadDocument
from bot.errors import CannotDo, Reason, Why
from bot.ports import StoredFile
from tests.fakes.arxiv_api import small_pdf
from tests.fakes.pdf_reader import COMMAND

ROOT = Path(__file__).resolve().parents[3]
BAD = ROOT.parent / "shared" / "corpus" / "bad"


def file(name: str, path: Path = Path("nowhere")) -> StoredFile:
    return StoredFile(sha256="f" * 64, path=path, name=name)


@asynccontextmanager
async def readers(
    *, time: float = 10, memory: int = 2 * 2**30, files: int = 200, processes: int = 1
) -> AsyncIterator[PdfReaders]:
    limits = WorkerLimits(memory=memory, time=timedelta(seconds=time), files=files)
    async with PdfReaders(processes, worker_limits=limits, worker=COMMAND) as reading:
        yield reading


async def refusal(reading: PdfReaders, name: str) -> Reason:
    with pytest.raises(CannotDo) as refused:
        await reading.read(file(name))
    return refused.value.reason


def state_of(process: int) -> str:
    """The letter that /proc shows; empty for a process that is no more."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


async def gone(process: int) -> None:
    async with asyncio.timeout(10):
        # it is no child of ours: there is no event to wait for
        while state_of(process) not in {"", "Z", "X"}:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_a_worker_gets_the_file_and_the_limits_and_is_kept_for_the_next_file() -> None:
    limits = ReadLimits(pages=7, header_pages=2)
    async with PdfReaders(1, limits=limits, worker=COMMAND) as reading:
        first = (await reading.read(file("read", Path("a b.pdf")))).paper
        second = (await reading.read(file("read"))).paper
    assert first.title == "a b.pdf 7 2"
    assert first.abstract == second.abstract != str(os.getpid())
    await gone(int(first.abstract))


async def test_an_answer_of_megabytes_comes_whole() -> None:
    async with readers() as reading:
        assert len((await reading.read(file("long"))).paper.title) == 3_000_000


async def test_a_worker_is_replaced_after_so_many_files() -> None:
    async with readers(files=2) as reading:
        seen = [(await reading.read(file("read"))).paper.abstract for _ in range(4)]
    assert seen[0] == seen[1] != seen[2] == seen[3]


async def test_two_files_are_read_at_once_and_a_third_waits() -> None:
    async with readers(processes=2) as reading:
        papers = await asyncio.gather(*(reading.read(file("read")) for _ in range(6)))
    assert len({read.paper.abstract for read in papers}) == 2


@pytest.mark.parametrize("name", ["spin", "sleep"])
async def test_a_file_that_takes_too_long_is_given_up_and_its_worker_ended(name: str) -> None:
    async with readers(time=0.3) as reading:
        before = (await reading.read(file("read"))).paper
        assert await refusal(reading, name) == Reason(Why.PDF_TIMEOUT, {"name": name, "seconds": "0.3"})
        await gone(int(before.abstract))
        assert (await reading.read(file("read"))).paper.abstract != before.abstract


@pytest.mark.parametrize("name", ["crash", "leave", "nonsense", "fail"])
async def test_a_file_that_breaks_its_worker_harms_no_other(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with readers() as reading:
        for _ in range(2):
            assert await refusal(reading, name) == Reason(Why.PDF_CRASHED, {"name": name})
            assert (await reading.read(file("read"))).paper.title
    assert {record.name for record in caplog.records} == {"bot.clients.pdf"}  # and not asyncio


async def test_an_answer_that_is_json_and_no_answer_counts_as_a_crash() -> None:
    async with readers() as reading:
        with pytest.raises(CannotDo) as refused:
            await reading.read(file("nonsense", Path("short")))
        assert refused.value.reason.why is Why.PDF_CRASHED
        assert (await reading.read(file("read"))).paper.title == "nowhere 200 3"


async def test_a_worker_that_dies_of_an_earlier_file_costs_the_next_one_nothing() -> None:
    async with readers() as reading:
        await reading.read(file("read"))
        assert (await reading.read(file("crash when worn"))).paper.title == "fresh"


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the system has no limit on address space")
async def test_a_file_that_wants_all_memory_does_not_get_it() -> None:
    async with readers(memory=2**29) as reading:
        assert await refusal(reading, "hog") == Reason(Why.PDF_CRASHED, {"name": "hog"})
    async with readers(memory=2**32) as reading:
        assert (await reading.read(file("hog"))).paper.title == str(2**29)


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no limit on file size")
async def test_a_worker_cannot_write_files(tmp_path: Path) -> None:
    async with readers() as reading:
        assert (await reading.read(file("write", tmp_path / "words"))).paper.title == "OSError"


async def test_a_worker_knows_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    async with readers() as reading:
        names = set((await reading.read(file("environment"))).paper.title.split())
    assert names <= {
        "PYTHONPATH",
        "PYTHONDONTWRITEBYTECODE",
        "LC_CTYPE",
        "__CF_USER_TEXT_ENCODING",
        "SYSTEMROOT",
    }


async def test_what_a_library_prints_is_no_answer() -> None:
    async with readers() as reading:
        assert (await reading.read(file("babble"))).paper.title == "said"
        assert (await reading.read(file("read"))).paper.title == "nowhere 200 3"


async def test_a_refusal_comes_with_its_facts() -> None:
    async with readers() as reading:
        facts = {"name": "refuse", "pages": "300", "limit": "200"}
        assert await refusal(reading, "refuse") == Reason(Why.PDF_TOO_LONG, facts)


async def test_a_bug_is_logged_with_its_place_and_none_of_the_papers_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        async with readers() as reading:
            await refusal(reading, "fail")
    assert "ValueError at pdf_reader.py:" in caplog.text
    assert "words" not in caplog.text


async def test_a_bug_that_cost_only_the_text_is_logged_too(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        async with readers() as reading:
            assert (await reading.read(file("textless"))).paper.title
    assert "pdf_worker.text_unread" in caplog.text
    assert "bug=IndexError at texts.py:1" in caplog.text


async def test_who_leaves_while_a_file_is_read_frees_the_place() -> None:
    async with readers() as reading:
        before = (await reading.read(file("read"))).paper
        hanging = asyncio.create_task(reading.read(file("sleep")))
        await asyncio.sleep(0.1)
        hanging.cancel()
        with pytest.raises(asyncio.CancelledError):
            await hanging
        await gone(int(before.abstract))
        assert (await reading.read(file("read"))).paper.title


@pytest.mark.skipif(sys.platform == "win32", reason="the system has other signals")
async def test_a_worker_that_died_while_idle_costs_the_next_file_nothing() -> None:
    async with readers() as reading:
        before = (await reading.read(file("read"))).paper
        os.kill(int(before.abstract), signal.SIGKILL)
        await gone(int(before.abstract))
        assert (await reading.read(file("read"))).paper.abstract != before.abstract


@pytest.mark.skipif(sys.platform == "win32", reason="the system has other signals")
async def test_a_stop_signal_to_everybody_does_not_stop_a_worker() -> None:
    async with readers() as reading:
        before = (await reading.read(file("read"))).paper
        for stop in (signal.SIGINT, signal.SIGTERM):
            os.kill(int(before.abstract), stop)
        assert (await reading.read(file("read"))).paper.abstract == before.abstract


PARENT = """
import asyncio, sys
from pathlib import Path
from tests.bot.clients.test_pdf import file, readers

async def main():
    async with readers(time=1) as reading:
        paper = (await reading.read(file("read"))).paper
        print(paper.abstract, flush=True)
        await (reading.read(file("spin")) if sys.argv[1] == "spin" else asyncio.sleep(60))

asyncio.run(main())
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to look for the orphan in")
@pytest.mark.parametrize("what", ["idle", "spin"])
async def test_a_worker_does_not_outlive_a_parent_that_is_killed(what: str) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, what, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout
    worker = int(await parent.stdout.readline())
    await asyncio.sleep(0.1)
    parent.kill()
    await parent.communicate()
    await gone(worker)


async def test_a_worker_that_cannot_start_is_no_files_fault() -> None:
    async with PdfReaders(1, worker=(sys.executable, "-c", "raise SystemExit(3)")) as reading:
        with pytest.raises(RuntimeError, match="exit code 3"):
            await reading.read(file("read"))


async def test_the_real_worker_refuses_a_page_that_is_no_paper(tmp_path: Path) -> None:
    path = tmp_path / "words.pdf"
    path.write_bytes(small_pdf("words"))
    async with PdfReaders(1) as reading:
        with pytest.raises(CannotDo) as refused:
            await reading.read(file("words.pdf", path))
    assert refused.value.reason.facts["name"] == "words.pdf"
    assert refused.value.reason.why not in {Why.PDF_CRASHED, Why.PDF_TIMEOUT}


@pytest.mark.skipif(not BAD.is_dir(), reason="the bad files are not beside the project")
async def test_no_bad_file_brings_a_worker_down() -> None:
    outcomes: dict[str, ReadDocument | Reason] = {}
    async with PdfReaders(1) as reading:
        for path in sorted(BAD.glob("*.pdf")):
            try:
                outcomes[path.stem] = await reading.read(file(path.name, path))
            except CannotDo as refused:
                outcomes[path.stem] = refused.reason
    reasons = {name: outcome.why for name, outcome in outcomes.items() if isinstance(outcome, Reason)}
    assert not {Why.PDF_CRASHED, Why.PDF_TIMEOUT} & set(reasons.values())
    assert (reasons["password"], reasons["da_619p"]) == (Why.PDF_PASSWORD, Why.PDF_TOO_LONG)
    assert reasons["empty"] is Why.PDF_NO_TEXT
