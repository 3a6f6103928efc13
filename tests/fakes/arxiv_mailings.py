"""A local arXiv that announces: a feed a category that forgets yesterday, an API that knows submissions.

By hand: `python -m tests.fakes.arxiv_mailings day.jsonl … [--today 2025-09-18] [--port N]`; the files have an
announcement a line, with arxiv_id, kind, date (of submission), title, authors_raw, categories, abstract. The
first line of output is a JSON object with the addresses.
"""

import argparse
import asyncio
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

from aiohttp import web

from bot.domain.mailing_days import ZONE, mailing_of
from bot.ports import Clock
from tests.fakes.arxiv_api import FakeArxiv, FakePaper

CORPUS = Path(__file__).parents[3] / "shared/corpus/daily"
Mood = Literal["truncated", "short", "empty", "late", "stale", "early", "busy", "failing", "html"]
"""`short`: well-formed, some papers missing; `late`: yesterday's; `stale`: yesterday's with today's date;
`early`: tomorrow's with today's date, as in an evening."""
Sorting = Literal["proper", "by submission", "failing"]
"""What comes of a search that is to be sorted by lastUpdatedDate; in November 2025 it went by submission."""
_RANGE = re.compile(r"submittedDate:\[(\d{12}) TO (\d{12})\]")
_HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One announcement."""

    number: str
    kind: str  # new, cross, replacement
    submitted: datetime
    title: str = "A title"
    authors: tuple[str, ...] = ("Ada Lovelace",)
    categories: tuple[str, ...] = ("cs.LG",)
    abstract: str = "An abstract."

    @property
    def version(self) -> int:
        """The rows do not tell it."""
        return 2 if self.kind == "replacement" else 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper as the search knows it."""

    newest: Row  # what it shows
    first: datetime | None  # when its first version was submitted; None: before anything that is here

    def answers(self, search: str) -> bool:
        categories = set(re.findall(r"cat:([\w.-]+)", search))
        return bool(categories & set(self.newest.categories)) and self._is_in(_RANGE.search(search))

    def sorted_by(self, sorting: Sorting) -> datetime:
        return self.newest.submitted if sorting == "proper" or not self.first else self.first

    def _is_in(self, span: re.Match[str] | None) -> bool:
        """A search without a span is for all; one with a span goes by the first version."""
        if span is None:
            return True
        return self.first is not None and span[1] <= f"{self.first.astimezone(UTC):%Y%m%d%H%M}" <= span[2]


@dataclass(frozen=True, slots=True)
class MailingDay:
    """What stands in the feeds of one day."""

    day: date
    rows: tuple[Row, ...]

    def of(self, category: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if category in row.categories)


def read_day(path: Path) -> MailingDay:
    """A file of announcements; its day is that for which the last of them came in time."""
    rows = tuple(_row(json.loads(line)) for line in path.read_text("utf-8").splitlines())
    return MailingDay(mailing_of(max(row.submitted for row in rows if row.kind == "new")), rows)


def _row(fields: dict[str, Any]) -> Row:
    return Row(
        fields["arxiv_id"],
        kind=fields["kind"],
        submitted=parsedate_to_datetime(fields["date"]),
        title=fields["title"],
        authors=tuple(re.split(r", | and ", fields["authors_raw"])),
        categories=tuple(fields["categories"].split()),
        abstract=fields.get("abstract") or "",
    )


@dataclass
class StandingClock:
    """It is always the same moment."""

    time: datetime

    def now(self) -> datetime:
        return self.time

    async def sleep(self, span: timedelta) -> None:
        raise NotImplementedError


class FakeMailings(FakeArxiv):
    """The server, by somebody's clock; `moods` are its feed's bad days, and the API's if `busy`."""

    def __init__(self, days: Iterable[MailingDay], *, clock: Clock, port: int = 0) -> None:
        super().__init__(port=port)
        self.days = {day.day: day for day in days}
        self.moods: dict[date, Mood | None] = {}
        self.feeds: list[str] = []  # the categories whose feed was asked for
        self.searches: list[str] = []
        self.sorting: Sorting = "proper"
        self._clock = clock

    @property
    def feed_address(self) -> str:
        """Instead of https://rss.arxiv.org/atom/."""
        return f"{self._origin}/atom/"

    @property
    def today(self) -> date:
        return self._clock.now().astimezone(ZONE).date()

    def _application(self) -> web.Application:
        application = super()._application()
        application.router.add_get("/atom/{category}", self._bulletin)
        return application

    async def _bulletin(self, request: web.Request) -> web.Response:
        category, mood = request.match_info["category"], self.moods.get(self.today)
        self.feeds.append(category)
        if refusal := _refusal(mood):
            return refusal
        if mood == "html":
            return web.Response(
                text="<html><body>Down for maintenance.</body></html>", content_type="text/html"
            )
        shown, dated = self.today, self.today
        if mood == "early":
            shown = min((day for day in self.days if day > self.today), default=self.today)
        if mood in {"late", "stale"}:
            shown = max((day for day in self.days if day < self.today), default=self.today)
            dated = shown if mood == "late" else self.today
        rows = self.days[shown].of(category) if shown in self.days and mood != "empty" else ()
        if mood == "short":
            rows = tuple(row for place, row in enumerate(rows) if place % 4)
        body = _feed(category, dated, rows).encode()
        body = body[: len(body) * 2 // 3] if mood == "truncated" else body
        return web.Response(body=body, content_type="application/atom+xml", charset="utf-8")

    async def _query(self, request: web.Request) -> web.Response:
        if refusal := _refusal(mood if (mood := self.moods.get(self.today)) == "busy" else None):
            return refusal
        self.papers = {row.number: _paper(row) for row in self._announced()}
        search = request.query.get("search_query", "")
        if not search:
            return await super()._query(request)
        self.searches.append(search)
        order = (request.query["sortBy"], request.query["sortOrder"])
        if order not in {("submittedDate", "ascending"), ("lastUpdatedDate", "descending")}:
            return web.Response(status=400, text=f"sorted by {order}")
        found = [paper for paper in self._listed() if paper.answers(search)]
        if order[0] == "lastUpdatedDate":
            if self.sorting == "failing":
                return web.Response(status=500, text="Internal Server Error")
            found.sort(key=lambda paper: paper.sorted_by(self.sorting), reverse=True)
        first, most = int(request.query.get("start", "0")), int(request.query.get("max_results", "10"))
        body = _answer(found, first=first, most=most)
        return web.Response(body=body.encode(), content_type="application/atom+xml", charset="utf-8")

    async def _pdf(self, request: web.Request) -> web.Response:
        self.papers = {row.number: _paper(row) for row in self._announced()}
        return await super()._pdf(request)

    def _listed(self) -> list[Listed]:
        """All papers by now, in the order in which they were first submitted."""
        announced = [row for day in sorted(self.days) if day <= self.today for row in self.days[day].rows]
        first = {row.number: row.submitted for row in announced if row.kind != "replacement"}
        papers = [Listed(row, first.get(row.number)) for row in self._announced()]
        return sorted(papers, key=lambda paper: paper.first or paper.newest.submitted)

    def _announced(self) -> tuple[Row, ...]:
        """What is there by now, the last announcement of each paper, in the order of submission."""
        days = (self.days[day] for day in sorted(self.days) if day <= self.today)
        rows = {row.number: row for day in days for row in day.rows}
        return tuple(sorted(rows.values(), key=lambda row: row.submitted))


def _paper(row: Row) -> FakePaper:
    return FakePaper(
        row.number,
        title=row.title,
        authors=row.authors,
        abstract=row.abstract,
        categories=row.categories,
        versions=row.version,
    )


def _refusal(mood: str | None) -> web.Response | None:
    if mood == "busy":
        return web.Response(status=429, text="Rate exceeded.", headers={"Retry-After": "600"})
    return web.Response(status=500, text="Internal Server Error") if mood == "failing" else None


def _feed(category: str, day: date, rows: Iterable[Row]) -> str:
    midnight = datetime.combine(day, time(), tzinfo=ZONE)
    entries = "".join(_entry(row, category, midnight) for row in rows)
    return f"""{_HEAD}  <id>http://rss.arxiv.org/atom/{category}</id>
  <title>{category} updates on arXiv.org</title>
  <updated>{(midnight + timedelta(seconds=11)).isoformat()}</updated>
  <subtitle>{category} updates on the arXiv.org e-print archive.</subtitle>
{entries}</feed>
"""


def _entry(row: Row, category: str, midnight: datetime) -> str:
    own = row.categories[0] == category
    kinds = {"new": "new" if own else "cross", "cross": "cross"}
    kind = kinds.get(row.kind, "replace" if own else "replace-cross")
    name = f"{row.number}v{row.version}"
    terms = "".join(f'    <category term="{term}"/>\n' for term in row.categories)
    return f"""  <entry>
    <id>oai:arXiv.org:{name}</id>
    <title>{escape(row.title)}</title>
    <updated>{(midnight + timedelta(seconds=11)).isoformat()}</updated>
    <link href="https://arxiv.org/abs/{row.number}" rel="alternate" type="text/html"/>
    <summary>arXiv:{name} Announce Type: {kind} \nAbstract: {escape(row.abstract)}</summary>
{terms}    <published>{midnight.isoformat()}</published>
    <arxiv:announce_type>{kind}</arxiv:announce_type>
    <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
    <dc:creator>{escape(", ".join(row.authors))}</dc:creator>
  </entry>
"""


def _answer(found: list[Listed], *, first: int, most: int) -> str:
    entries = "".join(_record(paper) for paper in found[first : first + most])
    return f"""{_HEAD}  <opensearch:itemsPerPage>{most}</opensearch:itemsPerPage>
  <opensearch:totalResults>{len(found)}</opensearch:totalResults>
  <opensearch:startIndex>{first}</opensearch:startIndex>
{entries}</feed>
"""


def _record(paper: Listed) -> str:
    row = paper.newest
    terms = "".join(f'<category term="{term}"/>' for term in row.categories)
    authors = "".join(f"<author><name>{escape(author)}</name></author>" for author in row.authors)
    return f"""  <entry>
    <id>http://arxiv.org/abs/{row.number}v{row.version}</id>
    <title>{escape(row.title)}</title>
    <updated>{row.submitted.isoformat()}</updated>
    <published>{(paper.first or row.submitted).isoformat()}</published>
    <summary>{escape(row.abstract)}</summary>
    <arxiv:primary_category term="{row.categories[0]}"/>{terms}{authors}
  </entry>
"""


async def _serve(days: list[MailingDay], *, today: date, port: int) -> None:
    noon = StandingClock(datetime.combine(today, time(12), tzinfo=ZONE))
    async with FakeMailings(days, clock=noon, port=port) as arxiv:
        addresses = {"feed": arxiv.feed_address, "api": arxiv.api_address, "pdfs": arxiv.pdf_address}
        # whoever started this process reads the addresses there
        print(json.dumps(addresses), flush=True)  # noqa: T201
        await asyncio.Event().wait()


def _main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("days", type=Path, nargs="+")
    parser.add_argument("--today", type=date.fromisoformat)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    days = [read_day(path) for path in options.days]
    today = options.today or max(day.day for day in days)
    asyncio.run(_serve(days, today=today, port=options.port))


if __name__ == "__main__":
    _main()
