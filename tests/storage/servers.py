"""A PostgreSQL server for whoever needs one, and a database on it that is their own."""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

SERVER = os.environ.get("BRIEFBOT_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


@asynccontextmanager
async def own_database() -> AsyncIterator[str | None]:
    """The address of a new database that is dropped at the end; None where no server answers."""
    own = f"briefbot_test_{os.getpid()}_{secrets.token_hex(4)}"
    try:
        async with connected(SERVER) as connection:
            await connection.execute(text(f"CREATE DATABASE {own}"))
    except (OSError, SQLAlchemyError):
        yield None
        return
    try:
        yield make_url(SERVER).set(database=own).render_as_string(hide_password=False)
    finally:
        async with connected(SERVER) as connection:
            await connection.execute(text(f"DROP DATABASE {own} WITH (FORCE)"))


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[AsyncConnection]:
    """A connection on which each statement is a transaction."""
    engine = create_async_engine(
        make_url(address).set(drivername="postgresql+asyncpg"),
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": 3},
    )
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()
