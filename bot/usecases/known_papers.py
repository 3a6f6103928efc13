"""Where a paper that somebody means is found, as one argument."""

from dataclasses import dataclass

from bot.ports import Clock
from bot.queues import Deliveries
from bot.shelves import Library
from bot.usecases.sources import Sources


@dataclass(frozen=True, slots=True)
class KnownPapers:
    """The papers that are kept, the posts that are about them, and where others come from."""

    library: Library
    posts: Deliveries
    sources: Sources
    clock: Clock
