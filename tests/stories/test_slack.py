"""A person uses what only Slack has: the home tab, buttons in a thread, a message's menu, the agent panel."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from tests.fakes.arxiv_api import FakePaper
from tests.paper_pdf import abstract_about, draw, paper
from tests.stories.worlds import SlackChat, World, open_world

CHANNEL = "C0PAPERS"
WANTED = FakePaper(
    "2501.12345",
    title="TokenKeeper: Caches That Forget the Right Things",
    abstract=abstract_about("TokenKeeper"),
    pdf=draw(paper(7)),
)


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A workspace with one person, let in alone and in one channel."""
    async with open_world("slack", tmp_path) as opened:
        opened.arxiv.papers[WANTED.number] = WANTED
        chat = slack(opened)
        chat.server.add_channel(CHANNEL, name="papers", people=[chat.person])
        opened.settings["BRIEFBOT_ALLOWED_CHATS"] = f"slack:{chat.person},slack:{CHANNEL}"
        yield opened


def slack(world: World) -> SlackChat:
    assert isinstance(world.chat, SlackChat)
    return world.chat


def texts(value: Any) -> Iterator[str]:
    """Every text in some blocks."""
    if isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from [part] if isinstance(part, str) else texts(part)


def button(blocks: object, sign: str) -> str:
    """The label of a button, by a part of it."""
    return next(text for text in texts(blocks) if sign in text)


async def test_home_shows_what_a_person_saved_and_what_they_set_there_holds(world: World) -> None:
    chat = slack(world)
    server, person = chat.server, chat.person
    await world.start()
    await chat.say("submit 2501.12345")
    await chat.say("report today")
    await world.answered("published “TokenKeeper")
    shown = [post for post in server.posted(chat.place) if "⭐" in "".join(texts(post.blocks))]
    server.person_taps(person, shown[0], button(shown[0].blocks, "⭐"))
    await world.answered("Saved: TokenKeeper")

    def home() -> str:
        return "\n".join(texts(server.surfaces.homes.get(person, {})))

    server.person_opens(person, "home")
    await world.until(lambda: home().count("TokenKeeper") >= 2)  # in the report and among what they saved
    assert "No report was sent yet" not in home()
    server.person_taps_at_home(person, button(server.surfaces.homes[person], "🌐"))
    await world.until(lambda: "最新日报" in home())
    assert any("中文" in text for text in chat.shown())


async def test_a_channel_keeps_a_papers_talk_in_its_thread_and_people_to_themselves(world: World) -> None:
    chat = slack(world)
    server, person = chat.server, chat.person
    await world.start()
    await world.until(lambda: bool(server.sockets.open))  # a shortcut comes at once or never
    link = server.person_writes(CHANNEL, "U0ADA", "seen this? https://arxiv.org/abs/2501.12345").ts
    server.person_chooses(person, CHANNEL, link)

    def in_thread() -> list[str]:
        return [post.text for post in server.posted(CHANNEL) if post.thread_ts == link]

    await world.until(lambda: any("published “TokenKeeper" in text for text in in_thread()))
    told = len(in_thread())
    server.person_writes(CHANNEL, "U0ADA", "I will read it tonight", thread_ts=link)
    server.person_writes(CHANNEL, "U0ADA", "how large is the speedup?", thread_ts=link)
    await world.until(lambda: len(in_thread()) > told)
    server.person_writes(CHANNEL, "U0ADA", "what about lunch?")
    await server.settled()
    assert [post.thread_ts for post in server.posted(CHANNEL)] == [link] * len(in_thread())
