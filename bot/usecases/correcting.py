"""What it takes to correct briefs, as one argument."""

from dataclasses import dataclass

from bot.queues import Deliveries
from bot.shelves import Corrections, Library


@dataclass(frozen=True, slots=True)
class Correcting:
    """What people corrected, and the posts in which it stands."""

    corrections: Corrections
    posts: Deliveries
    library: Library
