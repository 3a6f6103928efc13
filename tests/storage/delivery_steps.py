"""Every step of a delivery: how it is taken, from which states, and the state that it leads to."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.domain.jobs import Delivery, DeliveryState
from storage.deliveries import SqlDeliveries
from tests.storage.builders import NOW


@dataclass(frozen=True)
class Step:
    """One verb of the port."""

    take: Callable[[SqlDeliveries, Delivery], Awaitable[Any]]
    origins: frozenset[str]
    leads_to: str


def _step(take: Callable[[SqlDeliveries, Delivery], Awaitable[Any]], origins: str, leads_to: str) -> Step:
    return Step(take, frozenset(origins.split()), leads_to)


STEPS = {
    "intend": _step(lambda shelf, delivery: shelf.intend(delivery, now=NOW), "waiting", "intended"),
    "sent": _step(
        lambda shelf, delivery: shelf.sent(delivery, post="p1", now=NOW), "intended uncertain held", "sent"
    ),
    "refused": _step(
        lambda shelf, delivery: shelf.refused(delivery, word="no\0 way", now=NOW), "intended", "refused"
    ),
    "uncertain": _step(lambda shelf, delivery: shelf.uncertain(delivery, now=NOW), "intended", "uncertain"),
    "again": _step(lambda shelf, delivery: shelf.again(delivery), "uncertain held", "waiting"),
    "back": _step(lambda shelf, delivery: shelf.back(delivery), "intended", "waiting"),
    "hold": _step(lambda shelf, delivery: shelf.hold(delivery, now=NOW), "uncertain", "held"),
}

WAYS: dict[DeliveryState, tuple[str, ...]] = {
    DeliveryState.WAITING: (),
    DeliveryState.INTENDED: ("intend",),
    DeliveryState.UNCERTAIN: ("intend", "uncertain"),
    DeliveryState.HELD: ("intend", "uncertain", "hold"),
    DeliveryState.SENT: ("intend", "sent"),
    DeliveryState.REFUSED: ("intend", "refused"),
}
"""How a new delivery comes to each state."""
