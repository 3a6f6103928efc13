"""What the Slack fake answers instead of yes: refusals, and the troubles that a test switches on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["rate_limit", "server_error", "drop_before", "drop_after", "delay", "refuse"]


class Refused(Exception):
    """A Web API answer `{"ok": false, "error": code}`; details become `errors` and `response_metadata`."""

    def __init__(self, code: str, details: Sequence[str] = ()) -> None:
        self.code = code
        self.details = tuple(details)
        super().__init__(code, self.details)

    def answer(self) -> Json:
        """The JSON body as Slack words it for invalid blocks and arguments."""
        body: Json = {"ok": False, "error": self.code}
        if self.details:
            body["errors"] = list(self.details)
            body["response_metadata"] = {"messages": [f"[ERROR] {detail}" for detail in self.details]}
        return body


@dataclass
class Trouble:
    """One trouble that still waits for `times` calls of a method, in a channel, or of any."""

    kind: Kind
    method: str | None = None
    channel: str | None = None
    times: int = 1
    seconds: float = 1.0
    status: int = 503
    error: str = "fatal_error"

    def meets(self, method: str, channel: str | None) -> bool:
        """Whether this call is one that the trouble waits for."""
        return (
            self.times > 0
            and self.method in (None, method)
            and (self.channel is None or self.channel == channel)
        )


@dataclass
class Troubles:
    """The troubles switched on; a call meets at most one, in the order in which they were switched on."""

    waiting: list[Trouble] = field(default_factory=list)

    def take(self, method: str, channel: str | None) -> Trouble | None:
        """The trouble of this call, counted down; None where the call goes well."""
        for trouble in self.waiting:
            if trouble.meets(method, channel):
                trouble.times -= 1
                return trouble
        return None
