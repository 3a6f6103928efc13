"""Every storage test runs on a SQLite file and on a PostgreSQL database of this run's own."""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage import Storage, open_storage
from storage.columns import metadata
from storage.schema import REVISION

SERVER = os.environ.get("BRIEFBOT_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server() -> AsyncIterator[str | None]:
    """The address of a database made for this run and dropped after it; None where no server answers."""
    own = f"briefbot_test_{os.getpid()}_{secrets.token_hex(4)}"
    try:
        async with _connected(SERVER) as connection:
            await connection.execute(text(f"CREATE DATABASE {own}"))
    except (OSError, SQLAlchemyError):
        yield None
        return
    try:
        yield make_url(SERVER).set(database=own).render_as_string(hide_password=False)
    finally:
        async with _connected(SERVER) as connection:
            await connection.execute(text(f"DROP DATABASE {own} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which of the two databases a test runs on."""
    return str(request.param)


@pytest_asyncio.fixture
async def url(kind: str, server: str | None, tmp_path: Path) -> str:
    """The address of a database without rows; on the server it may have its tables."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path}/briefbot.db"
    # asyncpg tries TLS even to cancel a statement, and grumbles at the end of the run where there is none
    return await _emptied(server) + "?sslmode=disable"


@pytest_asyncio.fixture
async def bare_url(kind: str, server: str | None, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path}/briefbot.db"
    return await _stripped(server)


@pytest_asyncio.fixture
async def server_url(server: str | None) -> str:
    """The address of a database without tables on the server, for what a file cannot do."""
    return await _stripped(server)


@pytest_asyncio.fixture
async def storage(url: str, tmp_path: Path) -> AsyncIterator[Storage]:
    """Storage on an empty database."""
    async with open_storage(url, data_dir=tmp_path) as opened:
        yield opened


async def _emptied(server: str | None) -> str:
    """Tables in the newest shape lose their rows, which is ten times as fast as to make them anew."""
    async with _connected(_there(server)) as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        version = text("SELECT version_num FROM alembic_version")
        if "alembic_version" in tables and await connection.scalar(version) == REVISION:
            for table in reversed(metadata.sorted_tables):
                await connection.execute(table.delete())
            return _there(server)
    return await _stripped(server)


async def _stripped(server: str | None) -> str:
    async with _connected(_there(server)) as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    return _there(server)


def _there(server: str | None) -> str:
    if server is None:
        pytest.skip("no PostgreSQL server answers at BRIEFBOT_TEST_POSTGRES_URL")
    return server


@asynccontextmanager
async def _connected(address: str) -> AsyncIterator[AsyncConnection]:
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
