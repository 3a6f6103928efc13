"""Fetching PDFs from addresses that people give, from local servers that mean well and ill."""

import asyncio
import gzip
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from shutil import which

import pytest

from bot.clients.web import Resolve, WebPdfs
from bot.errors import CannotDo, Reason, SetupError, TryLater, Why
from tests.fakes.arxiv_api import small_pdf

LIMIT = 2 * 2**20
PDF = small_pdf("words")
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # the system's take 50 ms to load
two_loopbacks = pytest.mark.skipif(sys.platform == "darwin", reason="the system has 127.0.0.1 only")
Act = Callable[[asyncio.StreamWriter], Awaitable[None]]


def answer(body: bytes = b"", *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """An answer as it goes over the wire; `length` is a Content-Length that need not be true."""
    head = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join([*head, "Connection: close", "", ""]).encode() + body


def sent_on(location: str, *headers: str) -> bytes:
    return answer(b"", f"Location: {location}", *headers, status="302 Found")


class Site:
    """A web server; `pages` holds what it answers to a path, `heads` what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Act] = {}
        self.heads: list[str] = []
        self.port = 0

    @property
    def origin(self) -> str:
        return f"http://paper.example:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.heads.append(head)
            page = self.pages[head.split()[1]]
            if isinstance(page, bytes):
                writer.write(page)
                await writer.drain()
            else:
                await page(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def site(address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> AsyncIterator[Site]:
    served = Site()
    server = await asyncio.start_server(served.serve, address, 0, ssl=tls)
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.close()
        await server.wait_closed()


class Names:
    """A resolver that gives its answers in turn, the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def trusting(served: Site, *addresses: str, total: float = 10) -> WebPdfs:
    return web_pdfs(Names(addresses or ("127.0.0.1",)), served, total=total)


def web_pdfs(names: Resolve, *trusted: Site, total: float = 10) -> WebPdfs:
    return WebPdfs(
        trusted=frozenset(served.origin for served in trusted),
        resolve=names,
        certificates=NO_CERTIFICATES,
        total=timedelta(seconds=total),
    )


async def refusal(web: WebPdfs, address: str, limit: int = LIMIT) -> Reason:
    with pytest.raises(CannotDo) as refused:
        await web.pdf(address, limit=limit)
    return refused.value.reason


async def test_a_pdf_comes_as_it_was_sent_and_the_request_tells_nothing_of_us() -> None:
    async with site() as served:
        served.pages["/a.pdf?x=1"] = answer(PDF, "Set-Cookie: who=you")
        web = trusting(served)
        for _ in range(2):
            assert await web.pdf(f"{served.origin}/a.pdf?x=1#page=2", limit=LIMIT) == PDF
        for head in served.heads:
            assert f"\r\nhost: paper.example:{served.port}\r\n" in head.lower()
            assert "\r\naccept-encoding: identity\r\n" in head.lower()
            assert "cookie" not in head.lower()
            assert "authorization" not in head.lower()


async def test_a_redirect_is_followed_without_the_cookie_that_came_with_it() -> None:
    async with site() as served:
        served.pages["/a"] = sent_on("b/../c.pdf", "Set-Cookie: who=you")
        served.pages["/c.pdf"] = answer(PDF)
        assert await trusting(served).pdf(f"{served.origin}/a", limit=LIMIT) == PDF
        assert "cookie" not in served.heads[1].lower()


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/c.pdf",
        "http://localhost:{port}/c.pdf",
        "http://[::1]:{port}/c.pdf",
        "http://[::ffff:127.0.0.1]:{port}/c.pdf",
        "http://169.254.169.254/latest/meta-data/",
        "http://2130706433:{port}/c.pdf",
        "http://elsewhere.example:{port}/c.pdf",
        "http://who:you@paper.example:{port}/c.pdf",
        "//127.0.0.1:{port}/c.pdf",
        "file:///etc/passwd",
        "gopher://paper.example/",
    ],
)
async def test_no_redirect_leads_to_a_place_that_may_not_be_named_outright(location: str) -> None:
    async with site() as served:
        served.pages["/a"] = sent_on(location.format(port=served.port))
        served.pages["/c.pdf"] = answer(PDF)
        address = f"{served.origin}/a"
        assert await refusal(trusting(served), address) == Reason(Why.ADDRESS_REFUSED, {"address": address})
        assert len(served.heads) == 1


async def test_five_redirects_are_followed_and_no_sixth() -> None:
    async with site() as served:
        for place in range(10):
            served.pages[f"/{place}"] = sent_on(f"/{place + 1}")
        served.pages["/10"] = answer(PDF)
        assert await trusting(served).pdf(f"{served.origin}/5", limit=LIMIT) == PDF
        reason = await refusal(trusting(served), f"{served.origin}/4")
        assert (reason.why, reason.facts["status"]) == (Why.ADDRESS_FAILED, "302")


@two_loopbacks
async def test_a_name_is_looked_up_once_and_connected_to_where_it_was_checked() -> None:
    async with site("127.0.0.1") as checked, site("127.0.0.2") as rebound:
        checked.pages["/a.pdf"] = answer(PDF)
        names = Names(["127.0.0.1"], ["127.0.0.2"])
        web = web_pdfs(names, checked)
        assert await web.pdf(f"{checked.origin}/a.pdf", limit=LIMIT) == PDF
        assert names.asked == ["paper.example"]
        assert rebound.heads == []


async def test_a_name_that_becomes_private_between_two_requests_is_refused() -> None:
    async with site() as served:
        served.pages["/a"] = sent_on(f"http://turncoat.example:{served.port}/b")
        web = web_pdfs(Names(["127.0.0.1"]), served)
        assert (await refusal(web, f"{served.origin}/a")).why is Why.ADDRESS_REFUSED


async def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    web = web_pdfs(Names(["93.184.215.14", "10.0.0.1"]))
    assert (await refusal(web, "https://paper.example/a.pdf")).why is Why.ADDRESS_REFUSED


@two_loopbacks
async def test_the_next_address_of_a_host_is_tried_where_the_first_takes_no_connection() -> None:
    async with site("127.0.0.2") as served:
        served.pages["/a.pdf"] = answer(PDF)
        web = trusting(served, "127.0.0.1", "127.0.0.2")
        assert await web.pdf(f"{served.origin}/a.pdf", limit=LIMIT) == PDF


@pytest.mark.parametrize(
    "page",
    [
        answer(b"%PDF-", length=LIMIT + 1),
        answer(b"%PDF-1.4" + b" " * LIMIT),
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n%PDF-1.4" + b" " * LIMIT,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n300000\r\n%PDF-1.4" + b" " * LIMIT,
    ],
)
async def test_a_huge_body_is_given_up_at_the_limit(page: bytes) -> None:
    async with site() as served:
        served.pages["/a.pdf"] = page
        reason = await refusal(trusting(served), f"{served.origin}/a.pdf")
        assert (reason.why, reason.facts["limit"]) == (Why.FILE_TOO_LARGE, "2")


async def test_a_gzip_bomb_is_not_unpacked() -> None:
    async with site() as served:
        served.pages["/a.pdf"] = answer(gzip.compress(b"%PDF-1.4" + b" " * 2**24), "Content-Encoding: gzip")
        assert (await refusal(trusting(served), f"{served.origin}/a.pdf")).why is Why.NOT_A_PDF


async def test_an_endless_page_that_is_no_pdf_is_given_up_after_its_beginning() -> None:
    async def chatter(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n")
        while True:
            writer.write(b"<html>" * 1000)
            await writer.drain()

    async with site() as served:
        served.pages["/a.pdf"] = chatter
        async with asyncio.timeout(5):
            assert (
                await refusal(trusting(served), f"{served.origin}/a.pdf", limit=2**40)
            ).why is Why.NOT_A_PDF


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (answer(b"<!DOCTYPE html><html>Sign in</html>", "Content-Type: application/pdf"), Why.NOT_A_PDF),
        (answer(b""), Why.FILE_EMPTY),
        (answer(b"gone", status="404 Not Found"), Why.ADDRESS_FAILED),
        (answer(PDF, status="206 Partial Content"), Why.ADDRESS_FAILED),
        (answer(status="302 Found"), Why.ADDRESS_FAILED),
        (sent_on("http://[::1"), Why.ADDRESS_UNREACHABLE),
        (b"SSH-2.0-OpenSSH_9.6\r\n", Why.ADDRESS_UNREACHABLE),
        (answer(PDF, length=len(PDF) + 10), Why.ADDRESS_UNREACHABLE),
        (answer(PDF, length=-1), Why.ADDRESS_UNREACHABLE),
        (answer(PDF, f"Content-Length: {'9' * 5000}"), Why.ADDRESS_UNREACHABLE),
        (b"", Why.ADDRESS_UNREACHABLE),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000, Why.ADDRESS_UNREACHABLE),
    ],
)
async def test_what_is_no_pdf_is_refused_with_its_reason(page: bytes, why: Why) -> None:
    async with site() as served:
        served.pages["/a.pdf"] = page
        assert (await refusal(trusting(served), f"{served.origin}/a.pdf")).why is why


async def test_a_slow_drip_ends_with_the_total_time() -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4")
        while not writer.is_closing():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with site() as served:
        served.pages["/a.pdf"] = drip
        async with asyncio.timeout(5):
            reason = await refusal(trusting(served, total=0.3), f"{served.origin}/a.pdf")
        assert (reason.why, reason.facts["host"]) == (Why.ADDRESS_UNREACHABLE, "paper.example")


async def test_a_host_that_takes_no_connection_is_unreachable() -> None:
    async with site() as served:
        pass
    assert (await refusal(trusting(served), f"{served.origin}/a.pdf")).why is Why.ADDRESS_UNREACHABLE


@pytest.mark.parametrize(
    ("code", "expected", "why"),
    [
        (socket.EAI_NONAME, CannotDo, Why.ADDRESS_UNREACHABLE),
        (socket.EAI_AGAIN, TryLater, Why.NO_NETWORK),
    ],
)
async def test_an_unknown_name_is_told_from_a_resolver_out_of_reach(
    code: int, expected: type[CannotDo | TryLater], why: Why
) -> None:
    async def unresolved(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(code, "no")

    with pytest.raises(expected) as outcome:
        await web_pdfs(unresolved).pdf("https://paper.example/a.pdf", limit=LIMIT)
    assert isinstance(outcome.value, CannotDo | TryLater)
    assert outcome.value.reason.why is why
    assert outcome.value.reason.facts["host"] == "paper.example"


async def certified(name: str, folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate for a name, and a client's that trusts it."""
    key, certificate = folder / f"{name}.key", folder / f"{name}.pem"
    process = await asyncio.create_subprocess_exec(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"),
        *("-addext", f"subjectAltName=DNS:{name}", "-keyout", str(key), "-out", str(certificate)),
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert await process.wait() == 0
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    return server, ssl.create_default_context(cafile=str(certificate))


@pytest.mark.skipif(which("openssl") is None, reason="no openssl to make a certificate with")
async def test_the_certificate_is_asked_of_the_name_and_not_of_the_ip_address(tmp_path: Path) -> None:
    server, client = await certified("paper.example", tmp_path)
    asked: list[str | None] = []
    server.sni_callback = lambda _, name, __: asked.append(name)
    async with site(tls=server) as served:
        served.pages["/a.pdf"] = answer(PDF)
        for host, fetched in (("paper.example", True), ("other.example", False)):
            origin = f"https://{host}:{served.port}"
            web = WebPdfs(trusted=frozenset({origin}), resolve=Names(["127.0.0.1"]), certificates=client)
            if fetched:
                assert await web.pdf(f"{origin}/a.pdf", limit=LIMIT) == PDF
            else:
                assert (await refusal(web, f"{origin}/a.pdf")).why is Why.ADDRESS_UNREACHABLE
    assert asked == ["paper.example", "other.example"]


def test_a_trusted_origin_that_is_none_stops_the_start() -> None:
    with pytest.raises(SetupError, match="scheme://host:port"):
        WebPdfs(trusted=frozenset({"intranet"}))
