"""Every storage test runs on a SQLite file and on a PostgreSQL database of this run's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import inspect, text

from storage import Storage, open_storage
from storage.columns import metadata
from storage.schema import REVISION
from tests.storage.servers import connected, own_database


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server() -> AsyncIterator[str | None]:
    """The address of a database made for this run and dropped after it; None where no server answers."""
    async with own_database() as address:
        yield address


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
    async with connected(_there(server)) as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        version = text("SELECT version_num FROM alembic_version")
        if "alembic_version" in tables and await connection.scalar(version) == REVISION:
            for table in reversed(metadata.sorted_tables):
                await connection.execute(table.delete())
            return _there(server)
    return await _stripped(server)


async def _stripped(server: str | None) -> str:
    async with connected(_there(server)) as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    return _there(server)


def _there(server: str | None) -> str:
    if server is None:
        pytest.skip("no PostgreSQL server answers at BRIEFBOT_TEST_POSTGRES_URL")
    return server
