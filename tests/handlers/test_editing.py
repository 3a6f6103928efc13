"""Edits through the real clients: what stands there afterwards, and what each refusal means."""

import pytest

from bot.domain.chat import Address, Heading, Paragraph, Reply, Span, paragraph
from bot.domain.jobs import Delivery
from bot.errors import OutcomeUnknown, PostRefused, TryLater
from bot.ports import ChatPlatform
from tests.fakes.slack_api import SlackApi
from tests.fakes.slack_trouble import Kind as SlackKind
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_trouble import Kind
from tests.handlers.builders import NOW, delivery
from tests.handlers.platforms import slack_bot, telegram_bot

CHANNEL, GRACE = "C0PAPERS", "U0GRACE"
PLACE = Address(platform="slack", chat=CHANNEL)
NEW = Reply(blocks=(Heading(text="A <new> title"), paragraph("by R&D")))


def workspace() -> SlackApi:
    """A workspace with one channel."""
    server = SlackApi(now=lambda: NOW.timestamp() + 1)
    server.add_channel(CHANNEL)
    return server


def edit_of(post: str, piece: Reply | str, address: Address = PLACE) -> Delivery:
    """A piece that is to stand in the place of a post."""
    return delivery(address, piece).model_copy(update={"edits": post})


async def posted(platform: ChatPlatform, address: Address = PLACE) -> str:
    return await platform.post(delivery(address, "the old words"))


async def test_on_slack_words_and_blocks_change_and_the_delivery_stays_known() -> None:
    async with workspace() as server, slack_bot(server) as platform:
        ts = await posted(platform)
        for _ in range(2):
            await platform.edit(edit_of(ts, NEW))
        (post,) = server.posted(CHANNEL)
    assert (post.ts, post.text) == (ts, "A &lt;new&gt; title\n\nby R&amp;D")
    assert [block["type"] for block in post.blocks] == ["header", "rich_text"]
    assert post.metadata == {"event_type": "brief", "event_payload": {"delivery_id": "d-0"}}


async def test_on_slack_long_words_are_whole_in_the_blocks_and_cut_in_the_text() -> None:
    long = Reply(blocks=tuple(paragraph("文字&" * 300) for _ in range(6)))
    async with workspace() as server, slack_bot(server) as platform:
        ts = await posted(platform)
        await platform.edit(edit_of(ts, long))
        (post,) = server.posted(CHANNEL)
        assert len(post.blocks) == 6
        assert 3_900 < len(post.text.encode()) <= 4_000
        assert not post.text.rpartition(";")[2].startswith("&")
        server.methods.unsupported.add("rich_text")
        await platform.edit(edit_of(ts, long))
        assert {block["type"] for block in server.posted(CHANNEL)[0].blocks} == {"section"}
        server.methods.unsupported.add("section")
        with pytest.raises(PostRefused, match="msg_too_long"):
            await platform.edit(edit_of(ts, long))
        await platform.edit(edit_of(ts, "short"))
        (post,) = server.posted(CHANNEL)
    assert (post.text, post.blocks) == ("short", [])


@pytest.mark.parametrize("word", ["edit_window_closed", "cant_update_message", "msg_too_long"])
async def test_on_slack_a_refused_edit_says_why(word: str) -> None:
    async with workspace() as server, slack_bot(server) as platform:
        ts = await posted(platform)
        server.trouble("refuse", method="chat.update", error=word)
        with pytest.raises(PostRefused, match=word):
            await platform.edit(edit_of(ts, NEW))
        with pytest.raises(PostRefused, match="message_not_found"):
            await platform.edit(edit_of("1000000000.000001", NEW))
        said = server.person_writes(CHANNEL, GRACE, "hello")
        with pytest.raises(PostRefused, match="cant_update_message"):
            await platform.edit(edit_of(said.ts, NEW))


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("rate_limit", TryLater),
        ("server_error", OutcomeUnknown),
        ("drop_before", OutcomeUnknown),
        ("drop_after", OutcomeUnknown),
    ],
)
async def test_on_slack_an_edit_without_an_answer_is_settled_by_another(
    kind: SlackKind, outcome: type[Exception]
) -> None:
    async with workspace() as server, slack_bot(server) as platform:
        ts = await posted(platform)
        server.trouble(kind, method="chat.update")
        with pytest.raises(outcome):
            await platform.edit(edit_of(ts, "new"))
        await platform.edit(edit_of(ts, "new"))
        assert [post.text for post in server.posted(CHANNEL)] == ["new"]


async def test_a_whisper_has_no_id_to_edit_it_by() -> None:
    async with workspace() as server, slack_bot(server) as platform:
        server.add_channel(CHANNEL, member=False)
        url = server.slash_command(CHANNEL, GRACE, "report").response_url
        assert await platform.post(delivery(PLACE, "hello", reply_to=url)) == ""


def chat(number: int) -> Address:
    return Address(platform="telegram", chat=str(number))


async def test_on_telegram_words_and_entities_change_and_a_second_time_is_no_error() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group = server.group("Lab")
        post = await posted(platform, chat(group))
        for _ in range(2):
            await platform.edit(edit_of(post, NEW, chat(group)))
        (shown,) = server.sent(group)
        options = server.calls("editMessageText")[0].parsed("link_preview_options")
    assert (shown.text, shown.edits) == ("A <new> title\n\nby R&D", 1)
    assert [entity["type"] for entity in shown.entities] == ["bold"]
    assert options == {"is_disabled": True}


async def test_on_telegram_where_entities_are_refused_the_words_are_shown_without_them(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = Reply(blocks=(Paragraph(spans=(Span(text="the paper", link="http://a b/"),)),))
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group = server.group("Lab")
        post = await posted(platform, chat(group))
        await platform.edit(edit_of(post, broken, chat(group)))
        (shown,) = server.sent(group)
    assert (shown.text, shown.entities) == ("the paper", ())
    assert "telegram.entities_refused" in caplog.text


async def test_on_telegram_a_refused_edit_says_why() -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        ann, group = server.person("Ann"), server.group("Lab")
        post = await posted(platform, chat(group))
        with pytest.raises(PostRefused, match=r"(?i)too_?long"):
            await platform.edit(edit_of(post, "a" * 4097, chat(group)))
        said = server.message_of(server.person_says(group, ann, "/help"))
        with pytest.raises(PostRefused, match="can't be edited"):
            await platform.edit(edit_of(str(said), NEW, chat(group)))
        server.person_deletes(group, int(post))
        with pytest.raises(PostRefused, match=r"(?i)message to edit not found"):
            await platform.edit(edit_of(post, NEW, chat(group)))
        server.bot_is_kicked(group, ann)
        with pytest.raises(PostRefused, match="kicked"):
            await platform.edit(edit_of(post, NEW, chat(group)))


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("rate_limit", TryLater),
        ("server_error", OutcomeUnknown),
        ("drop_before", OutcomeUnknown),
        ("drop_after", OutcomeUnknown),
    ],
)
async def test_on_telegram_an_edit_without_an_answer_is_settled_by_another(
    kind: Kind, outcome: type[Exception]
) -> None:
    async with TelegramApi() as server, telegram_bot(server) as platform:
        group = server.group("Lab")
        post = await posted(platform, chat(group))
        server.trouble(kind, method="editMessageText")
        with pytest.raises(outcome):
            await platform.edit(edit_of(post, "new", chat(group)))
        await platform.edit(edit_of(post, "new", chat(group)))
        assert [each.text for each in server.sent(group)] == ["new"]
