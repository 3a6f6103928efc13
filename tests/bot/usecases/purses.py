"""Purses, the models that they pay and the ledgers that they write in, for tests."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from bot.domain.bills import Bill, WrittenAtLast
from bot.domain.price_list import PriceList, parse_prices
from bot.domain.prompts import Answer, Measured, Prompt, Usage, Written
from bot.domain.spending import Account, Budget, Charge, Spent, Whose
from bot.errors import CannotDo, TryLater, Why
from bot.ports import Heard
from bot.shelves import Group, Ledger
from bot.usecases.paid_writers import PaidWriter
from bot.usecases.spending import Purse
from storage import Storage
from tests.fakes.ports import FakeClock

SHANGHAI = ZoneInfo("Asia/Shanghai")
ANN = Account(person="square:ann", chat="square:1")
BO = Account(person="square:bo", chat="square:1")
CLOCK = Account(chat="square:2")
TENTH = Usage(input=100_000, output=0, calls=1)  # at one a million
NO_DAY, NO_OTHER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Word(BaseModel):
    word: str = "lane"


PROMPT = Prompt(name="word/1", system="x" * 50_000, user="x" * 50_000, answer=Word, max_tokens=0)


@dataclass
class Model:
    """Answers, or fails, with the same bill each time; `gate` holds its answers back."""

    usage: Usage = TENTH
    model: str = "lane-1"
    failure: BaseException | None = None
    behind: tuple[Bill, ...] = ()
    asked: int = 0
    gate: asyncio.Event | None = None
    entered: asyncio.Queue[None] = field(default_factory=asyncio.Queue)  # one for each call that began

    @property
    def models(self) -> tuple[str, ...]:
        return (self.model, *(bill.model for bill in self.behind))

    def measure(self, prompt: Prompt[Answer]) -> Measured:
        return Measured(self.model, len(prompt.message) // 4)

    async def write(self, prompt: Prompt[Answer], *, heard: Heard[Answer] | None = None) -> Written[Answer]:
        self.asked += 1
        self.entered.put_nowait(None)
        await (self.gate.wait() if self.gate else asyncio.sleep(0))
        if self.failure:
            raise self.failure
        answer = prompt.answer.model_validate({})
        if self.behind:
            return WrittenAtLast(answer, self.model, self.usage, self.behind)
        return Written(answer, self.model, self.usage)


class LedgerInMind:
    """Takes its time, and knows the sum of all."""

    def __init__(self, chance: Random) -> None:
        self.total = Decimal(0)
        self._chance = chance

    async def add(self, charge: Charge) -> None:
        await self._take_time()
        self.total += charge.cost or 0
        await self._take_time()

    async def spent(
        self, *, since: datetime, until: datetime, person: str | None = None, chat: str | None = None
    ) -> Spent:
        await self._take_time()
        seen = self.total
        await self._take_time()
        return Spent(costs={"USD": seen})

    async def by(self, *, since: datetime, until: datetime, group: Group) -> dict[str | None, Spent]:
        raise NotImplementedError

    async def of_job(self, job: str) -> dict[str, Spent]:
        raise NotImplementedError

    async def limits(self) -> dict[Whose, Decimal | None]:
        await self._take_time()
        return {}

    async def limit(self, whose: Whose, limit: Decimal | None) -> None:
        raise NotImplementedError

    async def _take_time(self) -> None:
        for _ in range(self._chance.randrange(4)):
            await asyncio.sleep(0)


@dataclass
class FailingLedger:
    """A ledger that does not answer while it is `away`."""

    ledger: Ledger
    away: bool = True

    async def add(self, charge: Charge) -> None:
        self._answer()
        await self.ledger.add(charge)

    async def spent(
        self, *, since: datetime, until: datetime, person: str | None = None, chat: str | None = None
    ) -> Spent:
        self._answer()
        return await self.ledger.spent(since=since, until=until, person=person, chat=chat)

    async def by(self, *, since: datetime, until: datetime, group: Group) -> dict[str | None, Spent]:
        raise NotImplementedError

    async def of_job(self, job: str) -> dict[str, Spent]:
        self._answer()
        return await self.ledger.of_job(job)

    async def limits(self) -> dict[Whose, Decimal | None]:
        self._answer()
        return await self.ledger.limits()

    async def limit(self, whose: Whose, limit: Decimal | None) -> None:
        raise NotImplementedError

    def _answer(self) -> None:
        if self.away:
            raise TryLater(Why.STORAGE_BUSY)


def purse(
    ledger: Ledger,
    budget: dict[str, str] | None = None,
    *,
    clock: FakeClock | None = None,
    prices: str = "lane-*=1/1/USD",
    zone: tzinfo = SHANGHAI,
) -> Purse:
    """A purse, in Shanghai unless said otherwise."""
    return Purse(
        ledger,
        prices=PriceList(parse_prices(prices), servers={}, currency="USD"),
        budget=Budget.model_validate(budget or {}),
        clock=clock or FakeClock(),
        zone=zone,
    )


async def noted(storage: Storage) -> Spent:
    return await storage.ledger.spent(since=NO_DAY, until=NO_OTHER)


async def apart(storage: Storage, group: Group) -> dict[str | None, Spent]:
    return await storage.ledger.by(since=NO_DAY, until=NO_OTHER, group=group)


async def ask(own: Purse, model: Model, account: Account = ANN) -> Word:
    paid = PaidWriter(own, model, purpose="brief", paper="sha256:1", account=account)
    assert (paid.model, paid.models) == (model.model, model.models)
    return (await paid.write(PROMPT)).answer


async def refused(own: Purse, model: Model, account: Account = ANN) -> Why:
    """Why the account may not ask; nothing was asked."""
    asked = model.asked
    try:
        await ask(own, model, account)
    except (CannotDo, TryLater) as error:
        assert model.asked == asked
        return error.reason.why
    raise AssertionError("the model was asked")
