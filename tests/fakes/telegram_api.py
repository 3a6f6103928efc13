"""A local server that behaves as Telegram's Bot API does: the other side of every Telegram test.

It is as strict as the real one, with the real one's texts, and it refuses every parse_mode. Texts and rules
come from the Bot API documents, the source of Telegram's own server (tdlib/telegram-bot-api) and TDLib.
Left out: methods that this bot does not call (404, as any unknown one), quotes in replies, captions that
change, and the delivery to a webhook. Limits of pace are kept where a test asks for them.

Clients add `/bot<token>/<method>` and `/file/bot<token>/<path>` to its address. In a test:
`async with TelegramApi() as telegram`. As a process of its own, from the project's root:
`python -m tests.fakes.telegram_api`; telegram_process.py starts that and speaks to it.
"""

import argparse
import asyncio
import contextlib
import json
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.fakes.telegram_calls import Call, read_call
from tests.fakes.telegram_chats import Json, Person, World
from tests.fakes.telegram_control import from_plain, plain
from tests.fakes.telegram_deeds import Deeds
from tests.fakes.telegram_limits import Limits
from tests.fakes.telegram_methods import Methods
from tests.fakes.telegram_people import Shown
from tests.fakes.telegram_posting import Posting
from tests.fakes.telegram_refusals import Refusal, flood
from tests.fakes.telegram_trouble import Kind, Trouble, Troubles
from tests.fakes.telegram_updates import UpdateQueue

TOKEN = "7000000001:local-server-for-tests-not-a-secret"
BOT_USERNAME = "paper_brief_bot"
FIRST_UPDATE = 500_000_001
LARGEST_REQUEST = 64 * 2**20


class TelegramApi(Deeds):
    """One bot's server. The scripting side stands in People and Deeds, the switches and the records here."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        port: int = 0,
        privacy: bool = True,
        now: Callable[[], float] = time.time,
    ) -> None:
        world = World(Person(int(token.partition(":")[0]), "Brief", BOT_USERNAME, is_bot=True))
        queue = UpdateQueue(FIRST_UPDATE)
        self._methods = Methods(world, queue, Posting(world, now))
        self._methods.reads_all = not privacy
        super().__init__(world, queue, self._methods, now=now)
        self.token = token
        self.username = BOT_USERNAME
        self.address = ""
        self._port = port
        self._log: list[Call] = []
        self._troubles = Troubles()
        self.limits = Limits()
        self._change = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.router.add_route("*", "/bot{token}/{method}", self._serve_call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._serve_file)
        app.router.add_post("/control/{verb}", self._serve_control)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._queue.end_wait(Refusal(500, "Internal Server Error: restart"))
        if self._runner:
            await self._runner.cleanup()

    def trouble(
        self,
        kind: Kind,
        *,
        method: str = "",
        chat: int = 0,
        times: int = 1,
        seconds: float = 1.0,
        status: int = 502,
    ) -> None:
        """The next calls, of one method or into one chat where these are given, meet this; see Trouble."""
        self._troubles.waiting.append(Trouble(kind, method, chat, times, seconds, status))

    def calm(self) -> None:
        """Switches every trouble off."""
        self._troubles.waiting.clear()

    def calls(self, method: str = "") -> list[Call]:
        """Every call that arrived, of one method where it is given, oldest first."""
        return [call for call in self._log if method.lower() in ("", call.method)]

    def actions(self, chat: int) -> list[str]:
        """The chat actions ("typing") shown in a chat, oldest first."""
        return [action for place, action, _ in self._methods.actions if place == chat]

    def callback_answers(self) -> list[str | None]:
        """The words that the bot answered to each tap with; None where it did not answer yet."""
        return [toast.text if toast else None for toast in self._methods.queries.taps.values()]

    def keep_limits(self) -> None:
        """From now on whoever writes faster than Telegram lets bots write gets a 429; see Limits."""
        self.limits.are_kept = True

    def commands(self, language: str = "", *, scope: str = "default", chat: int = 0) -> dict[str, str]:
        """The menu of commands in a language and scope: name -> description."""
        place = {"chat_id": chat, "type": scope} if chat else {"type": scope}
        entries = self._methods.commands.get((json.dumps(place, sort_keys=True), language), [])
        return {entry["command"]: entry["description"] for entry in entries}

    async def until(self, is_so: Callable[[], bool], *, within: float = 5.0) -> None:
        """Waits until something holds; looks again with every call. Raises TimeoutError after `within` s."""
        async with asyncio.timeout(within):
            while not is_so():
                await self._change.wait()

    async def until_sent(self, chat: int, count: int = 1, *, within: float = 5.0) -> list[Shown]:
        """The bot's messages in a chat as soon as there are so many. Raises TimeoutError after `within` s."""
        await self.until(lambda: len(self.sent(chat)) >= count, within=within)
        return self.sent(chat)

    async def _serve_call(self, request: web.Request) -> web.StreamResponse:
        try:
            call = await read_call(request)
        except Refusal as refusal:
            return _refused(refusal)
        self._log.append(call)
        self._wake()
        trouble = self._troubles.take(call.method, call.text("chat_id"))
        try:
            if trouble and trouble.kind == "delay":
                await asyncio.sleep(trouble.seconds)
            response = self._met(trouble) or await self._answered(request, call)
        finally:
            self._wake()
        if trouble and trouble.kind.startswith("drop"):
            _drop(request)
        else:
            call.outcome = response.status
        return response

    def _wake(self) -> None:
        self._change.set()
        self._change = asyncio.Event()

    def _met(self, trouble: Trouble | None) -> web.Response | None:
        """What a trouble answers in place of the method; None lets the method answer."""
        if trouble is None or trouble.kind in ("delay", "drop_after"):
            return None
        if trouble.kind == "rate_limit":
            return _refused(flood(int(trouble.seconds)))
        if trouble.kind == "server_error" and trouble.status > 500:
            page = f"<html><head><title>{trouble.status}</title></head><body>nginx</body></html>"
            return web.Response(status=trouble.status, text=page, content_type="text/html")
        return _refused(Refusal(500, "Internal Server Error"))

    async def _answered(self, request: web.Request, call: Call) -> web.Response:
        try:
            self._check_token(request)
            self.limits.check(call)
            return web.json_response({"ok": True, "result": await self._methods.answer(call)})
        except Refusal as refusal:
            return _refused(refusal)

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if ":" not in token:
            raise Refusal(404, "Not Found")
        if token != self.token:
            raise Refusal(401, "Unauthorized")

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        trouble = self._troubles.take("download", "")
        if trouble and trouble.kind == "delay":
            await asyncio.sleep(trouble.seconds)
        response = self._met(trouble) or self._file(request)
        if trouble and trouble.kind.startswith("drop"):
            _drop(request)
        return response

    def _file(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request)
        except Refusal as refusal:
            return _refused(refusal)
        for file in self._world.files.values():
            if file.path == request.match_info["path"]:
                return web.Response(body=file.content, content_type="application/octet-stream")
        return _refused(Refusal(404, "Not Found"))

    async def _serve_control(self, request: web.Request) -> web.Response:
        verb = request.match_info["verb"]
        asked: Json = from_plain(await request.json())
        if verb.startswith(("_", "until")) or not callable(getattr(self, verb, None)):
            return web.json_response({"error": f"no such verb: {verb}"}, status=404)
        answer: Any = getattr(self, verb)(*asked["arguments"], **asked["options"])
        return web.json_response({"answer": plain(answer)})


def _drop(request: web.Request) -> None:
    if request.transport:
        request.transport.abort()


def _refused(refusal: Refusal) -> web.Response:
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    headers = {}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    if "retry_after" in refusal.parameters:
        headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return web.json_response(body, status=refusal.code, headers=headers)


async def serve(arguments: argparse.Namespace) -> None:
    """Serve until killed; the first line of output is the address."""
    async with TelegramApi(
        token=arguments.token, port=arguments.port, privacy=not arguments.no_privacy
    ) as api:
        sys.stdout.write(f"{api.address}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description="A server that behaves as Telegram's Bot API, for tests.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--no-privacy", action="store_true", help="the bot reads everything in groups")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
