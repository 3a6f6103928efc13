"""The arXiv client against a local arXiv: one query for all who wait, paired by id, at arXiv's pace."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.clients.arxiv import ArxivPapers, ArxivSite
from bot.clients.arxiv_pace import Pace
from bot.clients.clock import SystemClock
from bot.domain.arxiv_ids import ArxivId
from bot.domain.papers import ArxivRecord
from bot.errors import CannotDo, Reason, TryLater, Why
from bot.ports import Clock
from tests.fakes.arxiv_api import FakeArxiv, FakePaper, Trouble, slow, small_pdf

LIMIT = 1_000_000
PAPERS = tuple(FakePaper(f"2501.{serial:05}", title=f"Title {serial}", versions=3) for serial in range(1, 71))


class HurriedClock:
    """Time that passes only while somebody sleeps, and then at once."""

    def __init__(self) -> None:
        self.time = datetime(2026, 4, 12, 22, 0, tzinfo=UTC)
        self.slept: list[timedelta] = []

    def now(self) -> datetime:
        return self.time

    async def sleep(self, span: timedelta) -> None:
        self.slept.append(span)
        self.time += span
        await asyncio.sleep(0)


@asynccontextmanager
async def asking(
    arxiv: FakeArxiv, clock: Clock | None = None, pace: Pace | None = None
) -> AsyncIterator[ArxivPapers]:
    site = ArxivSite(api=arxiv.api_address, pdfs=arxiv.pdf_address, pace=pace or Pace())
    async with ArxivPapers(site, clock=clock or HurriedClock()) as papers:
        yield papers


def number(serial: int, version: int | None = None) -> ArxivId:
    return ArxivId(number=f"2501.{serial:05}", version=version)


async def together(papers: ArxivPapers, *ids: ArxivId) -> list[ArxivRecord | Reason]:
    outcomes = await asyncio.gather(*map(papers.record, ids), return_exceptions=True)
    shown: list[ArxivRecord | Reason] = []
    for outcome in outcomes:
        if isinstance(outcome, CannotDo | TryLater):
            shown.append(outcome.reason)
        else:
            assert isinstance(outcome, ArxivRecord), outcome
            shown.append(outcome)
    return shown


async def refusal(papers: ArxivPapers, id: ArxivId) -> Reason:
    with pytest.raises(CannotDo) as refused:
        await papers.record(id)
    return refused.value.reason


async def test_a_record_has_its_words_on_one_line_and_its_version_in_the_id() -> None:
    paper = FakePaper(
        "2501.00007",
        title="Sieve: a < b &\n  other   stories",
        authors=("Ada  Lovelace", "Bo Æ. Li"),
        abstract="  We propose\n  Sieve.\n",
        categories=("cs.DC", "cs.LG"),
        versions=2,
    )
    async with FakeArxiv([paper]) as arxiv, asking(arxiv) as papers:
        assert await papers.record(number(7)) == ArxivRecord(
            id=number(7, 2),
            title="Sieve: a < b & other stories",
            authors=("Ada Lovelace", "Bo Æ. Li"),
            abstract="We propose Sieve.",
            categories=("cs.DC", "cs.LG"),
            submitted_at=datetime(2026, 4, 12, 22, 9, 36, tzinfo=UTC),
        )


async def test_all_who_ask_in_one_moment_share_one_query() -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        outcomes = await together(papers, *map(number, range(1, 31)), number(1))
        assert [outcome.title for outcome in outcomes if isinstance(outcome, ArxivRecord)] == [
            *(f"Title {serial}" for serial in range(1, 31)),
            "Title 1",
        ]
        assert len(arxiv.queries) == 1
        assert len(arxiv.queries[0]) == 30


async def test_those_who_come_while_a_query_is_under_way_share_the_next_one() -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        arxiv.troubles.append(slow(0.1))
        first = asyncio.create_task(papers.record(number(1)))
        await arxiv.came.wait()
        await together(papers, number(2), number(3))
        assert (await first).title == "Title 1"
        assert arxiv.queries == [("2501.00001",), ("2501.00002", "2501.00003")]


async def test_a_query_holds_at_most_fifty_ids_and_none_is_lost() -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        outcomes = await together(papers, *map(number, range(1, 71)))
        assert all(isinstance(outcome, ArxivRecord) for outcome in outcomes)
        assert [len(query) for query in arxiv.queries] == [50, 20]


async def test_an_unknown_id_among_others_takes_nobody_elses_record() -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        first, unknown, last = await together(papers, number(1), number(99), number(2))
        assert unknown == Reason(Why.UNKNOWN_ARXIV_ID, {"id": "2501.00099"})
        assert isinstance(first, ArxivRecord)
        assert isinstance(last, ArxivRecord)
        assert (first.title, last.title) == ("Title 1", "Title 2")


async def test_the_version_that_is_asked_for_is_the_one_that_comes() -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        first, newest = await together(papers, number(1, 1), number(1))
        assert isinstance(first, ArxivRecord)
        assert isinstance(newest, ArxivRecord)
        assert (first.id.version, newest.id.version) == (1, 3)
        assert arxiv.queries == [("2501.00001v1",), ("2501.00001",)]


@pytest.mark.parametrize("latest_instead", [False, True])
async def test_a_version_that_does_not_exist_is_refused_with_the_newest_that_does(
    *, latest_instead: bool
) -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        arxiv.latest_instead = latest_instead
        facts = {"id": "2501.00001", "version": "9", "latest": "3"}
        assert await refusal(papers, number(1, 9)) == Reason(Why.UNKNOWN_VERSION, facts)


async def test_a_version_of_an_unknown_paper_is_unknown_as_it_was_asked_for() -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        assert await refusal(papers, number(99, 2)) == Reason(Why.UNKNOWN_ARXIV_ID, {"id": "2501.00099v2"})


async def test_old_ids_are_asked_for_and_found_again() -> None:
    async with (
        FakeArxiv([FakePaper("math/0309136"), FakePaper("hep-th/9901001")]) as arxiv,
        asking(arxiv) as papers,
    ):
        outcomes = await together(papers, ArxivId.parse("math.GT/0309136"), ArxivId.parse("hep-th/9901001v1"))
        assert [str(outcome.id) for outcome in outcomes if isinstance(outcome, ArxivRecord)] == [
            "math/0309136v1",
            "hep-th/9901001v1",
        ]


@pytest.mark.parametrize("status", [400, 200])
@pytest.mark.parametrize(("named", "queries"), [(True, 2), (False, 4)])
async def test_one_id_that_arxiv_refuses_spoils_nobody_elses_answer(
    *, status: int, named: bool, queries: int
) -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        arxiv.refused = {"2501.00002"}
        arxiv.error_status, arxiv.names_refused = status, named
        first, refused, last = await together(papers, number(1), number(2), number(3))
        assert refused == Reason(Why.MALFORMED_ARXIV_ID, {"text": "2501.00002"})
        assert isinstance(first, ArxivRecord)
        assert isinstance(last, ArxivRecord)
        assert len(arxiv.queries) == queries


async def test_a_400_without_atom_refuses_the_id() -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        arxiv.troubles.append(Trouble(400, b"<html>Bad Request"))
        assert (await refusal(papers, number(1))).why is Why.MALFORMED_ARXIV_ID


async def test_requests_of_every_kind_keep_three_seconds_apart_on_one_connection() -> None:
    clock = HurriedClock()
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv, clock) as papers:
        await asyncio.gather(papers.record(number(1)), papers.pdf(number(1), limit=LIMIT))
        await asyncio.gather(papers.pdf(number(2), limit=LIMIT), papers.record(number(2)))
        assert clock.slept == [timedelta(0), *[timedelta(seconds=3)] * 3]
        assert arxiv.most_at_once == 1


async def test_the_pace_is_kept_on_the_wall() -> None:
    async with (
        FakeArxiv(PAPERS) as arxiv,
        asking(arxiv, SystemClock(), Pace(interval=timedelta(seconds=0.2))) as papers,
    ):
        for serial in (1, 2, 3):
            await papers.record(number(serial))
        gaps = [later - earlier for earlier, later in zip(arxiv.times, arxiv.times[1:], strict=False)]
        assert all(gap >= 0.2 for gap in gaps)


async def test_a_caller_who_leaves_takes_nobody_along() -> None:
    async with FakeArxiv(PAPERS) as arxiv, asking(arxiv) as papers:
        arxiv.troubles.append(slow(0.2))
        leader = asyncio.create_task(papers.record(number(1)))
        follower = asyncio.create_task(papers.record(number(2)))
        await arxiv.came.wait()
        leader.cancel()
        assert (await follower).title == "Title 2"
        assert arxiv.queries[-1] == ("2501.00002",)


async def test_a_pdf_comes_in_the_version_that_was_asked_for() -> None:
    paper = FakePaper("2501.00001", versions=2, pdf=small_pdf("Its own words"))
    async with FakeArxiv([paper]) as arxiv, asking(arxiv) as papers:
        assert await papers.pdf(number(1, 2), limit=LIMIT) == paper.pdf
        assert await papers.pdf(number(1), limit=LIMIT) == paper.pdf
        assert arxiv.pdfs == ["2501.00001v2", "2501.00001"]


async def pdf_refusal(paper: FakePaper, limit: int = LIMIT) -> Reason:
    async with FakeArxiv([paper]) as arxiv, asking(arxiv) as papers:
        with pytest.raises(CannotDo) as refused:
            await papers.pdf(number(1), limit=limit)
        return refused.value.reason


async def test_a_withdrawn_paper_has_no_pdf() -> None:
    reason = await pdf_refusal(FakePaper("2501.00001", withdrawn=True))
    assert (reason.why, reason.facts["status"]) == (Why.ADDRESS_FAILED, "404")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<!DOCTYPE html><html>Are you a robot?</html>", Why.NOT_A_PDF),
        (b" " * 1020 + b"%PDF-1.4", Why.NOT_A_PDF),
        (b"", Why.FILE_EMPTY),
        (b"%PDF-1.4" + b" " * LIMIT, Why.FILE_TOO_LARGE),
    ],
)
async def test_what_is_no_pdf_of_bearable_size_is_refused(content: bytes, why: Why) -> None:
    assert (await pdf_refusal(FakePaper("2501.00001", pdf=content))).why is why


async def test_a_pdf_may_begin_late_in_its_first_kilobyte() -> None:
    content = b"\n" * 1000 + small_pdf("words")
    async with FakeArxiv([FakePaper("2501.00001", pdf=content)]) as arxiv, asking(arxiv) as papers:
        assert await papers.pdf(number(1), limit=LIMIT) == content
