"""A report for browsers, programs and feed readers: whole, well-formed, and no word of a paper is markup."""

import json
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

import pytest

# it has no types
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.chat import Address, Span, paragraph
from bot.domain.papers import Paper, Revision
from bot.domain.reports import Entry, Failure, Mailed, Pick, Report
from bot.domain.topics import Verdict
from bot.errors import Reason, Why
from bot.replies.feeds import paint_feed
from bot.replies.report_records import report_json
from bot.replies.reports import report_blocks
from bot.replies.web_page import paint_fragment, paint_page
from bot.told import KeptReport
from tests.storage.builders import brief, paper

MADE_AT = datetime(2026, 3, 2, 8, 5, 9, tzinfo=UTC)
CHAT = Address(platform="square", chat="-100 ä/b")
ATOM = "{http://www.w3.org/2005/Atom}"
VOID = {"meta", "br", "hr", "img", "link", "input"}  # https://html.spec.whatwg.org/#void-elements
HOSTILE = [
    "<script>alert(1)</script>",
    "</title><b>",
    '" onmouseover="x',
    "&lt;b&gt; &#60;",
    "]]> <!-- -->",
    "\x00\x0b\ufffe\u2028",
    "javascript:alert(1)",
]
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))


def entry(title: str, *, abstract: str = "We keep lanes.", reason: str = "") -> Entry:
    known = paper("arxiv:2603.00001", number="2603.00001", version=1)
    shown = known.model_copy(update={"title": title, "abstract": abstract})
    verdict = Verdict(score=0.8, kept=True, reason=reason, kind="cache")
    return Entry(paper=shown, brief=brief(known.key, version=1), pick=Pick(topic="Lanes", verdict=verdict))


def newer() -> Paper:
    known = paper("arxiv:2603.00002", number="2603.00002", version=2)
    return known.model_copy(update={"revision": Revision(since=1, changed=("title",))})


def report(*entries: Entry, title: str = "Daily", updates: tuple[Paper, ...] = ()) -> Report:
    return Report(
        title=title,
        language="en",
        made_at=MADE_AT,
        entries=entries,
        updates=updates,
        failures=(Failure(label="scan.pdf", reason=Reason(Why.NO_ABSTRACT, {"name": "scan.pdf"})),),
        begins=date(2026, 2, 28),
        day=date(2026, 3, 1),
        mailed=Mailed(announced=404, relevant=len(entries), already=2, later=len(updates)),
    )


def kept(made: Report, *, due: date = date(2026, 3, 2)) -> KeptReport:
    return KeptReport(job="one", address=CHAT, kind="daily", due=due, report=made)


class Page(HTMLParser):
    """What a browser would find: every tag opened is closed in its order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes[f"{tag} {name}"] = value
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page(made: Report) -> Page:
    return Page(paint_page(report_blocks(made), title=made.title, language=made.language))


def feed(*reports: KeptReport) -> Element:
    root: Element = fromstring(paint_feed(CHAT, reports, made_at=MADE_AT))
    return root


def test_a_page_needs_nothing_else_and_fits_a_phone() -> None:
    found = page(report(entry("On Lanes"), updates=(newer(),)))
    assert found.attributes["html lang"] == "en"
    assert found.attributes["meta content"] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert "viewport" in paint_page([], title="x", language="zh")
    assert not {"script", "img", "link", "iframe"} & set(found.tags)
    for words in (
        "Daily",
        "1. On Lanes",
        "We keep lanes.",
        "Days covered: 2026-02-28 to 2026-03-01",
        "v2 differs from v1 in: title.",
        "Announced 404, relevant 1, submitted 1 (2026-02-28 to 2026-03-01), briefed 1, failed 1",
        ", skipped as already reported 2, new versions 1. Failed: No abstract",
    ):
        assert words in found.text
    assert paint_page([], title="x", language="zh").count('lang="zh-CN"') == 1


@settings(max_examples=150, deadline=None)
@given(title=TEXTS, abstract=TEXTS, reason=TEXTS)
@example(title="</h3><script>", abstract="</blockquote></details>", reason="</em>")
def test_no_words_of_a_paper_become_markup(title: str, abstract: str, reason: str) -> None:
    made = report(entry(title, abstract=abstract, reason=reason), title=title or "x")
    tame = report(entry("a", abstract="b", reason="c"), title="d")
    lines = re.sub("<br>", "", paint_page(report_blocks(made), title=made.title, language="en"))
    assert [tag for tag in Page(lines).tags if tag != "br"] == [tag for tag in page(tame).tags if tag != "br"]
    (found,) = feed(kept(made)).iter(f"{ATOM}content")
    Page(f"<div>{found.text}</div>")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", 'https://e.example/"><b>'])
def test_a_link_leads_to_a_page_or_is_none(link: str) -> None:
    found = Page(paint_fragment([paragraph(Span(text="here", link=link))]))
    assert found.attributes.get("a href") in {None, link}
    assert ("a" in found.tags) == link.startswith("https:")
    assert "b" not in found.tags


def test_a_feed_has_what_its_standard_asks_for() -> None:
    one, two = report(entry("On Lanes")), report(updates=(newer(),))
    root = feed(kept(two, due=date(2026, 3, 3)), kept(one))
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for element in (root, *entries):  # RFC 4287, 4.1.1 and 4.1.2
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "").tzinfo
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Briefbot"
    ids = [element.findtext(f"{ATOM}id") or "" for element in (root, *entries)]
    assert len(set(ids)) == 3
    # RFC 4151: authority, date, and characters of a URI
    assert all(re.fullmatch(r"tag:briefbot\.invalid,2026:[A-Za-z0-9/%._~:-]+", each) for each in ids)
    assert [each.find(f"{ATOM}content").get("type") for each in entries] == ["html", "html"]  # type: ignore[union-attr] # it is there
    assert "On Lanes" in (entries[1].findtext(f"{ATOM}content") or "")


def test_a_report_keeps_its_id_and_two_of_one_day_have_their_own() -> None:
    one = report(entry("On Lanes"))
    later = one.model_copy(update={"made_at": MADE_AT.replace(hour=9)})
    assert paint_feed(CHAT, [kept(one)], made_at=MADE_AT) == paint_feed(CHAT, [kept(one)], made_at=MADE_AT)
    ids = [each.findtext(f"{ATOM}id") for each in feed(kept(later), kept(one)).findall(f"{ATOM}entry")]
    assert len(set(ids)) == 2
    assert feed().findall(f"{ATOM}entry") == []


def test_what_no_xml_may_hold_is_replaced() -> None:
    root = feed(kept(report(entry("a\x00b\x0bc\ufffe"), title="T\x01")))
    assert "\ufffd" in (root.findtext(f"{ATOM}entry/{ATOM}title") or "")


def test_a_program_finds_every_figure_under_its_name() -> None:
    record = json.loads(report_json(report(entry("On Lanes", reason="title: lanes"), updates=(newer(),))))
    assert record["sums"] == {
        "announced": 404,
        "replaced": 0,
        "relevant": 1,
        "submitted": 1,
        "retried": 0,
        "briefed": 1,
        "failed": 1,
        "repeats": 0,
        "skipped": 2,
        "updates": 1,
        "removed": 0,
    }
    assert (record["begins"], record["day"], record["cost"]) == ("2026-02-28", "2026-03-01", None)
    (first,) = record["entries"]
    assert (first["number"], first["arxiv"], first["version"], first["group"]) == (
        1,
        "2603.00001",
        1,
        "cache",
    )
    assert first["picked"] == {"topic": "Lanes", "score": 0.8, "reason": "title: lanes"}
    assert record["updates"][0]["changed"] == ["title"]
    assert record["failures"][0]["why"] == "no_abstract"
