"""Databases that are busy, away or restarted, and tasks that are told to stop in the middle."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError

from bot.errors import TryLater, Why
from storage import Storage, open_storage
from tests.storage.builders import NOW, lease, lease_reply, leased, new_job, replied, reply

A_PAPER = """
    INSERT INTO papers (key, number, paper, kept_at) VALUES ('k', 'n', '{}', '2026-03-01 08:30:00.000000')
"""
TERMINATE_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
PIECES = text("SELECT state, (SELECT count(*) FROM deliveries WHERE job_id = jobs.id) FROM jobs")


async def test_a_file_that_another_program_writes_to_is_tried_later(tmp_path: Path) -> None:
    async with open_storage(f"sqlite:///{tmp_path}/briefbot.db", data_dir=tmp_path) as storage:
        async with storage.database.reading() as connection:
            await connection.exec_driver_sql("PRAGMA busy_timeout = 20")
        with closing(sqlite3.connect(tmp_path / "briefbot.db")) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(TryLater) as told:
                await storage.jobs.add(new_job("one"), now=NOW)
            assert told.value.reason.why is Why.STORAGE_BUSY
            assert await storage.jobs.counts() == {}  # readers do not wait for a writer
            other.rollback()
        assert await storage.jobs.add(new_job("one"), now=NOW)


async def test_a_transaction_that_will_write_has_the_file_from_its_start(tmp_path: Path) -> None:
    """Otherwise another writer could come between what it reads and what it makes of it."""
    async with open_storage(f"sqlite:///{tmp_path}/briefbot.db", data_dir=tmp_path) as storage:
        with closing(sqlite3.connect(tmp_path / "briefbot.db", timeout=0)) as other:
            async with storage.database.writing() as connection:
                await connection.execute(text("SELECT 1 FROM jobs"))
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    other.execute("BEGIN IMMEDIATE")
            other.execute("BEGIN IMMEDIATE")


async def test_who_writes_to_a_file_at_once_takes_turns_in_order(tmp_path: Path) -> None:
    async with open_storage(f"sqlite:///{tmp_path}/briefbot.db", data_dir=tmp_path) as storage:
        keys = [str(number) for number in range(40)]
        await asyncio.gather(*(storage.jobs.add(new_job(key, chat=key), now=NOW) for key in keys))
        assert [(await leased(storage)).key for _ in keys] == keys


async def test_a_server_that_breaks_off_is_tried_later_and_found_again(
    server_url: str, tmp_path: Path
) -> None:
    async with open_storage(server_url, data_dir=tmp_path) as storage:
        with pytest.raises(TryLater):
            await _write(storage, A_PAPER, "SELECT pg_terminate_backend(pg_backend_pid())")
        assert await storage.library.get("k") is None
        await asyncio.gather(*(storage.jobs.add(new_job(str(number)), now=NOW) for number in range(8)))
        await _write(storage, TERMINATE_OTHERS)
        counted = await asyncio.gather(*(storage.jobs.counts() for _ in range(8)))
        assert counted == [{"waiting": 8}] * 8


async def test_a_mistake_of_ours_is_no_trouble_of_the_database(storage: Storage) -> None:
    with pytest.raises(DBAPIError, match="no_such_table"):
        await _write(storage, "SELECT 1 FROM no_such_table")


async def test_a_transaction_that_fails_leaves_nothing(storage: Storage) -> None:
    with pytest.raises(DBAPIError):
        await _write(storage, A_PAPER, "SELECT 1 FROM no_such_table")
    assert await storage.library.get("k") is None


async def test_a_worker_that_is_told_to_stop_leaves_the_shelves_whole_and_free(storage: Storage) -> None:
    """Each task is stopped at another moment of its writes; a job is then replied in full or not at all."""
    for number in range(80):
        await storage.jobs.add(new_job(str(number), chat=str(number)), now=NOW)

    async def work() -> None:
        job = await leased(storage)
        await storage.jobs.finish(await replied(storage, job, reply("a"), reply("b")), now=NOW)

    for number in range(80):
        task = asyncio.create_task(work())
        await asyncio.sleep(0.0001 * number)
        task.cancel()
        async with asyncio.timeout(3):  # less than a writer waits for a file that is left locked
            await asyncio.gather(task, return_exceptions=True)
    async with storage.database.reading() as connection:
        pieces = await connection.execute(PIECES)
        assert {tuple(row) for row in pieces} <= {("waiting", 0), ("leased", 0), ("replied", 2), ("done", 2)}
    await storage.jobs.release("")
    while job := await lease(storage) or await lease_reply(storage):
        await storage.jobs.finish(job, now=NOW)
    assert await storage.jobs.counts() == {"done": 80}


async def test_times_are_kept_to_the_microsecond_and_come_back_in_utc(storage: Storage) -> None:
    tokyo = timezone(timedelta(hours=9))
    await storage.jobs.add(new_job("one", due_at=NOW.astimezone(tokyo)), now=NOW.astimezone(tokyo))
    job = await leased(storage, now=NOW.astimezone(tokyo))
    assert (job.due_at, job.created_at) == (NOW, NOW)
    assert job.created_at.tzinfo == UTC


async def test_a_time_without_its_zone_is_a_mistake_of_ours(storage: Storage) -> None:
    with pytest.raises(StatementError, match="time zone"):
        await storage.jobs.add(new_job("one"), now=NOW.replace(tzinfo=None))


async def _write(storage: Storage, *statements: str) -> None:
    async with storage.database.writing() as connection:
        for statement in statements:
            await connection.execute(text(statement))
