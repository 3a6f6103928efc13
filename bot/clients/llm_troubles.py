"""Troubles that every call meets until somebody mends them: one line in the log a while, not one a call."""

from datetime import datetime, timedelta

from bot.ports import Clock

_A_WHILE = timedelta(minutes=10)


class Troubles:
    """The troubles of late."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._told: dict[tuple[str, str], datetime] = {}  # by model and kind

    def is_news(self, model: str, kind: str) -> bool:
        """True where a model's trouble was not told in the last ten minutes; from now on it was."""
        now = self._clock.now()
        told = self._told.get((model, kind))
        # The clock may have been set back.
        if told and timedelta(0) <= now - told < _A_WHILE:
            return False
        self._told[model, kind] = now
        return True
