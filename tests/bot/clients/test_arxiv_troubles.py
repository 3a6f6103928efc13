"""arXiv on its bad days: who has to wait is told for how long, and waits for no other's trouble."""

import asyncio
import socket
from datetime import timedelta
from email.utils import format_datetime

import pytest

from bot.clients.arxiv import ArxivPapers, ArxivSite
from bot.clients.arxiv_pace import Pace
from bot.domain.arxiv_ids import ArxivId
from bot.domain.papers import ArxivRecord
from bot.errors import Reason, TryLater, Why
from tests.bot.clients.test_arxiv import PAPERS, HurriedClock, asking, number, together
from tests.fakes.arxiv_api import (
    BROKEN_OFF,
    EMPTY_PAGE,
    ENTITIES,
    GARBAGE,
    HALF_XML,
    SERVER_ERROR,
    FakeArxiv,
    Trouble,
    busy,
    slow,
)


async def delay(papers: ArxivPapers, id: ArxivId) -> tuple[Why, timedelta | None]:
    with pytest.raises(TryLater) as later:
        await papers.record(id)
    return later.value.reason.why, later.value.after


def seconds(count: float) -> tuple[Why, timedelta]:
    return Why.SOURCE_BUSY if count <= 600 else Why.SOURCE_BUSY_LONG, timedelta(seconds=count)


@pytest.mark.parametrize("status", [429, 503])
async def test_a_retry_after_in_seconds_is_honoured(status: int) -> None:
    clock = HurriedClock()
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv, clock) as papers:
        arxiv.troubles.append(busy("7", status=status))
        assert await delay(papers, number(1)) == seconds(7)
        clock.time += timedelta(seconds=5)
        assert await delay(papers, number(1)) == seconds(2)
        assert len(arxiv.times) == 1
        clock.time += timedelta(seconds=2)
        assert (await papers.record(number(1))).title == "Title 1"


async def test_a_retry_after_as_a_date_is_honoured() -> None:
    clock = HurriedClock()
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv, clock) as papers:
        arxiv.troubles.append(busy(format_datetime(clock.time + timedelta(seconds=90), usegmt=True)))
        assert await delay(papers, number(1)) == seconds(90)


@pytest.mark.parametrize(
    "nonsense", ["soon", "0", "-5", "Mon, 99 Foo 2026", "Thu, 01 Jan 1970 00:00:00 GMT", "²"]
)
async def test_a_retry_after_that_says_nothing_counts_as_none(nonsense: str) -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        arxiv.troubles.append(busy(nonsense))
        assert await delay(papers, number(1)) == seconds(30)


@pytest.mark.parametrize("endless", ["9" * 30, "Fri, 31 Dec 9999 23:59:59 GMT"])
async def test_no_retry_after_closes_arxiv_for_more_than_an_hour(endless: str) -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        arxiv.troubles.append(busy(endless))
        assert await delay(papers, number(1)) == seconds(3600)


async def test_without_a_retry_after_the_rest_doubles_from_30_to_150_seconds_until_arxiv_answers() -> None:
    clock = HurriedClock()
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv, clock) as papers:
        for expected in (30, 60, 120, 150, 150):
            arxiv.troubles.append(busy())
            assert await delay(papers, number(1)) == seconds(expected)
            clock.time += timedelta(seconds=expected)
        await papers.record(number(1))
        arxiv.troubles.append(busy())
        assert await delay(papers, number(1)) == seconds(30)


async def test_all_who_wait_hear_of_a_429_at_once() -> None:
    clock = HurriedClock()
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv, clock) as papers:
        arxiv.troubles.append(busy("100"))
        outcomes = await together(papers, *map(number, range(1, 71)))
        assert {outcome.why for outcome in outcomes if isinstance(outcome, Reason)} == {Why.SOURCE_BUSY}
        assert len(outcomes) == 70
        assert len(arxiv.times) == 1
        assert sum(clock.slept, timedelta(0)) == timedelta(0)


async def test_a_429_for_a_pdf_closes_the_host_for_records_too() -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        arxiv.troubles.append(busy("100"))
        with pytest.raises(TryLater):
            await papers.pdf(number(1), limit=1000)
        assert await delay(papers, number(1)) == seconds(100)
        assert arxiv.queries == []


@pytest.mark.parametrize(
    "trouble", [GARBAGE, HALF_XML, BROKEN_OFF, ENTITIES, EMPTY_PAGE, SERVER_ERROR, Trouble(403), Trouble(302)]
)
async def test_what_is_no_answer_is_to_be_asked_again_later(trouble: Trouble) -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        arxiv.troubles.append(trouble)
        assert await delay(papers, number(1)) == seconds(30)
        assert (await papers.record(number(1))).title == "Title 1"


async def test_an_answer_that_takes_too_long_is_given_up() -> None:
    pace = Pace(total=timedelta(seconds=0.1))
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv, pace=pace) as papers:
        arxiv.troubles.append(slow(5))
        assert await delay(papers, number(1)) == seconds(30)


async def test_a_paper_that_breaks_the_server_keeps_nobody_else_from_an_answer() -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        arxiv.poison = {"2501.00001"}
        poisoned, *others = await together(papers, *map(number, range(1, 5)))
        assert isinstance(poisoned, Reason)
        assert poisoned.why is Why.SOURCE_BUSY
        assert all(isinstance(outcome, ArxivRecord) for outcome in others)


async def test_who_comes_after_a_query_failed_is_not_asked_for_with_the_suspects() -> None:
    async def latecomer() -> ArxivRecord:
        await arxiv.came.wait()
        return await papers.record(number(3))

    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        arxiv.poison = {"2501.00001"}
        late, _ = await asyncio.gather(latecomer(), together(papers, number(1), number(2)))
        assert late.title == "Title 3"
        assert [len(query) for query in arxiv.queries] == [2, 1, 1, 1]


async def test_what_is_known_to_be_unknown_is_said_even_if_the_newest_version_cannot_be_asked_for() -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        arxiv.troubles.extend([slow(0), busy()])
        assert await together(papers, number(1, 9)) == [Reason(Why.UNKNOWN_ARXIV_ID, {"id": "2501.00001v9"})]


async def test_arxiv_is_followed_where_it_has_moved() -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        location = f"{arxiv.api_address}?id_list=2501.00001&max_results=1"
        arxiv.troubles.append(Trouble(301, headers={"Location": location}))
        assert (await papers.record(number(1))).title == "Title 1"


async def test_a_server_that_keeps_failing_is_left_alone() -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        arxiv.troubles.extend([SERVER_ERROR] * 50)
        outcomes = await together(papers, *map(number, range(1, 41)))
        assert {outcome.why for outcome in outcomes if isinstance(outcome, Reason)} == {Why.SOURCE_BUSY}
        assert len(outcomes) == 40
        assert len(arxiv.times) == 3


def closed_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port: int = place.getsockname()[1]
    return port


async def test_without_a_network_one_caller_finds_out_for_all_until_the_hold_is_over() -> None:
    clock = HurriedClock()
    site = ArxivSite(api=f"http://127.0.0.1:{closed_port()}/api/query", pace=Pace(hold=timedelta(seconds=60)))
    async with ArxivPapers(site, clock=clock) as papers:
        outcomes = await together(papers, *map(number, range(1, 21)))
        assert outcomes == [Reason(Why.NO_NETWORK, {"host": "127.0.0.1"})] * 20
        assert len(clock.slept) == 1
        clock.time += timedelta(seconds=59)
        assert await delay(papers, number(1)) == (Why.NO_NETWORK, None)
        assert len(clock.slept) == 1
        clock.time += timedelta(seconds=1)
        assert await delay(papers, number(1)) == (Why.NO_NETWORK, None)
        assert len(clock.slept) == 2


async def test_a_hold_may_be_for_ever() -> None:
    site = ArxivSite(pdfs=f"http://127.0.0.1:{closed_port()}/pdf/", pace=Pace(hold=timedelta.max))
    async with ArxivPapers(site, clock=HurriedClock()) as papers:
        for _ in range(2):
            with pytest.raises(TryLater) as later:
                await papers.pdf(number(1), limit=1000)
            assert later.value.reason.why is Why.NO_NETWORK


async def test_a_clock_that_is_set_back_locks_nobody_out() -> None:
    clock = HurriedClock()
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv, clock) as papers:
        arxiv.troubles.append(busy("100"))
        await delay(papers, number(1))
        clock.time -= timedelta(days=1)
        assert (await asyncio.wait_for(papers.record(number(1)), 5)).title == "Title 1"
        assert max(clock.slept) <= timedelta(seconds=3)
