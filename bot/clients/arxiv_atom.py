"""arXiv's Atom, read into records: whitespace folded, entries known by their ids and never by their place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, ParseError

# no stubs come with the package
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from bot.domain.arxiv_ids import ArxivId
from bot.domain.papers import ArxivRecord

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_NOT_ALLOWED = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:1?[0-8bBcCeEfF]|1[9aAdD]));"
)


class Unreadable(Exception):
    """What came is not an answer of arXiv's API, or only a part of one."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One answer of the API."""

    records: tuple[ArxivRecord, ...] = ()
    refused: str | None = None  # arXiv's sentence about an id that it takes for malformed
    total: int = 0  # how many there are on all pages


def tree_of(body: bytes) -> Element:
    """The root of XML in UTF-8. Characters that XML does not allow, bare or named by number, are left out.

    One of them in one title would make all that came with it unreadable: https://www.w3.org/TR/xml/#charsets
    Raises ParseError or ValueError.
    """
    root: Element = fromstring(_NOT_ALLOWED.sub(b"", body))
    return root


def read_feed(body: bytes) -> Feed:
    """Raises Unreadable. An error entry refuses the whole query, whatever status it has."""
    try:
        feed = tree_of(body)
    except (ParseError, ValueError) as error:  # defusedxml's refusals are ValueErrors
        raise Unreadable(str(error)) from error
    if feed.tag != f"{_ATOM}feed":
        raise Unreadable(f"the root is {feed.tag}")
    entries = feed.findall(f"{_ATOM}entry")
    for entry in entries:
        if "/api/errors" in _text(entry, "id"):
            return Feed(refused=_text(entry, "summary"))
    # the API is known to announce results and to leave the page empty
    total = _count(feed, "totalResults")
    announced = min(total - _count(feed, "startIndex"), _count(feed, "itemsPerPage"))
    if len(entries) < announced:
        raise Unreadable(f"{len(entries)} entries of {announced}")
    return Feed(tuple(_record(entry) for entry in entries), total=total)


def _record(entry: Element) -> ArxivRecord:
    found = ArxivId.find(_text(entry, "id"))
    title = _text(entry, "title")
    if found is None or found.version is None or not title:
        raise Unreadable("an entry without an id, a version or a title")
    authors = (_text(author, "name") for author in entry.findall(f"{_ATOM}author"))
    return ArxivRecord(
        id=found,
        title=title,
        authors=tuple(name for name in authors if name),
        abstract=_text(entry, "summary"),
        categories=tuple(dict.fromkeys(_categories(entry))),
        submitted_at=_moment(_text(entry, "updated")),
    )


def _categories(entry: Element) -> Iterator[str]:
    """The primary one first."""
    for tag in (f"{_ARXIV}primary_category", f"{_ATOM}category"):
        for category in entry.findall(tag):
            if term := category.get("term"):
                yield term


def _moment(text: str) -> datetime | None:
    """An entry is `updated` when its version was submitted (https://info.arxiv.org/help/api/user-manual.html)."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _count(feed: Element, tag: str) -> int:
    text = feed.findtext(f"{_OPENSEARCH}{tag}", "").strip()
    return int(text[:9]) if text.isdecimal() else 0


def _text(element: Element, tag: str) -> str:
    return " ".join(element.findtext(f"{_ATOM}{tag}", "").split())
