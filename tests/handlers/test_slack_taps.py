"""Buttons and shortcuts on Slack: what a person taps or chooses, as the bot hears it through the real SDK."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from bot.domain.chat import Address, Button, Buttons, Message, Reply, paragraph
from bot.domain.commands import Misunderstood
from bot.errors import Why
from bot.ports import ChatPlatform
from handlers.grammar import understand
from handlers.slack.taps import read_tap
from tests.fakes.slack_api import SlackApi
from tests.handlers.builders import NOW, Clock, Heard, delivery
from tests.handlers.platforms import listening, slack_bot

CHANNEL, GRACE = "C0PAPERS", "U0GRACE"
SAVE = Button(label="⭐ Save", says="save #0123456789ab")
WITH_BUTTON = Reply(blocks=(paragraph("A paper"), Buttons(buttons=(SAVE,))))


@dataclass
class World:
    """A workspace in which the bot listens."""

    server: SlackApi
    platform: ChatPlatform
    heard: Heard

    async def said(self) -> Message:
        """What was heard, which is one thing."""
        await self.server.settled()
        (message,) = self.heard.messages
        return message


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    """A channel with the bot in it, and one person."""
    heard = Heard()
    server = SlackApi(now=lambda: NOW.timestamp() + 1)
    server.add_channel(CHANNEL, people=[GRACE])
    async with server, slack_bot(server, Clock()) as platform, listening(platform, heard):
        await server.until(lambda: bool(server.sockets.open))
        yield World(server, platform, heard)


def place(thread: str | None = None, chat: str = CHANNEL) -> Address:
    return Address(platform="slack", chat=chat, thread=thread)


@pytest.mark.parametrize("in_thread", [False, True])
async def test_a_tap_says_the_buttons_words_about_the_post_that_it_hangs_on(
    world: World, *, in_thread: bool
) -> None:
    root = world.server.person_writes(CHANNEL, GRACE, "hello").ts if in_thread else None
    ts = await world.platform.post(delivery(place(root), WITH_BUTTON))
    (post,) = world.server.posted(CHANNEL)
    said = world.server.person_taps(GRACE, post, SAVE.label)
    message = await world.said()
    assert (message.text, message.tapped, message.person) == (SAVE.says, True, GRACE)
    assert (message.answers, message.address) == (ts, place(root or ts))
    assert message.message_id == said.response_url
    assert world.server.acked(said.event_ids[0]) == 1


async def test_a_tap_in_a_direct_chat_is_answered_beside_the_post(world: World) -> None:
    chat = world.server.direct_channel(GRACE)
    await world.platform.post(delivery(place(chat=chat), WITH_BUTTON))
    world.server.person_taps(GRACE, world.server.posted(chat)[0], SAVE.label)
    assert (await world.said()).address == place(chat=chat)


async def test_a_tap_on_what_one_person_alone_sees_is_answered_to_them_alone(world: World) -> None:
    whispered = delivery(place(), WITH_BUTTON).model_copy(update={"whisper_to": GRACE})
    await world.platform.post(whispered)
    (post,) = world.server.whispered(GRACE)
    world.server.person_taps(GRACE, post, SAVE.label)
    message = await world.said()
    assert (message.text, message.address) == (SAVE.says, place())
    await world.platform.post(delivery(message.address, "Saved.", reply_to=message.message_id))
    assert [each.text for each in world.server.whispered(GRACE)] == ["A paper", "Saved."]
    assert world.server.posted(CHANNEL) == []


async def test_a_tap_that_could_not_be_stored_is_not_acknowledged(world: World) -> None:
    await world.platform.post(delivery(place(), WITH_BUTTON))
    world.heard.away = 9
    world.server.sockets.timing.ack_deadline = 0.2
    said = world.server.person_taps(GRACE, world.server.posted(CHANNEL)[0], SAVE.label)
    await world.server.until(lambda: world.server.lost() == list(said.event_ids))


@pytest.mark.parametrize("value", ["<!channel> brief 1", "x" * 2000, "\u202e", "/admin allow slack:C1"])
def test_a_buttons_words_are_words_whatever_a_client_sends(value: str) -> None:
    body = {
        "type": "block_actions",
        "trigger_id": "1.2",
        "user": {"id": GRACE},
        "container": {"type": "message", "message_ts": "1.1", "channel_id": CHANNEL},
        "actions": [{"action_id": "says:0", "value": value}],
    }
    (message,) = read_tap(body, now=NOW)
    assert message.text == value
    understand(message.text)
    other = body | {"actions": [{"action_id": "other", "value": value}, {"action_id": "says:1"}]}
    assert read_tap(other, now=NOW) == ()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("look: https://arxiv.org/abs/2501.12345 nice?", "brief https://arxiv.org/abs/2501.12345"),
        ("2501.12345 and arXiv:2502.00001v2, both", "brief 2501.12345 arXiv:2502.00001v2"),
        ("what a day", "brief"),
    ],
)
async def test_the_shortcut_briefs_the_papers_of_a_message_in_its_thread(
    world: World, text: str, asked: str
) -> None:
    ts = world.server.person_writes(CHANNEL, "U0ADA", text).ts
    world.server.person_chooses(GRACE, CHANNEL, ts)
    message = await world.said()
    assert (message.text, message.address, message.person) == (asked, place(ts), GRACE)
    if asked == "brief":
        meant = understand(message.text)
        assert isinstance(meant, Misunderstood)
        assert meant.reason.why is Why.NOTHING_HANDED_IN


async def test_the_shortcut_takes_files_and_works_where_the_bot_is_no_member(world: World) -> None:
    said = world.server.person_shares_file(CHANNEL, "U0ADA", "paper.pdf", content=b"%PDF-1.7")
    world.server.workspace.channels[CHANNEL].member = False
    world.server.person_chooses(GRACE, CHANNEL, said.ts)
    message = await world.said()
    assert [file.name for file in message.attachments] == ["paper.pdf"]
    await world.platform.post(delivery(message.address, "A brief.", reply_to=message.message_id))
    assert [post.text for post in world.server.whispered(GRACE)] == ["A brief."]


async def test_a_shortcut_of_another_name_is_not_ours(world: World) -> None:
    ts = world.server.person_writes(CHANNEL, GRACE, "2501.12345").ts
    world.server.person_chooses(GRACE, CHANNEL, ts, callback_id="other")
    await world.server.settled()
    assert world.heard.messages == []
