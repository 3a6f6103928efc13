"""The local Telegram server, driven through python-telegram-bot: taps, inline mode, channels, limits."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    MessageEntity,
    Update,
)
from telegram.error import BadRequest, Forbidden, RetryAfter

from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_calls import Call
from tests.fakes.telegram_client import real_client
from tests.fakes.telegram_limits import Limits
from tests.fakes.telegram_queries import Toast
from tests.fakes.telegram_refusals import Refusal

TOO_OLD = "Query is too old and response timeout expired or query ID is invalid"
BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Details", callback_data="paper 2501.12345")]])


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramApi]:
    """The server."""
    async with TelegramApi() as server:
        yield server


@pytest.fixture
async def bot(telegram: TelegramApi) -> AsyncIterator[Bot]:
    """The real client, which asks for every kind of update."""
    async with real_client(telegram) as each:
        await each.get_updates(timeout=0, allowed_updates=Update.ALL_TYPES)
        yield each


def refused(words: str) -> pytest.RaisesExc[BadRequest]:
    """A refusal that begins so; the client changes the case of the server's words."""
    return pytest.raises(BadRequest, match=f"(?i){re.escape(words)}")


def article(number: str = "1", *, text: str = "A brief.", title: str = "Lanes") -> InlineQueryResultArticle:
    return InlineQueryResultArticle(number, title, InputTextMessageContent(text))


async def test_a_tap_is_answered_once_and_in_time(telegram: TelegramApi, bot: Bot) -> None:
    ann = telegram.person("Ann")
    post = await bot.send_message(telegram.private(ann), "A brief.", reply_markup=BUTTON)
    for _ in range(3):
        telegram.person_presses(ann, ann, message=post.message_id, callback="paper 2501.12345")
    first, second, third = [update.callback_query for update in await bot.get_updates(timeout=0)]
    assert first
    assert second
    assert third
    await first.answer("Saved.", show_alert=True)
    with refused(TOO_OLD):
        await first.answer()
    with refused("Message_too_long"):
        await second.answer("x" * 201)
    with refused("URL_INVALID"):
        await second.answer(url="https://example.org")
    await second.answer(url="https://t.me/paper_brief_bot?start=paper_2501-12345")
    telegram.queries_expire()
    with refused(TOO_OLD):
        await third.answer()
    leading = Toast(url="https://t.me/paper_brief_bot?start=paper_2501-12345")
    assert telegram.toasts() == [Toast("Saved.", alert=True), leading, None]


async def test_typed_words_are_answered_with_what_can_be_chosen(telegram: TelegramApi, bot: Bot) -> None:
    ann, group = telegram.person("Ann"), telegram.group("Lab")
    number = telegram.person_types(ann, "lanes", chat_type="supergroup")
    (update,) = await bot.get_updates(timeout=0)
    query = update.inline_query
    assert query
    assert (update.update_id, query.query, query.chat_type) == (number, "lanes", "supergroup")
    bold = MessageEntity(MessageEntity.BOLD, 0, 1)
    content = InputTextMessageContent("A brief.", entities=[bold])
    await query.answer([InlineQueryResultArticle("1", "Lanes", content, reply_markup=BUTTON)], cache_time=5)
    offered = telegram.offered(number)
    assert offered
    assert (offered.cache_seconds, offered.personal, offered.button) == (5, False, None)
    telegram.person_chooses(group, ann, update=number)
    (chosen,) = await bot.get_updates(timeout=0, offset=number + 1)
    assert chosen.message
    assert chosen.message.via_bot
    assert (chosen.message.text, chosen.message.via_bot.id) == ("A brief.", bot.id)
    with refused(TOO_OLD):
        await query.answer([])
    with pytest.raises(ValueError, match="an app cuts"):
        telegram.person_types(ann, "x" * 257)


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([article(str(number)) for number in range(51)], "Results_too_much"),
        ([article("1"), article("1")], "Result_id_duplicate"),
        ([article("x" * 65)], "Result_id_invalid"),
        ([article(text="a" * 4097)], "Message_too_long"),
        ([article(text="")], "Message text is empty"),
        ([article(title=" ")], "Article_title_empty"),
        (
            [InlineQueryResultArticle("1", "x", InputTextMessageContent("a", parse_mode="HTML"))],
            "Unsupported parse_mode",
        ),
        (
            [
                InlineQueryResultArticle(
                    "1",
                    "x",
                    InputTextMessageContent("a"),
                    InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="é" * 33)]]),
                )
            ],
            "Button_data_invalid",
        ),
    ],
)
async def test_an_offer_beyond_the_limits_is_refused(
    telegram: TelegramApi, bot: Bot, *, results: list[InlineQueryResultArticle], words: str
) -> None:
    telegram.person_types(telegram.person("Ann"), "lanes")
    (update,) = await bot.get_updates(timeout=0)
    assert update.inline_query
    with refused(words):
        # The client itself would send the first fifty.
        await bot._post("answerInlineQuery", {"inline_query_id": update.inline_query.id, "results": results})


async def test_the_button_above_the_offers_leads_into_the_bots_chat(telegram: TelegramApi, bot: Bot) -> None:
    number = telegram.person_types(telegram.person("Ann"), "")
    (update,) = await bot.get_updates(timeout=0)
    assert update.inline_query
    for payload, words in (("a b", "Start_param_invalid"), ("", "Start_param_empty")):
        with refused(words):
            await update.inline_query.answer(
                [], button=InlineQueryResultsButton("Ask", start_parameter=payload)
            )
    await update.inline_query.answer([], button=InlineQueryResultsButton("Ask", start_parameter="start"))
    offered = telegram.offered(number)
    assert offered
    assert offered.button == ("Ask", "start")


async def test_a_channels_posts_are_the_channels_own(telegram: TelegramApi, bot: Bot) -> None:
    channel = telegram.channel("News")
    sent = await bot.send_message(channel, "The report.")
    telegram.channel_posts(channel, "Good morning")
    (update,) = await bot.get_updates(timeout=0)
    assert sent.sender_chat
    assert (sent.from_user, sent.sender_chat.id) == (None, channel)
    assert update.channel_post
    assert (update.channel_post.from_user, update.channel_post.text) == (None, "Good morning")


async def test_titles_topics_and_groups_come_and_go(telegram: TelegramApi, bot: Bot) -> None:
    ann, group, forum = telegram.person("Ann"), telegram.group("Lab"), telegram.forum("Forum")
    telegram.group_is_renamed(group, ann, "Library")
    telegram.bot_is_promoted(group, ann)
    renamed, promoted = await bot.get_updates(timeout=0)
    assert renamed.message
    assert (renamed.message.new_chat_title, renamed.message.chat.title) == ("Library", "Library")
    assert promoted.my_chat_member
    assert promoted.my_chat_member.new_chat_member.status == "administrator"
    topic = telegram.topic(forum, ann, "Papers")
    telegram.topic_is_closed(forum, topic)
    with refused("Topic_closed"):
        await bot.send_message(forum, "hello", message_thread_id=topic)
    telegram.group_is_deleted(group)
    with pytest.raises(Forbidden, match="the group chat was deleted"):
        await bot.send_message(group, "hello")


async def test_menus_have_scopes_and_the_bot_words_about_itself(telegram: TelegramApi, bot: Bot) -> None:
    menu = [BotCommand("brief", "Brief a paper")]
    ann = telegram.private(telegram.person("Ann"))
    await bot.set_my_commands(menu, BotCommandScopeAllGroupChats(), language_code="zh")
    await bot.set_my_commands(menu, BotCommandScopeChat(ann))
    assert telegram.commands("zh", scope="all_group_chats") == {"brief": "Brief a paper"}
    assert telegram.commands(scope="chat", chat=ann) == {"brief": "Brief a paper"}
    assert await bot.get_my_commands(BotCommandScopeAllGroupChats()) == ()
    with refused("Chat not found"):
        await bot.set_my_commands(menu, BotCommandScopeChat(424_242))
    with refused("Invalid language code"):
        await bot.set_my_commands(menu, language_code="chinese")
    await bot.set_my_description("long", language_code="zh")
    await bot.set_my_short_description("short", language_code="zh")
    assert (await bot.get_my_description("zh")).description == "long"
    assert telegram.words_about_itself("zh") == ("long", "short")
    with refused("Bot_description_too_long"):
        await bot.set_my_short_description("x" * 121)


async def test_a_button_needs_words(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    nameless = InlineKeyboardMarkup([[InlineKeyboardButton(" ", callback_data="help")]])
    with refused("Button_text_invalid"):
        await bot.send_message(chat, "A brief.", reply_markup=nameless)


async def test_after_two_days_a_message_stays() -> None:
    now = 1_772_353_800.0
    async with TelegramApi(now=lambda: now) as telegram, real_client(telegram) as bot:
        chat = telegram.private(telegram.person("Ann"))
        first, second = [await bot.send_message(chat, "hello") for _ in range(2)]
        now += 47 * 3600
        await bot.delete_message(chat, first.message_id)
        now += 2 * 3600
        with refused("Message can't be deleted for everyone"):
            await bot.delete_message(chat, second.message_id)


async def test_where_limits_are_kept_a_hasty_bot_is_told_to_wait(
    telegram: TelegramApi, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    group = telegram.group("Lab")
    for _ in range(2):
        await bot.send_message(group, "as fast as it likes")
    telegram.keep_limits()
    await bot.send_message(group, "one")
    with pytest.raises(RetryAfter) as early:
        await bot.send_message(group, "two")
    assert early.value.retry_after == timedelta(seconds=1)
    with pytest.raises(RetryAfter):
        await bot.edit_message_text("three", chat_id=group, message_id=1)
    await bot.send_chat_action(group, "typing")
    assert telegram.limits.refused == 2


@pytest.mark.parametrize(
    ("chats", "apart", "passed"),
    [(["-5"], 1.0, 20), (["5"], 0.9, 1), ([str(number) for number in range(1, 50)], 0.02, 30)],
)
def test_a_group_takes_twenty_a_minute_and_all_chats_thirty_a_second(
    chats: list[str], apart: float, passed: int
) -> None:
    limits = Limits(are_kept=True)
    made = [
        Call("sendmessage", {"chat_id": chats[number % len(chats)]}, at=number * apart)
        for number in range(50)
    ]
    for call in made[:passed]:
        limits.check(call)
    with pytest.raises(Refusal) as refusal:
        limits.check(made[passed])
    assert (refusal.value.code, refusal.value.parameters["retry_after"] >= 1) == (429, True)
