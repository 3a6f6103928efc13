"""The way from a shelf to its tables: one engine, two kinds of transaction, errors in the house's words."""

import asyncio
import importlib
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from typing import cast

from sqlalchemy import Connection, Table, event, func, select
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import TryLater, Why
from storage.locks import hold
from storage.one_trip import connect_in_one_trip
from storage.places import Place

# https://www.sqlite.org/rescode.html: BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN
_SQLITE_PASSING = {5, 6, 8, 10, 13, 14}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, rolled back, resources, lock not
# available, operator intervention, system
_POSTGRESQL_PASSING = ("08", "40", "53", "55", "57", "58")


class Database:
    """An open database. Shelves ask it for a transaction and write their own SQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writers = engine.execution_options(begin="BEGIN IMMEDIATE")
        self._single = engine.execution_options(begin=None)
        # SQLite has one writer at a time; those who wait here wake in order, those who wait in SQLite poll.
        # Only the first of those who can wait stands before the lock itself, so that others pass the rest.
        self._one_writer, self._in_line = asyncio.Lock(), asyncio.Lock()

    @property
    def is_sqlite(self) -> bool:
        """True for the embedded file, False for PostgreSQL."""
        return self._engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def reading(self, *, single: bool = False) -> AsyncIterator[AsyncConnection]:
        """A transaction that changes nothing. Raises TryLater where the database does not answer.

        A `single` one is a block of one statement, which sees one state of everything by itself: on SQLite
        there is nothing to begin and to end.
        """
        with _in_our_words():
            async with (self._single if single else self._engine).connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self, *, urgent: bool = False, single: bool = False) -> AsyncIterator[AsyncConnection]:
        """A transaction that is committed at the end of the block, or not at all. Raises TryLater.

        An `urgent` one passes those that wait already. A `single` one is a block of one statement: SQLite
        commits it with the statement, in one trip, and the others have half as long to wait.
        """
        engine = self._single if single else self._writers
        with _in_our_words():
            async with AsyncExitStack() as stack:
                if self.is_sqlite:
                    for lock in (self._one_writer,) if urgent else (self._in_line, self._one_writer):
                        await stack.enter_async_context(lock)
                yield await stack.enter_async_context(engine.begin())

    @asynccontextmanager
    async def starting(self) -> AsyncIterator[AsyncConnection]:
        """Like `writing`, with errors as they come: at start-up they are the operator's."""
        async with self._writers.begin() as connection:
            yield connection

    async def one_at_a_time(self, connection: AsyncConnection, lock: int) -> None:
        """Wait for a lock that all processes on a PostgreSQL database share, until the transaction ends.

        On SQLite a writing transaction is alone already.
        """
        if not self.is_sqlite:
            await connection.execute(select(func.pg_advisory_xact_lock(lock)))

    async def answer(self) -> None:
        """Ask for a sign of life. Raises TryLater where there is none."""
        async with self.reading() as connection:
            await connection.execute(select(1))

    def insert(self, table: Table) -> Insert:
        """An INSERT that knows `ON CONFLICT`: PostgreSQL's and SQLite's differ in their module only."""
        dialect = importlib.import_module(f"sqlalchemy.dialects.{self._engine.dialect.name}")
        return cast("Insert", dialect.insert(table))


@asynccontextmanager
async def open_database(place: Place, *, alone: bool = True) -> AsyncIterator[Database]:
    """An engine on a place, closed at the end; `alone`: a file is held against other processes meanwhile."""
    async with AsyncExitStack() as stack:
        if place.file and alone:
            stack.enter_context(hold(place.file))
        engine = _engine(place)
        stack.push_async_callback(engine.dispose)
        yield Database(engine)


def _engine(place: Place) -> AsyncEngine:
    if place.file is None:
        seconds = {"timeout": 10, "command_timeout": 30}
        return create_async_engine(place.url, pool_pre_ping=True, connect_args=seconds)
    # sqlite3 would open transactions by its own old rules; None leaves that to the listeners below:
    # https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-enabling-transactions
    how = {"isolation_level": None, "async_creator_fn": connect_in_one_trip}
    engine = create_async_engine(place.url, pool_size=10, max_overflow=2, connect_args=how)
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    event.listen(engine.sync_engine, "begin", _begin)
    event.listen(engine.sync_engine, "invalidate", _let_go)
    return engine


def _set_pragmas(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    with closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA busy_timeout = 5000")  # milliseconds
        cursor.execute("PRAGMA synchronous = FULL")  # an intent lost in a power cut would be a second post
        cursor.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once: a reader that turns writer cannot wait, SQLite fails it instead."""
    if begin := connection.get_execution_options().get("begin", "BEGIN"):
        connection.exec_driver_sql(begin)


def _let_go(connection: DBAPIConnection, _entry: ConnectionPoolEntry, _error: BaseException | None) -> None:
    """A cancelled statement may live on in its cursor and hold the file locked, closed connection or not."""
    connection.rollback()


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except (OSError, NoFreeConnection) as error:
        raise TryLater(Why.STORAGE_BUSY) from error
    except DBAPIError as error:
        if not _passes(error):
            raise
        raise TryLater(Why.STORAGE_BUSY) from error


def _passes(error: DBAPIError) -> bool:
    """True for a trouble of the database, False for a mistake of ours."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_PASSING
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or str(state).startswith(_POSTGRESQL_PASSING)
