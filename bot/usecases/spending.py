"""A model is asked only where the budget allows, and what it cost is noted, whatever came of it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal

from bot.domain.bills import Bill, bills_of
from bot.domain.days import day_of, on_the_wall
from bot.domain.price_list import PriceList
from bot.domain.prompts import Answer, Prompt, Usage, Written
from bot.domain.spending import Account, Budget, Charge, Purpose, Spent, Whose
from bot.errors import CannotDo, TryLater, Why
from bot.ports import Clock, Heard, Writer
from bot.shelves import Ledger

log = logging.getLogger(__name__)


class Purse:
    """Pays for models. One for the whole process, since it knows what is being spent at this moment.

    A call begins only while less than each limit is spent, counting for each call under way what one answer
    of the prompt's full length would cost; where that is too much now, it waits until one has ended. So a day
    ends over a limit by less than the cost of the one call that reached it, and by what calls under way at
    that moment cost beyond one such answer each (a repair, a longer try, a second model). Another process on
    the same database sees a call once it has ended.
    """

    def __init__(
        self, ledger: Ledger, *, prices: PriceList, budget: Budget, clock: Clock, zone: tzinfo | None
    ) -> None:
        """`zone` says when a day begins; None: the machine's own."""
        self._ledger = ledger
        self._prices = prices
        self._set_by_operator = self._budget = budget
        self._clock = clock
        self._zone = zone
        self._checking = asyncio.Lock()
        self._noting = asyncio.Lock()
        self._ended = asyncio.Event()  # of the next call to end
        self._under_way: list[tuple[Account, Decimal]] = []
        self._owed: list[Charge] = []  # not yet in the ledger
        self._warned: set[str] = set()

    async def write(
        self, prompt: Prompt[Answer], *, writer: Writer, errand: "Errand", heard: Heard[Answer] | None = None
    ) -> Written[Answer]:
        """What the writer writes; `heard` is told on the way. A call that is called off is paid as well.

        Raises CannotDo (BUDGET_SPENT, BUDGET_SPENT_CHAT, BUDGET_SPENT_PERSON, BUDGET_NONE) or TryLater
        (BUDGET_UNREADABLE) before anything was asked, and what the writer raises.
        """
        at = self._clock.now()
        async with self._allowed(errand.account, self._estimate(prompt, writer.models, at=at)):
            try:
                written = await writer.write(prompt, heard=heard)
            except (Exception, asyncio.CancelledError) as error:
                await self._charge(errand, error, at=at)
                raise
            await self._charge(errand, written, at=at)
        return written

    def cost_of(self, *answers: Written[Answer]) -> Spent:
        """What answers cost at today's prices, with all that failed on the way to them."""
        day = self._here(self._clock.now()).date()
        bills = [bill for answer in answers for bill in _paid(answer)]
        costs, unpriced = dict[str, Decimal](), 0
        for bill in bills:
            price = self._prices.of(bill.model, on=day)
            cost = price and price.cost(bill.usage)
            if price and cost:
                costs[price.currency] = costs.get(price.currency, Decimal(0)) + cost
            unpriced += cost is None
        usage = sum((bill.usage for bill in bills), Usage())
        return Spent(costs=costs, calls=len(bills), usage=usage, unpriced_calls=unpriced)

    async def budget(self) -> Budget:
        """What may be spent a day: the operator's limits, or those set in chat. Raises TryLater."""
        self._budget = self._set_by_operator.with_limits(await self._ledger.limits())
        return self._budget

    async def spent_today(self, whose: Account) -> Spent:
        """What a person, a chat, or all spent since midnight. Raises TryLater."""
        midnight, again = day_of(self._here(self._clock.now()).date(), self._zone)
        return await self._spent(whose, since=midnight, until=again)

    async def spent_for(self, job: str) -> dict[str, Spent]:
        """What a job cost up to now, all its tries together, by model. Raises TryLater."""
        await self._note()
        return await self._ledger.of_job(job)

    @asynccontextmanager
    async def _allowed(self, account: Account, estimate: Decimal) -> AsyncIterator[None]:
        """Count a call as under way once it may begin; its charge is noted before it counts no more."""
        held = (account, estimate)
        while True:
            ended = self._ended  # taken before the look, so that none that ends meanwhile is missed
            async with self._checking:
                if await self._may_begin(account):
                    self._under_way.append(held)
                    break
            await ended.wait()
        try:
            yield
        finally:
            self._under_way.remove(held)
            self._ended.set()
            self._ended = asyncio.Event()

    async def _may_begin(self, account: Account) -> bool:
        """False: once a call that is under way has ended. Raises CannotDo where a budget is spent."""
        limits = await self._limits(account)
        if closed := next((setting for setting, _, limit, _ in limits if not limit), None):
            raise CannotDo(Why.BUDGET_NONE, setting=closed)
        midnight, again = day_of(self._here(self._clock.now()).date(), self._zone)
        fits = True
        for _, why, limit, whose in limits:
            # Looked at first: a call that ends meanwhile is counted twice, never not at all.
            held = self._held(whose)
            spent = (await self._spent(whose, since=midnight, until=again)).cost(self._budget.currency)
            if spent >= limit:
                raise CannotDo(why, limit=f"{limit:f} {self._budget.currency}", again=on_the_wall(again))
            fits = fits and spent + held < limit
        return fits

    async def _limits(self, account: Account) -> list[tuple[str, Why, Decimal, Account]]:
        """The budgets that hold for an account: where it is set, why it would be refused, how much, of whom.

        Raises TryLater.
        """
        try:
            set_in_chat = await self._ledger.limits()
        except TryLater as error:  # a limit that is not known is no leave to spend
            raise TryLater(Why.BUDGET_UNREADABLE, after=error.after) from error
        budget = self._budget = self._set_by_operator.with_limits(set_in_chat)
        limits: list[tuple[Whose, Why, Account]] = [("total", Why.BUDGET_SPENT, Account())]
        if account.chat:
            limits.append(("chat", Why.BUDGET_SPENT_CHAT, Account(chat=account.chat)))
        if account.person:
            limits.append(("person", Why.BUDGET_SPENT_PERSON, Account(person=account.person)))
        found = []
        for name, why, whose in limits:
            limit: Decimal | None = getattr(budget, name)
            place = f"admin budget {name}" if name in set_in_chat else f"BRIEFBOT_BUDGET_{name.upper()}"
            if limit is not None:
                found.append((place, why, limit, whose))
        return found

    def _held(self, whose: Account) -> Decimal:
        """What calls that are under way may cost."""
        estimates = [
            estimate
            for account, estimate in self._under_way
            if whose.person in (None, account.person) and whose.chat in (None, account.chat)
        ]
        return sum(estimates, Decimal(0))

    async def _spent(self, whose: Account, *, since: datetime, until: datetime) -> Spent:
        """What the ledger says. Raises TryLater: what is not known is denied."""
        try:
            await self._note()
            return await self._ledger.spent(since=since, until=until, person=whose.person, chat=whose.chat)
        except TryLater as error:
            raise TryLater(Why.BUDGET_UNREADABLE, after=error.after) from error

    async def _charge(
        self, errand: "Errand", outcome: Written[Answer] | BaseException, *, at: datetime
    ) -> None:
        """Note what a call cost. An answer is not lost over it: what cannot be noted now is owed."""
        day = self._here(at).date()
        for bill in _paid(outcome):
            price = self._prices.of(bill.model, on=day)
            charge = Charge(
                purpose=errand.purpose,
                paper=errand.paper,
                account=errand.account,
                model=bill.model,
                usage=bill.usage,
                price=price,
                cost=price and price.cost(bill.usage),
                at=at,
                day=day,
            )
            self._warn(charge)
            self._owed.append(charge)
        try:
            await self._note()
        except TryLater:
            log.warning("charge.unwritten charges=%d", len(self._owed))

    async def _note(self) -> None:
        """Put what is owed into the ledger; what is cut off in the act is put there again, at worst twice."""
        async with self._noting:
            while self._owed:
                await self._ledger.add(self._owed[0])
                del self._owed[0]

    def _warn(self, charge: Charge) -> None:
        """Say once for each model that no budget can limit it."""
        limited = charge.cost == 0 or (
            charge.cost and charge.price and charge.price.currency == self._budget.currency
        )
        if self._budget.unlimited or limited or charge.model in self._warned:
            return
        self._warned.add(charge.model)
        log.warning(
            "budget.unpriced model=%s currency=%s",
            charge.model,
            charge.price.currency if charge.price and charge.cost else "unknown",
        )

    def _estimate(self, prompt: Prompt[Answer], models: Sequence[str], *, at: datetime) -> Decimal:
        """What one answer of full length costs at most, in the budget's currency, by the dearest model."""
        words = (prompt.system, prompt.message, *(word for turn in prompt.earlier for word in turn))
        # no tokenizer makes more tokens than there are bytes
        most = Usage(input=sum(len(text.encode()) for text in words), output=prompt.max_tokens)
        prices = (self._prices.of(model, on=self._here(at).date()) for model in models)
        known = (price for price in prices if price and price.currency == self._budget.currency)
        return max((price.amount(most) for price in known), default=Decimal(0))

    def _here(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone)


@dataclass(frozen=True, slots=True)
class Errand:
    """What a writer is paid for, and on whose account."""

    purpose: Purpose
    paper: str | None  # the key of the paper that it is about
    account: Account


def _paid(outcome: Written[Answer] | BaseException) -> list[Bill]:
    """What models were paid. One that failed and counted no tokens was not, as far as anybody tells."""
    wrote = outcome.model if isinstance(outcome, Written) else None
    return [
        bill for bill in bills_of(outcome) if bill.usage.input or bill.usage.output or bill.model == wrote
    ]
