"""arXiv's daily feed, Atom or RSS 2.0, read into a bulletin: whole and dated by itself, or not at all."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element, ParseError

from bot.clients.arxiv_atom import Unreadable, tree_of
from bot.domain.announcements import Announcement, AnnouncementKind, Bulletin
from bot.domain.arxiv_ids import ArxivId
from bot.domain.mailing_days import ZONE

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_KINDS: dict[str, AnnouncementKind] = {
    "new": "new",
    "cross": "cross",
    "replace": "replacement",
    "replace-cross": "replacement",
}
# https://info.arxiv.org/help/rss.html: a feed ends at 2000 entries, and the new ones stand last.
_MOST_ENTRIES = 2000
_SUMMARY = re.compile(
    r"arXiv:\S+\s+Announce Type:\s*(?P<kind>[a-z-]+)\s*(?:Abstract:\s*(?P<abstract>.*))?", re.S
)
_BETWEEN_AUTHORS = re.compile(r",\s+(?![^()]*\))")  # affiliations stand in brackets, with commas of their own


def read_bulletin(body: bytes, *, category: str) -> Bulletin:
    """Raises Unreadable for what is cut off, no feed, undated, or has an entry that names no paper.

    arXiv dates every entry with the mailing; a feed without entries has its own date.
    """
    try:
        root = tree_of(body)
    except (ParseError, ValueError) as error:  # defusedxml's refusals are ValueErrors
        raise Unreadable(str(error)) from error
    channel = root.find("channel") if root.tag == "rss" else root
    if channel is None or root.tag not in {"rss", f"{_ATOM}feed"}:
        raise Unreadable(f"the root is {root.tag}")
    entries = channel.findall(f"{_ATOM}entry") or channel.findall("item")
    if len(entries) >= _MOST_ENTRIES:
        raise Unreadable(f"{len(entries)} entries, which is where arXiv stops")
    days = [day for entry in entries if (day := _day(entry))]
    day = max(days) if days else _day(channel)
    if day is None:
        raise Unreadable("no date")
    announced = (_announcement(entry, day) for entry in entries)
    return Bulletin(category=category, day=day, announced=tuple(each for each in announced if each))


def _announcement(entry: Element, day: date) -> Announcement | None:
    """None for what announces no paper, such as a mended abstract."""
    name = _text(entry, f"{_ATOM}id", "guid").removeprefix("oai:arXiv.org:")
    found, title = ArxivId.find(name), _text(entry, f"{_ATOM}title", "title")
    summary = _SUMMARY.match(_text(entry, f"{_ATOM}summary", "description"))
    told = _text(entry, f"{_ARXIV}announce_type") or (summary["kind"] if summary else "")
    if found is None or found.version is None or not title or not told:
        raise Unreadable("an entry without an id, a version, a title or a kind")
    if told not in _KINDS:
        return None
    return Announcement(
        id=found,
        kind=_KINDS[told],
        day=day,
        title=title,
        authors=_authors(_text(entry, "{http://purl.org/dc/elements/1.1/}creator")),
        abstract=(summary["abstract"] or "").strip() if summary else "",
        categories=tuple(dict.fromkeys(_categories(entry))),
    )


def _categories(entry: Element) -> Iterator[str]:
    """The primary one first, as arXiv keeps them."""
    for category in entry.findall(f"{_ATOM}category") or entry.findall("category"):
        if term := category.get("term") or (category.text or "").strip():
            yield term


def _authors(creator: str) -> tuple[str, ...]:
    """All stand in one line, each perhaps with affiliations in brackets."""
    names = (re.sub(r"\s*\(.*?\)", "", name).strip() for name in _BETWEEN_AUTHORS.split(creator))
    return tuple(name for name in names if name)


def _day(element: Element) -> date | None:
    """The date of an entry or a feed, by arXiv's own clock; a build is dated some seconds after midnight."""
    for tag in (f"{_ATOM}published", "pubDate", f"{_ATOM}updated", "lastBuildDate"):
        if text := (element.findtext(tag) or "").strip():
            return _moment(text).date()
    return None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text) if text[:1].isdecimal() else parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(ZONE)
    except (ValueError, OverflowError) as error:  # the latter for years before 1 and after 9999
        raise Unreadable(f"a date such as {text[:40]}") from error


def _text(element: Element, *tags: str) -> str:
    return next((" ".join(text.split()) for tag in tags if (text := element.findtext(tag))), "")
