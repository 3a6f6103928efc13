"""The Slack fake as a process of its own, for tests in which the bot dies and Slack lives on.

    async with SlackProcess() as slack:
        await slack.call("add_channel", channel="C0PAPERS")
        await slack.call("person_mentions", channel="C0PAPERS", person="U0ADA", text="brief 2501.12345")
        posts = await slack.call("posted", channel="C0PAPERS")

By hand: `python -m tests.fakes.slack_process`; its first line of output is a JSON object with its addresses.
"""

import asyncio
import base64
import json
import sys
from dataclasses import asdict, is_dataclass
from inspect import isawaitable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.fakes.slack_api import Handler, SlackApi
from tests.fakes.slack_sockets import Timing
from tests.fakes.slack_trouble import Json, Refused

ROOT = Path(__file__).resolve().parents[2]
VERBS = frozenset(
    {
        "acked",
        "add_channel",
        "add_person",
        "archive_channel",
        "called",
        "direct_channel",
        "disconnect_sockets",
        "drop_sockets",
        "invite_bot",
        "lost",
        "person_chooses",
        "person_mentions",
        "person_opens",
        "person_presses",
        "person_shares_file",
        "person_taps_at_home",
        "person_writes",
        "posted",
        "push",
        "push_event",
        "redeliver",
        "remove_bot",
        "rename_channel",
        "slash_command",
        "trouble",
        "waiting",
        "whispered",
    }
)


class ControlledSlackApi(SlackApi):
    """The server, with its scripting side at POST /control/<verb>: JSON arguments in, JSON answer out."""

    def extra_routes(self) -> dict[str, Handler]:
        """The control endpoint."""
        return {"/control/{verb}": self._control}

    def waiting(self) -> Json:
        """Open sockets, connections ever made, and envelopes not acked yet."""
        there = self.sockets
        unacked = [envelope.event_id for envelope in there.waiting]
        return {"sockets": len(there.open), "connections": there.connections, "unacked": unacked}

    async def _control(self, request: web.Request) -> web.Response:
        verb = request.match_info["verb"]
        if verb not in VERBS:
            return web.Response(status=404, text=f"no verb {verb}")
        arguments = await request.json()
        if verb == "person_shares_file":
            arguments["content"] = base64.b64decode(arguments["content"])
        try:
            answer = getattr(self, verb)(**arguments)
            answer = await answer if isawaitable(answer) else answer
        except (LookupError, TypeError, Refused) as error:
            return web.Response(status=400, text=repr(error))
        return web.json_response(_plain(answer))


class SlackProcess:
    """Starts and ends the fake in another process; `timing` as in SlackApi."""

    def __init__(self, *, timing: Timing | None = None) -> None:
        self.timing = timing or Timing()
        self.host = ""
        self.bot_token = SlackApi.bot_token
        self.app_token = SlackApi.app_token
        self._process: asyncio.subprocess.Process | None = None
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        pipe = asyncio.subprocess.PIPE
        words = ("-m", "tests.fakes.slack_process", json.dumps(asdict(self.timing)))
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, *words, cwd=ROOT, stdin=pipe, stdout=pipe
        )
        if self._process.stdout is None:
            raise RuntimeError("the process has no output")
        self.host = json.loads(await self._process.stdout.readline())["host"]
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            await self._process.wait()

    @property
    def address(self) -> str:
        """The base_url for clients."""
        return f"{self.host}/api/"

    async def call(self, verb: str, **arguments: Any) -> Any:
        """Does on the server what the method of that name does on SlackApi; RuntimeError where it fails."""
        if self._session is None:
            raise RuntimeError("the process is not running")
        if isinstance(arguments.get("content"), bytes):
            arguments["content"] = base64.b64encode(arguments["content"]).decode()
        async with self._session.post(f"{self.host}/control/{verb}", json=arguments) as response:
            if response.status != 200:
                raise RuntimeError(await response.text())
            return await response.json()

    async def wait_for_posts(self, channel: str, *, count: int = 1, seconds: float = 5.0) -> list[Json]:
        """The bot's posts in a channel as soon as there are `count`."""
        async with asyncio.timeout(seconds):
            while True:
                posts: list[Json] = await self.call("posted", channel=channel)
                if len(posts) >= count:
                    return posts
                await asyncio.sleep(0.05)


def _plain(answer: Any) -> Any:
    if isinstance(answer, list):
        return [_plain(part) for part in answer]
    return asdict(answer) if is_dataclass(answer) and not isinstance(answer, type) else answer


async def _serve(timing: Timing) -> None:
    async with ControlledSlackApi(timing=timing) as slack:
        sys.stdout.write(json.dumps({"host": slack.host, "address": slack.address}) + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)  # the end of its input means that its test is over


if __name__ == "__main__":
    given = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
    if "retry_gaps" in given:
        given["retry_gaps"] = tuple(given["retry_gaps"])
    asyncio.run(_serve(Timing(**given)))
