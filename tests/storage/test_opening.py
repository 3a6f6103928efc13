"""The way in: what opens, what does not, and what the operator is told."""

import asyncio
import sqlite3
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import SetupError, TryLater
from storage import Storage, open_storage
from storage.database import open_database
from storage.places import read_place
from tests.storage.builders import NOW, brief, new_job, paper

SECRET = "hunter2"


async def test_an_empty_database_is_made_ready(storage: Storage) -> None:
    assert await storage.healthy()
    assert await storage.jobs.counts() == {}


async def test_what_was_kept_is_there_after_a_restart(url: str, tmp_path: Path) -> None:
    async with open_storage(url, data_dir=tmp_path) as storage:
        await storage.library.keep(paper("arxiv:2603.00001"), now=NOW)
        await storage.jobs.add(new_job("one"), now=NOW)
    async with open_storage(url, data_dir=tmp_path) as storage:
        assert await storage.library.get("arxiv:2603.00001") == paper("arxiv:2603.00001")
        assert await storage.jobs.counts() == {"waiting": 1}


async def test_the_file_takes_each_commit_to_the_disk(tmp_path: Path) -> None:
    async with open_storage(f"sqlite:///{tmp_path}/briefbot.db", data_dir=tmp_path) as storage:
        for way in (storage.database.reading, storage.database.writing):
            async with way() as connection:
                assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
                assert await connection.scalar(text("PRAGMA synchronous")) == 2  # FULL


async def test_only_the_embedded_file_is_ours_alone(storage: Storage, kind: str) -> None:
    assert storage.alone is (kind == "sqlite")


async def test_processes_that_start_at_once_make_the_database_once(server_url: str, tmp_path: Path) -> None:
    async def start(number: int) -> None:
        async with open_storage(server_url, data_dir=tmp_path / str(number)) as storage:
            await storage.jobs.add(new_job(str(number)), now=NOW)

    await asyncio.gather(*(start(number) for number in range(4)))
    async with open_storage(server_url, data_dir=tmp_path) as storage:
        assert await storage.jobs.counts() == {"waiting": 4}


async def test_a_second_process_on_the_same_file_is_told_whom_to_stop(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/briefbot.db"
    program = f"""
import asyncio, pathlib, storage
async def main():
    async with storage.open_storage({url!r}, data_dir=pathlib.Path({str(tmp_path)!r})):
        print("ready", flush=True)
        await asyncio.sleep(60)
asyncio.run(main())
"""
    first = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
    )
    assert first.stdout is not None
    assert await first.stdout.readline() == b"ready\n"
    with pytest.raises(SetupError, match=rf"process {first.pid}\) .* stop that one first"):
        await _open(url, tmp_path)
    first.kill()
    await first.wait()
    await _open(url, tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "sqlite://",
        "sqlite:///:memory:",
        f"mysql://ann:{SECRET}@127.0.0.1/briefbot",
        f"postgres://ann:{SECRET}@127.0.0.1/briefbot",
        f"postgresql+psycopg://ann:{SECRET}@127.0.0.1/briefbot",
        f"postgresql://ann:{SECRET}@127.0.0.1:port/briefbot",
        f"postgresql://ann:{SECRET}@127.0.0.1",
        f"postgresql://ann@127.0.0.1/briefbot?password={SECRET}",
        f"postgresql://ann:{SECRET}@127.0.0.1/briefbot?sslmode=no-such-mode",
        f"postgresql://ann:{SECRET}@127.0.0.1:9/briefbot",
        f"postgresql://ann:{SECRET}@[::1/briefbot",
    ],
)
async def test_a_wrong_address_is_named_in_one_sentence_without_its_password(
    address: str, tmp_path: Path
) -> None:
    with pytest.raises(SetupError) as told:
        await _open(address, tmp_path)
    assert str(told.value).endswith(".")
    assert "\n" not in str(told.value)
    assert SECRET not in str(told.value)


async def test_of_the_settings_in_an_address_sslmode_is_known_and_no_other(
    server_url: str, tmp_path: Path
) -> None:
    await _open(f"{server_url}?sslmode=prefer", tmp_path)
    with pytest.raises(SetupError, match="sslmode only"):
        await _open(f"{server_url}?channel_binding=require", tmp_path)


async def test_a_server_that_refuses_says_why(server_url: str, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"no_such_database cannot be opened: .* does not exist"):
        await _open(server_url.rpartition("/")[0] + "/no_such_database", tmp_path)


async def test_a_folder_cannot_be_a_database(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(SetupError, match="folder cannot be opened: Is a directory"):
        await _open(f"sqlite:///{tmp_path}/folder", tmp_path)


async def test_a_file_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear Ann, " * 1000)
    with pytest.raises(SetupError, match="file is not a database"):
        await _open(f"sqlite:///{other}", tmp_path)
    assert other.read_text() == "Dear Ann, " * 1000


async def test_files_need_a_folder_that_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("")
    with pytest.raises(SetupError, match=r"folder .*occupied cannot be made"):
        async with open_storage(f"sqlite:///{tmp_path}/briefbot.db", data_dir=tmp_path / "occupied"):
            pass


async def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "shop.db") as shop:
        shop.execute("CREATE TABLE customers (name TEXT)")
    shop.close()
    before = (tmp_path / "shop.db").read_bytes()
    with pytest.raises(SetupError, match="other tables"):
        await _open(f"sqlite:///{tmp_path}/shop.db", tmp_path)
    assert (tmp_path / "shop.db").read_bytes() == before


async def test_a_database_from_the_future_is_left_alone(url: str, tmp_path: Path) -> None:
    async with open_storage(url, data_dir=tmp_path) as storage, storage.database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SetupError, match="has the shape 9999"):
        await _open(url, tmp_path)


async def test_storage_without_its_folder_is_not_healthy(storage: Storage) -> None:
    storage.shelf.folder.rmdir()
    assert not await storage.healthy()


async def test_a_database_that_does_not_answer_is_tried_later() -> None:
    async with open_database(read_place("postgresql://ann@127.0.0.1:9/briefbot")) as database:
        with pytest.raises(TryLater):
            await database.answer()


async def _open(url: str, data_dir: Path) -> None:
    async with open_storage(url, data_dir=data_dir):
        pass


async def test_a_guest_finds_a_database_makes_one_where_there_is_none_and_holds_nobody_up(
    bare_url: str, tmp_path: Path
) -> None:
    async with open_storage(bare_url, data_dir=tmp_path / "guest", guest=True) as guest:
        await guest.briefs.keep(brief("sha256:1"), now=NOW)
        async with open_storage(bare_url, data_dir=tmp_path) as bot:
            assert [kept.brief for kept in await bot.briefs.of("sha256:1")] == [brief("sha256:1")]
            async with open_storage(bare_url, data_dir=tmp_path / "other", guest=True) as other:
                await other.briefs.keep(brief("sha256:2"), now=NOW)
            await bot.briefs.keep(brief("sha256:3"), now=NOW)
        for key in ("sha256:2", "sha256:3"):
            assert len(await guest.briefs.of(key)) == 1
