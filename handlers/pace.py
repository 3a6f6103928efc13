"""How fast a platform lets itself be called, counted so that it never counts more than we do."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MANY_CHATS = 5  # so many that want no call at once: it is not the chats, we are too fast in all
AT_ONCE = timedelta(seconds=1)
MOMENT = timedelta(milliseconds=50)  # until one of the calls under way may be answered
MOST_CHATS = 1000  # whose calls are remembered before those that lie back are forgotten


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many calls within any span of time."""

    most: int
    span: timedelta


@dataclass(slots=True)
class _Calls:
    """The calls of a chat, or of all: under way, and when the last ones were answered."""

    under_way: int = 0
    ended: deque[datetime] = field(default_factory=deque)
    closed_until: datetime | None = None

    def wait(self, limits: Sequence[Limit], now: datetime) -> timedelta:
        """How long until one more call keeps every limit.

        A call reaches the platform some time between its begin and its end. So what is under way counts as
        made now, and what was answered as made when it was: the platform can never count more in any span.
        """
        longest = max((limit.span for limit in limits), default=timedelta(0))
        while self.ended and self.ended[0] <= now - longest:
            self.ended.popleft()
        waits = [self.closed_until - now] if self.closed_until else []
        for limit in limits:
            room = limit.most - self.under_way
            if room <= 0:
                waits.append(MOMENT)
            elif len(self.ended) >= room:
                waits.append(min(self.ended[-room] + limit.span - now, limit.span))
        return max(waits, default=timedelta(0))

    @property
    def forgettable(self) -> bool:
        """True where nothing is known that could make a call wait."""
        return not (self.under_way or self.ended or self.closed_until)


class PlatformPace:
    """The Pace port: limits of each chat and of all chats together, for one process."""

    def __init__(
        self,
        *,
        of_chat: Callable[[str], Sequence[Limit]],
        of_all: Sequence[Limit],
        apart: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """`of_chat` tells a chat's limits by its id, `apart` whether words that grow there count alone."""
        self._apart = apart
        self._of_chat = of_chat
        self._of_all = of_all
        self._chats: dict[str, _Calls] = {}
        self._all = _Calls()
        self._floods: dict[str, datetime] = {}

    def begin(self, chat: str, *, now: datetime) -> timedelta:
        """Zero: the call may be made now, and counts. Else how long to wait before asking again."""
        calls = self._calls(chat, now)
        wait = max(calls.wait(self._of_chat(chat), now), self._all.wait(self._of_all, now))
        if wait > timedelta(0):
            return wait
        for each in (calls, self._all):
            each.under_way += 1
        return timedelta(0)

    def end(self, chat: str, *, now: datetime) -> None:
        """A call that began was answered, or nobody will answer it."""
        for calls in (self._calls(chat, now), self._all):
            calls.under_way -= 1
            calls.ended.append(now)

    def beside(self, chat: str) -> str:
        """Under which chat words that grow in a chat count."""
        return f"{chat} growing" if self._apart(chat) else chat

    def flooded(self, chat: str, *, now: datetime, until: datetime) -> None:
        """The platform wants no call in this chat before then; in none, where many chats say so at once.

        No platform tells which of its limits a refused call was over.
        """
        self._calls(chat, now).closed_until = until
        self._floods = {each: at for each, at in self._floods.items() if at > now - AT_ONCE} | {chat: now}
        if len(self._floods) >= MANY_CHATS:
            self._all.closed_until = until

    def _calls(self, chat: str, now: datetime) -> _Calls:
        if chat not in self._chats and len(self._chats) >= MOST_CHATS:
            for each, calls in list(self._chats.items()):
                calls.wait(self._of_chat(each), now)
                if calls.closed_until and calls.closed_until <= now:
                    calls.closed_until = None
                if calls.forgettable:
                    del self._chats[each]
        return self._chats.setdefault(chat, _Calls())
