"""A folder of PDFs: what is new in it is in the report of the day, once, and nothing happens to the files."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.papers import ReadPaper
from bot.errors import CannotDo, Why
from bot.usecases.sources import Sources
from bot.usecases.watch_folder import SETTLING, Folder, look_once, submit_folder, watch_folder
from storage import Storage, open_storage
from tests.fakes.ports import BUSY, NOON, FakeClock, FakeFiles, FakePapers, FakeReader, page

TODAY = NOON.date()


@dataclass
class Desk:
    """A folder, and whoever reads its files."""

    folder: Folder
    storage: Storage
    files: FakeFiles = field(default_factory=FakeFiles)
    reader: FakeReader = field(default_factory=FakeReader)

    def put(self, name: str, words: str, read: ReadPaper | Exception | None = None) -> Path:
        """A file in the folder, which is read as a page with these words for its title."""
        path = self.folder.path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(words)
        self.files.contents[str(path)] = words.encode()
        self.reader.pages[words] = read or page(f"On {words.title()} and Their Keeping")
        return path

    async def look(self, *, days: int = 0) -> int:
        sources = Sources(FakePapers(trouble=BUSY), self.files, self.reader)
        now = NOON + timedelta(days=days)
        return await submit_folder(self.folder, library=self.storage.library, sources=sources, now=now)

    async def told(self) -> list[tuple[str, Why | None]]:
        submissions = await self.storage.library.submissions(TODAY)
        return [(each.label, each.reason.why if each.reason else None) for each in submissions]


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A house with an empty folder."""
    (tmp_path / "papers").mkdir()
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as storage:
        yield Desk(Folder(tmp_path / "papers", platform="local", zone=NOON.tzinfo), storage)


async def test_a_new_file_is_submitted_once_it_stays_as_it_is(desk: Desk) -> None:
    desk.put("lanes.pdf", "lanes")
    desk.put("notes.txt", "no paper")
    assert await desk.look() == 0  # it may still grow
    desk.put("lanes.pdf", "lanes, all of them")
    assert await desk.look() == 0
    assert await desk.look() == 1
    assert await desk.look() == 0
    assert await desk.told() == [("lanes.pdf", None)]


async def test_a_content_is_one_paper_under_any_name_on_any_day_and_after_a_restart(desk: Desk) -> None:
    desk.put("lanes.pdf", "lanes")
    desk.put("deeper/copy.PDF", "lanes")
    await desk.look()
    assert await desk.look() == 1
    desk.folder.done.clear()
    assert await desk.look(days=1) == 0
    assert len(await desk.told()) == 1


async def test_a_file_that_is_no_paper_is_a_named_failure_and_costs_the_others_nothing(desk: Desk) -> None:
    desk.put("broken.pdf", "broken", CannotDo(Why.PDF_DAMAGED, name="broken.pdf"))
    desk.put("lanes.pdf", "lanes")
    await desk.look()
    assert await desk.look() == 2
    assert await desk.told() == [("broken.pdf", Why.PDF_DAMAGED), ("lanes.pdf", None)]
    assert (desk.folder.path / "broken.pdf").read_text() == "broken"


async def test_a_file_whose_record_cannot_be_had_now_is_tried_again(desk: Desk) -> None:
    desk.put("lanes.pdf", "lanes", BUSY)
    await desk.look()
    assert await desk.look() == 0
    assert await desk.told() == []
    desk.put("lanes.pdf", "lanes")
    await desk.look()
    assert await desk.look() == 1


async def test_a_single_look_takes_what_does_not_grow_meanwhile(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.put("lanes.pdf", "lanes")
    desk.put("grows.pdf", "grows")

    class Slow(FakeClock):
        async def sleep(self, span: timedelta) -> None:
            assert span == SETTLING
            desk.put("grows.pdf", "grows on")

    sources = Sources(FakePapers(), desk.files, desk.reader)
    assert await look_once(desk.folder, library=desk.storage.library, sources=sources, clock=Slow()) == 1
    assert await desk.told() == [("lanes.pdf", None)]
    away = Folder(desk.folder.path / "away", platform="local")
    assert await look_once(away, library=desk.storage.library, sources=sources, clock=Slow()) == 0
    assert "folder.unreadable" in caplog.text


async def test_a_folder_that_is_away_is_looked_for_again(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.folder.path.rmdir()
    sources = Sources(FakePapers(), desk.files, desk.reader)
    library = desk.storage.library
    watching = asyncio.create_task(
        watch_folder(desk.folder, library=library, sources=sources, clock=FakeClock())
    )
    await asyncio.sleep(0.1)
    assert not watching.done()
    watching.cancel()
    assert "folder.unreadable" in caplog.text


async def test_one_link_that_leads_nowhere_costs_the_others_nothing(desk: Desk) -> None:
    (desk.folder.path / "a.pdf").symlink_to("n" * 300)  # no system has such a name, and says so with an error
    desk.put("lanes.pdf", "lanes")
    await desk.look()
    assert await desk.look() == 1


async def test_a_link_out_of_the_folder_brings_nothing_and_one_within_it_is_a_file(desk: Desk) -> None:
    """Whoever may put a file on a share may not have the bot read what only the bot can."""
    outside = desk.put("../diary.pdf", "diary")
    (desk.folder.path / "a.pdf").symlink_to(outside)
    (desk.folder.path / "shelf").symlink_to(outside.parent)
    lanes = desk.put("lanes.pdf", "lanes")
    (desk.folder.path / "z.pdf").symlink_to(lanes)
    await desk.look()
    assert await desk.look() == 1
    assert await desk.told() == [("lanes.pdf", None)]


async def test_a_file_that_cannot_be_read_for_a_moment_is_read_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put("lanes.pdf", "lanes")
    await desk.look()

    def away(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as share:
        share.setattr(Path, "open", away)
        assert await desk.look() == 0
    assert await desk.look() == 1


async def test_what_breaks_a_look_ends_neither_the_watch_nor_the_bot(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(FakeClock):
        def now(self) -> datetime:
            raise RuntimeError("a bug")

    sources = Sources(FakePapers(), desk.files, desk.reader)
    library = desk.storage.library
    watching = asyncio.create_task(
        watch_folder(desk.folder, library=library, sources=sources, clock=Broken())
    )
    await asyncio.sleep(0.1)
    assert not watching.done()
    watching.cancel()
    assert "worker.stumbled worker=folder" in caplog.text
