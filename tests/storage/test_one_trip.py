"""A file's transactions take few trips to its thread, and are transactions all the same."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, open_database
from storage.places import read_place

COUNT = text("SELECT count(*) FROM things")


class Trips:
    """The queue of a connection's thread, counted."""

    def __init__(self, queue: Any) -> None:
        self.count = 0
        self._queue = queue

    def put_nowait(self, trip: object) -> None:
        self.count += 1
        self._queue.put_nowait(trip)


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    async with open_database(read_place(f"sqlite:///{tmp_path}/a.db")) as opened:
        async with opened.writing() as writer:
            await writer.exec_driver_sql("CREATE TABLE things (name TEXT UNIQUE)")
        yield opened


async def counted(connection: AsyncConnection) -> Trips:
    """The trips of a connection from now on."""
    there: Any = (await connection.get_raw_connection()).driver_connection
    trips = there._tx = Trips(there._tx)
    return trips


async def put(connection: AsyncConnection, name: str) -> None:
    await connection.execute(text("INSERT INTO things VALUES (:name)"), {"name": name})


async def count(database: Database) -> int:
    async with database.reading() as connection:
        return int((await connection.execute(COUNT)).scalar_one())


@pytest.mark.parametrize(("single", "trips"), [(True, 1), (False, 2)])
async def test_what_one_statement_writes_takes_one_trip_and_a_transaction_one_more(
    database: Database, *, single: bool, trips: int
) -> None:
    async with database.writing(single=single) as connection:
        made = await counted(connection)
        await put(connection, "one")
    assert made.count == trips
    assert await count(database) == 1


async def test_to_read_takes_one_trip_and_an_end_that_nobody_waits_for(database: Database) -> None:
    async with database.reading() as connection:
        made = await counted(connection)
        assert (await connection.execute(COUNT)).scalar_one() == 0
        assert made.count == 1
    assert made.count == 2


async def test_who_reads_twice_sees_the_same(database: Database) -> None:
    async with database.reading() as connection:
        before = (await connection.execute(COUNT)).scalar_one()
        async with database.writing() as other:
            await put(other, "one")
        assert (await connection.execute(COUNT)).scalar_one() == before == 0
    assert await count(database) == 1


async def test_what_fails_in_the_middle_is_undone_and_the_file_is_free(database: Database) -> None:
    async def fail() -> None:
        async with database.writing() as connection:
            await put(connection, "one")
            await put(connection, "one")

    with pytest.raises(IntegrityError):
        await fail()
    assert await count(database) == 0
    async with database.writing() as connection:
        await put(connection, "one")
    assert await count(database) == 1


async def test_a_single_statement_that_fails_leaves_nothing_behind(database: Database) -> None:
    async with database.writing(single=True) as connection:
        await put(connection, "one")
    with pytest.raises(IntegrityError):
        async with database.writing(single=True) as connection:
            await connection.execute(text("INSERT INTO things VALUES ('two'), ('one')"))
    assert await count(database) == 1


async def test_a_transaction_in_which_nothing_was_asked_takes_no_trip(database: Database) -> None:
    async with database.writing() as connection:
        made = await counted(connection)
    assert made.count == 0
