"""Slack's events through Socket Mode and the real SDK: stored before they are acknowledged."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.domain.chat import Message
from bot.errors import SetupError
from handlers import Credentials, connect
from handlers.slack import greet
from tests.fakes.slack_api import SlackApi
from tests.fakes.slack_sockets import Timing
from tests.fakes.slack_trouble import Kind
from tests.handlers.builders import Clock, Heard
from tests.handlers.platforms import listening, slack_bot

GRACE, CHANNEL = "U0GRACE", "C0PAPERS"
HASTY = Timing(ack_deadline=0.3)


@asynccontextmanager
async def workspace(heard: Heard, timing: Timing | None = None) -> AsyncIterator[SlackApi]:
    """A workspace in which the bot listens on an open socket."""
    async with SlackApi(timing=timing) as server, slack_bot(server) as platform, listening(platform, heard):
        await server.until(lambda: bool(server.sockets.open))
        yield server


async def test_a_mention_arrives_twice_and_both_bear_the_same_second_key() -> None:
    heard = Heard()
    async with workspace(heard) as server:
        server.add_channel(CHANNEL)
        said = server.person_mentions(CHANNEL, GRACE, "brief 2501.12345")
        await server.until(lambda: [server.acked(name) for name in said.event_ids] == [1, 1])
        server.redeliver(said.event_ids[1])
        await server.until(lambda: server.acked(said.event_ids[1]) == 2)
    assert {message.key for message in heard.messages} >= {f"slack:{said.event_ids[1]}"}
    assert len({message.echoes for message in heard.messages}) == 1


async def test_a_mention_that_comes_while_its_message_is_stored_waits_for_that_and_shares_its_fate() -> None:
    begun, go_on, fails = list[Message](), asyncio.Event(), [ConnectionError("the database is away")]

    async def accept(message: Message) -> None:
        begun.append(message)
        await go_on.wait()
        if fails:
            raise fails.pop()

    async with (
        SlackApi(timing=HASTY) as server,
        slack_bot(server) as platform,
        listening(platform, accept),
    ):
        await server.until(lambda: bool(server.sockets.open))
        server.add_channel(CHANNEL)
        said = server.person_mentions(CHANNEL, GRACE, "brief 2501.12345")
        await server.until(lambda: bool(begun))
        await asyncio.sleep(HASTY.ack_deadline / 3)
        assert len(begun) == 1, "it is stored once"
        assert [server.acked(name) for name in said.event_ids] == [0, 0], "neither is stored yet"
        go_on.set()
        await server.until(lambda: all(server.acked(name) for name in said.event_ids))
    assert len(begun) > 1, "what could not be stored came again"


async def test_an_event_that_could_not_be_stored_is_not_acknowledged_and_comes_again() -> None:
    heard = Heard(away=2)
    async with workspace(heard, HASTY) as server:
        said = server.person_writes(server.direct_channel(GRACE), GRACE, "2501.12345")
        await server.until(lambda: heard.texts == ["2501.12345"])
        await server.settled()
        assert server.acked(said.event_ids[0]) == 1
        server.redeliver(said.event_ids[0])
        await server.until(lambda: len(heard.messages) == 2)
    assert len({message.key for message in heard.messages}) == 1


async def test_what_is_said_while_slack_refuses_to_authorise_is_stored_all_the_same() -> None:
    heard = Heard()
    async with workspace(heard) as server:
        server.trouble("refuse", method="auth.test", times=99, error="fatal_error")
        said = server.person_writes(server.direct_channel(GRACE), GRACE, "2501.12345")
        await server.settled()
        assert heard.texts == ["2501.12345"]
        assert server.acked(said.event_ids[0]) == 1


async def test_events_of_no_use_and_events_that_cannot_be_read_are_acknowledged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard = Heard()
    async with workspace(heard) as server:
        useless = server.push_event({"type": "reaction_added", "user": GRACE})
        broken = server.push_event({"type": "message", "channel": "D0GRACE", "user": GRACE, "text": 5})
        older = server.push_event({"type": "message", "channel": "D0GRACE", "user": GRACE, "ts": "soon"})
        server.push("interactive", {"type": "block_actions", "trigger_id": "9"})
        await server.settled()
        assert [server.acked(name) for name in (useless, broken, older, "9")] == [1, 1, 1, 1]
    assert heard.messages == []
    assert caplog.text.count("slack.unreadable") == 3


async def test_a_slash_command_is_stored_before_it_is_acknowledged() -> None:
    heard = Heard()
    async with workspace(heard) as server:
        server.add_channel(CHANNEL, member=False)
        said = server.slash_command(CHANNEL, GRACE, "2501.12345")
        await server.settled()
        assert server.acked(said.event_ids[0]) == 1
    assert [(message.text, message.message_id) for message in heard.messages] == [
        ("2501.12345", said.response_url)
    ]


async def test_a_command_that_could_not_be_stored_is_an_error_that_the_person_sees() -> None:
    async with workspace(Heard(away=9), HASTY) as server:
        server.add_channel(CHANNEL)
        said = server.slash_command(CHANNEL, GRACE, "2501.12345")
        await server.until(lambda: server.lost() == list(said.event_ids))


async def test_the_bot_does_not_hear_itself() -> None:
    heard = Heard()
    async with workspace(heard) as server:
        there = server.direct_channel(GRACE)
        server.methods.table["chat.postMessage"]({"channel": there, "text": "hello"})
        server.person_writes(there, GRACE, "help")
        await server.settled()
    assert heard.texts == ["help"]


async def test_a_dropped_socket_is_opened_again() -> None:
    heard = Heard()
    async with workspace(heard) as server:
        await server.until(lambda: server.sockets.connections == 1)
        await server.disconnect_sockets()
        await server.until(lambda: server.sockets.connections == 2)
        server.person_writes(server.direct_channel(GRACE), GRACE, "help")
        await server.until(lambda: heard.texts == ["help"])


@pytest.mark.parametrize("kind", ["rate_limit", "server_error", "drop_before", "refuse"])
async def test_a_server_in_trouble_is_asked_again(kind: Kind) -> None:
    heard, clock = Heard(), Clock()
    async with SlackApi() as server, slack_bot(server, clock) as platform:
        server.trouble(kind, method="apps.connections.open", times=2)
        async with listening(platform, heard):
            server.person_writes(server.direct_channel(GRACE), GRACE, "help")
            await server.until(lambda: heard.texts == ["help"])
            assert len(server.called("apps.connections.open")) == 3
    assert clock.waits == [1, 2]


async def test_a_refused_token_ends_listening_with_what_the_operator_must_do() -> None:
    async with SlackApi() as server:
        wrong = Credentials(token=server.bot_token, app_token="xapp-wrong", api_url=server.address)
        async with connect("slack", wrong, clock=Clock()) as platform:
            with pytest.raises(SetupError, match="SLACK_APP_TOKEN"):
                await platform.listen(Heard())
        with pytest.raises(SetupError, match="invalid_auth"):
            await greet(wrong)


async def test_a_greeting_tells_the_name_and_the_workspace() -> None:
    async with SlackApi() as server:
        right = Credentials(token=server.bot_token, app_token=server.app_token, api_url=server.address)
        assert await greet(right) == "@briefbot in Briefers"
        server.scopes -= {"users:read", "assistant:write"}
        assert ", without assistant:write, users:read: install the app again" in await greet(right)
    with pytest.raises(SetupError, match="cannot be reached"):
        await greet(right)
