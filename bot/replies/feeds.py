"""Reports of a chat -> an Atom feed (RFC 4287), for whoever reads them in a feed reader."""

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from bot.domain.chat import Address
from bot.replies.report_sums import days_headed
from bot.replies.reports import report_blocks
from bot.replies.web_page import paint_fragment
from bot.told import KeptReport

_NAME = "Briefbot"
_ATOM = "http://www.w3.org/2005/Atom"
# https://www.w3.org/TR/xml/#charsets: what no XML document may hold, however it is written
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# https://www.rfc-editor.org/rfc/rfc4151: a name of ours for ever; `.invalid` is nobody's domain
_TAG = "tag:briefbot.invalid,2026:"


def paint_feed(address: Address, reports: Sequence[KeptReport], *, made_at: datetime) -> str:
    """The feed of a chat's daily reports, the newest first; `made_at` is its time where there are none."""
    feed = Element("feed", {"xmlns": _ATOM})
    _put(feed, "id", _TAG + _named(address))
    _put(
        feed, "title", f"{reports[0].report.title if reports else _NAME} · {address.platform}:{address.chat}"
    )
    _put(feed, "updated", max([kept.report.made_at for kept in reports], default=made_at).isoformat())
    _put(SubElement(feed, "author"), "name", _NAME)
    for kept in reports:
        feed.append(_entry(address, kept))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def _entry(address: Address, kept: KeptReport) -> Element:
    report = kept.report
    entry = Element("entry", {"xml:lang": report.language})
    moment = report.made_at.isoformat()
    # Of two that came for one day each is its own: what tells them apart is when they were made.
    _put(entry, "id", f"{_TAG}{_named(address)}/{kept.due.isoformat()}/{report.made_at.timestamp():.6f}")
    _put(entry, "title", f"{report.title} · {days_headed(report)}")
    _put(entry, "updated", moment)
    _put(entry, "published", moment)
    _put(entry, "content", paint_fragment(report_blocks(report))).set("type", "html")
    return entry


def _put(parent: Element, name: str, words: str) -> Element:
    child = SubElement(parent, name)
    child.text = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", words)
    return child


def _named(address: Address) -> str:
    return f"{quote(address.platform, safe='')}/{quote(address.chat, safe='')}"
