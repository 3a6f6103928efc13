"""Ways to the bot beside a message: Slack's slash command and agent panel, Telegram's menu of commands."""

import pytest

from bot.replies.catalogue import say
from tests.fakes.slack_surfaces import Panel
from tests.stories.towns import SlackSide, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_slash_command_is_answered_in_the_channel_or_to_its_asker_where_the_bot_is_not(
    town: Town,
) -> None:
    slack, paper, other = town.slack, town.paper(), town.paper()
    person, room, outside = slack.somebody(), slack.room(), slack.room()
    await slack.asks(person, "help", "brief")  # a slash command is not told again to a bot that was away
    slack.server.slash_command(room, person.id, paper.number)
    await slack.sees(room, paper.title)
    slack.server.workspace.channels[outside].member = False
    slack.server.slash_command(outside, person.id, f"brief {other.number}")
    await slack.sees(outside, other.title, person=person)
    assert slack.posts(outside) == []


async def test_the_agent_panel_offers_prompts_and_is_named_after_the_paper(town: Town) -> None:
    slack, paper = town.slack, town.paper()
    person, server = slack.somebody(), slack.server
    server.person_opens(person.id, "messages")
    await town.until(lambda: bool(panel_of(slack, person.place).prompts))
    assert panel_of(slack, person.place).prompts[0]["message"] == "report today"
    root = server.person_writes(person.place, person.id, "hello").ts
    await town.idle()
    server.person_writes(person.place, person.id, f"paper {paper.number}", thread_ts=root)
    post = await slack.sees(person.place, paper.title, "Versions kept: v1")
    assert post.under == root
    await town.until(lambda: panel_of(slack, person.place, root).title == paper.title)
    assert panel_of(slack, person.place, root).status == ""


def panel_of(slack: SlackSide, place: str, thread: str = "") -> Panel:
    return slack.server.surfaces.panel(place, thread)


async def test_telegrams_menu_has_what_each_chat_may_want(town: Town) -> None:
    server = town.telegram.server
    await town.until(lambda: bool(server.commands(scope="all_group_chats")))
    private = server.commands(scope="all_private_chats")
    assert private["find"] == say("en", "menu.find")
    assert server.commands("zh", scope="all_private_chats")["find"] == say("zh", "menu.find")
    assert "admin" not in private
    assert "saved" not in server.commands(scope="all_group_chats")


async def test_a_registered_command_is_heard_in_a_group_and_another_bots_is_not(town: Town) -> None:
    telegram, paper = town.telegram, town.paper()
    person, room, me = telegram.somebody(), telegram.room(), telegram.server.username
    for words in ("/weather in Turin", f"/paper@{me} {paper.number}", "/paper@another_bot 1"):
        telegram.server.person_says(int(room), int(person.id), words)
    post = await telegram.sees(room, paper.title, "Versions kept: v1")
    await town.idle()
    shown = telegram.posts(room)
    assert [each.id for each in shown if not each.files] == [post.id]
    assert [name.rpartition(".")[2] for each in shown for name, _ in each.files] == ["bib"]
