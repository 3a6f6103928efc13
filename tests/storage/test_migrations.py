"""Databases made by earlier versions: brought up to date with all that they hold."""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import date
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.domain.arxiv_ids import ArxivId
from bot.domain.jobs import DeliveryState, JobState
from bot.domain.marks import Seeker
from storage import migrations, open_storage
from storage.columns import metadata
from storage.database import Database, open_database
from storage.migrations import is_known, upgrade
from storage.places import read_place
from storage.schema import REVISION
from tests.storage.builders import NOW, lease_reply, new_job, reply

FIRST = ArxivId(number="2603.00001", version=1)
# Rows as the version with revision 0001 wrote them.
OLD_ROWS = [
    "INSERT INTO alembic_version VALUES ('0001')",
    """
    INSERT INTO papers VALUES ('arxiv:2603.00001', '2603.00001', '{"key": "arxiv:2603.00001", "title": "Old",
    "authors": [], "affiliations": [], "abstract": "Words.", "source": "page",
    "arxiv_id": {"number": "2603.00001", "version": 2}}', '2026-02-01 07:00:00.000000')
    """,
    "INSERT INTO files VALUES ('ab', 'arxiv:2603.00001')",
    """
    INSERT INTO jobs (id, key, command, platform, chat, reply_to, person, lane, language, state, due_at,
    tries, crashes, created_at)
    VALUES (41, 'old', '{"kind": "help"}', 'market', 'square', 'm', 'ann', '["market", "square", "ann"]',
    'zh', 'replied', '2026-02-01 07:00:00.000000', 1, 0, '2026-02-01 06:59:00.000000')
    """,
    """
    INSERT INTO deliveries (id, job_id, part, platform, chat, reply_to, piece, state, intended_at)
    VALUES ('d1', 41, 0, 'market', 'square', 'm', '{"blocks": [{"kind": "paragraph", "spans": [{"text":
    "old words"}]}]}', 'intended', '2026-02-01 07:00:01.000000')
    """,
]


async def test_all_steps_together_lead_to_the_tables_of_the_schema(bare_url: str) -> None:
    def step_by_step(connection: Connection) -> None:
        upgrade(connection)
        connection.execute(text("DROP TABLE alembic_version"))

    async with _database(bare_url) as database:
        assert await _shape_of(database, step_by_step) == await _shape_of(database, metadata.create_all)


async def test_an_older_database_is_brought_up_to_date_with_its_content(
    bare_url: str, tmp_path: Path
) -> None:
    await _make_old(bare_url)
    async with open_storage(bare_url, data_dir=tmp_path) as storage:
        job = await lease_reply(storage)
        assert job
        (delivery,) = await storage.deliveries.of(job)
        assert (job.id, job.key, job.echoes, job.state) == (41, "old", None, JobState.REPLIED)
        assert (delivery.id, delivery.state, delivery.resent) == ("d1", DeliveryState.INTENDED, False)
        assert delivery.piece == reply("old words")
        old_paper = await storage.library.get("arxiv:2603.00001")
        assert old_paper is not None
        assert old_paper.title == "Old"
        assert await storage.library.version(old_paper.key, 2) == old_paper
        assert await storage.library.by_file("ab") == old_paper
        await storage.library.keep(old_paper.model_copy(update={"arxiv_id": FIRST}), now=NOW)
        assert await storage.library.get(old_paper.key) == old_paper, "an older version does not replace it"
        new = new_job("new").model_copy(update={"echoes": "told twice"})
        assert await storage.jobs.add(new, now=NOW)
        assert not await storage.jobs.add(new.model_copy(update={"key": "newer"}), now=NOW)
    async with open_storage(bare_url, data_dir=tmp_path) as storage:
        assert await storage.jobs.counts() == {"replied": 1, "waiting": 1}


async def test_who_handed_in_an_older_file_still_finds_it(bare_url: str, tmp_path: Path) -> None:
    await _make_old(bare_url)
    key = {"key": f"sha256:{'cd' * 32}"}
    copied = text(
        "INSERT INTO papers SELECT :key, NULL, replace(paper, 'arxiv:2603.00001', :key), kept_at FROM papers"
    )
    handed_in = text(
        "INSERT INTO submissions (job, place, label, identity, day, paper, arrived_at) "
        "VALUES ('old', 0, 'a', 'a', '2026-02-01', :key, '2026-02-01 08:00:00')"
    )
    async with open_database(read_place(bare_url)) as database, database.starting() as connection:
        await connection.execute(copied, key)
        await connection.execute(handed_in, key)
    async with open_storage(bare_url, data_dir=tmp_path) as storage:
        for chat, person, count in (("x", "market:ann", 2), ("market:square", "", 2), ("x", "x", 1)):
            seeker = Seeker(chat=chat, person=person)
            assert (await storage.index.find([], seeker=seeker, skip=0, limit=8))[1] == count


async def test_what_was_printed_or_whispered_before_can_no_longer_be_reached(
    bare_url: str, tmp_path: Path
) -> None:
    await _make_old(bare_url)
    async with _database(bare_url) as database, database.starting() as connection:
        for part, (name, platform, post) in enumerate(
            [("p", "terminal", "p"), ("w", "market", "whispered"), ("s", "market", "17.5")], start=1
        ):
            row = {"id": name, "part": part, "platform": platform, "post": post, "piece": '{"blocks": []}'}
            await connection.execute(
                text(
                    "INSERT INTO deliveries (id, job_id, part, platform, chat, piece, state, post) "
                    "VALUES (:id, 41, :part, :platform, 'square', :piece, 'sent', :post)"
                ),
                row,
            )
    async with open_storage(bare_url, data_dir=tmp_path) as storage, storage.database.reading() as connection:
        rows = await connection.execute(text("SELECT id, post FROM deliveries WHERE state = 'sent'"))
        assert {row.id: row.post for row in rows} == {"p": "", "w": "", "s": "17.5"}


async def test_reports_go_on_where_the_last_one_was_filed(bare_url: str, tmp_path: Path) -> None:
    """Before there were schedules, the key of its job alone said that a day has its report."""
    await _make_old(bare_url)
    threads = {"report:market:square:2026-02-27": "NULL", "report:market:square:2026-03-01": "NULL"}
    threads |= {"report:market:square:7:2026-02-28": "'7'"}
    async with _database(bare_url) as database, database.starting() as connection:
        for key, thread in threads.items():
            await connection.exec_driver_sql(
                f"""
                INSERT INTO jobs (key, command, platform, chat, thread, lane, language, state, due_at, tries,
                crashes, created_at) SELECT '{key}', command, platform, chat, {thread}, 'lane', language,
                'done', due_at, 1, 0, created_at FROM jobs WHERE key = 'old'
                """  # noqa: S608
            )
    async with open_storage(bare_url, data_dir=tmp_path) as storage:
        schedules = await storage.schedules.all()
    told = [(str(each.address), each.covered, each.since) for each in schedules]
    last, in_thread = date(2026, 3, 1), date(2026, 2, 28)
    assert told == [("market:square", last, last), ("market:square:7", in_thread, in_thread)]


async def test_an_older_file_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/briefbot.db"
    await _make_old(url)
    async with open_storage(url, data_dir=tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / f"briefbot.db.before-{REVISION}")) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert copy.execute("SELECT key FROM jobs").fetchall() == [("old",)]


async def test_an_upgrade_that_fails_leaves_the_database_as_it_was(bare_url: str) -> None:
    await _make_old(bare_url)
    async with _database(bare_url) as database:
        try:
            async with database.starting() as connection:
                await connection.run_sync(upgrade)
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            pass
        async with database.reading() as connection:
            columns = await connection.run_sync(lambda sync: inspect(sync).get_columns("deliveries"))
            version = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar()
    assert "resent" not in {column["name"] for column in columns}
    assert version == "0001"


def test_the_schema_names_the_newest_step() -> None:
    steps = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert steps.get_heads() == [REVISION]
    assert is_known("0001")
    assert not is_known("9999")


async def test_a_database_that_is_up_to_date_opens_without_the_upgrade_machinery(
    bare_url: str, tmp_path: Path
) -> None:
    program = f"""
import asyncio, pathlib, sys, storage
async def main():
    for _ in range(2):
        async with storage.open_storage({bare_url!r}, data_dir=pathlib.Path({str(tmp_path)!r})):
            pass
    print("alembic" in sys.modules)
asyncio.run(main())
"""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert output == b"False\n"


@asynccontextmanager
async def _database(url: str) -> AsyncIterator[Database]:
    async with open_database(read_place(url)) as database:
        yield database


async def _make_old(url: str) -> None:
    async with _database(url) as database, database.starting() as connection:
        await connection.run_sync(upgrade, "0001")
        await connection.execute(text("DELETE FROM alembic_version"))
        for row in OLD_ROWS:
            await connection.exec_driver_sql(row)


async def _shape_of(database: Database, make: Callable[[Connection], Any]) -> dict[str, Any]:
    """What the database itself says of the tables that were made, then unmade."""
    async with database.starting() as connection:
        await connection.run_sync(make)
        shape = await connection.run_sync(_reflected)
        await connection.rollback()
    return shape


def _reflected(connection: Connection) -> dict[str, Any]:
    looked_at = inspect(connection)
    return {
        table: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in looked_at.get_columns(table)
            },
            "key": looked_at.get_pk_constraint(table),
            "foreign": _sorted(looked_at.get_foreign_keys(table)),
            "unique": _sorted(looked_at.get_unique_constraints(table)),
            "indexes": _sorted(looked_at.get_indexes(table)),
        }
        for table in looked_at.get_table_names()
    }


def _sorted(parts: list[Any]) -> list[Any]:
    return sorted(parts, key=lambda part: str(part["name"]))
