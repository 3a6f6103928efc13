"""PDFs from addresses that people give: from the open internet only, and from what was checked."""

import asyncio
import errno
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ipaddress import ip_address

import httpx

from bot.clients.web_addresses import (
    host_of,
    is_open_port,
    is_public,
    literal_of,
    origin_of,
    parse_address,
    port_of,
)
from bot.clients.web_bodies import pdf_body
from bot.errors import CannotDo, SetupError, TryLater, Why

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""The IP addresses of a host and port, best first; raises socket.gaierror."""

_CONNECT = timedelta(seconds=5)
_MOST_REDIRECTS = 5
_MOST_ADDRESSES = 3  # of one host, tried in turn
_HEADERS = {"User-Agent": "briefbot", "Accept": "application/pdf", "Accept-Encoding": "identity"}
_NETWORK_IS_DOWN = {errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH}


async def resolve(host: str, port: int) -> Sequence[str]:
    """What the system's resolver says."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class WebPdfs:
    """Fetches PDFs. A host is looked up once and connected to at exactly the addresses that were judged."""

    def __init__(
        self,
        *,
        trusted: frozenset[str] = frozenset(),
        resolve: Resolve = resolve,
        certificates: ssl.SSLContext | None = None,
        total: timedelta = timedelta(seconds=60),
    ) -> None:
        """`trusted` holds origins (`scheme://host:port`) of the operator's own that may stand anywhere.

        Raises SetupError where one of them is no origin.
        """
        self._trusted = {_origin(text) for text in trusted}
        self._resolve = resolve
        self._certificates = certificates or httpx.create_ssl_context()
        self._total = total

    async def pdf(self, address: str, *, limit: int) -> bytes:
        """The PDF at an address, at most `limit` bytes.

        Raises CannotDo: ADDRESS_REFUSED (not of the open web, or sent on to such a place), ADDRESS_FAILED
        (an answer other than 200, or too many redirects), ADDRESS_UNREACHABLE (no such host, no connection,
        no file in time), FILE_TOO_LARGE, FILE_EMPTY, NOT_A_PDF; TryLater(NO_NETWORK).
        """
        url = parse_address(address)
        try:
            async with asyncio.timeout(self._total.total_seconds()):
                return await self._follow(url, address, limit=limit)
        except (httpx.TransportError, socket.gaierror, TimeoutError) as error:
            raise _translated(error, url, address) from error

    async def _follow(self, url: httpx.URL, address: str, *, limit: int) -> bytes:
        status = 0
        async with self._client() as client:
            for _ in range(_MOST_REDIRECTS + 1):
                checked = await self._checked(url, address)
                async with _answer(client, url, checked) as response:
                    status = response.status_code
                    if status == httpx.codes.OK:
                        return await pdf_body(response, name=address, limit=limit)
                    if not response.has_redirect_location:
                        break
                    url = _redirected(url, response.headers["location"], address)
        raise CannotDo(Why.ADDRESS_FAILED, address=address, status=status)

    async def _checked(self, url: httpx.URL, address: str) -> list[str]:
        """The addresses to connect to. Raises CannotDo(ADDRESS_REFUSED) if one of them is not public."""
        refused = CannotDo(Why.ADDRESS_REFUSED, address=address)
        trusted = origin_of(url) in self._trusted
        try:
            literal = literal_of(host_of(url))
        except ValueError:
            raise refused from None
        if not trusted and not is_open_port(port_of(url)):
            raise refused
        found = [str(literal)] if literal else list(await self._resolve(host_of(url), port_of(url)))
        if not trusted and not all(_is_public(entry) for entry in found):
            raise refused
        return found[:_MOST_ADDRESSES]

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            headers=_HEADERS,
            # the environment's proxy would look the name up a second time, out of our sight
            trust_env=False,
            verify=self._certificates,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(self._total.total_seconds(), connect=_CONNECT.total_seconds()),
            # a kept connection is known by its IP address alone: it must not serve a second name
            limits=httpx.Limits(max_keepalive_connections=0),
        )


@asynccontextmanager
async def _answer(
    client: httpx.AsyncClient, url: httpx.URL, addresses: Sequence[str]
) -> AsyncIterator[httpx.Response]:
    """The answer of the first address that takes a connection; Host, SNI and certificate stay the name's."""
    response = None
    for place, address in enumerate(addresses, start=1):
        request = client.build_request(
            "GET",
            url.copy_with(host=address),
            headers={"Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": host_of(url)},
        )
        try:
            response = await client.send(request, stream=True, follow_redirects=False)
            break
        except (httpx.ConnectError, httpx.ConnectTimeout):
            if place == len(addresses):
                raise
    if response is None:
        raise socket.gaierror(socket.EAI_NONAME, "no address")
    try:
        yield response
    finally:
        await response.aclose()


def _origin(text: str) -> str:
    try:
        return origin_of(parse_address(text))
    except CannotDo:
        raise SetupError(f"{text} cannot be trusted: write scheme://host:port, with http or https.") from None


def _redirected(url: httpx.URL, location: str, address: str) -> httpx.URL:
    try:
        return parse_address(str(url.join(location)))
    except (CannotDo, httpx.InvalidURL, ValueError):
        raise CannotDo(Why.ADDRESS_REFUSED, address=address) from None


def _is_public(address: str) -> bool:
    try:
        return is_public(ip_address(address))
    except ValueError:
        return False


def _translated(error: Exception, url: httpx.URL, address: str) -> CannotDo | TryLater:
    """Only what speaks of this machine's network is worth a second try; the rest is the address's fault."""
    cause: BaseException | None = error
    while cause is not None:
        unresolved = isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN
        if unresolved or (isinstance(cause, OSError) and cause.errno in _NETWORK_IS_DOWN):
            return TryLater(Why.NO_NETWORK, host=url.host)
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectTimeout):
        return TryLater(Why.NO_NETWORK, host=url.host)
    return CannotDo(Why.ADDRESS_UNREACHABLE, address=address, host=url.host)
