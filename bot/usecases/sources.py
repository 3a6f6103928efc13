"""Where papers come from, as one argument."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.errors import Reason
from bot.ports import Originals, PaperSource, Reader, Writer
from bot.usecases.turns import Turns


def _ignore(_reason: Reason) -> None:
    """Nobody sits and waits to hear it."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Records, files, and whoever reads the files."""

    papers: PaperSource
    originals: Originals
    reader: Reader
    unchecked: Callable[[Reason], None] = _ignore  # told why a page's number could not be looked up
    writer: Writer | None = None  # asked for institutions where the rules find none
    turns: Turns = field(default_factory=Turns)
