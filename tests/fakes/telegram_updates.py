"""The queue behind getUpdates: part of the local Telegram server that the tests talk to."""

import asyncio
import contextlib
from typing import Any

from tests.fakes.telegram_refusals import Refusal, conflict

Update = dict[str, Any]

# core.telegram.org/bots/api#getupdates: every kind but these three arrives unless the bot asked otherwise.
ON_REQUEST = frozenset(("chat_member", "message_reaction", "message_reaction_count"))
LONGEST_WAIT = 50  # seconds; a longer timeout is cut
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_IN_THE_WAY = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class UpdateQueue:
    """Updates until they are confirmed: each is given again and again until a higher offset is asked for.

    Left out of the real server: it slows down a caller who repeats an offset within half a second, and it
    answers a second conflict only after three seconds.
    """

    def __init__(self, first_id: int) -> None:
        self.webhook = ""
        self._next_id = first_id
        self._asked_for: frozenset[str] = frozenset()
        self._pending: dict[int, Update] = {}
        self._confirmed: dict[int, Update] = {}
        self._again: list[Update] = []
        self._waiting: asyncio.Future[None] | None = None

    @property
    def pending(self) -> tuple[int, ...]:
        """The ids that no offset has confirmed, oldest first."""
        return tuple(sorted(self._pending))

    def add(self, kind: str, body: object) -> int:
        """A new update's id, or 0 when the bot does not receive this kind: such updates never exist."""
        wanted = kind in self._asked_for if self._asked_for else kind not in ON_REQUEST
        return self.push({kind: body}) if wanted else 0

    def push(self, raw: Update) -> int:
        """Any object, however broken, as the next update; its own update_id stays when it has one."""
        number = raw.get("update_id")
        if not isinstance(number, int):
            number = self._next_id
        self._next_id = max(self._next_id, number + 1)
        self._pending[number] = {"update_id": number, **raw}
        self._wake()
        return number

    def redeliver(self, *update_ids: int) -> None:
        """The next answer begins with these confirmed updates, whatever its offset. Raises KeyError."""
        self._again += [self._confirmed[number] for number in update_ids]
        self._wake()

    def drop(self) -> None:
        """Forgets everything pending, as deleteWebhook(drop_pending_updates) does."""
        self._pending.clear()

    def ask_for(self, kinds: object) -> None:
        """allowed_updates: kept until it is given again; an empty list means the usual kinds."""
        if isinstance(kinds, list):
            self._asked_for = frozenset(map(str, kinds))

    async def wait(self, offset: int, limit: int, *, seconds: float) -> list[Update]:
        """What getUpdates answers, waiting for so many seconds. Raises Refusal (409) on a conflict."""
        if self.webhook:
            raise conflict(WEBHOOK_IN_THE_WAY)
        batch = self._batch(offset, limit)
        if batch or seconds <= 0:
            return batch
        self.end_wait(conflict(OTHER_POLLER))
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(seconds, LONGEST_WAIT)):
                await waiting
        if self._waiting is waiting:
            self._waiting = None
        return self._batch(offset, limit)

    def end_wait(self, refusal: Refusal) -> None:
        """Sends away the poller who waits now, if there is one."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(refusal)

    def _wake(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

    def _batch(self, offset: int, limit: int) -> list[Update]:
        if offset < 0:
            self._confirm(self.pending[:offset])
        elif offset <= self._next_id + 10:  # an offset further in the future is taken for a mistake
            self._confirm(tuple(number for number in self.pending if number < offset))
        batch = [*self._again, *(self._pending[number] for number in self.pending)][:limit]
        self._again = self._again[limit:]
        return batch

    def _confirm(self, numbers: tuple[int, ...]) -> None:
        for number in numbers:
            self._confirmed[number] = self._pending.pop(number)
