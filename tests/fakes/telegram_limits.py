"""How fast a bot may write: part of the local Telegram server that the tests talk to.

core.telegram.org/bots/faq: "avoid sending more than one message per second" in a chat, not "more than 20
messages per minute to the same group", and about 30 messages a second in all. The real server lets short
bursts pass; this one does not.
"""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.fakes.telegram_calls import Call
from tests.fakes.telegram_refusals import flood

WRITING = frozenset({"sendmessage", "senddocument", "sendphoto", "editmessagetext"})
ON_THE_WAY = 0.05  # seconds by which two calls may come closer than they were sent


@dataclass
class Limits:
    """Counts what is written into chats. Off until a test switches it on."""

    are_kept: bool = False
    refused: int = 0
    _chats: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _all: deque[float] = field(default_factory=deque)

    def check(self, call: Call) -> None:
        """Raises Refusal (429) for a call that comes too early; it does not count."""
        if not self.are_kept or call.method not in WRITING:
            return
        chat, now = call.text("chat_id"), call.at
        limits = [(self._chats[chat], 1, 1.0), (self._all, 30, 1.0)]
        if chat.startswith("-"):
            limits.append((self._chats[chat], 20, 60.0))
        wait = max(_free(calls, most, span) - now for calls, most, span in limits)
        if wait > 0:
            self.refused += 1
            raise flood(math.ceil(wait))
        self._chats[chat].append(now)
        self._all.append(now)


def _free(calls: deque[float], most: int, span: float) -> float:
    """The moment from which on one more fits: the `most`th call before it must be `span` seconds old."""
    return calls[-most] + span - ON_THE_WAY if len(calls) >= most else 0
