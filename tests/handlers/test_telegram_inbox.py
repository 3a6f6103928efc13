"""Telegram's updates: stored before they are confirmed, in order, and never stuck on one that is broken."""

import asyncio

import pytest
from telegram.error import Conflict

from bot.domain.chat import Message
from bot.errors import SetupError, TryLater, Why
from handlers import Credentials, connect
from handlers.telegram import greet
from handlers.telegram.inbox import PAUSES
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_client import real_client
from tests.fakes.telegram_trouble import Kind
from tests.handlers.builders import Clock, Heard
from tests.handlers.platforms import listening, telegram_bot


def say(server: TelegramApi, *texts: str) -> list[int]:
    """Somebody writes to the bot in private; the updates' ids."""
    ann = server.person("Ann")
    return [server.person_says(server.private(ann), ann, text) for text in texts]


async def test_an_update_is_confirmed_only_after_it_is_stored() -> None:
    stored = asyncio.Event()
    async with TelegramApi() as server, telegram_bot(server) as platform:

        async def accept(_: object) -> None:
            waiting.set()
            await stored.wait()

        waiting = asyncio.Event()
        (update,) = say(server, "one")
        async with listening(platform, accept):
            await waiting.wait()
            assert server.unconfirmed() == [update]
            stored.set()
            await server.until(lambda: not server.unconfirmed())


async def test_what_cannot_be_stored_comes_again_and_what_was_stored_before_it_does_not() -> None:
    heard, clock = Heard(), Clock()

    async def accept(message: Message) -> None:
        if heard.texts == ["one"] and len(clock.waits) < 2:
            raise ConnectionError("the database is away")
        await heard(message)

    async with TelegramApi() as server, telegram_bot(server, clock) as platform:
        say(server, "one", "two", "three")
        async with listening(platform, accept):
            await server.until(lambda: not server.unconfirmed())
    assert heard.texts == ["one", "two", "three"]
    assert clock.waits == [1, 2]


async def test_a_restart_takes_in_what_nobody_stored() -> None:
    heard, died = Heard(), asyncio.Event()

    async def die(_: object) -> None:
        died.set()
        raise asyncio.CancelledError

    async with TelegramApi() as server:
        say(server, "one", "two")
        async with telegram_bot(server) as platform, listening(platform, die):
            await died.wait()
        async with telegram_bot(server) as platform, listening(platform, heard):
            await server.until(lambda: not server.unconfirmed())
    assert heard.texts == ["one", "two"]


async def test_updates_that_cannot_be_read_are_set_aside_and_those_after_them_are_taken_in(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard, clock = Heard(), Clock()
    person, chat = {"id": 7, "is_bot": False, "first_name": "Ann"}, {"id": 7, "type": "private"}
    poison: list[dict[str, object]] = [
        {"message": {"text": "no chat"}},
        {"message": {"text": 5, "message_id": 1, "date": 1, "chat": chat, "from": person}},
        {"message": {"text": "x", "message_id": 1, "date": 10**30, "chat": chat, "from": person}},
        {"message": {"text": "x", "message_id": 1, "date": 1, "chat": {"id": 1, "type": "cosmos"}}},
        {"message": {"text": "x", "entities": "none", "message_id": 1, "date": 1, "chat": chat}},
    ]
    async with TelegramApi() as server, telegram_bot(server, clock) as platform:
        for each in poison:
            server.push(each)
        harmless: list[dict[str, object]] = [{"message": "words"}, {"message": None}, {"poll": {}}, {}]
        for each in harmless:
            server.push(each)
        say(server, "after")
        async with listening(platform, heard):
            await server.until(lambda: not server.unconfirmed())
    assert heard.texts == ["after"]
    assert clock.waits == []
    assert sum("telegram.unreadable" in record.message for record in caplog.records) == len(poison)


async def test_what_can_never_be_stored_is_set_aside_where_all_else_can(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard, clock = Heard(), Clock()

    async def accept(message: Message) -> None:
        if message.text == "poison":
            raise ValueError("a bug of ours")
        await heard(message)

    async with TelegramApi() as server, telegram_bot(server, clock) as platform:
        say(server, "poison", "behind it")
        bo = server.person("Bo")
        server.person_says(server.private(bo), bo, "elsewhere")
        async with listening(platform, accept):
            await server.until(lambda: not server.unconfirmed())
    assert set(heard.texts) == {"elsewhere", "behind it"}
    assert clock.waits == [*PAUSES, PAUSES[-1]]
    assert sum("telegram.unstorable" in record.message for record in caplog.records) == 1


@pytest.mark.parametrize("trouble", [ValueError("nothing can be stored"), TryLater(Why.STORAGE_BUSY)])
async def test_while_nothing_can_be_stored_or_not_now_nothing_is_set_aside(trouble: Exception) -> None:
    heard, clock = Heard(), Clock()

    async def accept(message: Message) -> None:
        if len(clock.waits) < 12 and (isinstance(trouble, ValueError) or message.text == "one"):
            raise trouble
        await heard(message)

    async with TelegramApi() as server, telegram_bot(server, clock) as platform:
        say(server, "one")
        bo = server.person("Bo")
        server.person_says(server.private(bo), bo, "elsewhere")
        async with listening(platform, accept):
            await server.until(lambda: not server.unconfirmed())
    assert set(heard.texts) == {"one", "elsewhere"}


async def test_a_redelivered_update_bears_the_same_key() -> None:
    heard = Heard()
    async with TelegramApi() as server, telegram_bot(server) as platform:
        (update,) = say(server, "one")
        async with listening(platform, heard):
            await server.until(lambda: not server.unconfirmed())
            server.redeliver(update)
            await server.until(lambda: len(heard.messages) == 2)
    assert len({message.key for message in heard.messages}) == 1


async def test_a_second_poller_is_waited_out() -> None:
    heard, clock = Heard(), Clock()
    async with (
        TelegramApi() as server,
        telegram_bot(server, clock) as platform,
        real_client(server) as other,
        listening(platform, heard),
    ):
        await server.until(lambda: bool(server.calls("getUpdates")))
        with pytest.raises(Conflict):
            await other.get_updates(timeout=5)
        say(server, "one")
        await server.until(lambda: heard.texts == ["one"])
    assert 409 in [call.outcome for call in server.calls("getUpdates")]
    assert clock.waits[:1] == [1]


@pytest.mark.parametrize("kind", ["rate_limit", "server_error", "drop_before", "drop_after"])
@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
async def test_a_server_in_trouble_is_asked_again(kind: Kind, method: str) -> None:
    heard, clock = Heard(), Clock()
    async with TelegramApi() as server, telegram_bot(server, clock) as platform:
        server.trouble(kind, method=method, times=2)
        say(server, "one")
        async with listening(platform, heard):
            await server.until(lambda: not server.unconfirmed())
    assert set(heard.texts) == {"one"}
    assert clock.waits == [1, 2]


async def test_what_is_asked_for_is_named_and_nothing_else() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        async with listening(platform, Heard()):
            await server.until(lambda: bool(server.calls("getUpdates")))
        asked = server.calls("getUpdates")[0].parsed("allowed_updates")
    assert asked == [
        *("message", "edited_message", "channel_post", "edited_channel_post"),
        *("callback_query", "inline_query", "my_chat_member", "message_reaction"),
    ]


async def test_a_webhook_left_by_somebody_is_removed_first() -> None:
    heard = Heard()
    async with TelegramApi() as server, telegram_bot(server) as platform:
        async with real_client(server) as other:
            await other.set_webhook("https://example.org/hook")
        say(server, "one")
        async with listening(platform, heard):
            await server.until(lambda: heard.texts == ["one"])


async def test_a_refused_token_ends_listening_with_what_the_operator_must_do() -> None:
    async with TelegramApi() as server:
        wrong = Credentials(token="7000000001:wrong", api_url=server.address)
        async with connect("telegram", wrong, clock=Clock()) as platform:
            with pytest.raises(SetupError, match="TELEGRAM_TOKEN"):
                await platform.listen(Heard())
        with pytest.raises(SetupError, match="TELEGRAM_TOKEN"):
            await greet(wrong)


async def test_something_that_is_no_token_is_refused_before_anything_is_asked() -> None:
    with pytest.raises(SetupError, match="TELEGRAM_TOKEN"):
        async with connect("telegram", Credentials(token="", api_url="http://127.0.0.1:9"), clock=Clock()):
            pass


async def test_a_greeting_tells_the_name_and_whether_privacy_and_inline_mode_are_on() -> None:
    async with TelegramApi() as server:
        assert await greet(Credentials(token=server.token, api_url=server.address)) == (
            "@paper_brief_bot, privacy mode is on, inline mode is on"
        )
    with pytest.raises(SetupError, match="cannot be reached"):
        await greet(Credentials(token=server.token, api_url=server.address))
