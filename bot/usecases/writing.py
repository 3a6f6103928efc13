"""What it takes to write briefs, as one argument."""

from dataclasses import dataclass, field

from bot.ports import Clock, Writer
from bot.shelves import Briefs, Texts
from bot.usecases.turns import Turns


@dataclass(frozen=True, slots=True)
class Writing:
    """The briefs that there are, and who writes new ones; without a writer they are extracted."""

    briefs: Briefs
    texts: Texts
    clock: Clock
    writer: Writer | None = None
    turns: Turns = field(default_factory=Turns)
