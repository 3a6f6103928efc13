"""Socket Mode of the Slack fake: tickets, sockets, envelopes, acks and redelivery."""

import asyncio
import contextlib
import json
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import WSMsgType, web

from tests.fakes.slack_trouble import Json, Refused

EnvelopeKind = Literal["events_api", "slash_commands", "interactive"]
Reason = Literal["warning", "refresh_requested", "link_disabled"]
MOST_SOCKETS = 10  # docs.slack.dev, "Using Socket Mode": up to ten connections an app


@dataclass
class Timing:
    """Seconds. Slack waits 3 for an ack and retries about at once, after 1 minute and after 5 minutes.

    While no socket is open the later retries are not spent: the fake's minutes are too short for a restart.
    """

    ack_deadline: float = 3.0
    retry_gaps: tuple[float, ...] = (0.05, 0.2, 0.5)
    ping_interval: float = 5.0
    warning_grace: float = 1.0


@dataclass(eq=False)
class Socket:
    """One open connection; a leaving one gets no new envelopes."""

    stream: web.WebSocketResponse
    request: web.Request
    leaving: bool = False


@dataclass(eq=False)
class Envelope:
    """Something to be acked: sent on one socket at a time, under a new envelope id each time."""

    kind: EnvelopeKind
    payload: Json
    attempt: int = 0
    reason: str = ""
    ids: list[str] = field(default_factory=list)
    due: float = 0.0
    socket: Socket | None = None
    answer: Json | None = None

    @property
    def event_id(self) -> str:
        """The event id where it is an event, else the trigger id."""
        return str(self.payload.get("event_id") or self.payload.get("trigger_id", ""))


class Sockets:
    """Every socket of the app and what is on its way to it."""

    def __init__(self, app: str, timing: Timing, answered: Callable[[Envelope], None]) -> None:
        self.app = app
        self.timing = timing
        self.answered = answered
        self.tickets: set[str] = set()
        self.open: list[Socket] = []
        self.waiting: list[Envelope] = []
        self.acked: list[Envelope] = []
        self.lost: list[Envelope] = []
        self.strange_acks: list[str] = []
        self.connections = 0
        self._turn = 0
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begins sending; needs a running event loop."""
        self._run(self._pump())

    async def stop(self) -> None:
        """Closes every socket and stops sending."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for socket in list(self.open):
            await socket.stream.close()

    def ticket(self) -> str:
        """What a socket's address carries instead of a token; it opens one socket."""
        ticket = uuid.uuid4().hex
        self.tickets.add(ticket)
        return ticket

    def send(self, kind: EnvelopeKind, payload: Json, *, attempt: int = 0) -> Envelope:
        """Puts a copy of a payload on its way; `attempt` above 0 looks like one of Slack's retries."""
        copied = json.loads(json.dumps(payload))
        envelope = Envelope(kind, copied, attempt=attempt, reason="timeout" if attempt else "")
        self.waiting.append(envelope)
        self._wake.set()
        return envelope

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serves one socket until either side ends it."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=403, text="invalid or used ticket")
        self.tickets.remove(ticket)
        stream = web.WebSocketResponse(heartbeat=self.timing.ping_interval)
        await stream.prepare(request)
        if len(self.open) >= MOST_SOCKETS:
            await self._say_goodbye(stream, "too_many_websockets")
            await stream.close()
            return stream
        socket = Socket(stream, request)
        self.open.append(socket)
        self.connections += 1
        try:
            await stream.send_str(json.dumps(self._hello()))
            self._wake.set()
            await self._listen(socket)
        finally:
            self.open.remove(socket)
            for envelope in [one for one in self.waiting if one.socket is socket]:
                self._missed(envelope)
            self._wake.set()
        return stream

    async def disconnect(self, reason: Reason) -> int:
        """Asks every socket to reconnect, as Slack does before it closes one; how many were asked."""
        asked = list(self.open)
        for socket in asked:
            socket.leaving = reason != "warning"
            await self._say_goodbye(socket.stream, reason)
            self._run(self._close_later(socket))
        return len(asked)

    def drop(self, count: int | None = None) -> int:
        """Cuts the oldest `count` sockets, or all, without a closing frame; how many were cut."""
        dropped = self.open[: len(self.open) if count is None else count]
        for socket in dropped:
            socket.leaving = True
            if socket.request.transport is not None:
                socket.request.transport.abort()
        return len(dropped)

    def freeze(self) -> int:
        """Lets every socket stay open and say nothing more, as if its other side were gone; how many."""
        for socket in self.open:
            socket.leaving = True
            if isinstance(socket.request.transport, asyncio.Transport):
                socket.request.transport.pause_reading()
        return len(self.open)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "debug_info": {"host": "applink-fake", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self.app},
        }

    async def _say_goodbye(self, stream: web.WebSocketResponse, reason: str) -> None:
        goodbye = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-fake"}}
        with contextlib.suppress(ConnectionError):
            await stream.send_str(json.dumps(goodbye))

    async def _close_later(self, socket: Socket) -> None:
        await asyncio.sleep(self.timing.warning_grace)
        await socket.stream.close()

    async def _listen(self, socket: Socket) -> None:
        async for frame in socket.stream:
            if frame.type is WSMsgType.TEXT:
                self._ack(json.loads(frame.data))

    def _ack(self, answer: Json) -> None:
        name = answer.get("envelope_id")
        for envelope in self.waiting:
            if name in envelope.ids:
                self.waiting.remove(envelope)
                self.acked.append(envelope)
                envelope.answer = answer.get("payload")
                self.answered(envelope)
                return
        self.strange_acks.append(str(name))

    def _missed(self, envelope: Envelope) -> None:
        """The ack did not come: an event is tried again, anything else is an error that the person saw."""
        envelope.socket = None
        if envelope.kind != "events_api" or envelope.attempt >= len(self.timing.retry_gaps):
            self.waiting.remove(envelope)
            self.lost.append(envelope)
            return
        envelope.due = asyncio.get_running_loop().time() + self.timing.retry_gaps[envelope.attempt]
        envelope.attempt += 1
        envelope.reason = "timeout"

    async def _pump(self) -> None:
        now = asyncio.get_running_loop().time
        while True:
            self._wake.clear()
            for envelope in [one for one in self.waiting if one.due <= now()]:
                await self._move(envelope)
            dues = [one.due - now() for one in self.waiting if one.socket or self._next_socket(peek=True)]
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), max(0.0, min(dues)) if dues else None)

    async def _move(self, envelope: Envelope) -> None:
        """Sends an envelope whose time has come, or counts its delivery as missed."""
        if envelope not in self.waiting:
            return
        if envelope.socket is not None:
            self._missed(envelope)
            return
        socket = self._next_socket()
        if socket is None:
            if envelope.kind != "events_api" or envelope.attempt == 0:
                self._missed(envelope)
            return
        envelope.ids.append(str(uuid.uuid4()))
        envelope.socket = socket
        envelope.due = asyncio.get_running_loop().time() + self.timing.ack_deadline
        try:
            await socket.stream.send_str(json.dumps(self._frame(envelope)))
        except ConnectionError:
            socket.leaving = True
            if envelope in self.waiting and envelope.socket is socket:
                self._missed(envelope)

    def _frame(self, envelope: Envelope) -> Json:
        frame: Json = {
            "envelope_id": envelope.ids[-1],
            "type": envelope.kind,
            "payload": envelope.payload,
            "accepts_response_payload": envelope.kind == "slash_commands",
        }
        if envelope.kind == "events_api":
            frame |= {"retry_attempt": envelope.attempt, "retry_reason": envelope.reason}
        return frame

    def _next_socket(self, *, peek: bool = False) -> Socket | None:
        ready = [socket for socket in self.open if not socket.leaving and not socket.stream.closed]
        if not ready:
            return None
        if not peek:
            self._turn += 1
        return ready[self._turn % len(ready)]

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def need_app_token(token: str, app_token: str) -> None:
    """Refuses a token with which no socket can be opened."""
    if not token:
        raise Refused("not_authed")
    if token.startswith("xoxb-"):
        raise Refused("not_allowed_token_type")
    if token != app_token:
        raise Refused("invalid_auth")
