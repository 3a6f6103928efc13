"""The Slack fake's Web API, seen through Slack's own client."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.fakes.slack_api import SlackApi
from tests.fakes.slack_trouble import Kind

BRIEF = {"event_type": "brief", "event_payload": {"delivery_id": "d-1"}}
Json = dict[str, Any]


@pytest.fixture
async def slack() -> AsyncIterator[SlackApi]:
    async with SlackApi() as running:
        running.add_channel("C0PAPERS", name="papers")
        yield running


@pytest.fixture
def client(slack: SlackApi) -> AsyncWebClient:
    return AsyncWebClient(slack.bot_token, base_url=slack.address, timeout=5, retry_handlers=[])


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(**fields: Any) -> Json:
    words = {"type": "plain_text", "text": fields.pop("text", "Why")}
    return {"type": "actions", "elements": [{"type": "button", "text": words, "action_id": "why", **fields}]}


async def refusal(client: AsyncWebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, json=arguments)
    return str(caught.value.response["error"])


async def test_a_post_its_thread_and_its_edit_can_be_read_back(
    slack: SlackApi, client: AsyncWebClient
) -> None:
    first = await client.chat_postMessage(
        channel="C0PAPERS", text="A brief", blocks=[section("*A brief*")], metadata=BRIEF
    )
    reply = await client.chat_postMessage(channel="C0PAPERS", text="Details", thread_ts=first["ts"])
    await client.chat_update(channel="C0PAPERS", ts=reply["ts"], text="More details")

    top = (await client.conversations_history(channel="C0PAPERS", include_all_metadata=True))["messages"]
    thread = (await client.conversations_replies(channel="C0PAPERS", ts=first["ts"]))["messages"]
    assert [message["metadata"] for message in top] == [BRIEF]
    assert [(top[0]["reply_count"], top[0]["latest_reply"])] == [(1, reply["ts"])]
    assert [message["text"] for message in thread] == ["A brief", "More details"]
    assert thread[1]["edited"]["user"] == slack.workspace.bot_user
    assert [(post.text, post.thread_ts, post.edits) for post in slack.posted("C0PAPERS")] == [
        ("A brief", None, 0),
        ("More details", first["ts"], 1),
    ]


async def test_the_payload_of_metadata_is_shown_only_where_asked_for(client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C0PAPERS", text="A brief", metadata=BRIEF)
    plain = await client.conversations_history(channel="C0PAPERS")
    assert "event_payload" not in plain["messages"][0]["metadata"]


@pytest.mark.parametrize(
    "case",
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0SECRET", "text": "x"}, "channel_not_found"),
        ({"channel": "C0OTHERS", "text": "x"}, "not_in_channel"),
        ({"channel": "C0OLD", "text": "x"}, "is_archived"),
        ({"channel": "C0PAPERS"}, "no_text"),
        ({"channel": "C0PAPERS", "text": "  "}, "no_text"),
        ({"channel": "C0PAPERS", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C0PAPERS", "text": "x", "thread_ts": "1700000000.000001"}, "thread_not_found"),
        ({"channel": "C0PAPERS", "text": "x", "blocks": "no json"}, "invalid_blocks_format"),
        ({"channel": "C0PAPERS", "text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"channel": "C0PAPERS", "text": "x", "metadata": "no json"}, "invalid_metadata_format"),
        ({"channel": "C0PAPERS", "text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_schema"),
    ],
)
async def test_what_slack_refuses_is_refused_and_not_posted(
    slack: SlackApi, client: AsyncWebClient, case: tuple[Json, str]
) -> None:
    arguments, code = case
    slack.add_channel("C0SECRET", private=True, member=False)
    slack.add_channel("C0OTHERS", member=False)
    slack.add_channel("C0OLD", archived=True)
    assert await refusal(client, "chat.postMessage", **arguments) == code
    assert not any(slack.workspace.posts.values())


LONG = "x" * 3001
TOO_MUCH: list[tuple[str, list[Json], str]] = [
    ("51 blocks", [{"type": "divider"}] * 51, "/blocks"),
    ("section text", [section(LONG)], "/blocks/0/text/text"),
    ("empty section", [section("")], "/blocks/0/text/text"),
    ("section without words", [{"type": "section"}], "/blocks/0"),
    ("field", [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2001}]}], "fields/0/text"),
    ("11 fields", [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 11}], "/fields"),
    ("header", [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], "/text/text"),
    ("header in mrkdwn", [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "/blocks/0/text"),
    ("context", [{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11}], "/elements"),
    ("26 buttons", [{"type": "actions", "elements": button()["elements"] * 26}], "/elements"),
    ("button text", [button(text="x" * 76)], "/elements/0/text/text"),
    ("button value", [button(value="x" * 2001)], "/elements/0/value"),
    ("button style", [button(style="loud")], "/elements/0/style"),
    ("block id", [section("x") | {"block_id": "x" * 256}], "/block_id"),
    ("repeated block id", [section("x") | {"block_id": "a"}] * 2, "/blocks"),
    ("one markdown", [{"type": "markdown", "text": "x" * 12_001}], "/blocks/0/text"),
    ("two markdowns", [{"type": "markdown", "text": "x" * 6_001}] * 2, "/blocks"),
    ("101 rows", [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}], "/rows"),
    ("21 cells", [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}], "/rows/0"),
    ("unknown type", [{"type": "poster"}], "/blocks/0/type"),
    ("unknown property", [section("x") | {"colour": "red"}], "/blocks/0"),
    ("image without words", [{"type": "image", "image_url": "https://example.org/a.png"}], "/blocks/0"),
]


@pytest.mark.parametrize(
    ("blocks", "pointer"), [case[1:] for case in TOO_MUCH], ids=[case[0] for case in TOO_MUCH]
)
async def test_blocks_over_a_limit_are_refused_with_their_place(
    client: AsyncWebClient, blocks: list[Json], pointer: str
) -> None:
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C0PAPERS", text="x", blocks=blocks)
    answer = caught.value.response
    assert answer["error"] == "invalid_blocks"
    assert any(f"{pointer}]" in message for message in answer["response_metadata"]["messages"])


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        ([section("x" * 3000)] * 5, "msg_blocks_too_long"),
        ([section("x" * 300)] * 31 + [{"type": "divider"}] * 10, "msg_blocks_too_long"),
        ([{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2, "invalid_attachments"),
    ],
)
async def test_a_message_too_long_as_a_whole_is_refused(
    client: AsyncWebClient, blocks: list[Json], code: str
) -> None:
    assert await refusal(client, "chat.postMessage", channel="C0PAPERS", text="x", blocks=blocks) == code


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "divider"}] * 50,
        [section("x" * 3000)] * 4,
        [{"type": "markdown", "text": "x" * 12_000}],
        [button(text="x" * 75, value="x" * 2000, url="https://example.org/", style="primary")],
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 150}}],
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 20] * 100}],
        [{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 10}],
        [section("x") | {"accessory": button()["elements"][0], "block_id": "x" * 255}],
    ],
)
async def test_blocks_at_their_limits_are_posted(
    slack: SlackApi, client: AsyncWebClient, blocks: list[Json]
) -> None:
    await client.chat_postMessage(channel="C0PAPERS", text="x", blocks=blocks)
    assert slack.posted("C0PAPERS")[0].blocks == blocks


async def test_a_block_that_the_workspace_does_not_have_yet_is_invalid(
    slack: SlackApi, client: AsyncWebClient
) -> None:
    slack.methods.unsupported.add("table")
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
    refused = await refusal(client, "chat.postMessage", channel="C0PAPERS", text="x", blocks=[table])
    assert refused == "invalid_blocks"


async def test_an_edit_replaces_blocks_and_takes_at_most_4000_bytes(
    slack: SlackApi, client: AsyncWebClient
) -> None:
    blocks = [section("a")]
    ts = (await client.chat_postMessage(channel="C0PAPERS", text="a", blocks=blocks, metadata=BRIEF))["ts"]
    await client.chat_update(channel="C0PAPERS", ts=ts, text="b")
    [post] = slack.posted("C0PAPERS")
    assert (post.text, post.blocks, post.metadata) == ("b", [], BRIEF)
    over = await refusal(client, "chat.update", channel="C0PAPERS", ts=ts, text="文" * 1334)
    assert over == "msg_too_long"


async def test_only_the_bots_own_posts_can_be_changed(slack: SlackApi, client: AsyncWebClient) -> None:
    said = slack.person_writes("C0PAPERS", "U0ADA", "hello")
    place = {"channel": "C0PAPERS", "ts": said.ts}
    assert await refusal(client, "chat.update", **place, text="x") == "cant_update_message"
    assert await refusal(client, "chat.delete", **place) == "cant_delete_message"
    assert await refusal(client, "chat.delete", channel="C0PAPERS", ts="1.0") == "message_not_found"


async def test_a_deleted_first_message_leaves_a_tombstone_over_its_thread(
    slack: SlackApi, client: AsyncWebClient
) -> None:
    first = (await client.chat_postMessage(channel="C0PAPERS", text="a"))["ts"]
    await client.chat_postMessage(channel="C0PAPERS", text="b", thread_ts=first)
    await client.chat_delete(channel="C0PAPERS", ts=first)
    thread = (await client.conversations_replies(channel="C0PAPERS", ts=first))["messages"]
    assert [message.get("subtype") for message in thread] == ["tombstone", None]
    assert [post.text for post in slack.posted("C0PAPERS")] == ["b"]


async def test_a_wrong_token_or_none_gets_nothing(slack: SlackApi) -> None:
    stranger = AsyncWebClient("xoxb-other", base_url=slack.address)
    assert await refusal(stranger, "auth.test") == "invalid_auth"
    assert await refusal(AsyncWebClient(base_url=slack.address), "auth.test") == "not_authed"
    assert await refusal(stranger, "apps.connections.open") == "not_allowed_token_type"


async def test_a_rate_limit_names_its_seconds_and_the_sdk_can_wait_for_it(
    slack: SlackApi, client: AsyncWebClient
) -> None:
    slack.trouble("rate_limit", method="chat.postMessage", channel="C0PAPERS", times=2, seconds=1)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C0PAPERS", text="a")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "1")
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler())
    await client.chat_postMessage(channel="C0PAPERS", text="b")
    assert [post.text for post in slack.posted("C0PAPERS")] == ["b"]
    assert [call.answer for call in slack.called("chat.postMessage")] == ["rate_limit", "rate_limit", "ok"]


async def test_posts_faster_than_the_pace_are_rate_limited() -> None:
    seconds = [1_800_000_000.0]
    async with SlackApi(pace=1.0, now=lambda: seconds[0]) as slack:
        slack.add_channel("C0PAPERS")
        client = AsyncWebClient(slack.bot_token, base_url=slack.address, retry_handlers=[])
        await client.chat_postMessage(channel="C0PAPERS", text="a")
        assert await refusal(client, "chat.postMessage", channel="C0PAPERS", text="b") == "ratelimited"
        seconds[0] += 1.0
        await client.chat_postMessage(channel="C0PAPERS", text="b")


@pytest.mark.parametrize("case", [("drop_before", 0), ("drop_after", 1)])
async def test_a_dropped_connection_leaves_the_outcome_open(
    slack: SlackApi, client: AsyncWebClient, case: tuple[Kind, int]
) -> None:
    kind, standing = case
    slack.trouble(kind, method="chat.postMessage")
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.chat_postMessage(channel="C0PAPERS", text="a", metadata=BRIEF)
    seen = (await client.conversations_history(channel="C0PAPERS", include_all_metadata=True))["messages"]
    assert [message["metadata"] for message in seen] == [BRIEF] * standing


async def test_a_slow_answer_may_come_after_the_post_stands(slack: SlackApi) -> None:
    slack.trouble("delay", method="chat.postMessage", seconds=0.2)
    slack.trouble("server_error", method="chat.postMessage", status=502)
    hasty = AsyncWebClient(slack.bot_token, base_url=slack.address, timeout=5)
    started = asyncio.get_running_loop().time()
    await hasty.chat_postMessage(channel="C0PAPERS", text="a")
    assert asyncio.get_running_loop().time() - started >= 0.2
    with pytest.raises(SlackApiError) as caught:
        await hasty.chat_postMessage(channel="C0PAPERS", text="b")
    assert caught.value.response.status_code == 502
    assert [post.text for post in slack.posted("C0PAPERS")] == ["a"]


async def test_history_comes_in_pages_between_two_moments(slack: SlackApi, client: AsyncWebClient) -> None:
    stamps = [
        (await client.chat_postMessage(channel="C0PAPERS", text=str(number)))["ts"] for number in range(5)
    ]
    pages = [
        [message["text"] for message in page["messages"]]
        async for page in await client.conversations_history(channel="C0PAPERS", limit=2)
    ]
    between = {"channel": "C0PAPERS", "oldest": stamps[1], "latest": stamps[3]}
    inside = await client.conversations_history(**between)
    around = await client.conversations_history(**between, inclusive=True)
    assert pages == [["4", "3"], ["2", "1"], ["0"]]
    assert [message["text"] for message in inside["messages"]] == ["2"]
    assert [message["text"] for message in around["messages"]] == ["3", "2", "1"]
    slack.methods.most_messages = 3
    assert len((await client.conversations_history(channel="C0PAPERS", limit=100))["messages"]) == 3
    bad = {"channel": "C0PAPERS", "cursor": "?"}
    assert await refusal(client, "conversations.history", **bad) == "invalid_cursor"


async def test_an_uploaded_file_is_posted_and_needs_the_token_to_be_read(
    slack: SlackApi, client: AsyncWebClient
) -> None:
    await client.files_upload_v2(
        channel="C0PAPERS", filename="a.pdf", content=b"%PDF-1.7", title="A paper", initial_comment="Here"
    )
    [post] = slack.posted("C0PAPERS")
    [entry] = post.files
    assert (post.text, entry["title"], entry["mimetype"]) == ("Here", "A paper", "application/pdf")
    async with aiohttp.ClientSession() as session:
        async with session.get(entry["url_private"]) as stranger:
            assert (stranger.status, stranger.content_type) == (200, "text/html")
        headers = {"Authorization": f"Bearer {slack.bot_token}"}
        async with session.get(entry["url_private_download"], headers=headers) as mine:
            assert (await mine.read(), mine.content_type) == (b"%PDF-1.7", "application/pdf")


async def test_an_upload_must_be_as_long_as_announced(slack: SlackApi, client: AsyncWebClient) -> None:
    begun = await client.files_getUploadURLExternal(filename="a.pdf", length=4)
    async with aiohttp.ClientSession() as session, session.post(begun["upload_url"], data=b"%PD") as sent:
        assert sent.status == 400
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(files=[{"id": begun["file_id"]}], channel_id="C0PAPERS")
    assert slack.posted("C0PAPERS") == []


async def test_people_are_reached_directly_and_alone(slack: SlackApi, client: AsyncWebClient) -> None:
    slack.add_person("U0ADA", name="ada")
    direct = (await client.conversations_open(users="U0ADA"))["channel"]["id"]
    posted = await client.chat_postMessage(channel="U0ADA", text="hello")
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        await client.chat_postEphemeral(channel="C0PAPERS", user="U0ADA", text="only you")
    slack.person_writes("C0PAPERS", "U0ADA", "here I am")
    await client.chat_postEphemeral(channel="C0PAPERS", user="U0ADA", text="only you")
    await client.reactions_add(channel=direct, name="eyes", timestamp=posted["ts"])
    link = await client.chat_getPermalink(channel=direct, message_ts=posted["ts"])
    channel = (await client.conversations_info(channel=direct))["channel"]
    assert posted["channel"] == direct == slack.direct_channel("U0ADA")
    assert [post.text for post in slack.whispered("U0ADA")] == ["only you"]
    assert slack.posted(direct)[0].reactions == ["eyes"]
    assert link["permalink"].endswith(f"/archives/{direct}/p{posted['ts'].replace('.', '')}")
    assert (channel["is_im"], channel["user"]) == (True, "U0ADA")
    assert (await client.users_info(user="U0ADA"))["user"]["name"] == "ada"
    again = {"channel": direct, "name": "eyes", "timestamp": posted["ts"]}
    assert await refusal(client, "reactions.add", **again) == "already_reacted"
    assert await refusal(client, "users.info", user="U0NOBODY") == "user_not_found"


async def test_a_response_url_works_five_times_for_half_an_hour() -> None:
    seconds = [1_800_000_000.0]
    async with SlackApi(now=lambda: seconds[0]) as slack:
        slack.add_channel("C0OTHERS", member=False)
        first = AsyncWebhookClient(slack.slash_command("C0OTHERS", "U0ADA", "help").response_url)
        answers = [await first.send(text=f"answer {number}") for number in range(6)]
        second = AsyncWebhookClient(slack.slash_command("C0OTHERS", "U0ADA", "help").response_url)
        await second.send(text="for all", response_type="in_channel")
        seconds[0] += 1801
        late = await second.send(text="too late")
        heard = [envelope.kind for envelope in slack.sockets.waiting]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert ("used_url" in answers[5].body, "expired_url" in late.body) == (True, True)
    assert len(slack.whispered("U0ADA")) == 5
    assert [post.text for post in slack.posted("C0OTHERS")] == ["for all"]
    assert heard == [], "the bot is not in that channel, so it hears nothing there, not even itself"
