"""Taps on buttons: words of whoever taps, and a button that never spins on."""

import asyncio
from datetime import timedelta

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.chat import Address, Button, Buttons, Reply, paragraph
from bot.domain.commands import ShowPaper
from bot.domain.rooms import Room
from bot.errors import CannotWhisper
from handlers.grammar import understand
from handlers.telegram.taps import PATIENCE
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_client import real_client
from tests.fakes.telegram_queries import Toast
from tests.handlers.builders import Clock, Heard, delivery
from tests.handlers.platforms import listening, telegram_bot

DETAILS = Buttons(buttons=(Button(label="Details", says="paper 2501.12345"),))
POST = Reply(blocks=(paragraph("A brief."), DETAILS))


class Watch(Clock):
    """A clock on which nobody's patience ends until a test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.goes_on = asyncio.Event()

    async def sleep(self, span: timedelta) -> None:
        self.waits.append(span.total_seconds())
        await self.goes_on.wait()


def at(chat: int, thread: int | None = None) -> Address:
    return Address(platform="telegram", chat=str(chat), thread=str(thread) if thread else None)


async def test_a_tap_says_the_buttons_words_for_whoever_taps() -> None:
    heard = Heard()
    async with TelegramApi() as server, telegram_bot(server) as platform, listening(platform, heard):
        forum, ann = server.forum("Lab"), server.person("Ann", language="zh-hans")
        topic = server.topic(forum, ann, "Papers")
        post = await platform.post(delivery(at(forum, topic), POST))
        await server.until(lambda: bool(server.calls("getUpdates")))
        update = server.person_presses(forum, ann, message=int(post), callback="paper 2501.12345")
        await server.until(lambda: bool(heard.messages))
    (said,) = heard.messages
    assert (said.text, said.tapped, said.spoken_to) == ("paper 2501.12345", True, True)
    assert (said.person, said.language) == (str(ann), "zh")
    assert (said.address, said.answers) == (at(forum, topic), post)
    assert said.key == f"telegram:7000000001:{update}"
    assert said.message_id
    assert said.message_id.startswith("tap:")
    assert said.message_id.endswith(f":{post}")
    assert said.room == Room(kind="group", title="Lab")
    assert isinstance(understand(said.text, answers=said.answers), ShowPaper)


async def test_a_tap_that_nobody_answers_ends_spinning_after_a_while() -> None:
    heard, clock = Heard(), Watch()
    async with TelegramApi() as server, telegram_bot(server, clock) as platform, listening(platform, heard):
        ann = server.person("Ann")
        post = await platform.post(delivery(at(server.private(ann)), POST))
        await server.until(lambda: bool(server.calls("getUpdates")))
        server.person_presses(ann, ann, message=int(post), callback="paper 2501.12345")
        await server.until(lambda: not server.unconfirmed())
        assert (server.toasts(), clock.waits) == ([None], [PATIENCE.total_seconds()])
        clock.goes_on.set()
        await server.until(lambda: server.toasts() == [Toast()])


async def test_an_answer_ends_the_spinning_once_and_is_shown_over_the_chat_where_it_is_short() -> None:
    heard, clock = Heard(), Watch()
    async with TelegramApi() as server, telegram_bot(server, clock) as platform, listening(platform, heard):
        group, ann = server.group("Lab"), server.person("Ann")
        post = await platform.post(delivery(at(group), POST))
        await server.until(lambda: bool(server.calls("getUpdates")))
        for _ in range(2):
            server.person_presses(group, ann, message=int(post), callback="paper 2501.12345")
        await server.until(lambda: len(heard.messages) == 2)
        whispered, told = heard.messages
        short = delivery(whispered.address, "Saved.", reply_to=whispered.message_id)
        assert await platform.post(short.model_copy(update={"whisper_to": str(ann)})) == ""
        shown = await platform.post(delivery(told.address, "All about it.", reply_to=told.message_id))
        clock.goes_on.set()
        await server.until(lambda: server.toasts() == [Toast("Saved."), Toast()])
        assert [each.id for each in server.sent(group)] == [int(post), int(shown)]
        assert server.sent(group)[1].reply_to == int(post)
    assert len(server.calls("answerCallbackQuery")) == 2


async def test_a_tap_that_is_too_old_costs_nothing_and_its_words_go_another_way() -> None:
    heard, clock = Heard(), Watch()
    async with TelegramApi() as server, telegram_bot(server, clock) as platform, listening(platform, heard):
        group, ann = server.group("Lab"), server.person("Ann")
        post = await platform.post(delivery(at(group), POST))
        await server.until(lambda: bool(server.calls("getUpdates")))
        server.person_presses(group, ann, message=int(post), callback="paper 2501.12345")
        await server.until(lambda: bool(heard.messages))
        server.queries_expire()
        tap = heard.messages[0].message_id
        short = delivery(at(group), "Saved.", reply_to=tap).model_copy(update={"whisper_to": str(ann)})
        with pytest.raises(CannotWhisper):
            await platform.post(short)
        server.private(ann)
        await platform.post(short)
        assert [each.text for each in server.sent(ann)] == ["Saved."]
        assert [each.id for each in server.sent(group)] == [int(post)]


@pytest.mark.parametrize("words", ["allow telegram:5", "/brief x", "\u202e", "@channel", "a" * 64])
async def test_what_an_app_sends_as_a_buttons_words_is_read_as_typed(words: str) -> None:
    heard = Heard()
    async with TelegramApi() as server, telegram_bot(server) as platform, listening(platform, heard):
        await server.until(lambda: bool(server.calls("getUpdates")))
        ann = server.person("Ann")
        chat = {"id": server.private(ann), "type": "private", "first_name": "Ann"}
        query = {"id": "4", "from": {"id": ann}, "chat_instance": "1", "data": words}
        server.push({"callback_query": query | {"message": {"message_id": 3, "date": 0, "chat": chat}}})
        await server.until(lambda: bool(heard.messages))
    assert [(said.text, said.person) for said in heard.messages] == [(words, str(ann))]


async def test_a_reader_of_a_channel_is_led_to_the_bots_own_chat_and_posts_nothing_there() -> None:
    heard = Heard()
    async with TelegramApi() as server, telegram_bot(server) as platform, listening(platform, heard):
        channel, ann = server.channel("News"), server.person("Ann")
        post = await platform.post(delivery(at(channel), POST))
        await server.until(lambda: bool(server.calls("getUpdates")))
        server.person_presses(channel, ann, message=int(post), callback="paper 2501.12345")
        await server.until(lambda: bool(server.toasts()) and server.toasts()[0] is not None)
        assert server.toasts() == [Toast(url="https://t.me/paper_brief_bot?start=paper_2501-12345")]
        await server.until(lambda: not server.unconfirmed())
    assert heard.messages == []


async def test_a_button_of_somebody_elses_chat_only_stops_spinning() -> None:
    heard = Heard()
    async with TelegramApi() as server, telegram_bot(server) as platform, listening(platform, heard):
        await server.until(lambda: bool(server.calls("getUpdates")))
        server.person_presses_inline(server.person("Ann"), "whatever")
        await server.until(lambda: server.toasts() == [Toast()])
    assert heard.messages == []


async def test_an_edit_takes_the_buttons_away_where_its_words_have_none() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform, real_client(server) as bot:
        group = server.group("Lab")
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Details", callback_data="paper 2501.12345")]])
        post = await bot.send_message(group, "A brief.", reply_markup=keyboard)
        bare = delivery(at(group), "Withdrawn.").model_copy(update={"edits": str(post.message_id)})
        await platform.edit(bare)
        (shown,) = server.sent(group)
    assert (shown.text, shown.buttons) == ("Withdrawn.", ())
