"""The simulated year in short: a month of six channels by two processes on a server, and by one on a file."""

from dataclasses import replace

import pytest

from tests.campaigns.simulate_year import Size, run
from tests.campaigns.year_promises import Tally
from tests.storage.servers import own_database

MONTH = Size(days=31, channels=6, outages=3, kills=3, changes=8, pauses=3)


def check(tally: Tally) -> None:
    assert tally.broken == []
    assert tally.counts["kills"] == MONTH.kills
    assert tally.counts["due dates covered once"] > 60
    assert tally.counts["reports that cover several due dates"] > 0, "an outage was caught up"


async def test_each_due_date_of_a_month_is_covered_once_by_two_processes() -> None:
    async with own_database() as server:
        if server is None:
            pytest.skip("no PostgreSQL server answers at BRIEFBOT_TEST_POSTGRES_URL")
        check(await run(seed=3, size=MONTH, server=server))


async def test_each_due_date_of_a_month_is_covered_once_on_a_file() -> None:
    check(await run(seed=3, size=replace(MONTH, processes=1), server=None))
