"""Several models, one behind the other: the next one writes where the one before it does not."""

import logging
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.clients.llm_troubles import Troubles
from bot.domain.bills import Bill, CalledOff, WrittenAtLast, billed, bills_of
from bot.domain.prompts import Answer, Measured, Prompt, Written
from bot.errors import CannotDo, TryLater, Why
from bot.ports import Clock, Heard, Writer

_log = logging.getLogger(__name__)

_REST = timedelta(minutes=1)  # for a model that does not answer, where it does not say how long
# From what the operator can mend to what only another paper or another model can.
_MENDABLE = (Why.MODEL_MISCONFIGURED, Why.PROMPT_TOO_LONG, Why.MODEL_REFUSED, Why.MODEL_NONSENSE)


class _Closable(Writer, Protocol):
    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Rest:
    """A model that is passed over for a while, and why."""

    since: datetime
    span: timedelta
    error: TryLater


class ChainWriter:
    """Writes with the first of its models that can."""

    def __init__(self, writers: Sequence[_Closable], *, clock: Clock) -> None:
        """At least one writer, the first choice first."""
        self._writers = tuple(writers)
        self._clock = clock
        self._troubles = Troubles(clock)
        self._rests: dict[int, _Rest] = {}  # by place in the chain

    @property
    def model(self) -> str:
        """The first choice."""
        return self._writers[0].model

    @property
    def models(self) -> tuple[str, ...]:
        """All of them, in order."""
        return tuple(writer.model for writer in self._writers)

    async def aclose(self) -> None:
        """Close the connections of all."""
        async with AsyncExitStack() as stack:
            for writer in self._writers:
                stack.push_async_callback(writer.aclose)

    def measure(self, prompt: Prompt[Answer]) -> Measured:
        """How long a prompt is for the first model that is not passed over."""
        places = [place for place in range(len(self._writers)) if not self._passed_over(place)]
        return self._writers[places[0] if places else 0].measure(prompt)

    async def write(self, prompt: Prompt[Answer], *, heard: Heard[Answer] | None = None) -> Written[Answer]:
        """An answer of the first model that gives one.

        A model that was busy or away is passed over for as long as its server asks, else for a minute,
        while another is there to be asked. Raises WriteLater where any of them may answer later, else
        CannotWrite with the reason that can best be mended; both with what all of them cost.
        """
        bills: tuple[Bill, ...] = ()
        errors: list[CannotDo | TryLater] = []
        for place, writer in enumerate(self._writers):
            if passed := self._passed_over(place):
                errors.append(passed)
                continue
            try:
                written = await writer.write(prompt, heard=heard)
            except (CannotDo, TryLater) as error:
                errors.append(error)
                bills += bills_of(error)
                self._note(place, error)
                continue
            except CalledOff as error:
                raise CalledOff(bills=bills + error.bills) from None
            self._rests.pop(place, None)
            return WrittenAtLast(written.answer, written.model, written.usage, bills) if bills else written
        raise billed(_telling(errors), bills=bills)

    def _passed_over(self, place: int) -> TryLater | None:
        """Why a model is not asked now. Where all rest, all are asked: nothing better is to be had."""
        now = self._clock.now()
        # The clock may have been set back.
        self._rests = {
            at: rest for at, rest in self._rests.items() if timedelta(0) <= now - rest.since < rest.span
        }
        rest = self._rests.get(place)
        if rest is None or len(self._rests) == len(self._writers):
            return None
        why = rest.error.reason
        return TryLater(why.why, rest.since + rest.span - now, **why.facts)

    def _note(self, place: int, error: CannotDo | TryLater) -> None:
        model, why = self._writers[place].model, error.reason.why
        if self._troubles.is_news(model, why):
            _log.warning("model.failed model=%s why=%s", model, why)
        if isinstance(error, TryLater):
            self._rests[place] = _Rest(self._clock.now(), error.after or _REST, error)


def _telling(errors: Sequence[CannotDo | TryLater]) -> CannotDo | TryLater:
    """The error of all that were met on which somebody can act best: the soonest, else the most mendable."""
    later = [error for error in errors if isinstance(error, TryLater)]
    if later:
        return min(later, key=lambda error: error.after or _REST)
    return min(errors, key=_hardness)


def _hardness(error: CannotDo | TryLater) -> int:
    why = error.reason.why
    return _MENDABLE.index(why) if why in _MENDABLE else len(_MENDABLE)
