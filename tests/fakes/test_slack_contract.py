"""The Slack fake beside `emulate` 0.11.2, a Slack double that we did not write: do both say the same?"""

import asyncio
import json
import os
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack_api import SlackApi

PACKAGE = "emulate@0.11.2"  # the tag `latest` is an unrelated package
SWITCH = "BRIEFBOT_NODE_TESTS"
SERVER = """
import { createEmulator } from 'emulate'
const emulator = await createEmulator({ service: 'slack', port: Number(process.argv[2]) })
console.log('ready')
process.stdin.resume()
process.stdin.on('end', () => { emulator.close(); process.exit(0) })
"""
METADATA = {"event_type": "brief", "event_payload": {"delivery_id": "d-1"}}
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "*A brief*"}}]
GONE = "1700000000.000001"
Json = dict[str, Any]

REFUSED: list[tuple[str, str, Json]] = [
    ("unknown upload", "files.completeUploadExternal", {"files": [{"id": "F0NONE"}]}),
    ("unknown channel", "chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}),
    ("unknown channel's history", "conversations.history", {"channel": "C0NOWHERE"}),
    ("unknown channel's name", "conversations.info", {"channel": "C0NOWHERE"}),
    ("no text", "chat.postMessage", {"text": ""}),
    ("edit of nothing", "chat.update", {"ts": GONE, "text": "x"}),
    ("deletion of nothing", "chat.delete", {"ts": GONE}),
    ("broken metadata", "chat.postMessage", {"text": "x", "metadata": "no json"}),
    ("unknown person", "users.info", {"user": "U0NOBODY"}),
    ("unknown person's chat", "conversations.open", {"channel": None, "users": "U0NOBODY"}),
]


@pytest.fixture
async def other_double(tmp_path: Path) -> AsyncIterator[str]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if os.environ.get(SWITCH) != "1":
        pytest.skip(f"{SWITCH}=1 is not set: it allows {PACKAGE} to be installed into a temporary directory")
    if node is None or npm is None:
        pytest.skip("node and npm are not installed")
    words = ("install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(tmp_path), PACKAGE)
    quiet, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
    install = await asyncio.create_subprocess_exec(npm, *words, stdout=quiet, stderr=quiet)
    if await asyncio.wait_for(install.wait(), 120) != 0:
        pytest.skip(f"{PACKAGE} could not be installed")
    script = tmp_path / "server.mjs"
    script.write_text(SERVER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = await asyncio.create_subprocess_exec(node, str(script), str(port), stdin=pipe, stdout=pipe)
    assert server.stdout is not None
    assert server.stdin is not None
    assert await asyncio.wait_for(server.stdout.readline(), 20) == b"ready\n"
    yield f"http://127.0.0.1:{port}/api/"
    server.stdin.close()
    await server.wait()


async def answers(client: AsyncWebClient, channel: str) -> dict[str, Json]:
    """The same sequence of calls on either side, each answer under a name of its own."""
    heard: dict[str, Json] = {}

    async def ask(name: str, method: str, arguments: Json) -> Json:
        given = {key: value for key, value in {"channel": channel, **arguments}.items() if value is not None}
        try:
            response = await client.api_call(method, json=given)
        except SlackApiError as error:
            response = error.response
        heard[name] = json.loads(json.dumps(response.data))
        return heard[name]

    words = {"text": "A brief", "blocks": BLOCKS, "metadata": METADATA}
    first = (await ask("post", "chat.postMessage", words))["ts"]
    reply = (await ask("reply in thread", "chat.postMessage", {"text": "Details", "thread_ts": first}))["ts"]
    await ask("edit", "chat.update", {"ts": reply, "text": "More"})
    await ask("history", "conversations.history", {"include_all_metadata": True})
    await ask("thread", "conversations.replies", {"ts": first, "include_all_metadata": True})
    await ask("link", "chat.getPermalink", {"message_ts": reply})
    await ask("reaction", "reactions.add", {"timestamp": first, "name": "eyes"})
    await ask("same reaction", "reactions.add", {"timestamp": first, "name": "eyes"})
    await ask("channel", "conversations.info", {})
    await ask("upload", "files.getUploadURLExternal", {"filename": "a.pdf", "length": 4})
    for name, method, arguments in REFUSED:
        await ask(name, method, arguments)
    await ask("no new text", "chat.update", {"ts": first})
    second = (await ask("another post", "chat.postMessage", {"text": "Too much"}))["ts"]
    await ask("deletion", "chat.delete", {"ts": second})
    await ask("history afterwards", "conversations.history", {"include_all_metadata": True})
    await ask("who am I", "auth.test", {})
    client.token = None
    await ask("without a token", "auth.test", {})
    return heard


def missing(theirs: object, ours: object, path: str) -> list[str]:
    """Where the other double has a key, a number of messages or a kind of value that ours has not."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        absent = [f"{path}.{key} is absent" for key in theirs if key not in ours]
        known = [key for key in theirs if key in ours]
        return absent + [fault for key in known for fault in missing(theirs[key], ours[key], f"{path}.{key}")]
    if isinstance(theirs, list) and isinstance(ours, list):
        if len(theirs) != len(ours):
            return [f"{path} has {len(ours)} parts, not {len(theirs)}"]
        pairs = enumerate(zip(theirs, ours, strict=True))
        return [fault for number, pair in pairs for fault in missing(*pair, f"{path}[{number}]")]
    return [] if type(theirs) is type(ours) else [f"{path} is a {type(ours).__name__}"]


# What the other double adds to a channel is about a reader, and the bot reads no such thing.
UNREAD = {"channel.channel.is_open is absent", "channel.channel.last_read is absent"}


async def test_both_doubles_give_the_same_answers_in_the_same_shapes(other_double: str) -> None:
    their_client = AsyncWebClient("xoxb-1", base_url=other_double, retry_handlers=[])
    channels = await their_client.api_call("conversations.list", json={})
    theirs = await answers(their_client, channels["channels"][0]["id"])
    async with SlackApi() as slack:
        slack.add_channel("C0PAPERS")
        ours = await answers(AsyncWebClient(slack.bot_token, base_url=slack.address), "C0PAPERS")
    codes = {name: answer.get("error", "ok") for name, answer in theirs.items()}
    assert {name: answer.get("error", "ok") for name, answer in ours.items()} == codes
    assert {fault for name in theirs for fault in missing(theirs[name], ours[name], name)} == UNREAD
