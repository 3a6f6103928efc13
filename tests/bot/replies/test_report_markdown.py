"""The report as Markdown: the form that its readers know, and nothing that a paper says becomes markup."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.domain.arxiv_ids import ArxivId
from bot.domain.briefs import Brief, Language, Slot, Slots
from bot.domain.papers import Affiliation, Paper
from bot.domain.reports import Entry, Failure, Report
from bot.errors import Reason, Why
from bot.replies.report_sums import closing
from bot.replies.reports import default_title, report_reply

MADE_AT = datetime(2026, 3, 2, 8, 5, 9, tzinfo=UTC)
PARSER = MarkdownIt("commonmark")
SKELETON = {"heading", "paragraph", "inline", "text", "softbreak", "strong", "em", "code_inline"}


def entry(title: str, *, abstract: str = "We keep lanes.", place: str = "Lane University") -> Entry:
    paper = Paper(
        key=f"sha256:{title}",
        title=title,
        authors=("Ada", "Bo"),
        affiliations=(Affiliation(name=place, page=1, words=place),) if place else (),
        abstract=abstract,
        pages=9,
        sha256="ab",
        source="page",
    )
    slots = Slots(technique=Slot(text="分道调度器", sentences=(1,)))
    brief = Brief(
        paper=paper.key,
        version=None,
        language="zh",
        institutions=(place,) if place else (),
        slots=slots,
        writer="model",
        prompt="brief/1",
        extracted=False,
    )
    return Entry(paper=paper, brief=brief)


def report(*entries: Entry, language: Language = "zh", failures: tuple[Failure, ...] = ()) -> Report:
    return Report(
        title=default_title(language),
        language=language,
        made_at=MADE_AT,
        entries=entries,
        failures=failures,
        day=date(2026, 3, 1),
    )


def markdown(made: Report) -> str:
    document = report_reply(made).document
    assert document is not None
    return document.content


def test_the_report_has_the_form_that_its_readers_know() -> None:
    assert markdown(report(entry("First"), entry("Second", place=""))) == (
        "# AI推理加速技术论文分析报告\n"
        "生成时间: 2026-03-02 08:05:09\n"
        "分析论文数量: 2篇\n\n"
        "## 论文技术简报\n\n"
        "### 1. First\n\n"
        "Lane University发布了《First》，使用分道调度器。\n\n"
        "### 2. Second\n\n"
        "《Second》使用分道调度器。\n\n"
        "## 论文详细信息\n\n"
        "### 1. First\n\n"
        "**主要机构**: Lane University\n"
        "**作者数量**: 2人\n"
        "**来源**: 第 1 页\n"
        "**撰写**: model（brief/1）\n\n"
        "**摘要**:\n"
        "We keep lanes.\n\n"
        "### 2. Second\n\n"
        "**主要机构**: 论文未注明机构\n"
        "**作者数量**: 2人\n"
        "**来源**: 第 1 页\n"
        "**撰写**: model（brief/1）\n\n"
        "**摘要**:\n"
        "We keep lanes.\n\n"
        "共提交 2 篇，成稿 2 篇，失败 0 篇。\n"
    )


def test_the_file_is_named_for_the_day() -> None:
    reply = report_reply(report(entry("First")))
    assert reply.document is not None
    assert reply.document.name == "report-2026-03-01-zh.md"
    assert reply.papers == ("sha256:First",)


def test_the_number_of_an_arxiv_paper_is_a_link_to_its_page() -> None:
    made = entry("First")
    numbered = made.paper.model_copy(update={"arxiv_id": ArxivId.parse("2501.12345v2")})
    words = markdown(report(made.model_copy(update={"paper": numbered})))
    assert "\n**arXiv**: [2501.12345v2](https://arxiv.org/abs/2501.12345v2)\n**来源**: 第 1 页\n" in words


def failed(label: str, why: Why, **facts: str) -> Failure:
    return Failure(label=label, reason=Reason(why, facts))


def test_each_failure_is_named_and_each_reason_is_said_once() -> None:
    failures = (
        failed("a.pdf", Why.PDF_DAMAGED, name="a.pdf"),
        failed("arXiv:2501.00001", Why.NO_NETWORK, host="export.arxiv.org"),
        failed("arXiv:2501.00002", Why.NO_NETWORK, host="export.arxiv.org"),
        failed("b.pdf", Why.NOTHING_TO_BRIEF),
    )
    words = closing(report(language="en", failures=failures))
    assert words.startswith("Submitted 4, briefed 0, failed 4: a.pdf is damaged and cannot be opened.")
    assert "arXiv:2501.00001, arXiv:2501.00002: export.arxiv.org cannot be reached." in words
    assert words.count("cannot be reached") == 1
    assert "b.pdf: The abstract says neither" in words


def test_of_many_failures_the_post_gives_the_first_reasons_and_the_file_all() -> None:
    failures = tuple(failed(f"{number}.pdf", Why.PDF_DAMAGED, name=f"{number}.pdf") for number in range(8))
    many = report(entry("First"), language="en", failures=failures)
    reply = report_reply(many)
    said = "\n".join(span.text for block in reply.blocks for span in getattr(block, "spans", ()))
    assert said.count("is damaged") == 5
    assert "The file names 3 more failures." in said
    assert reply.document
    assert reply.document.content.count("is damaged") == 8


def kinds(words: str) -> set[str]:
    found = set()
    for token in PARSER.parse(words):
        found.add(re.sub(r"_(open|close)$", "", token.type))
        found |= {re.sub(r"_(open|close)$", "", child.type) for child in token.children or ()}
    return found


def headings(words: str) -> list[str]:
    tokens = PARSER.parse(words)
    return [token.tag for token in tokens if token.type == "heading_open"]


HOSTILE = [
    "[click](http://evil.example)",
    "[a [b] c](http://evil.example)",
    "![x](http://evil.example/x.png)",
    r"\[click](http://evil.example)",
    r"[click\](http://evil.example)](http://evil.example)",
    "[a]: http://evil.example",
    "[a]: <http://evil.example> [a]",
    "<http://evil.example>",
    "<1@evil.example>",
    "<script>alert(1)</script>",
    r"\<b>bold</b>",
    "<!-- hidden",
    "&lt;b&gt; &#60;b&#62;",
    "# heading",
    "#",
    "=",
    "===",
    "-",
    "---",
    "- list",
    "+ list",
    "* list",
    "1. list",
    "12) list",
    "> quotation",
    ">",
    "***",
    "_ _ _",
    "```",
    "~~~ x",
    "``` ` ```",
    "line\n\n# heading",
    "line\r\n\r\n- list",
    "ends with #",
    "ends with \\",
    "    code",
    "<div>\n\n<b>",
    "`<b>` `a](b)`",
    "| a |\n| - |",
]
PIECES = st.sampled_from([*HOSTILE, *"[]()!<>\\`*_#-=&;:\n a1.~@/\t", "http://e.example", "&amp"])
TEXTS = st.one_of(st.lists(PIECES, max_size=8).map("".join), st.text(max_size=30))


@settings(max_examples=400, deadline=None)
@given(title=TEXTS, abstract=TEXTS, place=TEXTS)
@example(title="C #", abstract="=", place="[a]: http://evil.example")
@example(title="a", abstract="b", place="\\ \t")
def test_no_words_of_a_paper_become_markup(title: str, abstract: str, place: str) -> None:
    words = markdown(report(entry(title, abstract=abstract, place=place)))
    assert kinds(words) <= SKELETON
    assert headings(words) == ["h1", "h2", "h3", "h2", "h3"]
    assert len(PARSER.parse(words)) == len(
        PARSER.parse(markdown(report(entry("a", abstract="b", place="c"))))
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_as_they_are(text: str) -> None:
    words = markdown(report(entry(text, abstract=text)))
    assert kinds(words) <= SKELETON
    tokens = PARSER.parse(words)
    shown = [
        "".join(child.content for child in token.children or () if child.type in {"text", "code_inline"})
        for token in tokens
        if token.type == "inline"
    ]
    plain = re.sub(r"\s|[`*_]", "", text)
    assert any(plain in re.sub(r"\s|[`*_]", "", each) for each in shown), "nothing of it is lost"


@given(title=st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=40))
def test_an_ordinary_title_stands_as_it_is(title: str) -> None:
    tame = re.sub(r"[\\<\[\]&`#]|^\W+|\s+", " ", title).strip()
    words = markdown(report(entry(f"On {tame}")))
    assert " ".join(f"### 1. On {tame}".split()) in words
