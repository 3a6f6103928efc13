"""What people are called, and whether others see who asked, as each platform tells it."""

import pytest

from bot.domain.chat import Address, Button, Buttons, Message, Reply, paragraph
from tests.fakes.slack_api import SlackApi
from tests.fakes.slack_surfaces import ALL_SCOPES
from tests.fakes.telegram_api import TelegramApi
from tests.handlers.builders import Heard, delivery
from tests.handlers.platforms import listening, slack_bot, telegram_bot

BUTTONS = Reply(
    blocks=(paragraph("A brief."), Buttons(buttons=(Button(label="Save", says="save 2501.00001"),)))
)


def told(messages: list[Message]) -> set[tuple[str, str, bool]]:
    """Of each message its words, the name of whoever said them, and whether nobody else saw that."""
    return {(message.text, message.name, message.unseen) for message in messages}


async def test_on_telegram_everybody_has_a_name_and_taps_are_seen_by_nobody() -> None:
    heard = Heard()
    async with TelegramApi(privacy=False) as server, telegram_bot(server) as platform:
        ann, group = server.person("Ann"), server.group("Lab")
        post = await platform.post(delivery(Address(platform="telegram", chat=str(group)), BUTTONS))
        server.person_says(group, ann, "/help")
        server.person_presses(group, ann, message=int(post), callback="save 2501.00001")
        as_group = {"id": group, "type": "group", "title": "Lab"}
        said = {"message_id": 90, "date": 1772353800, "chat": as_group, "text": "/status"}
        server.push({"message": said | {"sender_chat": as_group, "from": {"id": 1, "is_bot": True}}})
        async with listening(platform, heard):
            await server.until(lambda: not server.unconfirmed())
    assert told(heard.messages) == {
        ("/help", "Ann", False),
        ("save 2501.00001", "Ann", True),
        ("/status", "Lab", False),
    }


@pytest.mark.parametrize(
    ("scopes", "name", "mentioned"),
    [(ALL_SCOPES, "Grace", "Grace"), (ALL_SCOPES - {"users:read"}, "grace", "")],
)
async def test_on_slack_commands_and_taps_are_seen_by_nobody_and_name_even_whom_nobody_looks_up(
    scopes: frozenset[str], *, name: str, mentioned: str
) -> None:
    heard = Heard()
    async with SlackApi(scopes=scopes) as server, slack_bot(server) as platform:
        grace, channel = server.add_person("U0GRACE", name="grace"), server.add_channel("C0PAPERS")
        await platform.post(delivery(Address(platform="slack", chat=channel), BUTTONS))
        async with listening(platform, heard):
            server.person_mentions(channel, grace, "help")
            await server.settled()  # commands and taps are not kept for an app that is away
            server.slash_command(channel, grace, "status")
            server.person_taps(grace, server.posted(channel)[0], "Save")
            await server.until(lambda: len(told(heard.messages)) == 3)
    assert told(heard.messages) == {
        ("help", mentioned, False),
        ("status", name, True),
        ("save 2501.00001", name, True),
    }
