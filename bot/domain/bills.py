"""What asking models cost, whether or not it brought an answer: the ledger's raw material."""

import asyncio
from dataclasses import dataclass

from bot.domain.prompts import Answer, Usage, Written
from bot.errors import CannotDo, TryLater


@dataclass(frozen=True, slots=True)
class Bill:
    """What one model was paid, or asked without pay, in the course of one write."""

    model: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class WrittenAtLast(Written[Answer]):
    """An answer that came after models ahead in the chain had failed; `usage` is of the model that wrote."""

    failed: tuple[Bill, ...]


class CannotWrite(CannotDo):
    """No model wrote: the request cannot be met as it stands. `bills` says what was spent on it."""

    def __init__(self, error: CannotDo, *, bills: tuple[Bill, ...]) -> None:
        super().__init__(error.reason.why, **error.reason.facts)
        self.bills = bills


class WriteLater(TryLater):
    """No model wrote: the same call may go well after a while. `bills` says what was spent on it."""

    def __init__(self, error: TryLater, *, bills: tuple[Bill, ...]) -> None:
        super().__init__(error.reason.why, error.after, **error.reason.facts)
        self.bills = bills


class CalledOff(asyncio.CancelledError):
    """Nobody wants the answer any more. `bills` says what was spent on it until then."""

    def __init__(self, *, bills: tuple[Bill, ...]) -> None:
        super().__init__()
        self.bills = bills


def billed(error: CannotDo | TryLater, *, bills: tuple[Bill, ...]) -> CannotWrite | WriteLater:
    """The error with what was spent before it; bills of no request are left out."""
    spent = tuple(bill for bill in bills if bill.usage.calls)
    if isinstance(error, CannotDo):
        return CannotWrite(error, bills=spent)
    return WriteLater(error, bills=spent)


def bills_of(outcome: Written[Answer] | BaseException) -> tuple[Bill, ...]:
    """All that a write cost, in the order in which the models were asked: of an answer or of a failure."""
    match outcome:
        case CannotWrite(bills=bills) | WriteLater(bills=bills) | CalledOff(bills=bills):
            return bills
        case WrittenAtLast(failed=failed, model=model, usage=usage):
            return (*failed, Bill(model, usage))
        case Written(model=model, usage=usage):
            return (Bill(model, usage),)
        case _:
            return ()
