"""A strict local stand-in for Slack: Web API, Socket Mode, files and response_url on one loopback port.

    async with SlackApi() as slack:
        slack.add_channel("C0PAPERS")
        client = AsyncWebClient(slack.bot_token, base_url=slack.address)

It refuses what Slack refuses, forgets nothing while it runs, and goes wrong only where a test asks for it.
`tests.fakes.slack_process` runs it as a process of its own.
"""

import asyncio
import json
import math
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.fakes.slack_deeds import Deeds
from tests.fakes.slack_script import SUBSCRIBED
from tests.fakes.slack_sockets import Timing, need_app_token
from tests.fakes.slack_surfaces import ALL_SCOPES
from tests.fakes.slack_trouble import Json, Refused, Trouble
from tests.fakes.slack_workspace import Workspace

HALF_AN_HOUR = 1800.0
ROUTES = {"upload": "files.upload", "files-pri": "files.download", "response": "response_url", "link": "link"}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Call:
    """One request of the app: what it asked, without its token, and "ok", a refusal or a trouble's kind."""

    method: str
    arguments: Json
    answer: str


class SlackApi(Deeds):
    """The server. `scopes` are what the app was granted.

    `pace`: seconds between two posts in a channel (about 1 at Slack), 0 for no such limit.
    """

    def __init__(
        self,
        *,
        timing: Timing | None = None,
        port: int = 0,
        pace: float = 0.0,
        subscribed: Collection[str] = SUBSCRIBED,
        scopes: Collection[str] = ALL_SCOPES,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(Workspace(now=now), timing or Timing(), subscribed=frozenset(subscribed))
        self.scopes = frozenset(scopes)
        self.port = port
        self.pace = pace
        self.calls: list[Call] = []
        self._last_posts: dict[str, float] = {}
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        self.host = self.files.host = f"http://127.0.0.1:{self.port}"
        self.sockets.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.sockets.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def address(self) -> str:
        """The base_url for clients, such as `http://127.0.0.1:3300/api/`."""
        return f"{self.host}/api/"

    def called(self, method: str) -> list[Call]:
        """The calls of one method so far."""
        return [call for call in self.calls if call.method == method]

    def _application(self) -> web.Application:
        @web.middleware
        async def trouble(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._through_trouble(request, handler)

        application = web.Application(middlewares=[trouble], client_max_size=64 * 1024 * 1024)
        application.router.add_route("*", "/api/{method}", self._method)
        application.router.add_get("/link/", self.sockets.connect)
        application.router.add_post("/upload/v1/{file}", self.files.receive)
        application.router.add_get("/files-pri/{team:[A-Z0-9]+}-{file:[A-Z0-9]+}/{name:.*}", self.files.serve)
        application.router.add_post("/response/{token}", self._response)
        for address, handler in self.extra_routes().items():
            application.router.add_post(address, handler)
        return application

    def extra_routes(self) -> dict[str, Handler]:
        """Routes beside Slack's own, by address."""
        return {}

    async def _through_trouble(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        method = request.match_info.get("method") or ROUTES.get(request.path.split("/")[1])
        if method is None:
            return await handler(request)
        try:
            arguments = await _arguments(request) if "method" in request.match_info else {}
        except Refused:
            arguments = {}
        channel = arguments.get("channel") or arguments.get("channel_id")
        trouble = self.troubles.take(method, channel)
        if trouble is None:
            return await handler(request)
        arguments.pop("token", None)
        if trouble.kind == "server_error":  # it was seen, and a ticket is good for one try
            self.sockets.tickets.discard(request.query.get("ticket", ""))
        if trouble.kind in ("delay", "drop_after"):
            if trouble.kind == "delay":
                await asyncio.sleep(trouble.seconds)
            response = await handler(request)
        else:
            self.calls.append(Call(method, arguments, trouble.kind))
            response = _spoilt(trouble)
        if trouble.kind in ("drop_before", "drop_after") and request.transport is not None:
            request.transport.abort()
        return response

    async def _method(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        try:
            arguments = await _arguments(request)
            token = str(arguments.pop("token", "") or "")
            token = request.headers.get("Authorization", "").removeprefix("Bearer ") or token
            body = {"ok": True, **self._answer(method, arguments, token)}
        except Refused as refused:
            body = refused.answer()
        outcome = "ok" if body["ok"] else body["error"]
        self.calls.append(Call(method, arguments, outcome))
        headers = {"x-oauth-scopes": ",".join(sorted(self.scopes))}
        if outcome == "ratelimited":
            return web.json_response(body, status=429, headers={"Retry-After": str(math.ceil(self.pace))})
        return web.json_response(body, headers=headers)

    def _answer(self, method: str, arguments: Json, token: str) -> Json:
        if method == "apps.connections.open":
            need_app_token(token, self.app_token)
            ticket = self.sockets.ticket()
            return {"url": f"ws://127.0.0.1:{self.port}/link/?ticket={ticket}&app_id={self.workspace.app}"}
        if method not in self.methods.table:
            raise Refused("unknown_method")
        if token != self.bot_token:
            raise Refused("invalid_auth" if token else "not_authed")
        self.surfaces.need_scope(method, arguments, scopes=self.scopes)
        if method == "chat.postMessage":
            self._keep_pace(str(arguments.get("channel")))
        return self.methods.table[method](arguments)

    def _keep_pace(self, channel: str) -> None:
        now = self.workspace.now()
        if self.pace and now - self._last_posts.get(channel, -math.inf) < self.pace:
            raise Refused("ratelimited")
        self._last_posts[channel] = now

    async def _response(self, request: web.Request) -> web.Response:
        address = self.replies.get(request.match_info["token"])
        said: Json = await request.json()
        outcome = "ok"
        try:
            if address is None or self.workspace.now() - address.made > HALF_AN_HOUR:
                raise Refused("expired_url")
            if address.uses >= 5:
                raise Refused("used_url")
            address.uses += 1
            self.answer_to(address, said)
        except Refused as refused:
            outcome = refused.code
        self.calls.append(Call("response_url", said, outcome))
        if outcome == "ok":
            return web.Response(text="ok")
        status = 404 if outcome.endswith("_url") else 400
        return web.json_response({"ok": False, "error": outcome}, status=status)


def _spoilt(trouble: Trouble) -> web.Response:
    if trouble.kind == "rate_limit":
        headers = {"Retry-After": str(math.ceil(trouble.seconds))}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    if trouble.kind == "server_error":
        page = "<html><body>Server Error</body></html>"
        return web.Response(status=trouble.status, text=page, content_type="text/html")
    return web.json_response({"ok": False, "error": trouble.error})


async def _arguments(request: web.Request) -> Json:
    """What a call brings in its address and its body, JSON or form."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except json.JSONDecodeError as error:
            raise Refused("invalid_json") from error
        if not isinstance(body, dict):
            raise Refused("json_not_object")
        return arguments | body
    return arguments | dict(await request.post())
