"""Which addresses may be fetched for a person: never this machine's own network, however it is spelt."""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import httpx

from bot.errors import CannotDo, Why

_DEFAULT_PORTS = {"http": 80, "https": 443}
# Of the well-known ports (0 to 1023) only the web's own; above them what browsers block
# (https://fetch.spec.whatwg.org/#port-blocking) and the usual databases and control ports.
_CLOSED_PORTS = frozenset(
    {1433, 1521, 1719, 1720, 1723, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 3659, 4045, 4190, 5060, 5061}
    | {5432, 5900, 5984, 6000, 6379, 6443, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 9092, 9200}
    | {9300, 10080, 10250, 11211, 27017}
)
_ORDINARY_V6 = IPv6Network("2000::/3")  # all that is given out as global unicast
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address that is reached
_CLOSED_NETWORKS = tuple(
    ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments; a cloud keeps its metadata at 192.0.0.192
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # a public address that is a cloud's own host seen from inside
        "3fff::/20",  # documentation, RFC 9637
    )
)
# A last label of digits is an IPv4 address to some parsers: 2130706433, 0x7f.1, 127.1, 017700000001.
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.IGNORECASE)


def parse_address(address: str) -> httpx.URL:
    """The address that a person gave. Raises CannotDo(ADDRESS_REFUSED) where it is none of the web."""
    try:
        url = httpx.URL(address.strip())
    except (httpx.InvalidURL, ValueError):
        raise CannotDo(Why.ADDRESS_REFUSED, address=address) from None
    if url.scheme not in _DEFAULT_PORTS or not url.host or url.userinfo:
        raise CannotDo(Why.ADDRESS_REFUSED, address=address)
    return url.copy_with(fragment=None)


def host_of(url: httpx.URL) -> str:
    """The host as it is looked up and certified: ASCII, without the dot that may close it."""
    return url.raw_host.decode("ascii").removesuffix(".")


def port_of(url: httpx.URL) -> int:
    """The port that is connected to."""
    return url.port if url.port is not None else _DEFAULT_PORTS[url.scheme]


def origin_of(url: httpx.URL) -> str:
    """`scheme://host:port`, with the port always written out."""
    return f"{url.scheme}://{host_of(url)}:{port_of(url)}"


def is_open_port(port: int) -> bool:
    """True for a port on which web servers are found and hardly anything else."""
    return port in _DEFAULT_PORTS.values() or (1024 <= port <= 65535 and port not in _CLOSED_PORTS)


def literal_of(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that a host spells out in the ordinary form; None for a name.

    Raises ValueError for every other spelling of an IP address and for what can be no host.
    """
    try:
        return ip_address(host)
    except ValueError:
        if _NUMBER.fullmatch(host.rpartition(".")[2]) or "%" in host or not host:
            raise
        return None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """True for an address on the open internet; one that wraps an IPv4 address is judged by that."""
    if any(address in network for network in _CLOSED_NETWORKS):
        return False
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    if address.sixtofour:
        return is_public(address.sixtofour)
    return address in _ORDINARY_V6 and address.is_global
