"""The local Telegram server, driven through python-telegram-bot: what people do and the bot hears of."""

import re
from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_client import real_client


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramApi]:
    """The server."""
    async with TelegramApi() as server:
        yield server


@pytest.fixture
async def bot(telegram: TelegramApi) -> AsyncIterator[Bot]:
    """The real client, with a request of its own for long polling."""
    async with real_client(telegram) as each:
        yield each


def refused(words: str) -> pytest.RaisesExc[BadRequest]:
    """A refusal that begins so; the client changes the case of the server's words."""
    return pytest.raises(BadRequest, match=f"(?i){re.escape(words)}")


async def updates(bot: Bot) -> list[Update]:
    """Everything that waits."""
    return list(await bot.get_updates(timeout=0, allowed_updates=Update.ALL_TYPES))


async def test_what_a_person_says_arrives_with_its_command_found(telegram: TelegramApi, bot: Bot) -> None:
    ann = telegram.person("Ann", username="ann_reader", language="en")
    number = telegram.person_says(telegram.private(ann), ann, "/brief 2501.12345")
    (update,) = await updates(bot)
    assert update.update_id == number
    assert update.message
    assert update.message.message_id == telegram.message_of(number)
    assert update.message.from_user
    assert (update.message.from_user.id, update.message.from_user.language_code) == (ann, "en")
    assert update.message.chat.type == "private"
    assert update.message.entities == (MessageEntity(MessageEntity.BOT_COMMAND, 0, 6),)


async def test_whoever_blocks_the_bot_gets_nothing(telegram: TelegramApi, bot: Bot) -> None:
    ann = telegram.person("Ann")
    chat = telegram.private(ann)
    telegram.person_blocks(ann)
    with pytest.raises(Forbidden, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(chat, "hello")
    telegram.person_unblocks(ann)
    await bot.send_message(chat, "hello again")
    statuses = [
        update.my_chat_member.new_chat_member.status for update in await updates(bot) if update.my_chat_member
    ]
    assert statuses == ["kicked", "member"]


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_group_that_removes_the_bot_gets_nothing(telegram: TelegramApi, bot: Bot, kind: str) -> None:
    ann = telegram.person("Ann")
    chat = telegram.group("Readers") if kind == "group" else telegram.supergroup("Readers")
    telegram.bot_is_kicked(chat, ann)
    with pytest.raises(Forbidden, match=f"Forbidden: bot was kicked from the {kind} chat"):
        await bot.send_message(chat, "hello")
    assert telegram.person_says(chat, ann, "/brief 2501.12345") == 0
    telegram.bot_is_added(chat, ann)
    await bot.send_message(chat, "hello")
    assert telegram.person_says(chat, ann, "/brief 2501.12345") > 0


async def test_a_group_that_became_a_supergroup_names_its_new_id(telegram: TelegramApi, bot: Bot) -> None:
    ann = telegram.person("Ann")
    old = telegram.group("Readers")
    new = telegram.migrate(old, ann)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old, "hello")
    assert moved.value.new_chat_id == new
    await bot.send_message(new, "hello")
    first, second = [update.message for update in await updates(bot)]
    assert first
    assert second
    assert (first.chat.id, first.migrate_to_chat_id) == (old, new)
    assert (second.chat.id, second.migrate_from_chat_id) == (new, old)


async def test_a_persons_document_can_be_fetched(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    content = bytes(range(256)) * 40
    telegram.person_sends_document(chat, chat, "paper.pdf", content, caption="/brief")
    (update,) = await updates(bot)
    assert update.message
    assert update.message.document
    assert update.message.caption_entities[0].type == "bot_command"
    assert update.message.document.file_size == len(content)
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == content


async def test_a_document_over_twenty_megabytes_cannot_be_fetched(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    telegram.person_sends_document(chat, chat, "thesis.pdf", b"%PDF", size=20 * 2**20 + 1)
    (update,) = await updates(bot)
    assert update.message
    assert update.message.document
    with refused("File is too big"):
        await update.message.document.get_file()
    with refused("Invalid file_id"):
        await bot.get_file("no-such-file")


async def test_a_message_that_somebody_deleted_is_gone_without_a_word(
    telegram: TelegramApi, bot: Bot
) -> None:
    chat = telegram.private(telegram.person("Ann"))
    sent = await bot.send_message(chat, "the brief")
    telegram.person_deletes(chat, sent.message_id)
    assert telegram.sent(chat) == []
    assert await updates(bot) == []
    with refused("Message to edit not found"):
        await bot.edit_message_text("changed", chat_id=chat, message_id=sent.message_id)


async def test_in_groups_the_bot_hears_only_what_is_meant_for_it(telegram: TelegramApi, bot: Bot) -> None:
    ann = telegram.person("Ann")
    group = telegram.group("Readers")
    brief = await bot.send_message(group, "the brief")
    assert telegram.person_says(group, ann, "lovely weather") == 0
    assert telegram.person_says(group, ann, "/brief@other_bot 2501.12345") == 0
    assert telegram.person_sends_document(group, ann, "a.pdf", b"%PDF") == 0
    heard = [
        telegram.person_says(group, ann, "/brief 2501.12345"),
        telegram.person_says(group, ann, f"/brief@{telegram.username} 2501.12345"),
        telegram.person_says(group, ann, f"\U0001f600 what is new, @{telegram.username}?"),
        telegram.person_says(group, ann, "why?", reply_to=brief.message_id),
    ]
    arrived = await updates(bot)
    assert [update.update_id for update in arrived] == heard
    assert arrived[-1].message
    assert arrived[-1].message.reply_to_message
    assert arrived[-1].message.reply_to_message.text == "the brief"


async def test_a_topic_keeps_its_thread_and_its_opening_is_answered(telegram: TelegramApi, bot: Bot) -> None:
    ann = telegram.person("Ann")
    forum = telegram.forum("Laboratory")
    thread = telegram.topic(forum, ann, "papers")
    number = telegram.person_says(forum, ann, "/brief 2501.12345", thread=thread)
    message = next(update.message for update in await updates(bot) if update.update_id == number)
    assert message
    assert (message.message_thread_id, message.is_topic_message) == (thread, True)
    assert message.chat.is_forum
    assert message.reply_to_message
    assert message.reply_to_message.forum_topic_created
    await bot.send_message(forum, "with thread", message_thread_id=thread)
    await bot.send_message(forum, "by answering", reply_parameters=ReplyParameters(message.message_id))
    await bot.send_message(forum, "in General")
    assert [shown.thread for shown in telegram.sent(forum)] == [thread, thread, None]


async def test_a_thread_that_is_no_topic_is_refused(telegram: TelegramApi, bot: Bot) -> None:
    ann = telegram.person("Ann")
    forum, plain = telegram.forum("Laboratory"), telegram.supergroup("Readers")
    gone = telegram.topic(forum, ann, "old")
    telegram.topic_is_deleted(forum, gone)
    for thread in (gone, 1, 999):
        with refused("Message thread not found"):
            await bot.send_message(forum, "hello", message_thread_id=thread)
    first = await bot.send_message(plain, "the brief")
    telegram.person_says(plain, ann, "why?", reply_to=first.message_id)
    chained = (await updates(bot))[-1].message
    assert chained
    assert (chained.message_thread_id, chained.is_topic_message) == (first.message_id, None)
    with refused("Message thread is not a forum topic thread"):
        await bot.send_message(plain, "because", message_thread_id=first.message_id)


async def test_a_pressed_button_comes_back_and_is_answered_once(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more:1")]])
    sent = await bot.send_message(chat, "the brief", reply_markup=markup)
    telegram.person_presses(chat, chat, message=sent.message_id, callback="more:1")
    (update,) = await updates(bot)
    assert update.callback_query
    assert update.callback_query.data == "more:1"
    await update.callback_query.answer("here it is")
    assert telegram.callback_answers() == ["here it is"]
    with refused("Query is too old and response timeout expired or query ID is invalid"):
        await update.callback_query.answer("twice")
    assert telegram.sent(chat)[0].buttons == ((("More", "more:1"),),)
    await bot.edit_message_text("the brief", chat_id=chat, message_id=sent.message_id)
    with pytest.raises(ValueError, match="no button"):
        telegram.person_presses(chat, chat, message=sent.message_id, callback="more:1")
