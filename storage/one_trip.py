"""A connection to SQLite's file: a statement is one trip to its thread, with its BEGIN and all its rows.

aiosqlite makes four trips for it: for a cursor, to execute, to fetch and to close. At both ends of a trip a
turn of the event loop is waited for, and where many ask at once, that is most of what they wait for.
"""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite

_BEGIN = "BEGIN"  # of those who only read
_ROWS = 64  # of aiosqlite's own cursors, which nobody asks for here


class OneTripConnection(aiosqlite.Connection):
    """What SQLAlchemy uses of a connection. A BEGIN waits for the first statement, and goes with it."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, _ROWS)
        self._thread.daemon = True  # as SQLAlchemy has them
        self._to_begin = self._begun = ""

    # Its own is a coroutine and a context manager at once; SQLAlchemy enters what it is given.
    def cursor(self) -> "_Cursor":  # type: ignore[override]
        """A cursor that is not anywhere yet."""
        return _Cursor(self)

    def begin(self, statement: str) -> None:
        """Begin a transaction with the next statement."""
        self._to_begin = statement

    async def run(
        self, execute: Callable[[sqlite3.Cursor], object]
    ) -> tuple[Any, list[Any], int, int | None]:
        """Description, rows, their count and the last id of what a cursor was made to execute.

        The cursor is closed by then: one that is left open, by whoever was called off, holds the file locked.
        """
        begin, self._to_begin = self._to_begin, ""
        self._begun = begin or self._begun

        def there() -> tuple[Any, list[Any], int, int | None]:
            cursor = self._conn.cursor()
            try:
                if begin:
                    cursor.execute(begin)
                execute(cursor)
                rows = cursor.fetchall() if cursor.description else []
                return cursor.description, rows, cursor.rowcount, cursor.lastrowid
            finally:
                cursor.close()

        # aiosqlite leaves its own trips without types
        return await self._execute(there)  # type: ignore[no-any-return, no-untyped-call]

    async def commit(self) -> None:
        """End the transaction, if a statement began it."""
        self._to_begin = ""
        if self._begun:
            await super().commit()
            self._begun = ""

    async def rollback(self) -> None:
        """Undo the transaction, if a statement began it; for the end of one that only read nobody waits."""
        begun, self._to_begin, self._begun = self._begun, "", ""
        if begun == _BEGIN:
            self._tx.put_nowait((None, self._conn.rollback))
        elif begun:
            await super().rollback()


class _Cursor:
    """What SQLAlchemy uses of a cursor."""

    arraysize = 1
    description: Any = None
    rowcount = -1
    lastrowid: int | None = None

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        if statement.startswith(_BEGIN):
            self._connection.begin(statement)
        else:
            await self._run(lambda cursor: cursor.execute(statement, parameters))

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> None:
        await self._run(lambda cursor: cursor.executemany(statement, parameters))

    async def _run(self, execute: Callable[[sqlite3.Cursor], object]) -> None:
        self.description, self._rows, self.rowcount, self.lastrowid = await self._connection.run(execute)

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        """It is closed."""


def connect_in_one_trip(path: str, **options: object) -> OneTripConnection:
    """What SQLAlchemy calls in the place of `aiosqlite.connect`, as `async_creator_fn`."""
    return OneTripConnection(partial(sqlite3.connect, path, **options))
