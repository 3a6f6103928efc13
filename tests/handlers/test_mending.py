"""An edit that mends a message: taken as new where the first words were nothing, and left alone elsewhere."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.chat import Message
from bot.domain.commands import AskPaper
from bot.domain.rooms import Room
from tests.bot.houses import GROUP, GUEST, MEMBER, NOW, OTHER, FullHouse, full_house
from tests.fakes.slack_api import SlackApi
from tests.fakes.telegram_api import TelegramApi
from tests.handlers.builders import Heard
from tests.handlers.platforms import listening, slack_bot, telegram_bot

SLIP, MEANT = "/breif 2501.00001", "/brief 2501.00001"


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[FullHouse]:
    async with full_house(tmp_path) as opened:
        yield opened


async def says(house: FullHouse, text: str, *, key: str, **more: object) -> list[str]:
    """What the message with the id 5 becomes: the kinds of the jobs that it makes."""
    said = {"key": key, "address": GROUP, "person": MEMBER, "text": text, "message_id": "5", "said_at": NOW}
    message = Message.model_validate(said | {"room": Room(kind="group")} | more)
    await house.way_in.accept(message)
    kinds = []
    while job := await house.storage.jobs.lease(
        "w", platforms=["square"], now=house.clock.now(), until=house.clock.now()
    ):
        kinds.append(job.command.kind)
        await house.storage.jobs.finish(job, now=house.clock.now())
    return [kind for kind in kinds if kind != "news"]


async def test_a_typo_that_is_mended_is_a_command_once(house: FullHouse) -> None:
    assert await says(house, SLIP, key="1") == ["misunderstood"]
    assert await says(house, "/breef 2501.00001", key="2", edited=True) == [], "told once"
    assert await says(house, MEANT, key="3", edited=True) == ["brief"]
    assert await says(house, MEANT, key="3", edited=True) == [], "the platform tells of it again"
    assert await says(house, "/brief 2501.00002", key="4", edited=True) == [], "what was asked was asked"


async def test_a_question_may_be_asked_in_other_words_for_ten_minutes(house: FullHouse) -> None:
    question = "ask 2501.00001 how fast is it?"
    assert await says(house, question, key="1") == ["ask"]
    assert await says(house, question, key="2", edited=True) == [], "the same words"
    assert await says(house, "ask 2501.00001 how large is it?", key="3", edited=True) == ["ask"]
    commands = await house.storage.registers.oversight.taken_for(GROUP, "5")
    assert isinstance(commands, AskPaper)
    assert (commands.question, commands.mends) == ("how large is it?", True)
    assert await says(house, "ask 2501.00001 how large is it?", key="4", edited=True) == [], "told twice"
    assert await says(house, MEANT, key="5", edited=True) == [], "a question stays one"
    house.clock.go_on(timedelta(minutes=11))
    assert await says(house, "ask 2501.00001 why?", key="6", edited=True) == []


async def test_words_that_were_left_alone_may_become_a_command(house: FullHouse) -> None:
    assert await says(house, "I shall read it", key="1", answers="9", spoken_to=False) == []
    assert await says(house, MEANT, key="2", edited=True) == ["brief"]


@pytest.mark.parametrize(("minutes", "kinds"), [(9, ["brief"]), (11, [])])
async def test_an_old_message_is_not_mended(house: FullHouse, *, minutes: int, kinds: list[str]) -> None:
    assert await says(house, SLIP, key="1") == ["misunderstood"]
    house.clock.go_on(timedelta(minutes=minutes))
    assert await says(house, MEANT, key="2", edited=True) == kinds


async def test_nobody_is_refused_twice_by_editing(house: FullHouse) -> None:
    stranger = {"address": OTHER, "person": GUEST}
    assert await says(house, MEANT, key="1", **stranger) == ["refused"]
    assert await says(house, "/help", key="2", edited=True, **stranger) == []


def told(heard: Heard) -> list[tuple[str, bool]]:
    return [(message.text, message.edited) for message in heard.messages]


async def test_telegram_tells_of_an_edit_in_private_and_in_a_group() -> None:
    heard = Heard()
    async with TelegramApi() as server, telegram_bot(server) as platform:
        ann = server.person("Ann")
        for place in (server.private(ann), server.group("Lab")):
            first = server.message_of(server.person_says(place, ann, SLIP))
            server.person_edits(place, first, MEANT)
        live = {"message_id": 9, "date": 1772353800, "chat": {"id": ann, "type": "private"}}
        server.push({"edited_message": live | {"from": {"id": ann}, "location": {"latitude": 1}}})
        async with listening(platform, heard):
            await server.until(lambda: not server.unconfirmed())
    assert sorted(told(heard)) == sorted([(SLIP, False), (MEANT, True)] * 2)
    for chat in {message.address.chat for message in heard.messages}:
        (said, edited) = [message for message in heard.messages if message.address.chat == chat]
        assert said.message_id == edited.message_id
        assert said.said_at == edited.said_at
        assert said.key != edited.key


async def test_slack_tells_of_an_edit_in_private_and_in_a_channel() -> None:
    heard = Heard()
    async with SlackApi() as server, slack_bot(server) as platform:
        ann, channel = server.add_person("U0ANN"), server.add_channel("C0PAPERS")
        alone = server.direct_channel(ann)
        async with listening(platform, heard):
            said = server.person_writes(alone, ann, "breif 2501.00001")
            await server.until(lambda: len(heard.messages) == 1)
            server.person_edits(alone, said.ts, "brief 2501.00001")
            mention = server.person_writes(channel, ann, "brief 2501.00001")  # without our name: talk
            server.person_edits(channel, mention.ts, f"<@{server.workspace.bot_user}> brief 2501.00001")
            await server.until(lambda: len(heard.messages) == 3)
            ours = server.push_event(_unfurled(channel))
            await server.until(lambda: bool(server.acked(ours)))
    assert told(heard) == [("breif 2501.00001", False)] + [("brief 2501.00001", True)] * 2
    first, mended, in_channel = heard.messages
    assert (first.message_id, first.said_at) == (mended.message_id, mended.said_at)
    assert first.echoes != mended.echoes
    assert (in_channel.spoken_to, in_channel.address.thread) == (True, mention.ts)


def _unfurled(channel: str) -> dict[str, object]:
    """Slack put a preview below somebody's message: its words did not change."""
    words = {"type": "message", "user": "U0ANN", "ts": "1772353800.000100", "text": "brief 2501.00001"}
    return {
        "type": "message",
        "subtype": "message_changed",
        "channel": channel,
        "channel_type": "channel",
        "ts": "1772353801.000100",
        "message": words | {"attachments": [{"title": "A paper"}]},
        "previous_message": words,
    }
