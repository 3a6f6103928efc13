"""A completion as server-sent events, the way OpenAI sends it: part of the local model server."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

PIECE = 24  # characters an event
Event = dict[str, Any]


@dataclass
class Tempo:
    """How a stream goes: seconds between two events, and after how many the connection drops."""

    pause: float = 0.0
    breaks_after: int | None = None  # None: it comes to its end
    sent: list[tuple[float, str]] = field(default_factory=list)  # when, by the loop's clock, all words so far


def events(completion: Event, *, usage: bool) -> Iterator[Event]:
    """The chunks of a completion: who speaks, the words, why they end, and what they cost where asked."""
    choice = completion["choices"][0]
    same: Event = {name: completion[name] for name in ("id", "created", "model")}
    same["object"] = "chat.completion.chunk"
    if usage:
        same["usage"] = None

    def chunk(delta: Event, finish: str | None = None) -> Event:
        return same | {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}

    yield chunk({"role": "assistant", "content": ""})
    for kind in ("content", "refusal"):
        words = choice["message"][kind] or ""
        for start in range(0, len(words), PIECE):
            yield chunk({kind: words[start : start + PIECE]})
    yield chunk({}, choice["finish_reason"])
    if usage and "usage" in completion:
        yield same | {"choices": [], "usage": completion["usage"]}


async def send(request: web.Request, completion: Event, *, usage: bool, tempo: Tempo) -> web.StreamResponse:
    """Send a completion piece by piece."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
    said = ""
    with contextlib.suppress(ConnectionError):
        await response.prepare(request)
        await response.write(b": keep-alive\n\n")
        for number, event in enumerate(events(completion, usage=usage)):
            if number == tempo.breaks_after and request.transport:
                request.transport.abort()
                return response
            said += "".join(choice["delta"].get("content") or "" for choice in event["choices"])
            tempo.sent.append((asyncio.get_running_loop().time(), said))
            await response.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())
            await asyncio.sleep(tempo.pause)
        await response.write(b"data: [DONE]\n\n")
    return response
