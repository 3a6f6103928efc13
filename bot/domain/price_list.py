"""A model on a server -> its price on a day: what the operator wrote, else the table beside this module."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

from pydantic import ValidationError

from bot.domain.frozen import Frozen
from bot.domain.spending import FREE, Currency, Price

TABLE = "prices.toml"
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_WRITTEN = re.compile(
    r"(?P<model>[^=,\s]+)=(?P<rates>[\d.]+(?:/[\d.]+){1,3})/(?P<currency>[A-Z]{3})"
    r"(?:@(?P<since>\d{4}-\d\d-\d\d))?",
    re.ASCII,
)


class PriceRow(Frozen):
    """One price and where it holds. Names may hold the wildcards * and ?; case does not count."""

    models: tuple[str, ...]
    hosts: tuple[str, ...]  # of the servers that charge it
    price: Price

    def fits(self, model: str, *, host: str) -> bool:
        """True where the price holds for a model of a server."""
        return _is_one(model, self.models) and _is_one(host, self.hosts)


@dataclass(frozen=True, slots=True)
class PriceList:
    """The prices of the models that a house uses."""

    own: tuple[PriceRow, ...]  # the operator's, which go before all others
    servers: Mapping[str, str]  # model -> the host that serves it
    currency: Currency  # taken where a server publishes its prices in several

    def of(self, model: str, *, on: date) -> Price | None:
        """The price in force on a day; None: unknown. A server on this machine charges nothing."""
        own = self._newest(self.own, model, on=on)
        if own or self.servers.get(model) in THIS_MACHINE:
            return own or FREE
        return self._newest(published_prices(), model, on=on)

    def _newest(self, rows: tuple[PriceRow, ...], model: str, *, on: date) -> Price | None:
        """Of the prices that hold, the newest in our currency, else in another; of equals the first."""
        host = self.servers.get(model, "")
        prices = [row.price for row in rows if row.price.since <= on and row.fits(model, host=host)]
        return max(prices, key=lambda price: (price.currency == self.currency, price.since), default=None)


def parse_prices(line: str) -> tuple[PriceRow, ...]:
    """Prices as operators write them: `model=input/cached/write/output/CUR@since`, several with commas.

    Amounts are for a million tokens. With three of them the price of cache writes is left out, with two that
    of cached input too: both are then the input's. `@2026-11-01`, the first day on which it holds, may be
    left out. Raises ValueError with a sentence.
    """
    return tuple(_parse_price(written.strip()) for written in line.split(",") if written.strip())


@cache
def published_prices() -> tuple[PriceRow, ...]:
    """The table's rows, each with the page that it is from in a comment there."""
    text = files(__package__).joinpath(TABLE).read_text(encoding="utf-8")
    rows = tomllib.loads(text, parse_float=Decimal)["price"]
    return tuple(
        PriceRow(models=row.pop("models"), hosts=row.pop("hosts"), price=Price(**row)) for row in rows
    )


def _parse_price(written: str) -> PriceRow:
    found = _WRITTEN.fullmatch(written)
    try:
        if not found:
            raise ValueError(written)
        rates = found["rates"].split("/")
        price = Price.model_validate(
            {
                "input": rates[0],
                "cached_input": rates[1] if len(rates) > 2 else rates[0],
                "cache_write": rates[2] if len(rates) > 3 else rates[0],
                "output": rates[-1],
                "currency": found["currency"],
                "since": found["since"] or date.min,
            }
        )
    # pydantic's is a ValueError too, and its words are about our fields
    except (ValueError, ValidationError):
        raise ValueError(
            f"“{written}” is no price: write model=input/output/USD, per million tokens, or "
            "model=input/cached/output/USD, model=input/cached/write/output/USD"
        ) from None
    return PriceRow(models=(found["model"],), hosts=("*",), price=price)


def _is_one(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name.lower(), pattern.lower()) for pattern in patterns)
