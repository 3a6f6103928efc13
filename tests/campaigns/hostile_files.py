"""Hostile texts in what the bot writes outside chats: a feed, a page, records, lines of a terminal."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from html.parser import HTMLParser
from xml.etree.ElementTree import fromstring

from bot.domain.chat import Address
from bot.domain.texts import PaperText, Section
from bot.errors import Reason, Why
from bot.replies.feeds import paint_feed
from bot.replies.readings import reading_lines, reading_record
from bot.replies.report_records import report_json
from bot.replies.reports import file_name, report_blocks
from bot.replies.web_page import paint_page
from bot.told import KeptReport
from tests.campaigns.hostile_facts import DAY, NOW, Facts
from tests.campaigns.hostile_following import mailed_report

_TAGS = frozenset(
    {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "h3",
        "p",
        "br",
        "strong",
        "em",
        "code",
        "a",
    }
    | {"details", "summary", "blockquote"}
)
_ATTRIBUTES = frozenset({"lang", "charset", "name", "content", "http-equiv", "href"})


def file_checks(facts: Facts) -> Iterator[tuple[str, Callable[[], object]]]:
    """The kind of each file, and what raises ValueError where it is not whole."""
    report = mailed_report(facts, facts.number)
    kept = KeptReport(
        job="j", address=Address(platform="slack", chat=facts.room), kind="daily", due=DAY, report=report
    )
    read = PaperText(sections=(Section(title=facts.section, level=1, page=1),), passages=(), pages=1)
    lost = Reason(Why.NOT_A_PDF, {"name": facts.fact})
    # It is ours, and read to see whether it can be.
    yield "feed", lambda: fromstring(paint_feed(kept.address, [kept], made_at=NOW))  # noqa: S314
    yield "page", lambda: _check_page(paint_page(report_blocks(report), title=report.title, language="en"))
    yield "record of a report", lambda: json.loads(report_json(report).encode())
    for paper in (facts.paper, lost):
        yield "record of a reading", partial(_encode, reading_record(paper, read))
        yield "lines of a reading", partial(_encode, reading_lines(facts.fact, paper, read))
    yield "name", lambda: _check_name(file_name(report))


def _encode(record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()


def _check_name(name: str) -> None:
    if not name.replace("-", "").replace(".", "").isalnum():
        raise ValueError(f"a name of a file that holds more than letters: {name!r}")


def _check_page(page: str) -> None:
    page.encode()
    _Page().feed(page)


class _Page(HTMLParser):
    """Raises ValueError for a tag or an attribute that is not ours."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins."""
        if tag not in _TAGS or any(name not in _ATTRIBUTES for name, _ in attrs):
            raise ValueError(f"what others wrote became markup: {tag} {attrs}")
