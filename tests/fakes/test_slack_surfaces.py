"""Home tabs, the panel, scopes and the 1/s of the Slack fake, through the real client: what it refuses."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack_api import SlackApi

GRACE = "U0GRACE"
SECTION = {"type": "section", "text": {"type": "plain_text", "text": "hello"}}


@pytest.fixture
async def slack() -> AsyncIterator[SlackApi]:
    async with SlackApi(pace=1.0) as running:
        running.add_channel("C0PAPERS", people=[GRACE])
        running.direct_channel(GRACE)
        yield running


@pytest.fixture
def client(slack: SlackApi) -> AsyncWebClient:
    return AsyncWebClient(slack.bot_token, base_url=slack.address, retry_handlers=[])


def home(**other: Any) -> dict[str, Any]:
    return {"type": "home", "blocks": [SECTION], **other}


@pytest.mark.parametrize(
    "view",
    [
        home(type="modal"),
        home(blocks=[SECTION] * 101),
        home(blocks=[{"type": "section"}]),
        home(blocks=[{"type": "alert", "text": "new"}]),
        home(title="none here"),
        home(private_metadata="x" * 3001),
    ],
)
async def test_a_view_that_is_wrong_is_refused(
    slack: SlackApi, client: AsyncWebClient, view: dict[str, Any]
) -> None:
    slack.methods.unsupported.add("alert")
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.views_publish(user_id=GRACE, view=view)
    assert slack.surfaces.homes == {}


async def test_a_view_takes_a_hundred_blocks_of_a_known_person(
    slack: SlackApi, client: AsyncWebClient
) -> None:
    await client.views_publish(user_id=GRACE, view=home(blocks=[SECTION] * 100))
    assert len(slack.surfaces.homes[GRACE]["blocks"]) == 100
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.views_publish(user_id="U0NOBODY", view=home())


async def test_the_panel_knows_its_threads_and_its_limits(slack: SlackApi, client: AsyncWebClient) -> None:
    chat, prompt = slack.direct_channel(GRACE), {"title": "Help", "message": "help"}
    with pytest.raises(SlackApiError, match="invalid_thread_ts"):
        await client.assistant_threads_setStatus(channel_id=chat, thread_ts="1.000001", status="busy")
    for prompts in ([], [prompt] * 5, [{"title": "no message"}]):
        with pytest.raises(SlackApiError, match="invalid_arguments"):
            await client.assistant_threads_setSuggestedPrompts(channel_id=chat, prompts=prompts)
    root = slack.person_writes(chat, GRACE, "hello").ts
    await client.assistant_threads_setSuggestedPrompts(channel_id=chat, thread_ts=root, prompts=[prompt])
    assert slack.surfaces.panel(chat).prompts == [], "with a thread the agent view takes none, without a word"
    await client.assistant_threads_setStatus(channel_id=chat, thread_ts=root, status="busy")
    await client.chat_postMessage(channel=chat, thread_ts=root, text="done")
    assert slack.surfaces.panel(chat, root).status == ""


async def test_a_method_without_its_scope_is_refused(slack: SlackApi, client: AsyncWebClient) -> None:
    slack.scopes -= {"users:read", "channels:read"}
    with pytest.raises(SlackApiError, match="missing_scope") as refusal:
        await client.users_info(user=GRACE)
    assert refusal.value.response["needed"] == "users:read"
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.conversations_info(channel="C0PAPERS")


async def test_a_channel_takes_one_post_a_second(slack: SlackApi, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C0PAPERS", text="one")
    with pytest.raises(SlackApiError, match="ratelimited") as flood:
        await client.chat_postMessage(channel="C0PAPERS", text="two")
    assert flood.value.response.headers["Retry-After"] == "1"
    await client.chat_postMessage(channel=slack.direct_channel(GRACE), text="elsewhere")
