"""Prices: exact money, the price of a day, what an operator writes, and the table that comes along."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import price_list
from bot.domain.price_list import PriceList, PriceRow, parse_prices, published_prices
from bot.domain.prompts import Usage
from bot.domain.spending import FREE, SMALLEST, Price

DAY = date(2026, 11, 21)
PRICE = Price(
    input=Decimal("0.30"),
    cached_input=Decimal("0.006"),
    cache_write=Decimal("0.375"),
    output=Decimal("1.20"),
    currency="USD",
    since=date(2026, 9, 10),
    largest_input=1_000_000,
)
TABLE = Path(price_list.__file__).with_name(price_list.TABLE).read_text(encoding="utf-8")


def prices(line: str = "", *, host: str = "models.example", model: str = "lane-1") -> PriceList:
    return PriceList(parse_prices(line), servers={model: host}, currency="USD")


# --- what tokens cost ---


def test_every_kind_of_token_has_its_own_rate() -> None:
    usage = Usage(input=1_000_000, cached=600_000, cache_writes=100_000, output=50_000, calls=1)
    # 300,000 x 0.30 + 600,000 x 0.006 + 100,000 x 0.375 + 50,000 x 1.20, a million each
    assert PRICE.cost(usage) == Decimal("0.09") + Decimal("0.0036") + Decimal("0.0375") + Decimal("0.06")


def test_a_cost_is_exact_to_a_billionth_and_never_too_small() -> None:
    assert PRICE.cost(Usage(input=1, cached=1, calls=1)) == Decimal("0.000000006")
    thin = PRICE.model_copy(update={"output": Decimal("0.0001")})
    assert thin.cost(Usage(output=1, calls=1)) == SMALLEST


@given(
    st.integers(0, 10**9),
    st.integers(0, 10**9),
    st.decimals(min_value=0, max_value=1_000_000, places=6),
)
def test_a_cost_is_the_product_rounded_up_once(tokens: int, answered: int, rate: Decimal) -> None:
    own = PRICE.model_copy(update={"input": rate, "output": rate, "largest_input": None})
    exact = (tokens + answered) * rate / 1_000_000
    assert 0 <= own.amount(Usage(input=tokens, output=answered)) - exact < SMALLEST


@pytest.mark.parametrize(
    "usage",
    [
        pytest.param(Usage(calls=1), id="the server counts no tokens"),
        pytest.param(Usage(input=1_000_001, output=5, calls=1), id="longer than the price holds for"),
    ],
)
def test_what_was_not_counted_or_not_published_has_no_known_cost(usage: Usage) -> None:
    assert PRICE.cost(usage) is None
    assert FREE.cost(usage) == 0, "on one's own machine it costs nothing all the same"


def test_a_server_that_counts_more_cached_tokens_than_it_read_is_not_paid_back() -> None:
    assert PRICE.cost(Usage(input=10, cached=20, calls=1)) == 20 * Decimal("0.006") / 1_000_000


# --- which price holds ---


def test_a_model_that_nobody_priced_has_no_price() -> None:
    assert prices().of("lane-1", on=DAY) is None
    assert prices().of("another", on=DAY) is None
    assert prices(host="api.openai.com", model="gpt-6-lunatic").of("gpt-6-lunatic", on=DAY) is None


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_a_server_on_this_machine_costs_nothing_unless_the_operator_says_so(host: str) -> None:
    assert prices(host=host).of("lane-1", on=DAY) == FREE
    own = prices("lane-1=1/2/USD", host=host).of("lane-1", on=DAY)
    assert own
    assert own.input == 1


def test_a_published_price_holds_on_the_server_that_published_it_from_its_day_on() -> None:
    at_home = prices(host="api.deepseek.com", model="deepseek-flash")
    price = at_home.of("deepseek-flash", on=DAY)
    assert price
    assert (price.input, price.cached_input, price.currency) == (Decimal("0.30"), Decimal("0.006"), "USD")
    assert at_home.of("deepseek-flash", on=date(2026, 9, 9)) is None
    elsewhere = prices(host="reseller.example", model="deepseek-flash")
    assert elsewhere.of("deepseek-flash", on=DAY) is None


def test_where_a_server_publishes_in_two_currencies_the_budgets_is_taken() -> None:
    in_yuan = PriceList((), servers={"deepseek-flash": "api.deepseek.com"}, currency="CNY")
    price = in_yuan.of("deepseek-flash", on=DAY)
    assert price
    assert (price.currency, price.output) == ("CNY", Decimal(8))
    in_euro = PriceList((), servers={"deepseek-flash": "api.deepseek.com"}, currency="EUR")
    assert in_euro.of("deepseek-flash", on=DAY) is not None


def test_the_operators_price_goes_before_the_published_one_and_the_newest_of_theirs_holds() -> None:
    line = "gpt-6-*=9/90/USD@2026-11-20, gpt-6-*=8/80/USD@2026-11-01, *=7/70/USD"
    listed = prices(line, host="api.openai.com", model="gpt-6-luna")
    days = {date(2026, 10, 1): 7, date(2026, 11, 1): 8, date(2026, 11, 19): 8, DAY: 9}
    for day, rate in days.items():
        price = listed.of("gpt-6-luna", on=day)
        assert price
        assert price.input == rate


# --- what an operator writes ---


def test_two_three_or_four_amounts_may_be_written() -> None:
    rows = parse_prices("Org/Lane:7b=0.25/2/USD,b=0.25/0.025/2/CNY,c=0.25/0.025/0.3125/2/EUR@2026-11-01,")
    rates = [
        (row.price.input, row.price.cached_input, row.price.cache_write, row.price.output) for row in rows
    ]
    quarter, two = Decimal("0.25"), Decimal(2)
    assert rates == [
        (quarter, quarter, quarter, two),
        (quarter, Decimal("0.025"), quarter, two),
        (quarter, Decimal("0.025"), Decimal("0.3125"), two),
    ]
    assert [row.price.currency for row in rows] == ["USD", "CNY", "EUR"]
    assert [row.price.since for row in rows] == [date.min, date.min, date(2026, 11, 1)]
    assert rows[0].fits("org/lane:7B", host="anywhere")
    assert parse_prices("") == ()


@pytest.mark.parametrize(
    "written",
    [
        "lane",
        "lane=",
        "lane=1/USD",
        "lane=1/2",
        "lane=1/2/usd",
        "lane=1/2/3/4/5/USD",
        "lane=-1/2/USD",
        "lane=1..2/2/USD",
        "lane=1e3/2/USD",
        "lane=9999999/2/USD",
        "lane=1/2/USD@2026-13-01",
        "lane=1/2/USD@yesterday",
        "=1/2/USD",
        "lane=１/2/USD",
    ],
)
def test_what_is_no_price_is_named_with_the_form_that_is_one(written: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"“{written}” is no price: write model=input/output/USD")):
        parse_prices(f"good=1/2/USD,{written}")


# --- the table that comes along ---


@pytest.mark.parametrize("row", published_prices(), ids=lambda row: row.models[0])
def test_a_published_price_is_whole_and_no_cached_token_costs_more_than_a_fresh_one(row: PriceRow) -> None:
    price = row.price
    assert 0 < price.cached_input <= price.input <= price.cache_write
    assert price.input < price.output
    assert date(2026, 1, 1) <= price.since <= DAY


def test_of_every_published_price_the_page_and_a_date_stand_above_it() -> None:
    above = re.findall(r"^# (.+)\n\[\[price\]\]$", TABLE, re.MULTILINE)
    assert len(above) == len(published_prices())
    for line in above:
        assert re.match(r"https://\S+(?:,| of) ", line), line
        assert re.search(r"read 2026-\d\d-\d\d|of (?:May 2026|2026-\d\d-\d\d)", line), line


def test_no_two_published_prices_hold_for_one_model_server_currency_and_day() -> None:
    held = [
        (model, host, row.price.currency, row.price.since)
        for row in published_prices()
        for model in row.models
        for host in row.hosts
    ]
    assert len(held) == len(set(held))
