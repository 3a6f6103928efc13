"""The home tab and the assistant panel on Slack, through the real SDK."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.domain.chat import Address, Button, Buttons, Heading, Message, Reply, paragraph
from bot.domain.commands import ShowHelp, ShowHome
from bot.errors import PostRefused
from bot.ports import ChatPlatform
from bot.replies.help import help_reply
from handlers.grammar import understand
from handlers.slack.panel import STATUS
from tests.fakes.slack_api import SlackApi
from tests.handlers.builders import NOW, Clock, Heard, delivery
from tests.handlers.platforms import listening, slack_bot

GRACE = "U0GRACE"
CHINESE = Button(label="中文", says="settings language zh")
PAGE = Reply(blocks=(Heading(text="Briefbot"), paragraph("<!here> & more"), Buttons(buttons=(CHINESE,))))
BRIEF = Reply(blocks=(Heading(text="Lanes Are <Enough>"), paragraph("by R&D")), papers=("arxiv:2501.12345",))


@dataclass
class World:
    """A workspace in which the bot listens, and the direct chat of one person."""

    server: SlackApi
    platform: ChatPlatform
    heard: Heard
    chat: str

    async def opened(self, tab: str) -> Message:
        """What is heard when the person opens a tab."""
        self.server.person_opens(GRACE, tab)
        await self.server.settled()
        return self.heard.messages[-1]


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    """Somebody at Slack."""
    heard, server = Heard(), SlackApi(now=lambda: NOW.timestamp() + 1)
    chat = server.direct_channel(GRACE)
    clock = Clock(NOW + timedelta(seconds=3))
    async with server, slack_bot(server, clock) as platform, listening(platform, heard):
        await server.until(lambda: bool(server.sockets.open))
        yield World(server, platform, heard, chat)


async def test_the_home_tab_shows_what_the_word_home_is_answered_with(world: World) -> None:
    opened = await world.opened("home")
    assert isinstance(understand(opened.text), ShowHome)
    assert opened.address.chat == world.chat, "the direct chat's settings are the person's"
    for _ in range(2):  # it may be published twice
        assert await world.platform.post(delivery(opened.address, PAGE)) == ""
    view = world.server.surfaces.homes[GRACE]
    assert [block["type"] for block in view["blocks"]] == ["header", "rich_text", "actions"]
    assert world.server.posted(world.chat) == []
    assert await world.platform.find(delivery(opened.address, PAGE)) is None
    assert await world.platform.notice(opened.address, "Working", reply_to=None, post=None) == ""


async def test_a_tap_at_home_is_said_in_the_direct_chat_and_the_tab_is_painted_anew(world: World) -> None:
    opened = await world.opened("home")
    await world.platform.post(delivery(opened.address, PAGE))
    world.server.person_taps_at_home(GRACE, CHINESE.label)
    await world.server.settled()
    _, said, again = world.heard.messages
    assert (said.text, said.tapped) == (CHINESE.says, True)
    assert said.address == Address(platform="slack", chat=world.chat)
    assert (again.text, again.address) == (opened.text, opened.address)
    assert len({each.key for each in world.heard.messages}) == 3


async def test_a_home_tab_whose_blocks_are_refused_is_shown_simply(world: World) -> None:
    home = (await world.opened("home")).address
    world.server.methods.unsupported |= {"rich_text", "header"}
    await world.platform.post(delivery(home, PAGE))
    kinds = [block["type"] for block in world.server.surfaces.homes[GRACE]["blocks"]]
    assert kinds == ["section", "section", "actions"]
    world.server.methods.unsupported.add("actions")
    await world.platform.post(delivery(home, PAGE))
    (block,) = world.server.surfaces.homes[GRACE]["blocks"]
    assert block["text"]["text"].startswith("Briefbot")


async def test_a_home_tab_is_one_view(world: World) -> None:
    home = (await world.opened("home")).address
    with pytest.raises(PostRefused, match="one_view"):
        await world.platform.post(delivery(home, PAGE, part=1))


async def test_who_opens_the_direct_chat_is_greeted_once_with_prompts(world: World) -> None:
    first, second = await world.opened("messages"), await world.opened("messages")
    assert understand(first.text) == ShowHelp(greeting=True)
    assert first.key != second.key
    assert first.echoes == second.echoes
    greeting = help_reply(ShowHelp(greeting=True), "en")
    await world.platform.post(delivery(first.address, greeting, reply_to=first.message_id))
    prompts = world.server.surfaces.panel(world.chat).prompts
    assert [each["message"] for each in prompts] == ["report today", "find", "saved", "help"]
    assert all(each["title"] for each in prompts)


async def test_in_the_older_panel_prompts_title_and_status_stand_at_its_thread(world: World) -> None:
    world.server.surfaces.agent = False
    thread = world.server.person_opens_panel(GRACE)
    await world.server.settled()
    (opened,) = world.heard.messages
    assert (opened.address.thread, opened.text) == (thread, "start")
    greeting = help_reply(ShowHelp(greeting=True), "zh")
    await world.platform.post(delivery(opened.address, greeting, reply_to=opened.message_id))
    panel = world.server.surfaces.panel(world.chat, thread)
    assert len(panel.prompts) == 4
    await world.platform.post(delivery(opened.address, BRIEF, part=0))
    assert panel.title == "Lanes Are <Enough>"


async def test_in_a_thread_of_a_direct_chat_a_status_says_how_far_it_is(world: World) -> None:
    root = world.server.person_writes(world.chat, GRACE, "brief 2501.12345").ts
    there = Address(platform="slack", chat=world.chat, thread=root)
    panel = world.server.surfaces.panel(world.chat, root)
    for words in ("Working …", "Reading 1 of 2 …"):
        assert await world.platform.notice(there, words, reply_to=None, post=None) == STATUS
        assert panel.status == words
    await world.platform.withdraw(there, STATUS)
    assert (panel.status, world.server.posted(world.chat)) == ("", [])
    world.server.trouble("refuse", method="assistant.threads.setStatus", error="not_allowed")
    post = await world.platform.notice(there, "Working …", reply_to=None, post=STATUS)
    assert [each.ts for each in world.server.posted(world.chat)] == [post]
    await world.platform.withdraw(there, post)
    assert world.server.posted(world.chat) == []


@pytest.mark.parametrize("method", ["assistant.threads.setTitle", "assistant.threads.setSuggestedPrompts"])
async def test_a_panel_that_takes_nothing_costs_no_answer(world: World, method: str) -> None:
    root = world.server.person_writes(world.chat, GRACE, "2501.12345").ts
    world.server.trouble("server_error", method=method)
    there = Address(platform="slack", chat=world.chat, thread=root)
    prompting = help_reply(ShowHelp(greeting=True), "en")
    for part, (reply, answers) in enumerate([(BRIEF, root), (prompting, "panel")]):
        post = delivery(there, reply, reply_to=answers).model_copy(update={"id": f"d-{part}"})
        assert await world.platform.post(post)
    assert len(world.server.posted(world.chat)) == 2
    assert [call.answer for call in world.server.called(method)] == ["server_error"]


def test_the_page_is_asked_for_by_its_word_alone() -> None:
    assert understand("/home") == understand("主页") == ShowHome()
    assert not isinstance(understand("home page of TokenKeeper"), ShowHome)
