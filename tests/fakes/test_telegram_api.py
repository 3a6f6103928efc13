"""The local Telegram server, driven through python-telegram-bot: what it takes, shows and refuses."""

import re
from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import BadRequest, EndPointNotFound, InvalidToken

from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_client import real_client
from tests.fakes.telegram_people import Shown


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


async def test_the_bot_learns_its_own_name(telegram: TelegramApi, bot: Bot) -> None:
    assert bot.username == telegram.username
    assert str(bot.id) == telegram.token.partition(":")[0]
    assert bot.bot.can_read_all_group_messages is False


async def test_a_wrong_token_is_unauthorized(telegram: TelegramApi) -> None:
    stranger = real_client(telegram, token="7000000001:wrong")
    with pytest.raises(InvalidToken, match="rejected by the server"):
        await stranger.initialize()
    await stranger.shutdown()


async def test_an_unknown_method_is_not_found(telegram: TelegramApi, bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendRichMessage", api_kwargs={"chat_id": 1})


async def test_a_message_is_shown_with_its_formats_and_its_target(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    asked = telegram.message_of(telegram.person_says(chat, chat, "hello"))
    bold = MessageEntity(MessageEntity.BOLD, 3, 5)
    sent = await bot.send_message(
        chat,
        "\U0001f600 brief ",
        entities=[bold],
        reply_parameters=ReplyParameters(asked),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.reply_to_message
    assert sent.reply_to_message.message_id == asked
    assert sent.entities == (bold,)
    (shown,) = telegram.sent(chat)
    assert shown == Shown(sent.message_id, "\U0001f600 brief", (bold.to_dict(),), reply_to=asked)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Message text is empty"),
        (" \n", "Text must be non-empty"),
        ("a" * 4097, "Message is too long"),
        ("\U0001f600" * 2049, "Message is too long"),
        ("中" * 11_000, "Text is too long"),
    ],
)
async def test_a_text_that_cannot_be_shown_is_refused(
    telegram: TelegramApi, bot: Bot, *, text: str, words: str
) -> None:
    chat = telegram.private(telegram.person("Ann"))
    with refused(words):
        await bot.send_message(chat, text)
    assert telegram.sent(chat) == []


async def test_the_limit_counts_utf16_units(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    await bot.send_message(chat, "\U0001f600" * 2048)
    assert len(telegram.sent(chat)[0].text) == 2048


async def test_an_entity_that_cuts_a_character_is_refused(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    with refused("Entity begins in a middle of a UTF-16 symbol at byte offset 4"):
        await bot.send_message(chat, "\U0001f600a", entities=[MessageEntity(MessageEntity.BOLD, 1, 1)])


async def test_every_parse_mode_is_refused(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    with refused("Unsupported parse_mode"):
        await bot.send_message(chat, "<b>a</b>", parse_mode="HTML")
    with refused("Unsupported parse_mode"):
        await bot.send_document(chat, b"a", caption="*a*", parse_mode="MarkdownV2")


async def test_a_chat_that_the_bot_never_met_is_not_found(telegram: TelegramApi, bot: Bot) -> None:
    for stranger in (12345, -12345, "@nobody_here"):
        with refused("Chat not found"):
            await bot.send_message(stranger, "hello")


async def test_an_answer_to_a_missing_message_needs_leave(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    with refused("Message to be replied not found"):
        await bot.send_message(chat, "hello", reply_parameters=ReplyParameters(99))
    await bot.send_message(
        chat, "hello", reply_parameters=ReplyParameters(99, allow_sending_without_reply=True)
    )
    assert [shown.reply_to for shown in telegram.sent(chat)] == [None]


async def test_an_edit_replaces_the_text_and_repeating_it_is_refused(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    placeholder = await bot.send_message(chat, "reading ...")
    await bot.edit_message_text("the brief", chat_id=chat, message_id=placeholder.message_id)
    with refused("Message is not modified: specified new message content and reply"):
        await bot.edit_message_text("the brief", chat_id=chat, message_id=placeholder.message_id)
    with refused("Message_too_long"):
        await bot.edit_message_text("a" * 4097, chat_id=chat, message_id=placeholder.message_id)
    assert telegram.sent(chat) == [Shown(placeholder.message_id, "the brief", edits=1)]


async def test_only_the_bots_own_text_can_be_edited(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    said = telegram.message_of(telegram.person_says(chat, chat, "hello"))
    document = await bot.send_document(chat, b"a", filename="a.txt")
    for message, words in (
        (said, "Message can't be edited"),
        (document.message_id, "There is no text in the message to edit"),
        (99, "Message to edit not found"),
    ):
        with refused(words):
            await bot.edit_message_text("changed", chat_id=chat, message_id=message)


async def test_a_deleted_message_is_gone_and_its_id_is_not_used_again(
    telegram: TelegramApi, bot: Bot
) -> None:
    chat = telegram.private(telegram.person("Ann"))
    first = await bot.send_message(chat, "one")
    await bot.delete_message(chat, first.message_id)
    with refused("Message to delete not found"):
        await bot.delete_message(chat, first.message_id)
    second = await bot.send_message(chat, "two")
    assert telegram.sent(chat) == [Shown(second.message_id, "two")]
    assert second.message_id > first.message_id


async def test_other_peoples_messages_in_a_group_stay(telegram: TelegramApi, bot: Bot) -> None:
    group = telegram.group("Readers")
    said = telegram.message_of(telegram.person_says(group, telegram.person("Ann"), "/help"))
    with refused("Message can't be deleted"):
        await bot.delete_message(group, said)


async def test_a_sent_document_is_shown_with_its_content(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    sent = await bot.send_document(chat, InputFile(b"%PDF-1.7", filename="Paper 1.pdf"), caption="the paper")
    assert sent.document
    again = await bot.send_document(chat, sent.document.file_id)
    assert sent.document.mime_type == "application/pdf"
    assert telegram.sent(chat) == [
        Shown(sent.message_id, "the paper", document_name="Paper 1.pdf", document=b"%PDF-1.7"),
        Shown(again.message_id, "", document_name="Paper 1.pdf", document=b"%PDF-1.7"),
    ]


async def test_a_document_of_nothing_or_with_a_long_caption_is_refused(
    telegram: TelegramApi, bot: Bot
) -> None:
    chat = telegram.private(telegram.person("Ann"))
    with refused("File must be non-empty"):
        await bot.send_document(chat, InputFile(b"", filename="a.pdf"))
    with refused("Message caption is too long"):
        await bot.send_document(chat, b"a", caption="a" * 1025)
    with refused("Wrong remote file identifier"):
        await bot.send_document(chat, "no-such-file")


@pytest.mark.parametrize(
    ("buttons", "words"),
    [
        ([[InlineKeyboardButton("More", callback_data="é" * 33)]], "Button_data_invalid"),
        ([[InlineKeyboardButton("More", url="nowhere")]], "Inline keyboard button URL 'nowhere' is invalid"),
        ([[InlineKeyboardButton("More", callback_data="a")] * 9], "Reply markup is too long"),
        ([[InlineKeyboardButton("More", callback_data="a")]] * 101, "Reply markup is too long"),
        ([[InlineKeyboardButton("More")]], "Text buttons are unallowed in the inline keyboard"),
    ],
)
async def test_a_keyboard_beyond_the_limits_is_refused(
    telegram: TelegramApi, bot: Bot, *, buttons: list[list[InlineKeyboardButton]], words: str
) -> None:
    chat = telegram.private(telegram.person("Ann"))
    with refused(words):
        await bot.send_message(chat, "the brief", reply_markup=InlineKeyboardMarkup(buttons))


async def test_typing_and_reactions_are_recorded(telegram: TelegramApi, bot: Bot) -> None:
    chat = telegram.private(telegram.person("Ann"))
    said = telegram.message_of(telegram.person_says(chat, chat, "hello"))
    sent = await bot.send_message(chat, "hello")
    await bot.send_chat_action(chat, "typing")
    await bot.set_message_reaction(chat, sent.message_id, "👀")
    await bot.set_message_reaction(chat, said, "🤷\u200d♂️")
    assert telegram.actions(chat) == ["typing"]
    assert telegram.sent(chat)[0].reactions == ("👀",)
    with refused("Reaction_invalid"):
        await bot.set_message_reaction(chat, said, "🧾")
    with refused("Message to react not found"):
        await bot.set_message_reaction(chat, 99, "👀")
    with refused("Wrong parameter action in request"):
        await bot.send_chat_action(chat, "reading")


async def test_the_menu_of_commands_is_kept_for_each_language(telegram: TelegramApi, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("brief", "brief a paper")])
    await bot.set_my_commands([BotCommand("brief", "论文简报")], language_code="zh")
    assert telegram.commands("zh") == {"brief": "论文简报"}
    assert (await bot.get_my_commands())[0].description == "brief a paper"
    assert await bot.get_my_commands(language_code="en") == ()
    for command, words in (
        (BotCommand("Brief", "x"), "Bot_command_invalid"),
        (BotCommand("b" * 33, "x"), "Command length must not exceed 32"),
        (BotCommand("brief", "x" * 257), "Command description length must not exceed 256"),
    ):
        with refused(words):
            await bot.set_my_commands([command])
