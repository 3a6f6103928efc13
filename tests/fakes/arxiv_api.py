"""A local arXiv: its API's Atom and its PDFs, in the shapes that were recorded, and its bad days on request.

By hand: `python -m tests.fakes.arxiv_api papers.json [--port N]`; the file holds a list of objects with the
fields of FakePaper, `pdf` being a path. The first line of output is a JSON object with both addresses.
"""

import argparse
import asyncio
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from xml.sax.saxutils import escape

from aiohttp import web

_FORM = re.compile(r"(?P<number>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(?P<version>\d+))?")
_MOMENT = "2026-04-12T22:09:36Z"
_HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" \
xmlns="http://www.w3.org/2005/Atom">
"""


def small_pdf(words: str) -> bytes:
    """A PDF of one page with one line of ASCII words."""
    shown = words.replace("\\", "").replace("(", "").replace(")", "")
    drawing = f"BT /F1 12 Tf 72 720 Td ({shown}) Tj ET".encode("ascii", "replace")
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    content, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (len(parts) + 1, table, end)


@dataclass(frozen=True, slots=True)
class FakePaper:
    """A paper that this arXiv has, in its versions 1 to `versions`."""

    number: str
    title: str = "A title"
    authors: tuple[str, ...] = ("Ada Lovelace",)
    abstract: str = "An abstract."
    categories: tuple[str, ...] = ("cs.LG",)
    versions: int = 1
    pdf: bytes | None = None  # None: a page that shows the title
    withdrawn: bool = False  # its PDF is a page of HTML, with the status 404


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something else than the answer."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0  # seconds before it begins
    announced: int | None = None  # a Content-Length that is not kept
    truthful: bool = False  # after the delay comes the proper answer


def busy(retry_after: str | None = None, *, status: int = 429) -> Trouble:
    """What arXiv says of too many requests."""
    headers = {"Retry-After": retry_after} if retry_after else {}
    return Trouble(status, b"Rate exceeded.", headers)


def slow(seconds: float) -> Trouble:
    """The proper answer, late."""
    return Trouble(delay=seconds, truthful=True)


GARBAGE = Trouble(body=b"<html><body>We are down for maintenance.<br></body></html>")
SERVER_ERROR = Trouble(500, b"Internal Server Error")
HALF_XML = Trouble(body=f"{_HEAD}<entry><id>http://arxiv.org/abs/2501.00001v1</id><title>A ti".encode())
BROKEN_OFF = Trouble(body=_HEAD.encode(), announced=100_000)
ENTITIES = Trouble(body=b'<!DOCTYPE feed [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed>&b;</feed>')
EMPTY_PAGE = Trouble(
    body=f"""{_HEAD}<opensearch:itemsPerPage>1</opensearch:itemsPerPage>
<opensearch:totalResults>1</opensearch:totalResults></feed>""".encode()
)


class FakeArxiv:
    """The server. `troubles` come first, one a request; what was asked stands in `queries` and `pdfs`."""

    def __init__(self, papers: Iterable[FakePaper] = (), *, port: int = 0) -> None:
        self.papers = {paper.number: paper for paper in papers}
        self.refused: set[str] = set()  # well-formed ids that are refused as malformed
        self.poison: set[str] = set()  # ids that make the server fail, alone or among others
        self.error_status = 400  # in older days 200
        self.names_refused = True
        self.latest_instead = False  # for a version that does not exist, the newest
        self.troubles: deque[Trouble] = deque()
        self.queries: list[tuple[str, ...]] = []
        self.pdfs: list[str] = []
        self.times: list[float] = []  # of the event loop, when each request came in
        self.came = asyncio.Event()  # set by every request
        self.most_at_once = 0
        self._at_once = 0
        self._port = port
        self._runner = web.AppRunner(self._application(), shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    @property
    def api_address(self) -> str:
        """Instead of https://export.arxiv.org/api/query."""
        return f"{self._origin}/api/query"

    @property
    def pdf_address(self) -> str:
        """Instead of https://arxiv.org/pdf/."""
        return f"{self._origin}/pdf/"

    @property
    def _origin(self) -> str:
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[self._watch])
        application.router.add_get("/api/query", self._query)
        application.router.add_get("/pdf/{id:.+}", self._pdf)
        return application

    @web.middleware
    async def _watch(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.times.append(asyncio.get_running_loop().time())
        self.came.set()
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            trouble = self.troubles.popleft() if self.troubles else Trouble(truthful=True)
            await asyncio.sleep(trouble.delay)
            answer: web.StreamResponse = await handler(request)
            return answer if trouble.truthful else await _troubled(request, trouble)
        finally:
            self._at_once -= 1

    async def _query(self, request: web.Request) -> web.Response:
        asked = tuple(filter(None, request.query.get("id_list", "").split(",")))
        self.queries.append(asked)
        for each in asked:
            if each in self.refused or not _FORM.fullmatch(each):
                return _atom(_refusal(each if self.names_refused else "?"), self.error_status)
        if self.poison & set(asked):
            return web.Response(status=500, text="Internal Server Error")
        # as with the real one: who does not say how many, gets ten
        most = int(request.query.get("max_results", "10"))
        found = [(paper, version) for each in asked for paper, version in self._versions(each)]
        return _atom(_feed(request.query_string, found, most), 200)

    def _versions(self, id: str) -> Iterator[tuple[FakePaper, int]]:
        form = _FORM.fullmatch(id)
        paper = self.papers.get(form["number"]) if form else None
        if form and paper:
            version = int(form["version"] or paper.versions)
            if version <= paper.versions:
                yield paper, version
            elif self.latest_instead:
                yield paper, paper.versions

    async def _pdf(self, request: web.Request) -> web.Response:
        asked = request.match_info["id"]
        self.pdfs.append(asked)
        for paper, _ in self._versions(asked):
            if not paper.withdrawn:
                content = paper.pdf if paper.pdf is not None else small_pdf(paper.title)
                return web.Response(body=content, content_type="application/pdf")
        page = f"<!DOCTYPE html><html><title>No PDF for {escape(asked)}</title></html>"
        return web.Response(status=404, text=page, content_type="text/html")


async def _troubled(request: web.Request, trouble: Trouble) -> web.StreamResponse:
    response = web.StreamResponse(status=trouble.status, headers=trouble.headers)
    if trouble.announced is None:
        return web.Response(status=trouble.status, headers=trouble.headers, body=trouble.body)
    response.content_length = trouble.announced
    await response.prepare(request)
    await response.write(trouble.body)
    if request.transport:
        request.transport.close()
    return response


def _atom(text: str, status: int) -> web.Response:
    return web.Response(
        status=status, body=text.encode(), content_type="application/atom+xml", charset="utf-8"
    )


def _feed(query: str, found: list[tuple[FakePaper, int]], most: int) -> str:
    entries = "".join(_entry(paper, version) for paper, version in found[:most])
    return f"""{_HEAD}  <id>https://arxiv.org/api/q1Vxy2KfJ3s</id>
  <title>arXiv Query: {escape(query)}</title>
  <updated>{_MOMENT}</updated>
  <link href="https://arxiv.org/api/query?{escape(query)}" type="application/atom+xml"/>
  <opensearch:itemsPerPage>{most}</opensearch:itemsPerPage>
  <opensearch:totalResults>{min(most, len(found))}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
{entries}</feed>
"""


def _entry(paper: FakePaper, version: int) -> str:
    name = f"{paper.number}v{version}"
    categories = "".join(
        f'    <category term="{term}" scheme="http://arxiv.org/schemas/atom"/>\n' for term in paper.categories
    )
    authors = "".join(
        f"    <author>\n      <name>{escape(author)}</name>\n    </author>\n" for author in paper.authors
    )
    return f"""  <entry>
    <id>http://arxiv.org/abs/{name}</id>
    <title>{escape(paper.title)}</title>
    <updated>{_MOMENT}</updated>
    <link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/{name}" rel="related" type="application/pdf" title="pdf"/>
    <summary>{escape(paper.abstract)}</summary>
{categories}    <published>{_MOMENT}</published>
    <arxiv:comment>12 pages</arxiv:comment>
    <arxiv:primary_category term="{paper.categories[0]}"/>
{authors}  </entry>
"""


def _refusal(id: str) -> str:
    address = f"https://arxiv.org/api/errors#incorrect_id_format_for_{escape(id)}"
    return f"""{_HEAD}  <id>https://arxiv.org/</id>
  <title>arXiv Search Results</title>
  <updated>{_MOMENT}</updated>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>1</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
  <entry>
    <id>{address}</id>
    <title>Error</title>
    <updated>{_MOMENT}</updated>
    <link href="{address}" rel="alternate" type="text/html"/>
    <summary>incorrect id format for {escape(id)}</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
</feed>
"""


def _paper(fields: dict[str, Any]) -> FakePaper:
    ready: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }
    if "pdf" in ready:
        ready["pdf"] = Path(ready["pdf"]).read_bytes()
    return FakePaper(**ready)


async def _serve(papers: list[FakePaper], port: int) -> None:
    async with FakeArxiv(papers, port=port) as arxiv:
        # whoever started this process reads the addresses there
        print(json.dumps({"api": arxiv.api_address, "pdfs": arxiv.pdf_address}), flush=True)  # noqa: T201
        await asyncio.Event().wait()


def _main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("papers", type=Path)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    papers = [_paper(fields) for fields in json.loads(options.papers.read_text())]
    asyncio.run(_serve(papers, options.port))


if __name__ == "__main__":
    _main()
