"""Answers that arXiv's API really gave, through the client, served as they were recorded."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web

from bot.clients.arxiv import ArxivPapers, ArxivSite
from bot.clients.arxiv_atom import read_feed
from bot.domain.arxiv_ids import ArxivId
from bot.domain.papers import ArxivRecord
from bot.errors import Reason, Why
from tests.bot.clients.test_arxiv import HurriedClock, together

RECORDED = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "api" / "arxiv_api_atom"
pytestmark = pytest.mark.skipif(
    not RECORDED.is_dir(), reason="the recorded answers of arXiv's API are not beside the project"
)

UNKNOWN = ArxivId(number="0808.05394")


def recordings() -> dict[str, tuple[int, bytes]]:
    """Status and body of each recorded query by ids, under its id_list."""
    index = json.loads((RECORDED / "INDEX.json").read_text())
    queries = {parse_qs(urlsplit(entry["url"]).query).get("id_list", [""])[0]: entry for entry in index}
    return {
        ids: (entry["status_code"], (RECORDED / entry["file"]).read_bytes())
        for ids, entry in queries.items()
        if ids
    }


@asynccontextmanager
async def replayed(answers: Mapping[str, tuple[int, bytes]]) -> AsyncIterator[ArxivPapers]:
    async def answer(request: web.Request) -> web.Response:
        status, body = answers[request.query["id_list"]]
        return web.Response(status=status, body=body, content_type="application/atom+xml")

    application = web.Application()
    application.router.add_get("/api/query", answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        site = ArxivSite(api=f"http://{host}:{port}/api/query")
        async with ArxivPapers(site, clock=HurriedClock()) as papers:
            yield papers
    finally:
        await runner.cleanup()


async def asked(*texts: str) -> list[ArxivRecord | Reason]:
    async with replayed(recordings()) as papers:
        return await together(papers, *map(ArxivId.parse, texts))


@pytest.mark.parametrize(
    ("text", "id", "authors", "category"),
    [
        ("1605.08386", "1605.08386v1", 2, "math.CO"),
        ("1707.08567", "1707.08567v1", 34, "cs.IT"),
        ("2104.12255v1", "2104.12255v1", 1, "cs.CR"),
        ("astro-ph/0601001", "astro-ph/0601001v1", 4, "astro-ph"),
        ("quant-ph/0201082v1", "quant-ph/0201082v1", 1, "quant-ph"),
    ],
)
async def test_a_recorded_paper_is_read_whole(*, text: str, id: str, authors: int, category: str) -> None:
    (record,) = await asked(text)
    assert isinstance(record, ArxivRecord)
    assert (str(record.id), len(record.authors), record.categories[0]) == (id, authors, category)
    assert record.title
    assert record.abstract == " ".join(record.abstract.split())
    assert len(record.abstract) > 250


async def test_a_title_of_one_character_is_a_title() -> None:
    (record,) = await asked("2104.12255v1")
    assert isinstance(record, ArxivRecord)
    assert record.title == "0"


async def test_a_recorded_answer_without_an_entry_is_an_unknown_id() -> None:
    async with replayed(recordings()) as papers:
        assert await together(papers, UNKNOWN) == [Reason(Why.UNKNOWN_ARXIV_ID, {"id": "0808.05394"})]


async def test_two_ids_of_which_one_is_unknown_are_told_apart() -> None:
    async with replayed(recordings()) as papers:
        unknown, known = await together(papers, UNKNOWN, ArxivId.parse("1707.08567"))
    assert unknown == Reason(Why.UNKNOWN_ARXIV_ID, {"id": "0808.05394"})
    assert isinstance(known, ArxivRecord)
    assert str(known.id) == "1707.08567v1"


async def test_the_recorded_error_is_a_malformed_id() -> None:
    status, body = recordings()["abc"]
    assert status == 400
    async with replayed({"2501.00001": (status, body)}) as papers:
        assert await together(papers, ArxivId.parse("2501.00001")) == [
            Reason(Why.MALFORMED_ARXIV_ID, {"text": "2501.00001"})
        ]


@pytest.mark.parametrize("file", [path.name for path in sorted(RECORDED.glob("q_*.xml"))])
def test_every_entry_of_a_recorded_search_is_read(file: str) -> None:
    body = (RECORDED / file).read_bytes()
    records = read_feed(body).records
    assert len(records) == body.count(b"<entry>")
    for record in records:
        assert record.title
        assert record.authors
        assert record.abstract
        assert record.id.version
        assert len(set(record.categories)) == len(record.categories) > 0
