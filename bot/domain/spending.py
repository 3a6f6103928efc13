"""What models cost, and for whom: prices, charges, budgets and sums of them; money is never a float."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, Context, Decimal
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from bot.domain.frozen import Frozen
from bot.domain.prompts import Usage

Purpose = Literal["brief", "institutions", "answer", "question", "judgement"]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]  # ISO 4217
Rate = Annotated[Decimal, Field(ge=0, le=1_000_000)]  # of a currency, for a million tokens
Limit = Annotated[Decimal, Field(ge=0, le=1_000_000_000)]

NO_CURRENCY = "XXX"  # ISO 4217's own code for it
SMALLEST = Decimal("1e-9")  # of a currency: to this a charge is rounded up, once
_MILLION = 1_000_000
_ROOMY = Context(prec=60)  # the default's 28 digits do not hold every product


class Account(Frozen):
    """On whose behalf a model is asked, person and chat each written `platform:id`, and for which job."""

    person: str | None = None  # None: the clock
    chat: str | None = None
    job: str | None = None  # its key


class Price(Frozen):
    """What a server charges for a million tokens, from a day on."""

    input: Rate
    cached_input: Rate  # of the input: read from the server's cache
    cache_write: Rate  # of the input: written to it
    output: Rate
    currency: Currency
    since: date
    largest_input: int | None = None  # tokens; above them other prices hold, which are not known

    @property
    def free(self) -> bool:
        """True where nothing is charged, whatever the currency."""
        return not (self.input or self.cached_input or self.cache_write or self.output)

    def cost(self, usage: Usage) -> Decimal | None:
        """What tokens cost, rounded up to a billionth; None where the server did not count them all."""
        if self.free:
            return Decimal(0)
        uncounted = not (usage.input or usage.output)
        if uncounted or (self.largest_input is not None and usage.input > self.largest_input):
            return None
        return self.amount(usage)

    def amount(self, usage: Usage) -> Decimal:
        """What as many tokens cost, at these rates."""
        plain = max(0, usage.input - usage.cached - usage.cache_writes)
        parts = (
            (plain, self.input),
            (usage.cached, self.cached_input),
            (usage.cache_writes, self.cache_write),
            (usage.output, self.output),
        )
        exact = sum((tokens * rate for tokens, rate in parts), Decimal(0)) / _MILLION
        return exact.quantize(SMALLEST, rounding=ROUND_CEILING, context=_ROOMY)


FREE = Price(
    input=Decimal(0),
    cached_input=Decimal(0),
    cache_write=Decimal(0),
    output=Decimal(0),
    currency=NO_CURRENCY,
    since=date.min,
)


class Charge(Frozen):
    """One errand of a model: what it was for, who asked, and what it cost at the price of that day."""

    purpose: Purpose
    paper: str | None = None  # Paper.key
    account: Account
    model: str
    usage: Usage  # of all its requests
    price: Price | None  # None: unknown
    cost: Decimal | None  # in the price's currency; None: unknown, which is not nothing
    at: AwareDatetime
    day: date  # in the house's zone


Whose = Literal["person", "chat", "total"]
"""Of each person, of each chat, of all together."""


class Budget(Frozen):
    """What may be spent a day; None is no limit, and 0 is nothing."""

    person: Limit | None = None  # each of them
    chat: Limit | None = None  # each of them
    total: Limit | None = None
    currency: Currency = "USD"

    @property
    def unlimited(self) -> bool:
        """True where nothing is limited."""
        return self.person is None and self.chat is None and self.total is None

    def with_limits(self, limits: Mapping[Whose, Decimal | None]) -> "Budget":
        """The same with other limits in the place of some."""
        return self.model_copy(update={str(whose): limit for whose, limit in limits.items()})


class Spent(Frozen):
    """A sum of charges."""

    costs: Mapping[str, Decimal] = Field(default_factory=dict)  # by currency; what cost nothing has none
    calls: int = 0  # charges; `usage.calls` are their requests
    usage: Usage = Usage()
    unpriced_calls: int = 0  # of the calls: those whose cost is unknown

    def __add__(self, other: "Spent") -> "Spent":
        """Both together."""
        currencies = self.costs.keys() | other.costs.keys()
        return Spent(
            costs={currency: self.cost(currency) + other.cost(currency) for currency in currencies},
            calls=self.calls + other.calls,
            usage=self.usage + other.usage,
            unpriced_calls=self.unpriced_calls + other.unpriced_calls,
        )

    def cost(self, currency: str) -> Decimal:
        """What was spent in a currency."""
        return self.costs.get(currency, Decimal(0))
