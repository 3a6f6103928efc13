"""arXiv's mailings: today's feed of a category, and what its API tells of days that the feed forgot."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

import httpx

from bot.clients.arxiv import ArxivPapers
from bot.clients.arxiv_atom import Feed, Unreadable, read_feed
from bot.clients.arxiv_bulletins import read_bulletin
from bot.clients.arxiv_pace import PacedHost
from bot.domain.announcements import Bulletin
from bot.domain.papers import ArxivRecord
from bot.errors import CannotDo, TryLater, Why

_LARGEST = 64 * 2**20  # bytes; 2000 entries with abstracts and authors are some 6 MiB
# https://info.arxiv.org/help/api/user-manual.html: at most 2000 a slice; a thousand records are 3 MiB
_PAGE = 1000
_MOST_PAGES = 12  # more than arXiv announces in all fields in three days
_IN_PIECES = (Unreadable, httpx.RemoteProtocolError)  # what came is no feed, or a part of one
_MOST_NUMBERS = 150  # a query; the address stays under 2,000 characters
_SURELY_SOME = 100  # papers; in three mailings that were counted two of five were new versions
_Query = dict[str, str | int]
_OLDEST_FIRST: _Query = {"sortBy": "submittedDate", "sortOrder": "ascending"}
_NEWEST_VERSIONS_FIRST: _Query = {"sortBy": "lastUpdatedDate", "sortOrder": "descending"}


class ArxivMailings:
    """The port MailingSource. It asks through the gates of `ArxivPapers`, which keep each host's pace."""

    def __init__(self, papers: ArxivPapers, *, feed: str) -> None:
        """`feed`: the address to which a category is added."""
        self._papers = papers
        self._feed = feed.rstrip("/")

    async def bulletin(self, category: str) -> Bulletin:
        """What the feed of a category holds now.

        One category a request: where several together have more entries than a feed can hold, the new ones
        are cut off. Raises CannotDo(ADDRESS_FAILED) for a category that arXiv does not have; TryLater:
        FEED_UNREADABLE where the feed is broken off, undated or no feed at all, SOURCE_BUSY, NO_NETWORK.
        """
        address = f"{self._feed}/{category}"
        host = self._papers.gate(address)
        host.check()
        async with host.turn:
            await host.ready()
            handed_over = False
            try:
                async with host.answer(address) as response:
                    if response.status_code in {httpx.codes.BAD_REQUEST, httpx.codes.NOT_FOUND}:
                        raise CannotDo(Why.ADDRESS_FAILED, address=address, status=response.status_code)
                    handed_over = response.status_code == httpx.codes.OK
                    return read_bulletin(await _body(response), category=category)
            except TryLater as error:
                if handed_over and isinstance(error.__cause__, _IN_PIECES):
                    raise TryLater(Why.FEED_UNREADABLE, error.after, host=host.name) from error
                raise

    async def submitted(
        self, categories: Collection[str], *, begins: datetime, ends: datetime
    ) -> tuple[ArxivRecord, ...]:
        """What is announced by now of the papers submitted in a span, both minutes counted.

        The API knows when a paper's first version was submitted, and not when it was announced; it gives the
        newest version. Raises TryLater, also where it gives fewer records than it counts.
        """
        query = f"({_any_of(categories)}) AND submittedDate:[{_minute(begins)} TO {_minute(ends)}]"
        found: dict[str, ArxivRecord] = {}
        for page in range(_MOST_PAGES):
            feed = await self._ask(_page(query, page) | _OLDEST_FIRST)
            found |= {record.id.number: record for record in feed.records}
            if len(found) >= feed.total or not feed.records:
                break
        if len(found) < feed.total:
            raise TryLater(Why.SOURCE_BUSY, host=self._host.name)
        return tuple(found.values())

    async def replaced(self, categories: Collection[str], *, begins: datetime) -> tuple[ArxivRecord, ...]:
        """The papers that came in a new version since a moment, each in its newest.

        The API's lastUpdatedDate sorts by the newest version's date, but a range of it goes by the first
        version's, as submittedDate does (https://github.com/ropensci/aRxiv/issues/69): so this walks back
        until it is past the moment. Raises TryLater, also where what comes is not in that order, or where no
        new version is among so many papers that there must be some.
        """
        found: list[ArxivRecord] = []
        for page in range(_MOST_PAGES):
            feed = await self._ask(_page(_any_of(categories), page) | _NEWEST_VERSIONS_FIRST)
            found += feed.records
            dates = [record.submitted_at for record in found if record.submitted_at]
            if len(dates) < len(found) or dates != sorted(dates, reverse=True):
                break
            if len(found) >= feed.total or dates[-1] < begins:
                return self._new_versions(found, begins=begins)
        raise TryLater(Why.SOURCE_BUSY, host=self._host.name)

    async def numbered(self, numbers: Sequence[str]) -> tuple[ArxivRecord, ...]:
        """Those of the papers with these numbers that there are, in their newest versions."""
        found: list[ArxivRecord] = []
        for first in range(0, len(numbers), _MOST_NUMBERS):
            some = numbers[first : first + _MOST_NUMBERS]
            query: _Query = {"id_list": ",".join(some), "start": 0, "max_results": len(some)}
            feed = await self._ask(query | _OLDEST_FIRST)
            found += feed.records
        return tuple(found)

    @property
    def _host(self) -> PacedHost:
        return self._papers.gate(self._papers.api)

    def _new_versions(self, found: list[ArxivRecord], *, begins: datetime) -> tuple[ArxivRecord, ...]:
        """Raises TryLater where they are not to be believed: the search was seen to sort by other dates."""
        since = [record for record in found if record.submitted_at and record.submitted_at >= begins]
        later = {record.id.number: record for record in since if (record.id.version or 0) > 1}
        if not later and len(since) >= _SURELY_SOME:
            raise TryLater(Why.SOURCE_BUSY, host=self._host.name)
        return tuple(later.values())

    async def _ask(self, query: _Query) -> Feed:
        host = self._host
        host.check()
        async with host.turn:
            await host.ready()
            async with host.answer(self._papers.api, query=query) as response:
                if response.status_code != httpx.codes.OK:
                    raise Unreadable(f"status {response.status_code}")
                feed = read_feed(await _body(response))
                if feed.refused is not None:
                    raise Unreadable(feed.refused)
                return feed


async def _body(response: httpx.Response) -> bytes:
    """Raises Unreadable."""
    if response.status_code != httpx.codes.OK:
        raise Unreadable(f"status {response.status_code}")
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > _LARGEST:
            raise Unreadable("no end of it")
    return bytes(body)


def _any_of(categories: Collection[str]) -> str:
    return " OR ".join(f"cat:{category}" for category in sorted(categories))


def _page(query: str, page: int) -> _Query:
    return {"search_query": query, "start": page * _PAGE, "max_results": _PAGE}


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%d%H%M}"
