"""One of arXiv's hosts, asked one request at a time: keeps the pace and remembers refusals."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from bot.clients.arxiv_atom import Unreadable
from bot.errors import TryLater, Why
from bot.ports import Clock

_BUSY = {httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE}
# Where arXiv names no time: 30 s, doubled up to 150 s, the span in which others found it to answer again.
_FIRST_REST, _LONGEST_REST = timedelta(seconds=30), timedelta(seconds=150)
_LONGEST_RETRY_AFTER = timedelta(hours=1)
# One or two answers that make no sense may be the fault of the paper that was asked for.
_MOST_DISTURBANCES = 2


@dataclass(frozen=True, slots=True)
class Pace:
    """How a host is asked."""

    interval: timedelta = timedelta(seconds=3)  # https://info.arxiv.org/help/api/tou.html
    hold: timedelta = timedelta(seconds=60)  # how long an unreachable host is not tried again
    connect: timedelta = timedelta(seconds=5)
    total: timedelta = timedelta(seconds=90)  # one request with its answer


@dataclass(frozen=True, slots=True)
class _Closed:
    why: Why
    since: datetime
    span: timedelta


class PacedHost:
    """Callers take `turn` around whatever they ask, and may look once more whether they still need to."""

    def __init__(self, host: str, *, clock: Clock, pace: Pace, agent: str) -> None:
        self.turn = asyncio.Lock()
        self.name = host
        self._clock = clock
        self._pace = pace
        self._client = httpx.AsyncClient(
            headers={"User-Agent": agent},
            timeout=httpx.Timeout(pace.total.total_seconds(), connect=pace.connect.total_seconds()),
            limits=httpx.Limits(max_connections=1),
            follow_redirects=True,
            max_redirects=3,
        )
        self._asked_at: datetime | None = None
        self._closed: _Closed | None = None
        self._rests = 0
        self._disturbances = 0

    async def close(self) -> None:
        """Close the connection."""
        await self._client.aclose()

    def check(self) -> None:
        """Raises TryLater, NO_NETWORK or SOURCE_BUSY, while the host is not to be asked."""
        if self._closed:
            elapsed = self._clock.now() - self._closed.since
            if timedelta(0) <= elapsed < self._closed.span:
                busy = self._closed.why is Why.SOURCE_BUSY
                after = self._closed.span - elapsed if busy else None
                raise TryLater(self._closed.why, after, host=self.name)

    async def ready(self) -> None:
        """Wait until the next request is in order. Raises TryLater as `check` does."""
        self.check()
        await self._clock.sleep(self._rest_of_interval())

    @asynccontextmanager
    async def answer(
        self, address: str, *, query: Mapping[str, str | int] | None = None, encoding: str = "gzip"
    ) -> AsyncIterator[httpx.Response]:
        """An answer whose body is still to be read. Hold `turn` and be `ready`.

        Raises TryLater: NO_NETWORK where no connection is to be had; SOURCE_BUSY for the statuses 429 and
        5xx, for an answer that breaks off or takes too long, and where the caller raises Unreadable.
        """
        try:
            async with (
                asyncio.timeout(self._pace.total.total_seconds()),
                self._client.stream(
                    "GET", address, params=query, headers={"Accept-Encoding": encoding}
                ) as response,
            ):
                self._refuse_busy(response)
                yield response
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise self._shut(Why.NO_NETWORK, self._pace.hold) from error
        except (httpx.HTTPError, TimeoutError, Unreadable) as error:
            raise self._disturbed() from error
        else:
            self._rests = self._disturbances = 0
        finally:
            self._asked_at = self._clock.now()

    def _rest_of_interval(self) -> timedelta:
        """Counted from the end of one answer to the next request: no delay on the way can shorten it."""
        none = timedelta(0)
        elapsed = self._clock.now() - self._asked_at if self._asked_at else self._pace.interval
        return max(none, self._pace.interval - elapsed) if elapsed >= none else self._pace.interval

    def _refuse_busy(self, response: httpx.Response) -> None:
        if response.status_code in _BUSY:
            named = _retry_after(response.headers.get("retry-after", ""), now=self._clock.now())
            raise self._shut(Why.SOURCE_BUSY, named or self._next_rest())
        if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise Unreadable(f"status {response.status_code}")

    def _disturbed(self) -> TryLater:
        self._disturbances += 1
        if self._disturbances > _MOST_DISTURBANCES:
            return self._shut(Why.SOURCE_BUSY, self._next_rest())
        return TryLater(Why.SOURCE_BUSY, _FIRST_REST, host=self.name)

    def _next_rest(self) -> timedelta:
        rest = min(_LONGEST_REST, _FIRST_REST * (1 << min(self._rests, 8)))
        self._rests += 1
        return rest

    def _shut(self, why: Why, span: timedelta) -> TryLater:
        self._closed = _Closed(why, self._clock.now(), span)
        return TryLater(why, span if why is Why.SOURCE_BUSY else None, host=self.name)


def _retry_after(text: str, *, now: datetime) -> timedelta | None:
    """Seconds or an HTTP date (RFC 9110, 10.2.3); None where it says nothing of use. At most an hour."""
    text = text.strip()
    if text.isdecimal():
        span = timedelta(seconds=int(text[:9]))
    else:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        span = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return min(span, _LONGEST_RETRY_AFTER) if span > timedelta(0) else None
