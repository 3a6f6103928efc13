"""Every story is told on every platform."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.stories.worlds import World, open_world


@pytest_asyncio.fixture(params=["terminal", "telegram", "slack"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A world with one person in one chat; the story starts the bot."""
    async with open_world(request.param, tmp_path) as opened:
        yield opened
