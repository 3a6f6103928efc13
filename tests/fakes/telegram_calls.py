"""One call of the Bot API as it came over HTTP: part of the local Telegram server that the tests talk to."""

import json
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, hdrs, web

from tests.fakes.telegram_refusals import Refusal, bad_request

UPLOAD_LIMIT = 50 * 2**20


@dataclass
class Call:
    """A method, its arguments as text (JSON where they are objects), and the files that came along.

    `at` is time.monotonic(); `outcome` is the HTTP code of the answer, 0 when the connection was dropped.
    """

    method: str
    arguments: dict[str, str]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict, repr=False)
    at: float = field(default_factory=time.monotonic)
    outcome: int = 0

    def text(self, name: str) -> str:
        """An argument, or nothing."""
        return self.arguments.get(name, "")

    def number(self, name: str, default: int = 0) -> int:
        """A whole number; the server reads nonsense as 0."""
        value = self.text(name).strip()
        if not value:
            return default
        return int(value) if value.removeprefix("-").isdecimal() else 0

    def parsed(self, name: str) -> Any:
        """A JSON argument, or None without it. Raises Refusal for broken JSON."""
        if not self.text(name):
            return None
        try:
            return json.loads(self.text(name))
        except ValueError:
            raise bad_request(f"Can't parse {name.replace('_', ' ')} JSON object") from None

    def loose(self, name: str) -> Any:
        """A JSON argument whose faults the server forgives: entities and allowed_updates."""
        try:
            return self.parsed(name)
        except Refusal:
            return None

    def required(self, name: str) -> str:
        """An argument that must be there. Raises Refusal."""
        if not self.text(name):
            raise bad_request(f'Parameter "{name}" is required')
        return self.text(name)


async def read_call(request: web.Request) -> Call:
    """A call from the query string and a form, a multipart form or a JSON body. Raises Refusal."""
    method = request.match_info["method"].lower()
    call = Call(method, dict(request.query))
    if request.content_type == "application/json":
        body = json.loads(await request.text() or "{}")
        call.arguments |= {name: _as_text(value) for name, value in body.items() if value is not None}
    elif request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader):
                await _read_part(part, call)
    elif request.can_read_body:
        form = await request.post()
        call.arguments |= {name: value for name, value in form.items() if isinstance(value, str)}
    if sum(len(content) for _, content in call.files.values()) > UPLOAD_LIMIT:
        raise Refusal(413, "Request Entity Too Large")
    return call


async def _read_part(part: BodyPartReader, call: Call) -> None:
    name = part.name or ""
    content = bytes(await part.read(decode=True))
    if part.filename is None and part.headers.get(hdrs.CONTENT_TYPE) in (None, "text/plain"):
        call.arguments[name] = content.decode(errors="surrogateescape")
    else:
        call.files[name] = (part.filename or name, content)


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
