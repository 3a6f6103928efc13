"""What only Telegram has: taps, links, words typed in any chat, groups that come, move and go."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.arxiv_api import FakePaper
from tests.fakes.telegram_api import TelegramApi
from tests.stories.worlds import TelegramChat, World, open_world

PAPER = FakePaper(
    "2501.00042",
    title="Lanes for Wheels",
    authors=("Ada Lovelace", "Charles Babbage"),
    abstract=(
        "Wheels of different speed hold each other up on one lane. We propose LaneKeeper, a scheduler that "
        "gives each of them a lane. LaneKeeper reduces the longest wait by 40% on a public workload."
    ),
)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A world on Telegram whose person is an owner."""
    async with open_world("telegram", tmp_path) as opened:
        opened.arxiv.papers[PAPER.number] = PAPER
        opened.let_correct()
        await opened.start()
        yield opened


def chat_of(world: World) -> tuple[TelegramChat, TelegramApi]:
    assert isinstance(world.chat, TelegramChat)
    return world.chat, world.chat.server


async def tap(world: World, verb: str) -> None:
    """Tap the newest button that says a verb."""
    chat, server = chat_of(world)
    for post in reversed(server.sent(chat.place)):
        for _, says in (button for row in post.buttons for button in row):
            if says.startswith(f"{verb} "):
                server.person_presses(chat.place, chat.person, message=post.id, callback=says)
                return
    raise AssertionError(f"no button says {verb}: {server.sent(chat.place)}")


async def test_a_button_a_link_and_words_in_any_chat_lead_to_the_paper(world: World) -> None:
    chat, server = chat_of(world)
    await chat.say(f"/brief {PAPER.number}")
    await world.until(lambda: any(post.buttons for post in server.sent(chat.place)))
    await tap(world, "save")
    await world.until(
        lambda: [toast and toast.text for toast in server.toasts()] == [f"Saved: {PAPER.title}"]
    )
    before = len(chat.shown())
    await chat.say("/start paper_2501-00042")
    await world.until(lambda: len(chat.shown()) > before and "@misc" in "".join(chat.documents()))
    stranger = server.person("Eve", language="en")
    typed, refused = server.person_types(chat.person, "lane wheels"), server.person_types(stranger, "lane")
    await world.until(lambda: bool(server.offered(typed) and server.offered(refused)))
    mine, hers = server.offered(typed), server.offered(refused)
    assert mine
    assert hers
    assert [result.title for result in mine.results] == [PAPER.title]
    assert (hers.results, hers.button is not None) == ((), True)


async def test_a_group_is_let_in_with_one_tap_and_kept_when_it_moves_and_when_it_leaves(world: World) -> None:
    chat, server = chat_of(world)
    await chat.say("/help")
    await world.until(lambda: bool(chat.shown()))
    bob, group = server.person("Bob"), server.group("Lab")
    server.bot_is_kicked(group, bob)
    server.bot_is_added(group, bob)
    await world.until(lambda: bool(server.sent(group)))
    await world.until(lambda: any("Lab" in words for words in chat.shown()))
    await tap(world, "admin")
    await world.until(lambda: len(server.sent(group)) > 1)
    moved = server.migrate(group, bob)
    server.person_says(moved, bob, "/help")
    await world.until(lambda: bool(server.sent(moved)))
    server.bot_is_kicked(moved, bob)
    server.bot_is_added(moved, bob)
    server.person_says(moved, bob, "/help")
    await world.until(lambda: len(server.sent(moved)) > 1)
