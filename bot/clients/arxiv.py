"""arXiv: records and PDFs. Everybody who waits for the same slot is served by one query."""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import httpx

from bot.clients.arxiv_atom import Feed, Unreadable, read_feed
from bot.clients.arxiv_pace import Pace, PacedHost
from bot.clients.web_bodies import pdf_body
from bot.domain.arxiv_ids import ArxivId
from bot.domain.papers import ArxivRecord
from bot.errors import CannotDo, Reason, TryLater, Why
from bot.ports import Clock

_MOST_IDS = 50  # a query; the address stays under 2,000 characters
_LARGEST_FEED = 32 * 2**20  # bytes; 50 records of 3,000 authors, at some 70 bytes each, are a third of it


@dataclass(frozen=True, slots=True)
class ArxivSite:
    """Where arXiv is and how it is asked."""

    api: str = "https://export.arxiv.org/api/query"
    pdfs: str = "https://arxiv.org/pdf/"
    pace: Pace = field(default_factory=Pace)
    agent: str = "briefbot"


@dataclass(slots=True, eq=False)
class _Wanted:
    """An id that somebody waits for."""

    outcome: ArxivRecord | Reason | None = None
    waiters: int = 0
    alone: bool = False  # a query with others was refused: it goes by itself


class ArxivPapers:
    """The port PaperSource, and the PDFs. An async context manager: it closes its connections."""

    def __init__(self, site: ArxivSite, *, clock: Clock) -> None:
        self._site = site
        self._clock = clock
        self._hosts: dict[str, PacedHost] = {}
        self._wanted: dict[ArxivId, _Wanted] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for host in self._hosts.values():
            await host.close()

    @property
    def api(self) -> str:
        """The address of the query interface."""
        return self._site.api

    def gate(self, address: str) -> PacedHost:
        """The one gate of an address's host: where two addresses share a host, they share its pace."""
        name = _host(address)
        if name not in self._hosts:
            site = self._site
            self._hosts[name] = PacedHost(name, clock=self._clock, pace=site.pace, agent=site.agent)
        return self._hosts[name]

    async def record(self, id: ArxivId) -> ArxivRecord:
        """The record of one paper; without a version in the id, of its newest.

        Raises CannotDo: UNKNOWN_ARXIV_ID, UNKNOWN_VERSION (with the newest that there is), MALFORMED_ARXIV_ID
        (arXiv itself takes the id for none); TryLater: SOURCE_BUSY with the time to wait, NO_NETWORK.
        """
        try:
            return await self._record(id)
        except CannotDo as error:
            if id.version is None or error.reason.why is not Why.UNKNOWN_ARXIV_ID:
                raise
            unknown = error
        try:
            newest = await self._record(ArxivId(number=id.number))
        except (CannotDo, TryLater):
            raise unknown from None
        return _resolved(_found(id, (newest,)))

    async def pdf(self, id: ArxivId, *, limit: int) -> bytes:
        """The PDF of a paper, at most `limit` bytes; without a version in the id, of its newest.

        Raises CannotDo: ADDRESS_FAILED (404 for a withdrawn paper), NOT_A_PDF, FILE_EMPTY, FILE_TOO_LARGE;
        TryLater as `record` does.
        """
        address = f"{self._site.pdfs.rstrip('/')}/{id}"
        host = self.gate(address)
        host.check()
        async with host.turn:
            await host.ready()
            async with host.answer(address, encoding="identity") as response:
                if response.status_code != httpx.codes.OK:
                    raise CannotDo(Why.ADDRESS_FAILED, address=address, status=response.status_code)
                return await pdf_body(response, name=f"arXiv:{id}", limit=limit)

    async def _record(self, id: ArxivId) -> ArxivRecord:
        """Whoever gets the turn first asks for all who wait; the others find their outcome there."""
        host = self.gate(self._site.api)
        wanted = self._wanted.setdefault(id, _Wanted())
        wanted.waiters += 1
        try:
            while wanted.outcome is None:
                host.check()
                async with host.turn:
                    if wanted.outcome is None:
                        await self._ask(host, id)
        finally:
            wanted.waiters -= 1
            if not wanted.waiters and self._wanted.get(id) is wanted:
                del self._wanted[id]
        return _resolved(wanted.outcome)

    async def _ask(self, host: PacedHost, id: ArxivId) -> None:
        """Ask for an id and for those that wait beside it; whatever is then known is settled."""
        await host.ready()
        ids = self._batch(id)
        query: dict[str, str | int] = {
            "id_list": ",".join(map(str, ids)),
            "start": 0,
            "max_results": len(ids),
        }
        try:
            async with host.answer(self._site.api, query=query) as response:
                feed = await _feed(response)
        except TryLater:
            if len(ids) == 1:
                raise
            feed = Feed(refused="")
        if feed.refused is None:
            for each in ids:
                self._settle(each, _found(each, feed.records))
        else:
            self._refuse(ids, feed.refused)

    def _batch(self, id: ArxivId) -> tuple[ArxivId, ...]:
        """The id, and others in the order in which they came; of one paper never two versions in a query."""
        if self._wanted[id].alone:
            return (id,)
        batch = {id.number: id}
        for other, wanted in self._wanted.items():
            if len(batch) < _MOST_IDS and not wanted.alone:
                batch.setdefault(other.number, other)
        return tuple(batch.values())

    def _refuse(self, ids: tuple[ArxivId, ...], sentence: str) -> None:
        """One id spoils the query for all: settle the one that is named, else let each go by itself."""
        named = ids if len(ids) == 1 else [each for each in ids if sentence.endswith(f" {each}")]
        for each in named:
            self._settle(each, Reason(Why.MALFORMED_ARXIV_ID, {"text": str(each)}))
        if not named:
            for each in set(ids) & self._wanted.keys():
                self._wanted[each].alone = True

    def _settle(self, id: ArxivId, outcome: ArxivRecord | Reason) -> None:
        wanted = self._wanted.pop(id, None)  # None: nobody waits any more
        if wanted:
            wanted.outcome = outcome


def _found(id: ArxivId, records: tuple[ArxivRecord, ...]) -> ArxivRecord | Reason:
    """The record with the id among those that came, the newest where no version is asked for."""
    versions = {record.id.version or 0: record for record in records if record.id.number == id.number}
    if not versions:
        return Reason(Why.UNKNOWN_ARXIV_ID, {"id": str(id)})
    latest = max(versions)
    if found := versions.get(id.version or latest):
        return found
    return Reason(Why.UNKNOWN_VERSION, {"id": id.number, "version": str(id.version), "latest": str(latest)})


def _resolved(outcome: ArxivRecord | Reason) -> ArxivRecord:
    if isinstance(outcome, Reason):
        raise CannotDo(outcome.why, **outcome.facts)
    return outcome


async def _feed(response: httpx.Response) -> Feed:
    """Raises Unreadable. A query that is refused comes with 400, in older days with 200."""
    if response.status_code not in {httpx.codes.OK, httpx.codes.BAD_REQUEST}:
        raise Unreadable(f"status {response.status_code}")
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > _LARGEST_FEED:
            raise Unreadable("no end of it")
    if response.status_code == httpx.codes.OK:
        return read_feed(bytes(body))
    try:
        return Feed(refused=read_feed(bytes(body)).refused or "")
    except Unreadable:
        return Feed(refused="")


def _host(address: str) -> str:
    return httpx.URL(address).host
