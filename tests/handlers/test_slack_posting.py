"""Posts to Slack through the real client: what stands there, what each refusal means, and what is found."""

from base64 import b64decode
from datetime import timedelta

import pytest

from bot.domain.chat import Address, Button, Buttons, Heading, Reply, paragraph
from bot.domain.jobs import Delivery
from bot.errors import CannotDo, OutcomeUnknown, PostRefused, TryLater, Why
from handlers import Credentials
from handlers.slack.files import SlackFiles
from tests.fakes.slack_api import SlackApi
from tests.fakes.slack_trouble import Kind
from tests.handlers.builders import DOT, NOW, Clock, attachment, delivery, file_reply, picture_reply
from tests.handlers.platforms import slack_bot

CHANNEL, GRACE = "C0PAPERS", "U0GRACE"
LATER = NOW + timedelta(seconds=3)


def place(thread: str | None = None) -> Address:
    """The channel, or a thread of it."""
    return Address(platform="slack", chat=CHANNEL, thread=thread)


def workspace() -> SlackApi:
    """A workspace whose clock stands a second after the intents of our deliveries."""
    server = SlackApi(now=lambda: NOW.timestamp() + 1)
    server.add_channel(CHANNEL)
    return server


def asked(server: SlackApi) -> str:
    """The response_url of a command in a channel that the bot is not in."""
    server.add_channel(CHANNEL, member=False)
    return server.slash_command(CHANNEL, GRACE, "report").response_url


async def test_a_post_stands_in_its_thread_with_its_id_and_without_previews() -> None:
    async with workspace() as server, slack_bot(server) as platform:
        root = server.person_writes(CHANNEL, GRACE, "hello").ts
        reply = Reply(blocks=(Heading(text="A <brief>"), paragraph("by R&D")))
        ts = await platform.post(delivery(place(root), reply))
        (post,) = server.posted(CHANNEL)
        (call,) = server.called("chat.postMessage")
    assert (post.ts, post.thread_ts, post.text) == (ts, root, "A &lt;brief&gt;\n\nby R&amp;D")
    assert post.metadata == {"event_type": "brief", "event_payload": {"delivery_id": "d-0"}}
    assert [block["type"] for block in post.blocks] == ["header", "rich_text"]
    assert {str(call.arguments[name]).lower() for name in ("unfurl_links", "unfurl_media")} <= {"false", "0"}


async def test_where_newer_blocks_are_refused_there_are_sections_and_at_last_the_words_alone() -> None:
    taps = Buttons(buttons=(Button(label="Save", says="save #0123456789ab"),))
    reply = Reply(blocks=(Heading(text="A <b>"), paragraph("*not bold* " * 400), taps))
    async with workspace() as server, slack_bot(server) as platform:
        server.methods.unsupported |= {"rich_text", "header"}
        await platform.post(delivery(place(), reply))
        server.methods.unsupported.add("section")
        await platform.post(delivery(place(), "hello", part=1))
        simple, bare = server.posted(CHANNEL)
    assert [block["type"] for block in simple.blocks] == ["section"] * 3 + ["actions"]
    sections = [block["text"] for block in simple.blocks[:3]]
    assert {text["type"] for text in sections} == {"plain_text"}, "nothing in them can be markup"
    assert sections[0]["text"] == "A <b>"
    assert " ".join(text["text"] for text in sections[1:]).split() == ["*not", "bold*"] * 400
    assert (bare.text, bare.blocks) == ("hello", [])


async def test_a_document_is_uploaded_with_its_name_and_a_line_about_a_repeat() -> None:
    report = file_reply("report.md", "# 报告\n").model_copy(
        update={"blocks": (paragraph("Maybe a repeat."),)}
    )
    async with workspace() as server, slack_bot(server) as platform:
        await platform.post(delivery(place(), report))
        (post,) = server.posted(CHANNEL)
        (stored,) = server.workspace.files.values()
    assert (post.text, post.files[0]["name"]) == ("Maybe a repeat.", "report.md")
    assert stored.content.decode() == "# 报告\n"


async def test_a_picture_is_uploaded_with_what_it_shows_in_words() -> None:
    picture = picture_reply("overview.png", alt="By kind: 3").picture
    words = Reply(blocks=(paragraph("words"),), picture=picture, document=file_reply("a.md").document)
    async with workspace() as server, slack_bot(server) as platform:
        for part, piece in enumerate(platform.cut(words)):
            await platform.post(delivery(place(), piece, part=part))
        posts = server.posted(CHANNEL)
        stored = next(each for each in server.workspace.files.values() if each.name == "overview.png")
        alt = [call.arguments.get("alt_txt") for call in server.called("files.getUploadURLExternal")]
    assert [(post.text, [file["name"] for file in post.files]) for post in posts] == [
        ("words", []),
        ("", ["overview.png"]),
        ("", ["a.md"]),
    ]
    assert (stored.content, alt) == (b64decode(DOT), ["By kind: 3", None])


async def test_a_command_where_the_bot_is_no_member_is_answered_to_the_asker_alone_in_every_piece() -> None:
    async with workspace() as server, slack_bot(server) as platform:
        url = asked(server)
        for part in range(3):
            await platform.post(delivery(place(), f"piece {part}", reply_to=url, part=part))
        await platform.post(delivery(place(), file_reply("report.md"), reply_to=url, part=3))
        *words, hint = [post.text for post in server.whispered(GRACE)]
        assert server.posted(CHANNEL) == []
    assert words == ["piece 0", "piece 1", "piece 2"]
    assert hint == "📎 report.md → `/invite` <@U0BRIEFBOT>"


async def test_a_command_where_the_bot_is_a_member_is_answered_in_the_channel() -> None:
    async with workspace() as server, slack_bot(server) as platform:
        url = server.slash_command(CHANNEL, GRACE, "report").response_url
        await platform.post(delivery(place(), "hello", reply_to=url))
        assert [post.text for post in server.posted(CHANNEL)] == ["hello"]
        assert server.whispered(GRACE) == []


async def test_a_whisper_whose_blocks_are_refused_is_sent_in_words_and_a_used_up_address_is_refused() -> None:
    async with workspace() as server, slack_bot(server) as platform:
        url = asked(server)
        server.methods.unsupported |= {"rich_text", "section"}
        await platform.post(delivery(place(), "hello", reply_to=url))
        assert [(post.text, post.blocks) for post in server.whispered(GRACE)] == [("hello", [])]
        server.methods.unsupported.clear()
        for _ in range(2):
            await platform.post(delivery(place(), "more", reply_to=url))
        with pytest.raises(PostRefused, match="used_url"):
            await platform.post(delivery(place(), "too much", reply_to=url))


@pytest.mark.parametrize(
    ("kind", "meaning"),
    [("rate_limit", TryLater), ("server_error", OutcomeUnknown), ("drop_after", OutcomeUnknown)],
)
async def test_a_whisper_in_trouble_is_not_repeated_behind_our_back(
    kind: Kind, meaning: type[Exception]
) -> None:
    async with workspace() as server, slack_bot(server) as platform:
        url = asked(server)
        server.trouble(kind, method="response_url")
        with pytest.raises(meaning):
            await platform.post(delivery(place(), "hello", reply_to=url))
        assert len(server.whispered(GRACE)) == (kind == "drop_after")


async def test_a_flood_names_its_pause() -> None:
    async with workspace() as server, slack_bot(server) as platform:
        server.trouble("rate_limit", method="chat.postMessage", seconds=9)
        with pytest.raises(TryLater) as flood:
            await platform.post(delivery(place(), "hello"))
        assert flood.value.after == timedelta(seconds=9)
        assert server.posted(CHANNEL) == []


@pytest.mark.parametrize("word", ["is_archived", "channel_not_found", "restricted_action", "invalid_auth"])
async def test_a_channel_that_takes_no_post_is_told_nothing_more(word: str) -> None:
    async with workspace() as server, slack_bot(server) as platform:
        server.trouble("refuse", method="chat.postMessage", error=word)
        with pytest.raises(PostRefused, match=word):
            await platform.post(delivery(place(), "hello", reply_to="1772353800.000200"))


async def test_where_nothing_listens_nothing_was_posted() -> None:
    async with workspace() as server, slack_bot(server) as platform:
        await server.__aexit__(None, None, None)
        with pytest.raises(TryLater):
            await platform.post(delivery(place(), "hello"))
        with pytest.raises(TryLater):
            await platform.find(delivery(place(), "hello"))


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "server_error", "refuse"])
@pytest.mark.parametrize("piece", ["hello", file_reply()])
@pytest.mark.parametrize("in_thread", [False, True])
async def test_a_post_that_nobody_answered_is_found_where_it_was_made(
    kind: Kind, piece: str | Reply, *, in_thread: bool
) -> None:
    async with workspace() as server, slack_bot(server, Clock(LATER)) as platform:
        root = server.person_writes(CHANNEL, GRACE, "hello").ts if in_thread else None
        for number in range(20):
            server.person_writes(CHANNEL, GRACE, f"talk {number}", thread_ts=root)
        method = "chat.postMessage" if piece == "hello" else "files.completeUploadExternal"
        server.trouble(kind, method=method, error="internal_error")
        uncertain = delivery(place(root), piece)
        with pytest.raises(OutcomeUnknown):
            await platform.post(uncertain)
        for number in range(20):
            server.person_writes(CHANNEL, GRACE, f"talk {number}", thread_ts=root)
        made = [post.ts for post in server.posted(CHANNEL)]
        assert await platform.find(uncertain) == (made[0] if kind == "drop_after" else None)
        assert len(made) == (kind == "drop_after")


async def test_a_post_to_a_person_is_found_in_their_direct_messages() -> None:
    async with workspace() as server, slack_bot(server, Clock(LATER)) as platform:
        server.add_person(GRACE)
        uncertain = delivery(Address(platform="slack", chat=GRACE), "hello")
        await platform.post(uncertain)
        (post,) = server.posted(server.direct_channel(GRACE))
        assert await platform.find(uncertain) == post.ts


async def test_another_delivery_and_an_older_file_are_not_taken_for_this_one() -> None:
    earlier = SlackApi(now=lambda: NOW.timestamp() - 60)
    earlier.add_channel(CHANNEL)
    async with earlier as server, slack_bot(server, Clock(LATER)) as platform:
        await platform.post(delivery(place(), "hello", part=1))
        await platform.post(delivery(place(), file_reply()))
        assert await platform.find(delivery(place(), "hello")) is None
        assert await platform.find(delivery(place(), file_reply())) is None


async def test_a_request_may_still_arrive_so_the_search_waits_for_it() -> None:
    async with workspace() as server, slack_bot(server, Clock(NOW + timedelta(seconds=0.5))) as platform:
        with pytest.raises(TryLater) as wait:
            await platform.find(delivery(place(), "hello"))
        assert wait.value.after == timedelta(seconds=1.5)
        assert server.called("conversations.history") == []
        never_meant = Delivery(**{**dict(delivery(place(), "hello")), "intended_at": None})
        assert await platform.find(never_meant) is None


async def test_where_history_cannot_be_read_nobody_knows_and_a_flood_is_waited_out() -> None:
    async with workspace() as server, slack_bot(server, Clock(LATER)) as platform:
        server.trouble("rate_limit", method="conversations.history", seconds=60)
        with pytest.raises(TryLater) as flood:
            await platform.find(delivery(place(), "hello"))
        assert flood.value.after == timedelta(seconds=60)
        server.add_channel(CHANNEL, member=False)
        with pytest.raises(OutcomeUnknown, match="not_in_channel"):
            await platform.find(delivery(place(), "hello"))


async def test_a_shared_file_is_handed_over_up_to_the_limit() -> None:
    async with workspace() as server, slack_bot(server) as platform:
        server.person_shares_file(CHANNEL, GRACE, "paper.pdf", content=b"%PDF-1.7 words")
        (stored,) = server.workspace.files.values()
        handle = f"{server.host}/files-pri/{server.workspace.team}-{stored.id}/paper.pdf"
        assert await platform.fetch(attachment("slack", handle), limit=100) == b"%PDF-1.7 words"
        for size in (None, 2**30):
            with pytest.raises(CannotDo) as refusal:
                await platform.fetch(attachment("slack", handle, size=size), limit=5)
            assert refusal.value.reason.why is Why.FILE_TOO_LARGE
        server.trouble("server_error", method="files.download")
        with pytest.raises(TryLater):
            await platform.fetch(attachment("slack", handle), limit=100)
        for gone in (handle.replace("F0", "F9"), handle.replace("paper.pdf", "x")):
            stored.finished = False
            with pytest.raises(CannotDo) as missing:
                await platform.fetch(attachment("slack", gone), limit=100)
            assert missing.value.reason.why is Why.FILE_GONE


async def test_a_token_that_may_not_read_gets_a_login_page_which_is_no_file() -> None:
    async with workspace() as server:
        server.person_shares_file(CHANNEL, GRACE, "paper.pdf", content=b"%PDF-1.7")
        (stored,) = server.workspace.files.values()
        handle = f"{server.host}/files-pri/{server.workspace.team}-{stored.id}/paper.pdf"
        files = SlackFiles(Credentials(token="xoxb-other", api_url=server.address))
        with pytest.raises(CannotDo) as refusal:
            await files.fetch(attachment("slack", handle), limit=100)
    assert refusal.value.reason.why is Why.FILE_GONE


@pytest.mark.parametrize(
    "address",
    [
        *("https://evil.example/paper.pdf", "https://slack.com.evil.example/x", "https://notslack.com/x"),
        *("http://files.slack.com/x", "https://slack.com@evil.example/x", "ftp://files.slack.com/x"),
        *("https://evil.example\\.slack.com/x", "https://evil.example/#.slack.com", "", "//slack.com/x"),
    ],
)
async def test_the_token_goes_to_slacks_own_hosts_and_to_no_other(address: str) -> None:
    async with workspace() as server, slack_bot(server) as platform:
        with pytest.raises(CannotDo) as refusal:
            await platform.fetch(attachment("slack", address), limit=100)
    assert refusal.value.reason.why is Why.FILE_GONE
