"""Somebody sits at a terminal, owns the bot, and tries one command after another."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.fakes.arxiv_api import FakePaper
from tests.paper_pdf import abstract_about, draw, paper
from tests.stories.worlds import World, open_world

WANTED = FakePaper(
    "2501.12345",
    title="TokenKeeper: Caches That Forget the Right Things",
    authors=("Ada Lovelace", "Grace Hopper"),
    abstract=abstract_about("TokenKeeper"),
    pdf=draw(paper(7)),
)


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A terminal on which the bot runs."""
    async with open_world("terminal", tmp_path) as opened:
        opened.arxiv.papers[WANTED.number] = WANTED
        await opened.start()
        yield opened


async def test_a_paper_is_looked_up_saved_and_asked(world: World) -> None:
    for words, answer in (
        (f"paper {WANTED.number}", "Authors: Ada Lovelace, Grace Hopper"),
        ("find TokenKeeper", "Papers with “TokenKeeper”: 1, page 1."),
        (f"save {WANTED.number}", f"Saved: {WANTED.title}"),
        ("saved", "Papers that you saved: 1, the newest first, page 1."),
        (f"unsave {WANTED.number}", f"No longer saved: {WANTED.title}"),
        (f"drop {WANTED.number}", f"Noted as not relevant in this chat: {WANTED.title}"),
        (f"ask {WANTED.number} which speedup is achieved?", "speedup over the strongest baseline"),
        ("home", "Latest report"),
    ):
        await world.chat.say(words)
        await world.answered(answer)
    await world.until(lambda: bool(world.chat.documents()))
    assert f"eprint = {{{WANTED.number}}}" in " ".join(world.chat.documents()[0].split())


async def test_whoever_owns_the_terminal_runs_the_house_from_it(world: World) -> None:
    for words, answer in (
        ("settings hour 08:30", "Done. Hour of the daily report: 08:30"),
        ("status", "No model is connected: briefs are in the papers' own words."),
        ("admin budget total 5", "all together, 5."),
        ("admin usage", "No model was asked in that time"),
        ("admin backup", "Backed up."),
        ("admin audit", "admin budget total 5 · done"),
        ("help find", "find inference memory"),
    ):
        await world.chat.say(words)
        await world.answered(answer)


async def test_what_it_advises_can_be_done_at_a_terminal(world: World) -> None:
    for words, answer in (
        (f"ask {WANTED.number}", f"Write “ask {WANTED.number}” and your question, in one line."),
        ("help ask", "ask 2501.12345 how large was the model?"),
        (f"submit {WANTED.number}", WANTED.title),
        ("report", "For details write “paper” and a paper's id, or “ask”, its id and a question."),
        ("help", "ask 2501.12345 how large was the model? — ask about a paper"),
    ):
        await world.chat.say(words)
        await world.answered(answer)
    shown = "\n".join(world.chat.shown())
    for advice in ("Reply to this post", "reply with a question", "↩", "answer its brief", "n answer to a"):
        assert advice not in shown
