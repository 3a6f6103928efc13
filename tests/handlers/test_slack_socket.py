"""A socket that lies: it is noticed, and another one is opened, whatever the SDK makes of it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from handlers.slack import sockets
from tests.fakes.slack_api import SlackApi
from tests.fakes.slack_sockets import Timing
from tests.handlers.builders import Heard
from tests.handlers.platforms import listening, slack_bot

GRACE = "U0GRACE"
# The fake must not be the one who notices.
PATIENT = Timing(ping_interval=600)


@pytest_asyncio.fixture
async def heard(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[SlackApi, Heard]]:
    """A bot in a hurry, listening."""
    monkeypatch.setattr(sockets, "PING", 0.2)
    monkeypatch.setattr(sockets, "LOOK", timedelta(seconds=0.1))
    ears = Heard()
    async with (
        SlackApi(timing=PATIENT) as server,
        slack_bot(server) as platform,
        listening(platform, ears),
    ):
        await server.until(lambda: bool(server.sockets.open))
        yield server, ears


async def test_a_socket_that_answers_no_ping_is_given_up_for_another(heard: tuple[SlackApi, Heard]) -> None:
    server, ears = heard
    assert server.sockets.freeze() == 1
    await server.until(lambda: server.sockets.connections == 2)
    server.person_writes(server.direct_channel(GRACE), GRACE, "help")
    await server.until(lambda: ears.texts == ["help"])


async def test_an_address_that_failed_once_is_not_tried_for_ever(heard: tuple[SlackApi, Heard]) -> None:
    server, ears = heard
    server.trouble("server_error", method="link")  # the address that the SDK fetches next is spent by this
    server.drop_sockets()
    await server.until(lambda: server.sockets.connections == 2, seconds=8)
    server.person_writes(server.direct_channel(GRACE), GRACE, "help")
    await server.until(lambda: ears.texts == ["help"])
    assert len(server.called("apps.connections.open")) == 3
