"""The local Telegram server's getUpdates over plain HTTP: offsets, long polling, conflicts, redelivery."""

import asyncio
import io
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import Update
from telegram.error import Conflict

from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_calls import UPLOAD_LIMIT
from tests.fakes.telegram_client import real_client


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramApi]:
    """The server."""
    async with TelegramApi() as server:
        yield server


@pytest.fixture
async def session(telegram: TelegramApi) -> AsyncIterator[aiohttp.ClientSession]:
    """A plain HTTP client of the bot's methods."""
    async with aiohttp.ClientSession(f"{telegram.address}/bot{telegram.token}/") as each:
        yield each


async def raw(session: aiohttp.ClientSession, method: str, **arguments: object) -> dict[str, Any]:
    """The whole answer to a call made with a JSON body."""
    async with session.post(method, json=arguments) as response:
        body: dict[str, Any] = await response.json()
        assert body.get("error_code", 200) == response.status
        return body


async def ids(session: aiohttp.ClientSession, **arguments: object) -> list[int]:
    """The update ids that getUpdates gives."""
    return [update["update_id"] for update in (await raw(session, "getUpdates", **arguments))["result"]]


def say(telegram: TelegramApi, *texts: str) -> list[int]:
    """Ann says this in private."""
    return [telegram.person_says(1001, 1001, text) for text in texts]


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(
    telegram: TelegramApi, session: aiohttp.ClientSession
) -> None:
    first, second, third = say(telegram, "one", "two", "three")
    assert await ids(session) == [first, second, third]
    assert await ids(session, offset=first) == [first, second, third]
    assert await ids(session, offset=first + 1) == [second, third]
    assert telegram.unconfirmed() == [second, third]
    assert await ids(session, offset=0) == [second, third]
    assert await ids(session, offset=third + 1) == []
    assert await ids(session) == []


async def test_a_limit_leaves_the_rest_for_the_next_call(
    telegram: TelegramApi, session: aiohttp.ClientSession
) -> None:
    numbers = say(telegram, *"abcde")
    assert await ids(session, limit=2) == numbers[:2]
    assert await ids(session, offset=numbers[1] + 1, limit=2) == numbers[2:4]


async def test_a_negative_offset_forgets_all_but_the_last(
    telegram: TelegramApi, session: aiohttp.ClientSession
) -> None:
    numbers = say(telegram, *"abcde")
    assert await ids(session, offset=-2) == numbers[-2:]
    assert await ids(session) == numbers[-2:]


async def test_an_offset_far_in_the_future_confirms_nothing(
    telegram: TelegramApi, session: aiohttp.ClientSession
) -> None:
    numbers = say(telegram, "one")
    assert await ids(session, offset=numbers[0] + 1000) == numbers


async def test_a_long_poll_ends_with_the_first_update(
    telegram: TelegramApi, session: aiohttp.ClientSession
) -> None:
    poll = asyncio.create_task(ids(session, timeout=30))
    await telegram.until(lambda: len(telegram.calls("getUpdates")) == 1)
    assert not poll.done()
    began = time.monotonic()
    numbers = say(telegram, "hello")
    assert await poll == numbers
    assert time.monotonic() - began < 1


async def test_a_long_poll_without_updates_ends_empty_after_its_timeout(
    telegram: TelegramApi, session: aiohttp.ClientSession
) -> None:
    began = time.monotonic()
    assert await ids(session, timeout=1) == []
    assert 0.9 < time.monotonic() - began < 3


async def test_the_earlier_of_two_pollers_is_sent_away(
    telegram: TelegramApi, session: aiohttp.ClientSession
) -> None:
    earlier = asyncio.create_task(raw(session, "getUpdates", timeout=30))
    await telegram.until(lambda: len(telegram.calls("getUpdates")) == 1)
    later = asyncio.create_task(ids(session, timeout=30))
    refusal = await earlier
    assert refusal["error_code"] == 409
    assert refusal["description"].startswith("Conflict: terminated by other getUpdates request; make sure")
    assert not later.done()
    numbers = say(telegram, "hello")
    assert await later == numbers


async def test_a_webhook_keeps_pollers_out_until_it_is_deleted(telegram: TelegramApi) -> None:
    async with real_client(telegram) as bot:
        await bot.set_webhook("https://example.org/hook")
        say(telegram, "hello")
        assert (await bot.get_webhook_info()).pending_update_count == 1
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates(timeout=0)
        await bot.delete_webhook(drop_pending_updates=True)
        assert await bot.get_updates(timeout=0) == ()


async def test_kinds_that_were_not_asked_for_never_arrive(
    telegram: TelegramApi, session: aiohttp.ClientSession
) -> None:
    said = telegram.message_of(say(telegram, "hello")[0])
    assert telegram.person_reacts(1001, 1001, message=said, emoji="👍") == 0
    await ids(session, allowed_updates=["message_reaction"])
    assert say(telegram, "unheard") == [0]
    await ids(session, timeout=0)
    number = telegram.person_reacts(1001, 1001, message=said, emoji="👍")
    await ids(session, allowed_updates=[])
    again = say(telegram, "heard")
    assert telegram.unconfirmed()[-2:] == [number, *again]


async def test_a_confirmed_update_can_come_once_more(
    telegram: TelegramApi, session: aiohttp.ClientSession
) -> None:
    first, second = say(telegram, "one", "two")
    await ids(session)
    assert await ids(session, offset=second) == [second]
    telegram.redeliver(first)
    assert await ids(session, offset=second) == [first, second]
    assert await ids(session, offset=second + 1) == []


async def test_a_broken_update_stops_a_client_that_parses_the_batch(
    telegram: TelegramApi, session: aiohttp.ClientSession
) -> None:
    poison = telegram.push({"message": {"message_id": 1}})
    number = say(telegram, "hello")[0]
    assert await ids(session) == [poison, number]
    async with real_client(telegram) as bot:
        with pytest.raises(KeyError, match="date"):
            await bot.get_updates(timeout=0)
        assert telegram.unconfirmed() == [poison, number]


async def test_an_edited_message_is_an_update_of_its_own_kind(telegram: TelegramApi) -> None:
    said = telegram.message_of(say(telegram, "/brief 1")[0])
    telegram.person_edits(1001, said, "/brief 2")
    async with real_client(telegram) as bot:
        first, second = await bot.get_updates(timeout=0)
        assert first.message
        assert second.edited_message
        assert (second.edited_message.message_id, second.edited_message.text) == (said, "/brief 2")


@pytest.mark.parametrize(
    ("method", "arguments", "answer"),
    [
        ("sendMessage", {"text": "a"}, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 1001}, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": 7, "text": "a"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": 1001, "text": " "}, "Bad Request: text must be non-empty"),
        ("sendMessage", {"chat_id": 1001, "text": "a" * 4097}, "Bad Request: message is too long"),
        ("sendMessage", {"chat_id": 1001, "text": "\ud83d"}, "Bad Request: strings must be encoded in UTF-8"),
        (
            "sendMessage",
            {"chat_id": 1001, "text": "a", "reply_parameters": {}},
            'Bad Request: can\'t find field "message_id"',
        ),
        (
            "sendMessage",
            {"chat_id": 1001, "text": "a", "link_preview_options": {"is_disabled": "yes"}},
            'Bad Request: field "is_disabled" must be of type Boolean',
        ),
        ("sendDocument", {"chat_id": 1001}, "Bad Request: there is no document in the request"),
        (
            "editMessageText",
            {"chat_id": 1001, "message_id": 9, "text": "a"},
            "Bad Request: message to edit not found",
        ),
        ("sendDance", {}, "Not Found: method not found"),
    ],
)
async def test_a_refusal_has_the_words_of_the_real_server(
    session: aiohttp.ClientSession,
    telegram: TelegramApi,
    *,
    method: str,
    arguments: dict[str, object],
    answer: str,
) -> None:
    say(telegram, "hello")
    assert (await raw(session, method, **arguments))["description"] == answer


async def test_a_token_that_is_no_token_is_not_found(telegram: TelegramApi) -> None:
    async with aiohttp.ClientSession(telegram.address) as session:
        async with session.get("/botnonsense/getMe") as response:
            assert (response.status, await response.json()) == (
                404,
                {"ok": False, "error_code": 404, "description": "Not Found"},
            )
        async with session.get("/bot7000000001:wrong/getMe") as response:
            assert (response.status, (await response.json())["description"]) == (401, "Unauthorized")


async def test_an_upload_over_fifty_megabytes_is_refused(
    telegram: TelegramApi, session: aiohttp.ClientSession
) -> None:
    say(telegram, "hello")
    form = aiohttp.FormData({"chat_id": "1001"})
    form.add_field("document", io.BytesIO(bytes(UPLOAD_LIMIT + 1)), filename="a.pdf")
    async with session.post("sendDocument", data=form) as response:
        assert response.status == 413
    assert telegram.sent(1001) == []


async def test_leaving_the_server_ends_a_waiting_poll_at_once() -> None:
    async with TelegramApi() as telegram, aiohttp.ClientSession() as session:
        address = f"{telegram.address}/bot{telegram.token}/getUpdates"
        poll = asyncio.create_task(session.get(address, params={"timeout": 30}))
        await telegram.until(lambda: len(telegram.calls()) == 1)
        began = time.monotonic()
        await telegram.__aexit__(None, None, None)
        assert (await poll).status == 500
        assert time.monotonic() - began < 2


async def test_every_update_that_people_cause_can_be_read_by_the_client(telegram: TelegramApi) -> None:
    async with real_client(telegram) as bot:
        await bot.get_updates(timeout=0, allowed_updates=Update.ALL_TYPES)
        ann, numbers = telegram.person("Ann"), set[int]()
        group, forum = telegram.group("Readers"), telegram.forum("Laboratory")
        numbers.add(telegram.bot_is_added(group, ann))
        numbers.add(telegram.person_says(group, ann, "/help"))
        numbers.add(telegram.person_sends_document(ann, ann, "a.pdf", b"%PDF"))
        numbers.add(telegram.person_says(forum, ann, "/help", thread=telegram.topic(forum, ann, "papers")))
        assert telegram.person_reacts(group, ann, message=1, emoji="👍") == 0, "no administrator"
        numbers.add(telegram.bot_is_promoted(group, ann))
        numbers.add(telegram.person_reacts(group, ann, message=1, emoji=""))
        numbers.add(telegram.person_blocks(ann))
        telegram.migrate(group, ann)
        assert 0 not in numbers
        assert numbers <= {update.update_id for update in await bot.get_updates(timeout=0)}
