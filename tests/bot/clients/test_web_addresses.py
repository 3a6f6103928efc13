"""Which addresses may be fetched: every spelling of a private one is refused, and no public one."""

import ssl
from collections.abc import Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.clients.web import WebPdfs
from bot.clients.web_addresses import is_public, parse_address
from bot.errors import CannotDo, Reason, Why

PRIVATE_V4 = """
    0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1
    172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1
    224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 168.63.129.16
"""
PRIVATE_V6 = """
    :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:93.184.215.14 ::ffff:0:7f00:1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe
    64:ff9b::a00:1 64:ff9b:1::7f00:1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1
    2002:7f00:1:: 2002:a00:1::1 2002:a9fe:a9fe:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1
    ff02::1 ff0e::1
"""
PUBLIC = """
    1.1.1.1 93.184.215.14 151.101.3.42 172.32.0.1 192.0.1.1 2606:4700::6810:84e5 2a04:4e42::554
    2001:4860:4860::8888 64:ff9b::5db8:d70e 2002:5db8:d70e::1
"""
PRIVATE = (PRIVATE_V4 + PRIVATE_V6).split()
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_of_the_open_internet_is_known(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC.split())
def test_an_address_of_the_open_internet_is_known(address: str) -> None:
    assert is_public(ip_address(address))


@given(some.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_however_an_ipv6_address_wraps_it(address: IPv4Address) -> None:
    assert is_public(IPv6Address(f"64:ff9b::{address}")) is is_public(address)
    assert is_public(IPv6Address((0x2002 << 112) | (int(address) << 80) | 1)) is is_public(address)
    assert not is_public(IPv6Address(f"::ffff:{address}"))
    assert not is_public(IPv6Address(f"::{address}"))


async def never(host: str, port: int) -> Sequence[str]:
    raise AssertionError(f"{host} was looked up")


@pytest.mark.parametrize(
    "address",
    [
        "ftp://paper.example/a.pdf",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "paper.example/a.pdf",
        "http://",
        "http:///a.pdf",
        "https://who:you@paper.example/a.pdf",
        "https://who@paper.example/a.pdf",
        "https://paper.example:22/a.pdf",
        "https://paper.example:25/",
        "https://paper.example:0/",
        "https://paper.example:6379/",
        "https://paper.example:99999/",
        "https://paper.example:-1/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1./",
        "http://127.0.0.01/",
        "http://0177.0.0.1/",
        "http://0x7f.0.0.1/",
        "http://0x7f000001/",
        "http://0x/",
        "http://2130706433/",
        "http://017700000001/",
        "http://127。0。0。1/",
        "http://１２７.0.0.1/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[0:0:0:0:0:ffff:127.0.0.1]/",
        "http://[64:ff9b::127.0.0.1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::1/",
        "http://paper.example%00.local/",
        "http://paper%2eexample/",
        "http://./",
        "http://paper example/",
        "http://paper.example\\@127.0.0.1/",
        "http://paper.example/a\r\nHost: inside",
    ],
)
async def test_what_may_not_be_fetched_is_refused_before_any_name_is_looked_up(address: str) -> None:
    with pytest.raises(CannotDo) as refused:
        await WebPdfs(resolve=never, certificates=NO_CERTIFICATES).pdf(address, limit=1000)
    assert refused.value.reason == Reason(Why.ADDRESS_REFUSED, {"address": address})


@pytest.mark.parametrize("found", [*PRIVATE, "fe80::1%eth0", "nonsense"])
async def test_a_name_of_a_private_address_is_refused(found: str) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return [found]

    with pytest.raises(CannotDo) as refused:
        await WebPdfs(resolve=resolve, certificates=NO_CERTIFICATES).pdf(
            "https://paper.example/a.pdf", limit=1000
        )
    assert refused.value.reason.why is Why.ADDRESS_REFUSED


@given(some.text(max_size=60) | some.text(max_size=60).map("http://".__add__))
def test_any_text_is_an_address_of_the_web_or_is_refused(text: str) -> None:
    with suppress(CannotDo):
        url = parse_address(text)
        assert url.scheme in {"http", "https"}
        assert url.host
        assert not url.userinfo
