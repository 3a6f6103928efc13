"""What it takes to write briefs, as one argument."""

from dataclasses import dataclass, field, replace

from bot.domain.briefs import Brief
from bot.domain.spending import Account, Purpose, Spent
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

    def writer_for(self, paper: str, *, purpose: Purpose = "brief") -> Writer | None:
        """Who is asked about a paper, by its key, paid for every call."""
        if self.writer is None or self.purse is None:
            return self.writer
        return PaidWriter(
            purse=self.purse, writer=self.writer, purpose=purpose, paper=paper, account=self.account
        )

    def remembers(self, brief: Brief) -> bool:
        """True for what a model had written for another job."""
        return brief.making is not None and (brief.job is None or brief.job != self.account.job)

    async def costs(self) -> dict[str, Spent] | None:
        """What the account's job cost, by model; None: no model is set, or nobody counts. Raises TryLater."""
        if self.writer is None or self.purse is None or self.account.job is None:
            return None
        return await self.purse.spent_for(self.account.job)

    async def cost(self) -> Spent | None:
        """The sum of `costs`."""
        costs = await self.costs()
        return None if costs is None else sum(costs.values(), Spent())
