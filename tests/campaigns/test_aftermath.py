"""The judge of the kills: what it takes for whole, and what it does not."""

import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from tests.campaigns.aftermath import Aftermath, Tally, check
from tests.campaigns.crowd import Crowd, Place, on_arxiv
from tests.campaigns.standing import rows
from tests.fakes.arxiv_api import FakeArxiv
from tests.fakes.model_server import ModelServer
from tests.fakes.slack_api import SlackApi
from tests.fakes.telegram_api import TelegramApi
from tests.stories.worlds import SlackChat, TelegramChat, World

CHANNEL = "C0PAPERS"


class Quiet:
    """A world in which everything was answered."""

    def __init__(self, crowd: Crowd, world: World) -> None:
        self.crowd = crowd
        self.world = world
        self.database = world.data / "briefbot.sqlite3"

    async def hears(self, place: Place, what: str, *, tapped: bool = False) -> None:
        """Somebody says or taps something, and has the answer."""
        before = self._done()
        assert place.taps(what, self.crowd.chance) if tapped else place.says(what)
        await self.world.until(lambda: self._done() > before)

    def _done(self) -> int:
        return len(rows(self.database, "SELECT id FROM jobs WHERE state = 'done'"))

    def broken(self) -> str:
        """What the judge says."""
        tally = Tally()
        check(tally, Aftermath(self.crowd, self.database, ()))
        return "\n".join(tally.broken)

    async def calls(self, method: str, **arguments: str) -> None:
        """Something happens on Telegram behind the bot's back."""
        server = self.crowd.telegram
        address = f"{server.address}/bot{server.token}/{method}"
        async with aiohttp.ClientSession() as session, session.post(address, data=arguments) as answer:
            assert answer.status == 200, await answer.text()


@pytest.fixture
async def quiet(tmp_path: Path) -> AsyncIterator[Quiet]:
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramApi())
        slack = await stack.enter_async_context(SlackApi())
        arxiv = await stack.enter_async_context(FakeArxiv(on_arxiv()))
        model = await stack.enter_async_context(ModelServer())
        # Who taps which button is to be repeatable, not secret.
        crowd = Crowd(telegram, slack, random.Random(1))  # noqa: S311
        world = World(TelegramChat(telegram), arxiv, model=model, data=tmp_path / "data")
        world.settings = {**SlackChat(slack).environment(), **crowd.settings}
        await world.start()
        stack.push_async_callback(world.stop)
        quiet = Quiet(crowd, world)
        alone, channel = crowd.places[0], crowd.places[5]
        for place in (channel, alone):
            await quiet.hears(place, "brief 2501.00001 en")
        # The same words: on Slack a whisper, on Telegram over the chat.
        for place in (channel, alone):
            await quiet.hears(place, "save", tapped=True)
        await quiet.hears(channel, "paper", tapped=True)  # answered to all, under who asked
        yield quiet


async def test_what_is_lost_doubled_or_changed_is_told(quiet: Quiet) -> None:
    telegram, slack = quiet.crowd.telegram, quiet.crowd.slack
    assert quiet.broken() == ""

    whispers = slack.workspace.ephemeral
    whisper = whispers.pop()
    assert "sent and does not stand" in quiet.broken()
    whispers += [whisper, whisper]
    assert f"one too many, without an open intent: post  in slack:{CHANNEL}" in quiet.broken()
    whispers.pop()

    shown = slack.posted(CHANNEL)[0]
    words, shown.text = shown.text, "other words"
    assert "shows 'other words'" in quiet.broken()
    shown.text = words

    assert quiet.broken() == ""
    chat = quiet.crowd.places[0].chat.removeprefix("telegram:")
    (post,) = telegram.sent(int(chat))
    await quiet.calls("sendMessage", chat_id=chat, text=post.text)
    assert f"one too many, without an open intent: post {telegram.sent(int(chat))[-1].id}" in quiet.broken()
    await quiet.calls("deleteMessage", chat_id=chat, message_id=str(post.id))
    assert "sent and does not stand: id=" in quiet.broken()
