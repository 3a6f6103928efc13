"""The Slack fake's Socket Mode, seen through Bolt and Slack's own socket client."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack_api import SlackApi
from tests.fakes.slack_process import ROOT, SlackProcess
from tests.fakes.slack_sockets import Timing

QUICK = Timing(ack_deadline=0.3, retry_gaps=(0.02, 0.05, 0.05), ping_interval=0.2, warning_grace=0.1)
Json = dict[str, Any]


@pytest.fixture
async def slack() -> AsyncIterator[SlackApi]:
    async with SlackApi(timing=QUICK) as running:
        running.add_channel("C0PAPERS", name="papers")
        yield running


class Inbox:
    """What an app stored before it acked: the bodies, and how often each was delivered."""

    def __init__(self) -> None:
        self.bodies: list[Json] = []
        self.retries: list[str] = []

    async def store(self, body: Json, request: Any, next: Callable[[], Awaitable[Any]]) -> Any:
        self.bodies.append(body)
        self.retries.extend(request.headers.get("x-slack-retry-num", ["0"]))
        return BoltResponse(status=200) if body["type"] == "event_callback" else await next()

    def ids(self) -> list[str]:
        return [body["event_id"] for body in self.bodies]


def app_for(slack: SlackApi, inbox: Inbox | None = None) -> AsyncApp:
    client = AsyncWebClient(slack.bot_token, base_url=slack.address)
    return AsyncApp(client=client, before_authorize=inbox.store if inbox else None)


@asynccontextmanager
async def connected(
    slack: SlackApi, app: AsyncApp, *, ping: float = 0.3
) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=ping)
    # Bolt's handler has no annotations
    await handler.connect_async()  # type: ignore[no-untyped-call]
    yield handler
    # the same
    await handler.close_async()  # type: ignore[no-untyped-call]


async def test_a_mention_arrives_twice_under_different_event_ids(slack: SlackApi) -> None:
    inbox = Inbox()
    async with connected(slack, app_for(slack, inbox)):
        said = slack.person_mentions("C0PAPERS", "U0ADA", "a < b & c, see arxiv.org/abs/2501.12345.")
        await slack.settled()
    events = [body["event"] for body in inbox.bodies]
    assert sorted(inbox.ids()) == sorted(said.event_ids)
    assert sorted(event["type"] for event in events) == ["app_mention", "message"]
    assert {event["ts"] for event in events} == {said.ts}
    link = "<http://arxiv.org/abs/2501.12345|arxiv.org/abs/2501.12345>"
    assert {event["text"] for event in events} == {f"<@U0BRIEFBOT> a &lt; b &amp; c, see {link}."}
    assert [slack.acked(event_id) for event_id in said.event_ids] == [1, 1]


async def test_only_events_that_the_app_subscribed_to_are_sent() -> None:
    async with SlackApi(subscribed={"app_mention"}) as slack:
        slack.add_channel("C0PAPERS")
        assert len(slack.person_mentions("C0PAPERS", "U0ADA", "hello").event_ids) == 1
        assert slack.person_writes("C0PAPERS", "U0ADA", "hello").event_ids == ()
        with pytest.raises(LookupError, match="tell it nothing"):
            slack.person_writes(slack.add_channel("C0OTHERS", member=False), "U0ADA", "hello")


async def test_an_event_stored_before_authorisation_survives_a_failing_auth_test(slack: SlackApi) -> None:
    inbox = Inbox()
    slack.trouble("refuse", method="auth.test", times=99, error="invalid_auth")
    async with connected(slack, app_for(slack, inbox)):
        said = slack.person_writes("C0PAPERS", "U0ADA", "hello")
        await slack.settled()
    assert inbox.ids() == list(said.event_ids)


async def test_with_a_failing_auth_test_bolt_acks_what_no_listener_saw(slack: SlackApi) -> None:
    seen: list[Json] = []
    app = app_for(slack)

    @app.event("message")
    async def hear(event: Json) -> None:
        seen.append(event)

    slack.trouble("refuse", method="auth.test", error="invalid_auth")
    async with connected(slack, app):
        lost = slack.person_writes("C0PAPERS", "U0ADA", "lost")
        await slack.settled()
        slack.person_writes("C0PAPERS", "U0ADA", "heard")
        await slack.until(lambda: bool(seen))
    assert slack.acked(lost.event_ids[0]) == 1
    assert [event["text"] for event in seen] == ["heard"]


async def test_an_event_that_could_not_be_stored_comes_again_under_its_id(slack: SlackApi) -> None:
    tries: list[str] = []

    class Failing(Inbox):
        async def store(self, body: Json, request: Any, next: Callable[[], Awaitable[Any]]) -> Any:
            tries.append(body["event_id"])
            if len(tries) < 3:
                raise OSError("disk full")
            return await super().store(body, request, next)

    inbox = Failing()
    async with connected(slack, app_for(slack, inbox)):
        said = slack.person_writes("C0PAPERS", "U0ADA", "hello")
        await slack.settled()
    assert tries == list(said.event_ids) * 3
    assert inbox.retries == ["2"]
    assert len({name for envelope in slack.sockets.acked for name in envelope.ids}) == 3


async def test_an_event_type_that_nobody_listens_to_is_given_up_after_three_retries(slack: SlackApi) -> None:
    async with connected(slack, app_for(slack)):
        event_id = slack.push_event({"type": "channel_rename", "channel": {"id": "C0PAPERS", "name": "p"}})
        await slack.settled()
    assert (slack.lost(), slack.acked(event_id)) == ([event_id], 0)
    assert len(slack.sockets.lost[0].ids) == 4


async def test_an_acked_event_may_come_again_under_its_id(slack: SlackApi) -> None:
    inbox = Inbox()
    async with connected(slack, app_for(slack, inbox)):
        said = slack.person_writes("C0PAPERS", "U0ADA", "hello")
        await slack.settled()
        slack.redeliver(said.event_ids[0])
        await slack.settled()
    assert inbox.ids() == list(said.event_ids) * 2
    assert inbox.retries == ["0", "1"]


async def test_each_event_goes_to_one_of_several_sockets(slack: SlackApi) -> None:
    left, right = Inbox(), Inbox()
    async with connected(slack, app_for(slack, left)), connected(slack, app_for(slack, right)):
        said = [slack.person_writes("C0PAPERS", "U0ADA", str(number)) for number in range(6)]
        await slack.settled()
    assert sorted(left.ids() + right.ids()) == sorted(one.event_ids[0] for one in said)
    assert (len(left.bodies), len(right.bodies)) == (3, 3)


async def test_an_event_sent_while_no_socket_is_open_comes_after_the_reconnect(slack: SlackApi) -> None:
    inbox = Inbox()
    async with connected(slack, app_for(slack, inbox), ping=0.1):
        assert slack.drop_sockets() == 1
        said = slack.person_writes("C0PAPERS", "U0ADA", "hello")
        await slack.settled()
    assert (inbox.ids(), inbox.retries) == (list(said.event_ids), ["1"])
    assert slack.sockets.connections == 2


async def test_an_unacked_event_of_a_dropped_socket_goes_to_another(slack: SlackApi) -> None:
    stuck, inbox = asyncio.Event(), Inbox()

    class Stuck(Inbox):
        async def store(self, body: Json, request: Any, next: Callable[[], Awaitable[Any]]) -> Any:
            stuck.set()
            await asyncio.Event().wait()

    async with connected(slack, app_for(slack, Stuck()), ping=60):
        said = slack.person_writes("C0PAPERS", "U0ADA", "hello")
        await stuck.wait()
        async with connected(slack, app_for(slack, inbox)):
            slack.drop_sockets(1)
            await slack.settled()
    assert (inbox.ids(), inbox.retries) == (list(said.event_ids), ["1"])


@pytest.mark.parametrize("case", [("warning", "0"), ("refresh_requested", "1")])
async def test_a_client_that_is_asked_to_reconnect_misses_nothing(slack: SlackApi, case: Any) -> None:
    reason, first_delivery = case
    inbox = Inbox()
    async with connected(slack, app_for(slack, inbox)):
        await slack.disconnect_sockets(reason)
        said = [slack.person_writes("C0PAPERS", "U0ADA", str(number)) for number in range(3)]
        await slack.until(lambda: slack.sockets.connections == 2)
        said.append(slack.person_writes("C0PAPERS", "U0ADA", "last"))
        await slack.settled()
    assert set(inbox.ids()) == {one.event_ids[0] for one in said}
    first = inbox.ids().index(said[0].event_ids[0])
    assert (slack.lost(), inbox.retries[first]) == ([], first_delivery)


async def test_a_socket_stays_open_while_it_answers_pings_and_is_closed_when_it_stops(
    slack: SlackApi,
) -> None:
    async with connected(slack, app_for(slack, Inbox()), ping=60) as handler:
        await asyncio.sleep(QUICK.ping_interval * 4)
        assert len(slack.sockets.open) == 1
        receiver = handler.client.message_receiver
        assert receiver is not None
        receiver.cancel()
        await slack.until(lambda: not slack.sockets.open, seconds=2)


async def test_a_ticket_opens_one_socket_and_the_eleventh_socket_is_sent_away(slack: SlackApi) -> None:
    apps = AsyncWebClient(slack.app_token, base_url=slack.address)
    async with aiohttp.ClientSession() as session:
        addresses = [(await apps.apps_connections_open(app_token=slack.app_token))["url"] for _ in range(11)]
        streams = [await session.ws_connect(address) for address in addresses]
        first = [await stream.receive_json() for stream in streams]
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(addresses[0])
    assert [frame["num_connections"] for frame in first[:10]] == list(range(1, 11))
    assert (first[10]["type"], first[10]["reason"]) == ("disconnect", "too_many_websockets")


async def test_a_client_keeps_trying_when_its_socket_cannot_be_opened(slack: SlackApi) -> None:
    slack.trouble("server_error", method="apps.connections.open", times=1)
    slack.trouble("drop_before", method="link", times=2)
    inbox = Inbox()
    async with connected(slack, app_for(slack, inbox), ping=0.1):
        said = slack.person_writes("C0PAPERS", "U0ADA", "hello")
        await slack.settled()
    assert inbox.ids() == list(said.event_ids)
    assert [call.answer for call in slack.called("link")] == ["drop_before"] * 2


async def test_a_command_is_answered_by_its_ack_and_by_its_address(slack: SlackApi) -> None:
    app = app_for(slack)

    @app.command("/brief")
    async def run(ack: Any, respond: Any, command: Json) -> None:
        await ack(f"On it: {command['text']}")
        await respond(text="Here it is", response_type="in_channel")

    async with connected(slack, app):
        slack.slash_command("C0PAPERS", "U0ADA", "2501.12345")
        await slack.wait_for_posts("C0PAPERS")
        await slack.until(lambda: bool(slack.whispered("U0ADA")))
    assert [post.text for post in slack.whispered("U0ADA")] == ["On it: 2501.12345"]
    assert [post.text for post in slack.posted("C0PAPERS")] == ["Here it is"]


async def test_a_command_without_an_ack_is_not_sent_again(slack: SlackApi) -> None:
    async with connected(slack, app_for(slack)):
        said = slack.slash_command("C0PAPERS", "U0ADA", "2501.12345")
        await slack.settled()
    assert slack.lost() == list(said.event_ids)
    assert len(slack.sockets.lost[0].ids) == 1


async def test_a_pressed_button_replaces_its_post(slack: SlackApi) -> None:
    app = app_for(slack)
    words = {"type": "plain_text", "text": "Unfollow"}
    buttons = {
        "type": "actions",
        "elements": [{"type": "button", "text": words, "action_id": "un", "value": "7"}],
    }

    @app.action("un")
    async def unfollow(ack: Any, respond: Any, action: Json) -> None:
        await ack()
        await respond(text=f"Unfollowed {action['value']}", replace_original=True)

    posted = await app.client.chat_postMessage(channel="C0PAPERS", text="Following", blocks=[buttons])
    async with connected(slack, app):
        slack.person_presses("C0PAPERS", "U0ADA", posted["ts"], action_id="un")
        await slack.until(lambda: slack.posted("C0PAPERS")[0].text == "Unfollowed 7")
    with pytest.raises(LookupError):
        slack.person_presses("C0PAPERS", "U0ADA", posted["ts"], action_id="un")


async def test_the_bot_hears_its_own_posts_edits_and_deletions(slack: SlackApi) -> None:
    inbox = Inbox()
    app = app_for(slack, inbox)
    async with connected(slack, app):
        ts = (await app.client.chat_postMessage(channel="C0PAPERS", text="a"))["ts"]
        await slack.settled()
        await app.client.chat_update(channel="C0PAPERS", ts=ts, text="b")
        await slack.settled()
        await app.client.chat_delete(channel="C0PAPERS", ts=ts)
        await slack.settled()
    events = [body["event"] for body in inbox.bodies]
    assert [event.get("subtype") for event in events] == [None, "message_changed", "message_deleted"]
    assert (events[0]["bot_id"], events[0]["user"]) == (slack.workspace.bot, slack.workspace.bot_user)
    assert (events[1]["previous_message"]["text"], events[1]["message"]["text"]) == ("a", "b")


async def test_a_shared_file_arrives_with_its_address(slack: SlackApi) -> None:
    inbox = Inbox()
    direct = slack.direct_channel("U0ADA")
    async with connected(slack, app_for(slack, inbox)):
        slack.person_shares_file(direct, "U0ADA", "a.pdf", content=b"%PDF-1.7", text="please brief this")
        await slack.settled()
    [event] = [body["event"] for body in inbox.bodies]
    [entry] = event["files"]
    assert (event["subtype"], event["channel_type"], event["text"]) == (
        "file_share",
        "im",
        "please brief this",
    )
    assert (entry["name"], entry["size"], entry["url_private"].startswith(slack.host)) == ("a.pdf", 8, True)


BOT = """
import asyncio, os, sys
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from slack_bolt.response import BoltResponse

address, bot_token, app_token, dies = sys.argv[1:]
client = AsyncWebClient(bot_token, base_url=address)

async def store(body):
    if dies == "dies":
        os._exit(9)
    event = body["event"]
    if "bot_id" not in event:
        await client.chat_postMessage(channel=event["channel"], text="answer", thread_ts=event["ts"])
    return BoltResponse(status=200)

async def main():
    app = AsyncApp(client=client, before_authorize=store)
    await AsyncSocketModeHandler(app, app_token).start_async()

asyncio.run(main())
"""


async def start_bot(slack: SlackProcess, dies: str) -> asyncio.subprocess.Process:
    words = (slack.address, slack.bot_token, slack.app_token, dies)
    return await asyncio.create_subprocess_exec(sys.executable, "-c", BOT, *words, cwd=ROOT)


async def test_slack_lives_on_when_the_bot_dies_with_an_unacked_event() -> None:
    async with SlackProcess(timing=Timing(retry_gaps=(0.0, 0.05, 0.05))) as slack:
        await slack.call("add_channel", channel="C0PAPERS")
        first = await start_bot(slack, "dies")
        said = await slack.call("person_writes", channel="C0PAPERS", person="U0ADA", text="hello")
        assert await asyncio.wait_for(first.wait(), 20) == 9
        assert await slack.call("acked", event_id=said["event_ids"][0]) == 0
        second = await start_bot(slack, "lives")
        [post] = await slack.wait_for_posts("C0PAPERS", seconds=20)
        second.kill()
        await second.wait()
        assert (post["text"], post["thread_ts"]) == ("answer", said["ts"])
        with pytest.raises(RuntimeError, match="KeyError"):
            await slack.call("person_writes", channel="C0NOWHERE", person="U0ADA", text="hello")
