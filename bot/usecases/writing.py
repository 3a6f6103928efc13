"""What it takes to write briefs, as one argument."""

from dataclasses import dataclass, field, replace

from bot.domain.spending import Account
from bot.ports import Clock, Writer
from bot.shelves import Briefs, Texts
from bot.usecases.paid_writers import PaidWriter
from bot.usecases.spending import Purse
from bot.usecases.turns import Turns


@dataclass(frozen=True, slots=True)
class Writing:
    """The briefs that there are, and who writes new ones; without a writer they are extracted."""

    briefs: Briefs
    texts: Texts
    clock: Clock
    writer: Writer | None = None
    turns: Turns = field(default_factory=Turns)
    purse: Purse | None = None  # None: nobody counts what the writer costs
    account: Account = field(default_factory=Account)
    final: bool = False  # the last try: for a model that is away now, the extractive writer stands in

    def on(self, account: Account, *, final: bool) -> "Writing":
        """The same for one try, paid on somebody's account."""
        return replace(self, account=account, final=final)

    def writer_for(self, paper: str) -> Writer | None:
        """Who is asked about a paper, by its key, paid for every call."""
        if self.writer is None or self.purse is None:
            return self.writer
        return PaidWriter(
            purse=self.purse, writer=self.writer, purpose="brief", paper=paper, account=self.account
        )
