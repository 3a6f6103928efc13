"""What stands below, what one person alone is told, and what shows how far it is, on both platforms."""

from datetime import timedelta

import pytest

from bot.domain.chat import Address, Button, Buttons, Reply, paragraph
from bot.domain.jobs import Delivery
from bot.errors import CannotWhisper, ChatClosed
from tests.fakes.slack_api import SlackApi
from tests.fakes.telegram_api import TelegramApi
from tests.handlers.builders import NOW, Clock, delivery, file_reply
from tests.handlers.platforms import slack_bot, telegram_bot

CHANNEL, GRACE = "C0PAPERS", "U0GRACE"
HERE = Address(platform="slack", chat=CHANNEL)
WITH_BUTTON = Reply(
    blocks=(paragraph("A paper"), Buttons(buttons=(Button(label="Save", says="save #0123456789ab"),)))
)


def workspace() -> SlackApi:
    server = SlackApi(now=lambda: NOW.timestamp() + 1)
    server.add_channel(CHANNEL, people=[GRACE])
    return server


def chat(number: int) -> Address:
    return Address(platform="telegram", chat=str(number))


def below(address: Address, piece: Reply | str, *, under: str) -> Delivery:
    return delivery(address, piece, part=1).model_copy(update={"below": True, "under": under})


def whisper(address: Address, piece: Reply | str, *, to: str, reply_to: str | None = None) -> Delivery:
    return delivery(address, piece, reply_to=reply_to).model_copy(update={"whisper_to": to})


async def test_on_slack_what_stands_below_begins_a_thread_or_stays_in_the_one_that_is_there() -> None:
    async with workspace() as server, slack_bot(server, Clock(NOW + timedelta(seconds=3))) as platform:
        root = await platform.post(delivery(HERE, "head"))
        under = below(HERE, "detail", under=root)
        ts = await platform.post(under)
        await platform.post(below(HERE, file_reply(), under=root))
        asked = server.person_writes(CHANNEL, GRACE, "hello").ts
        there = HERE.model_copy(update={"thread": asked})
        inside = await platform.post(
            below(there, "detail", under=await platform.post(delivery(there, "head")))
        )
        posts = {post.ts: post.thread_ts for post in server.posted(CHANNEL)}
        assert await platform.find(under) == ts
    assert (posts[ts], posts[inside]) == (root, asked)
    assert list(posts.values()).count(root) == 2


async def test_on_telegram_what_stands_below_replies_to_the_first_post() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group = server.group("Lab")
        head = await platform.post(delivery(chat(group), "head"))
        await platform.post(below(chat(group), "detail", under=head))
        await platform.post(below(chat(group), file_reply(), under=head))
        assert [shown.reply_to for shown in server.sent(group)] == [None, int(head), int(head)]


async def test_on_slack_a_whisper_is_seen_by_its_reader_alone_and_has_no_id() -> None:
    async with workspace() as server, slack_bot(server) as platform:
        assert await platform.post(whisper(HERE, "for you", to=GRACE)) == ""
        assert await platform.post(whisper(HERE, file_reply(), to=GRACE)) == ""
        assert server.posted(CHANNEL) == []
        ((seen, words),) = [(post.only_for, post.text) for post in server.workspace.ephemeral]
        direct = server.direct_channel(GRACE)
        assert len(server.posted(direct)) == 1, "a file cannot be ephemeral"
        home = Address(platform="slack", chat=direct)
        assert await platform.post(whisper(home, "for you", to=GRACE)) != ""
    assert (seen, words) == (GRACE, "for you")


async def test_on_telegram_a_short_whisper_to_a_tap_shows_over_the_chat_and_a_long_one_in_private() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group, ann = server.group("Lab"), server.person("Ann")
        private = server.private(ann)
        post = await platform.post(delivery(chat(group), WITH_BUTTON))
        for words in ("Saved.", "long " * 60):
            query = server.person_presses(group, ann, message=int(post), callback="save #0123456789ab")
            tap = f"tap:{query_of(server, query)}:{post}"
            assert await platform.post(whisper(chat(group), words, to=str(ann), reply_to=tap)) == ""
        assert len(server.sent(group)) == 1
        assert [shown.text for shown in server.sent(private)] == [("long " * 60).strip()]
        assert server.callback_answers() == ["Saved.", ""]


async def test_on_telegram_every_tap_is_answered_and_its_reply_points_at_the_post() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group, ann = server.group("Lab"), server.person("Ann")
        post = await platform.post(delivery(chat(group), WITH_BUTTON))
        query = server.person_presses(group, ann, message=int(post), callback="save #0123456789ab")
        tap = f"tap:{query_of(server, query)}:{post}"
        await platform.post(delivery(chat(group), "Here it is.", reply_to=tap))
        await platform.post(delivery(chat(group), "Again.", reply_to=tap))
        assert server.callback_answers() == [""]
        assert [shown.reply_to for shown in server.sent(group)][1:] == [int(post)] * 2


async def test_on_telegram_a_whisper_to_somebody_who_never_wrote_says_where_to_go() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group, ann = server.group("Lab"), server.person("Ann")
        with pytest.raises(CannotWhisper) as told:
            await platform.post(whisper(chat(group), "for you", to=str(ann)))
        assert told.value.link == f"https://t.me/{server.username}?start"
        assert server.sent(group) == []


async def test_on_slack_a_notice_is_changed_and_deleted() -> None:
    async with workspace() as server, slack_bot(server) as platform:
        ts = await platform.notice(HERE, "a <b>", reply_to=None, post=None)
        assert await platform.notice(HERE, "further", reply_to=None, post=ts) == ts
        assert [post.text for post in server.posted(CHANNEL)] == ["further"]
        await platform.withdraw(HERE, ts)
        assert [post.text for post in server.posted(CHANNEL) if not post.deleted] == []


async def test_on_telegram_a_notice_is_changed_and_deleted() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group = server.group("Lab")
        post = await platform.notice(chat(group), "one @two", reply_to=None, post=None)
        for words in ("further", "further"):
            assert await platform.notice(chat(group), words, reply_to=None, post=post) == post
        assert [shown.text for shown in server.sent(group)] == ["further"]
        await platform.withdraw(chat(group), post)
        assert server.sent(group) == []


@pytest.mark.parametrize("archived", [True, False])
async def test_on_slack_a_channel_that_is_archived_or_gone_is_closed(*, archived: bool) -> None:
    async with workspace() as server, slack_bot(server) as platform:
        server.add_channel("C0OLD")
        server.workspace.channels["C0OLD"].archived = archived
        server.workspace.channels["C0OLD"].member = archived
        with pytest.raises(ChatClosed):
            await platform.post(delivery(HERE.model_copy(update={"chat": "C0OLD"}), "hello"))


def query_of(server: TelegramApi, update: int) -> str:
    """The id of the callback query, the last that the bot was asked."""
    assert update
    return str(list(server._methods.queries.taps)[-1])
