"""A clock whose minutes pass at once: when everybody waits, it goes on to the next who wakes."""

import asyncio
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_QUIET = 0.05  # seconds in which a request on this machine is over


class RunningClock:
    """Time stands still while anything else goes on, as far as `_QUIET` tells."""

    def __init__(self) -> None:
        self.time = NOON
        self.slept: list[timedelta] = []
        self._wakes: list[datetime] = []

    def now(self) -> datetime:
        return self.time

    def seconds(self) -> float:
        """Since noon."""
        return (self.time - NOON).total_seconds()

    def go_on(self, span: timedelta) -> None:
        self.time += span

    async def sleep(self, span: timedelta) -> None:
        wake = self.time + span
        self.slept.append(span)
        self._wakes.append(wake)
        try:
            while self.time < wake:
                await asyncio.sleep(_QUIET)
                if wake == min(self._wakes):
                    self.time = max(self.time, wake)
        finally:
            self._wakes.remove(wake)
