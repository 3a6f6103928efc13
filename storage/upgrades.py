"""The database's shape at start-up: made where there is none, recognised, or brought up to date."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, Table, Text, inspect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import NotThereYet, SetupError
from storage.backups import copy_database
from storage.columns import metadata
from storage.database import Database
from storage.places import Place
from storage.private import make_private_file
from storage.schema import REVISION

# The number of our lock on PostgreSQL: two processes may start at once on an empty database.
_STARTING = 20_741

# Alembic's own table, in its own form
_version = Table("alembic_version", MetaData(), Column("version_num", Text, primary_key=True))


async def make_current(database: Database, place: Place) -> None:
    """Leave the database in the shape of `storage.schema`, with its content.

    An older SQLite file is first copied to `<name>.before-<revision>`, named for the revision that it is
    brought to. One transaction does it all: a process that dies here leaves the database as it was. Raises
    SetupError, and NotThereYet for a server that does not answer.
    """
    try:
        if place.file:
            await asyncio.to_thread(_try_file, place.file)
        async with database.starting() as connection:
            await database.one_at_a_time(connection, _STARTING)
            revision = await connection.run_sync(_revision, place)
            if revision is None:
                await connection.run_sync(_make)
            elif revision != REVISION:
                await _upgrade(connection, place, revision)
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        # A server that is still starting is no wrong setting: whoever started us may try again.
        kind = NotThereYet if isinstance(error, OSError) and not place.file else SetupError
        raise kind(_sentence(error, place)) from error


def is_current(file: Path) -> bool:
    """True for a SQLite file in the shape of `storage.schema`; it is only looked at."""
    if not file.exists():
        return False
    try:
        with closing(sqlite3.connect(file)) as connection:
            return bool(connection.execute(str(_version.select())).fetchone() == (REVISION,))
    except sqlite3.Error:
        return False


def _try_file(file: Path) -> None:
    """Open the file once without a pool, which would leave a thread behind where that fails.

    Write-ahead logging, by which readers and the writer do not wait for each other, is a property of the
    file: another program's is not touched.
    """
    make_private_file(file)
    with closing(sqlite3.connect(file)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        if not tables or _version.name in tables:
            connection.execute("PRAGMA journal_mode = WAL")


def _revision(connection: Connection, place: Place) -> str | None:
    """The revision that the database says it has; None for an empty one."""
    tables = set(inspect(connection).get_table_names())
    if _version.name in tables:
        return connection.execute(_version.select()).scalar() or "nothing"
    if tables:
        raise SetupError(f"The database {place.label} holds other tables: give Briefbot one of its own.")
    return None


def _make(connection: Connection) -> None:
    metadata.create_all(connection)
    _version.create(connection)
    connection.execute(_version.insert().values(version_num=REVISION))


async def _upgrade(connection: AsyncConnection, place: Place, revision: str) -> None:
    # Alembic costs a third of a second and 38 MiB, and most starts have no use for it
    from storage.migrations import is_known, upgrade  # noqa: PLC0415

    if not is_known(revision):
        raise SetupError(
            f"The database {place.label} has the shape {revision}, and this Briefbot knows shapes up to "
            f"{REVISION}: install the newer Briefbot that made it, or put back a copy from before."
        )
    if place.file:
        await asyncio.to_thread(
            _copy, place.file, place.file.with_name(f"{place.file.name}.before-{REVISION}")
        )
    await connection.run_sync(upgrade)


def _copy(file: Path, copy: Path) -> None:
    """Copy a database, under its name only once it is whole."""
    partial = copy.with_name(f"{copy.name}.part")
    partial.unlink(missing_ok=True)
    copy_database(file, partial)
    partial.replace(copy)


def _sentence(error: Exception, place: Place) -> str:
    if place.file or isinstance(error, SQLAlchemyError):
        return f"The database {place.label} cannot be opened: {_cause(error)}."
    return (
        f"The database {place.label} does not answer: {_cause(error)}. Check its address, and that it runs."
    )


def _cause(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    lines = str(error.orig if isinstance(error, DBAPIError) else error).splitlines()
    return lines[0] if lines else type(error).__name__
