"""Where papers come from, as one argument."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.domain.spending import Account
from bot.errors import Reason
from bot.ports import Originals, PaperSource, Reader, Writer
from bot.usecases.paid_writers import PaidWriter
from bot.usecases.spending import Purse
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
    purse: Purse | None = None  # None: nobody counts what the writer costs
    account: Account = field(default_factory=Account)

    def on(self, account: Account) -> "Sources":
        """The same, paid on somebody's account."""
        return replace(self, account=account)

    def writer_for(self, paper: str) -> Writer | None:
        """Who is asked about a paper, by its key, paid for every call."""
        if self.writer is None or self.purse is None:
            return self.writer
        return PaidWriter(
            purse=self.purse, writer=self.writer, purpose="institutions", paper=paper, account=self.account
        )
