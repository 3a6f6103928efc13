"""The local Telegram server's switches for trouble, and the server as a process of its own."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_client import real_client
from tests.fakes.telegram_people import Shown
from tests.fakes.telegram_process import TelegramProcess


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """RetryAfter then holds a timedelta; without this the client warns, and here warnings are errors."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramApi]:
    """The server."""
    async with TelegramApi() as server:
        yield server


@pytest.fixture
async def bot(telegram: TelegramApi) -> AsyncIterator[Bot]:
    """The real client."""
    async with real_client(telegram) as each:
        yield each


async def test_a_flood_names_its_pause_and_ends_after_its_calls(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    telegram.trouble("rate_limit", method="sendMessage", seconds=7, times=2)
    await bot.send_chat_action(chat, "typing")
    for _ in range(2):
        with pytest.raises(RetryAfter) as flood:
            await bot.send_message(chat, "hello")
        assert flood.value.retry_after == timedelta(seconds=7)
    await bot.send_message(chat, "hello")
    assert [shown.text for shown in telegram.sent(chat)] == ["hello"]
    assert [call.outcome for call in telegram.calls("sendMessage")] == [429, 429, 200]


async def test_trouble_in_one_chat_leaves_the_others_alone(telegram: TelegramApi, bot: Bot) -> None:
    ann, ben = telegram.private(telegram.person("Ann")), telegram.private(telegram.person("Ben"))
    telegram.trouble("rate_limit", chat=ann)
    await bot.send_message(ben, "hello")
    await bot.get_me()
    with pytest.raises(RetryAfter):
        await bot.send_chat_action(ann, "typing")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_failing_server_sends_nothing(telegram: TelegramApi, bot: Bot, status: int) -> None:
    chat = telegram.private(telegram.person("Ann"))
    telegram.trouble("server_error", status=status)
    with pytest.raises(NetworkError):
        await bot.send_message(chat, "hello")
    assert telegram.sent(chat) == []
    assert telegram.calls("sendMessage")[0].outcome == status


async def test_a_connection_dropped_before_handling_sent_nothing(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    telegram.trouble("drop_before", method="sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(chat, "hello")
    assert telegram.sent(chat) == []
    assert [call.outcome for call in telegram.calls("sendMessage")] == [0]


async def test_a_connection_dropped_after_handling_sent_the_message(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    telegram.trouble("drop_after", method="sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(chat, "hello")
    assert [shown.text for shown in telegram.sent(chat)] == ["hello"]


async def test_a_delayed_answer_times_out_although_the_message_is_sent(
    telegram: TelegramApi, bot: Bot
) -> None:
    chat = telegram.private(telegram.person("Ann"))
    telegram.trouble("delay", method="sendMessage", seconds=0.3)
    with pytest.raises(TimedOut):
        await bot.send_message(chat, "hello", read_timeout=0.05)
    assert [shown.text for shown in await telegram.until_sent(chat)] == ["hello"]


async def test_a_download_can_break_off(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    telegram.person_sends_document(chat, chat, "a.pdf", b"%PDF")
    (update,) = await bot.get_updates(timeout=0)
    assert update.message
    assert update.message.document
    file = await update.message.document.get_file()
    telegram.trouble("drop_before", method="download")
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == b"%PDF"


async def test_calm_ends_every_trouble(telegram: TelegramApi, bot: Bot) -> None:
    telegram.trouble("rate_limit", times=1000)
    telegram.calm()
    await bot.get_me()


async def test_waiting_for_a_message_that_never_comes_ends(telegram: TelegramApi, bot: Bot) -> None:
    with pytest.raises(TimeoutError):
        await telegram.until_sent(1001, within=0.05)


async def test_the_server_as_a_process_outlives_its_clients() -> None:
    async with TelegramProcess() as server:
        ann = await server.ask("person", "Ann")
        await server.ask("person_sends_document", ann, ann, "a.pdf", b"%PDF", caption="/brief")
        async with real_client(server) as bot:
            (update,) = await bot.get_updates(timeout=0)
            assert update.message
            assert update.message.document
            file = await update.message.document.get_file()
            assert bytes(await file.download_as_bytearray()) == b"%PDF"
            await bot.send_document(ann, b"%PDF-1.7", filename="brief.pdf")
        async with real_client(server) as bot:
            (again,) = await bot.get_updates(timeout=0)
            assert again.update_id == update.update_id
            await server.ask("trouble", "drop_after", method="sendMessage")
            with pytest.raises(NetworkError):
                await bot.send_message(ann, "hello")
        document, text = await server.until_sent(ann, 2)
        assert document == Shown(document.id, "", document_name="brief.pdf", document=b"%PDF-1.7")
        assert text == Shown(text.id, "hello")
        with pytest.raises(RuntimeError, match="no such verb"):
            await server.ask("dance")


async def test_the_server_process_ends_with_its_test() -> None:
    async with TelegramProcess() as server:
        port = int(server.address.rpartition(":")[2])
    began = time.monotonic()
    with pytest.raises(ConnectionError):
        await asyncio.open_connection("127.0.0.1", port)
    assert time.monotonic() - began < 1
