"""Words that grow: a draft on Telegram, a stream on Slack, and elsewhere one message that changes."""

from bot.domain.chat import Address, Button
from bot.ports import Hearer
from handlers.telegram.forms import NAME as TELEGRAM
from tests.fakes.slack_api import SlackApi
from tests.fakes.telegram_api import TelegramApi
from tests.handlers.platforms import slack_bot, telegram_bot

STOP = Button(label="⏹ Stop", says="stop")
STATES = ("Reading “Lanes” …", "Reading “Lanes” …\n\nIt is <!channel> fast.")
CHANNEL, GRACE = "C0LAB", "U0GRACE"


async def test_in_a_private_chat_a_draft_grows_and_fades_by_itself() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        person = server.person("Grace")
        chat = server.private(person)
        here, hearer = Address(platform=TELEGRAM, chat=str(chat)), Hearer(str(person), STOP)
        post = None
        for words in STATES:
            post = await platform.notice(here, words, reply_to="5", post=post, hearer=hearer)
        assert server.drafted(chat) == [*STATES]
        assert post
        await platform.withdraw(here, post)
        assert server.sent(chat) == []
        later = await platform.notice(here, "I try again later.", reply_to="5", post=post)
        assert [shown.text for shown in server.sent(chat)] == ["I try again later."]
        assert later == str(server.sent(chat)[0].id), "what is to stay for longer is a message"


async def test_a_server_without_drafts_is_asked_once_and_one_message_grows() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        server.has_no_drafts()
        person = server.person("Grace")
        chat = server.private(person)
        here, hearer = Address(platform=TELEGRAM, chat=str(chat)), Hearer(str(person), STOP)
        for question in ("5", "6"):
            post = None
            for words in STATES:
                post = await platform.notice(here, words, reply_to=question, post=post, hearer=hearer)
        assert [shown.text.replace("\u2060", "") for shown in server.sent(chat)] == [STATES[1]] * 2
        assert [shown.buttons for shown in server.sent(chat)] == [((("⏹ Stop", "stop"),),)] * 2
        assert len(server.calls("sendMessageDraft")) == 1


async def test_in_a_group_one_message_grows_at_once() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group = server.group("Lab")
        here, hearer = Address(platform=TELEGRAM, chat=str(group)), Hearer("7", STOP)
        post = await platform.notice(here, STATES[0], reply_to=None, post=None, hearer=hearer)
        assert server.calls("sendMessageDraft") == []
        await platform.withdraw(here, post)
        assert server.sent(group) == []


def lab(server: SlackApi) -> Address:
    """A thread of a channel."""
    server.add_channel(CHANNEL)
    server.add_person(GRACE)
    root = server.person_writes(CHANNEL, GRACE, "2501.12345").ts
    return Address(platform="slack", chat=CHANNEL, thread=root)


async def test_in_a_thread_a_stream_grows_by_what_is_new_and_goes() -> None:
    async with SlackApi() as server, slack_bot(server) as platform:
        here, hearer = lab(server), Hearer(GRACE, STOP)
        post = None
        for words in STATES:
            post = await platform.notice(here, words, reply_to=None, post=post, hearer=hearer)
        (states,) = server.streams.shown.values()
        assert states == [STATES[0], STATES[1].replace("<!channel>", "&lt;!channel&gt;")]
        (appended,) = server.called("chat.appendStream")
        assert appended.arguments["markdown_text"] == "\n\nIt is &lt;!channel&gt; fast."
        assert post
        await platform.withdraw(here, post)
        assert server.posted(CHANNEL) == []


async def test_other_words_end_the_stream_and_change_the_message() -> None:
    async with SlackApi() as server, slack_bot(server) as platform:
        here, hearer = lab(server), Hearer(GRACE, STOP)
        post = await platform.notice(here, STATES[1], reply_to=None, post=None, hearer=hearer)
        for words in ("Reading “Gates” …", "Reading “Gates” …\n\nMore."):
            post = await platform.notice(here, words, reply_to=None, post=post, hearer=hearer)
        (shown,) = server.posted(CHANNEL)
        assert shown.text == "Reading “Gates” …\n\nMore."
        assert post == shown.ts


async def test_after_a_restart_the_stream_is_ended_and_its_message_goes_on() -> None:
    async with SlackApi() as server:
        here, hearer = lab(server), Hearer(GRACE, STOP)
        async with slack_bot(server) as before:
            post = await before.notice(here, STATES[0], reply_to=None, post=None, hearer=hearer)
        async with slack_bot(server) as platform:
            post = await platform.notice(here, STATES[1], reply_to=None, post=post, hearer=hearer)
            (shown,) = server.posted(CHANNEL)
            assert shown.text.endswith("fast.")
            await platform.withdraw(here, post)
            assert server.posted(CHANNEL) == []


async def test_a_workspace_without_streams_is_asked_once_and_one_message_grows() -> None:
    async with SlackApi() as server, slack_bot(server) as platform:
        server.streams.available = False
        here, hearer = lab(server), Hearer(GRACE, STOP)
        for _ in range(2):
            post = None
            for words in STATES:
                post = await platform.notice(here, words, reply_to=None, post=post, hearer=hearer)
        assert [len(each.blocks) for each in server.posted(CHANNEL)] == [2, 2]
        assert server.posted(CHANNEL)[0].blocks[1]["elements"][0]["text"]["text"] == "⏹ Stop"
        assert len(server.called("chat.startStream")) == 1
