"""Every story is told on every platform: in a world of its own, or in a town that goes on between stories."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.stories.towns import PLATFORMS, Side, Town, open_town
from tests.stories.worlds import World, open_world


@pytest_asyncio.fixture(params=["terminal", "telegram", "slack"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A world with one person in one chat; the story starts the bot."""
    async with open_world(request.param, tmp_path) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """One bot for the stories of a file; each brings its own people and papers.

    Not for all files: between two of them other tests run, in which the fakes do not answer and the bot loses
    its connection, and a daily report of any chat holds what all stories before it handed in.
    """
    async with open_town(tmp_path_factory.mktemp("town")) as opened:
        yield opened


@pytest_asyncio.fixture(params=PLATFORMS, loop_scope="session")
async def here(request: pytest.FixtureRequest, town: Town) -> AsyncIterator[Side]:
    """The platform on which the story is told."""
    side = town.telegram if request.param == "telegram" else town.slack
    yield side
    await side.retire()
