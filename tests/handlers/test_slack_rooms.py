"""What becomes of channels on Slack, and what the bot learns of chats and people along the way."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.domain.rooms import Room
from tests.fakes.slack_api import SlackApi
from tests.fakes.slack_surfaces import ALL_SCOPES
from tests.fakes.slack_trouble import Kind
from tests.handlers.builders import Clock, Heard
from tests.handlers.platforms import listening, slack_bot

CHANNEL, PRIVATE, GRACE = "C0PAPERS", "C0SECRET", "U0GRACE"


@pytest_asyncio.fixture
async def world() -> AsyncIterator[tuple[SlackApi, Heard]]:
    """Two channels, and a bot that listens."""
    heard = Heard()
    async with SlackApi() as server, slack_bot(server, Clock()) as platform, listening(platform, heard):
        server.add_channel(CHANNEL, name="papers")
        server.add_channel(PRIVATE, name="secret", private=True)
        server.add_person(GRACE, name="grace", locale="zh-CN")
        await server.until(lambda: bool(server.sockets.open))
        yield server, heard


def changes(heard: Heard) -> list[tuple[str, str, str]]:
    """The chat, what happened, and who did it."""
    return [(each.address.chat, each.change.event, each.person) for each in heard.messages if each.change]


@pytest.mark.parametrize("channel", [CHANNEL, PRIVATE])
async def test_what_happens_to_a_channel_is_told_in_order(
    world: tuple[SlackApi, Heard], channel: str
) -> None:
    server, heard = world
    server.workspace.channels[channel].member = False
    server.invite_bot(channel, GRACE)
    await server.settled()
    server.rename_channel(channel, "reading")
    await server.settled()
    server.archive_channel(channel, GRACE)
    await server.settled()
    server.archive_channel(channel, GRACE, archived=False)
    await server.settled()
    server.remove_bot(channel, GRACE)
    await server.settled()
    events = [(chat, event) for chat, event, _ in changes(heard)]
    assert events == [(channel, each) for each in ("joined", "renamed", "left", "joined", "left")]
    assert heard.messages[0].person == GRACE
    assert heard.messages[0].language == "zh"
    assert heard.messages[1].room == Room(kind="channel", title="reading")


async def test_a_public_channel_that_opens_again_without_the_bot_is_none_of_its_business(
    world: tuple[SlackApi, Heard],
) -> None:
    server, heard = world
    server.add_channel("C0OTHERS", member=False)
    server.archive_channel("C0OTHERS", GRACE, archived=False)
    await server.settled()
    assert heard.messages == []


async def test_other_peoples_coming_and_going_is_left_alone(world: tuple[SlackApi, Heard]) -> None:
    server, heard = world
    for kind in ("member_joined_channel", "member_left_channel"):
        name = server.push_event({"type": kind, "user": GRACE, "channel": CHANNEL, "team": "T0BRIEFERS"})
        await server.settled()
        assert server.acked(name) == 1
    assert heard.messages == []


async def test_an_uninstalled_app_is_told_in_the_log(
    world: tuple[SlackApi, Heard], caplog: pytest.LogCaptureFixture
) -> None:
    server, heard = world
    server.push_event({"type": "app_uninstalled"})
    server.push_event({"type": "tokens_revoked", "tokens": {"bot": ["U0BRIEFBOT"]}})
    await server.settled()
    assert heard.messages == []
    assert caplog.text.count("slack.gone") == 2


async def test_names_and_languages_are_learned_once(world: tuple[SlackApi, Heard]) -> None:
    server, heard = world
    server.workspace.channels[CHANNEL].shared = True
    for text in ("help", "status"):
        server.person_mentions(CHANNEL, GRACE, text)
        await server.settled()
    server.person_writes(server.direct_channel(GRACE), GRACE, "help")
    await server.settled()
    assert {each.language for each in heard.messages} == {"zh"}
    # by what it is a message of: a mention may be heard twice
    rooms = {each.echoes: each.room for each in heard.messages}
    channel, direct = Room(kind="channel", title="papers", shared=True), Room(kind="direct", title="Grace")
    assert [*rooms.values()] == [channel, channel, direct]
    assert len(server.called("users.info")) == 1
    assert len(server.called("conversations.info")) == 1


@pytest.mark.parametrize("kind", ["rate_limit", "server_error", "drop_before", "refuse"])
async def test_a_slack_that_does_not_tell_costs_no_message(world: tuple[SlackApi, Heard], kind: Kind) -> None:
    server, heard = world
    server.trouble(kind, method="users.info", times=9)
    server.trouble(kind, method="conversations.info", times=9)
    server.person_mentions(CHANNEL, GRACE, "help")
    await server.settled()
    assert {(each.text, each.language, each.room) for each in heard.messages} == {("help", None, None)}
    # aiohttp repeats what only reads where a connection broke
    assert len(server.called("users.info")) == (2 if kind == "drop_before" else 1)


async def test_without_the_scope_nobody_is_asked_for_a_language() -> None:
    heard = Heard()
    without = ALL_SCOPES - {"users:read"}
    async with SlackApi(scopes=without) as server, slack_bot(server) as platform, listening(platform, heard):
        server.add_channel(CHANNEL, name="papers")
        for person in (GRACE, "U0ADA"):
            server.person_mentions(CHANNEL, person, "help")
            await server.settled()
        assert len(server.called("users.info")) == 1
    assert {each.person for each in heard.messages} == {GRACE, "U0ADA"}
    assert heard.messages[0].room == Room(kind="channel", title="papers")


async def test_what_one_person_says_is_stored_in_order_also_while_slack_is_asked(
    world: tuple[SlackApi, Heard],
) -> None:
    server, heard = world
    server.trouble("delay", method="users.info", seconds=0.2)
    there = server.direct_channel(GRACE)
    for number in range(20):
        server.person_writes(there, GRACE, f"find {number}")
    await server.settled()
    assert heard.texts == [f"find {number}" for number in range(20)]
