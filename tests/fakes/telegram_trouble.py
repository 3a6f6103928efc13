"""The troubles that a test switches on: part of the local Telegram server that the tests talk to."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["rate_limit", "server_error", "drop_before", "drop_after", "delay"]


@dataclass
class Trouble:
    """One trouble that still waits for `times` calls of a method, into a chat, or of any.

    `rate_limit`: 429, to be tried again after `seconds`. `server_error`: `status`, from 502 on with a page
    instead of JSON. `drop_before`: the connection ends and nothing happened. `drop_after`: it ends although
    everything happened. `delay`: handled after `seconds`. The method of a file's download is "download".
    """

    kind: Kind
    method: str = ""
    chat: int = 0
    times: int = 1
    seconds: float = 1.0
    status: int = 502

    def meets(self, method: str, chat: str) -> bool:
        """Whether this call is one that the trouble waits for."""
        right_method = self.method.lower() in ("", method)
        return self.times > 0 and right_method and (self.chat == 0 or str(self.chat) == chat)


@dataclass
class Troubles:
    """The troubles switched on; a call meets at most one, in the order in which they were switched on."""

    waiting: list[Trouble] = field(default_factory=list)

    def take(self, method: str, chat: str) -> Trouble | None:
        """The trouble of this call, counted down; None where the call goes well."""
        for trouble in self.waiting:
            if trouble.meets(method, chat):
                trouble.times -= 1
                return trouble
        return None
