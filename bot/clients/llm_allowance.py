"""How much of one model may be used in a minute: requests and tokens, first come, first served."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.errors import TryLater, Why
from bot.ports import Clock

# A second more than the minute: requests reach the server later than they leave, some more than others.
_WINDOW = timedelta(seconds=61)
# Of a job for its turn: it waits for the next minute, and leaves what is after that to other jobs.
LONGEST_WAIT = timedelta(seconds=75)
_NOW = timedelta(0)


@dataclass(slots=True, eq=False)
class Turn:
    """One request's place in the window, booked ahead where it has to wait."""

    at: datetime
    tokens: int


class Allowance:
    """A sliding window. Each request books the earliest time at which it fits behind all that came before.

    A large request is so not overtaken by small ones for ever, and how long each waits is known at once.
    """

    def __init__(self, *, requests: int | None, tokens: int | None, host: str, clock: Clock) -> None:
        self._requests = requests
        self._tokens = tokens
        self._host = host
        self._clock = clock
        self._turns: list[Turn] = []  # in order of time
        self._held_from = datetime.min.replace(tzinfo=UTC)
        self._held_for = _NOW

    async def take(self, tokens: int) -> Turn:
        """Wait for the turn of a request that will cost about `tokens`.

        Raises TryLater (SOURCE_BUSY), with the time that is to be waited, where that is over a minute.
        """
        while True:
            now = self._clock.now()
            turn = Turn(self._earliest(tokens, now=now), tokens)
            if turn.at - now > LONGEST_WAIT:
                raise TryLater(Why.SOURCE_BUSY, turn.at - now, host=self._host)
            self._turns.append(turn)
            kept = False
            try:
                if turn.at > now:
                    await self._clock.sleep(turn.at - now)
                kept = not self._held(self._clock.now())
            finally:
                if not kept:
                    self._turns = [other for other in self._turns if other is not turn]
            if kept:
                return turn

    def settle(self, turn: Turn, tokens: int) -> None:
        """Replace what a request was expected to cost by what it did cost."""
        turn.tokens = tokens

    def hold(self, span: timedelta) -> None:
        """Nothing is sent for a while: the server asked for it."""
        now = self._clock.now()
        if span > self._held(now):
            self._held_from, self._held_for = now, span

    def _held(self, now: datetime) -> timedelta:
        """The rest of the server's silence; none where the clock was set back meanwhile."""
        elapsed = now - self._held_from
        return max(_NOW, self._held_for - elapsed) if elapsed >= _NOW else _NOW

    def _earliest(self, tokens: int, *, now: datetime) -> datetime:
        # No turn is booked further ahead than the longest wait, but by a clock that was set back since.
        self._turns = [turn for turn in self._turns if now - _WINDOW < turn.at <= now + LONGEST_WAIT]
        start = max([now + self._held(now), *(turn.at for turn in self._turns[-1:])])
        if self._fits(tokens, start):
            return start
        ends = (turn.at + _WINDOW for turn in self._turns)
        return next(end for end in ends if end >= start and self._fits(tokens, end))

    def _fits(self, tokens: int, start: datetime) -> bool:
        within = [turn.tokens for turn in self._turns if turn.at > start - _WINDOW]
        if self._requests and len(within) >= self._requests:
            return False
        # A request of more tokens than a minute allows goes alone; whether it may at all, the server says.
        return not self._tokens or not within or sum(within) + tokens <= self._tokens
