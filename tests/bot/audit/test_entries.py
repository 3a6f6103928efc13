"""A report is taken apart into its entries, whoever wrote it."""

import pytest

from bot.audit.entries import NoReport, PrintedEntry, parse_entries
from tests.bot.audit.drafts import ABSTRACT, BRIEF, Draft, markdown

TITLE = Draft().title
INSTITUTIONS = Draft().institutions


def test_each_brief_is_paired_with_the_details_of_its_number() -> None:
    first, second = parse_entries(markdown(Draft(), Draft(title="", institutions="", abstract="")))
    assert first == PrintedEntry(
        index=1, title=TITLE, brief=BRIEF, institutions=INSTITUTIONS, none_printed=False, abstract=ABSTRACT
    )
    assert second == PrintedEntry(
        index=2, title="", brief=BRIEF, institutions="", none_printed=False, abstract=""
    )


def test_our_english_form_is_read_too() -> None:
    text = (
        "# Report\nGenerated: 2026-01-01\n\n## Technical briefs\n\n### 1. Lanes\n\n“Lanes” uses queues.\n\n"
        "## Paper details\n\n### 1. Lanes\n\n**Institutions**: none printed in the paper\n**Authors**: 2\n"
        "**arXiv**: [2501.12345v2](https://arxiv.org/abs/2501.12345v2)\n\n**Abstract**:\nWe keep lanes.\n\n"
        "Submitted 1, briefed 1, failed 0.\n"
    )
    (entry,) = parse_entries(text)
    assert entry == PrintedEntry(
        index=1,
        title="Lanes",
        brief="“Lanes” uses queues.",
        institutions="",
        none_printed=True,
        abstract="We keep lanes.",
    )


def test_institutions_that_were_not_read_are_not_said_to_be_unprinted() -> None:
    (entry,) = parse_entries(markdown(Draft(institutions="未读取（没有读到论文原文）")))
    assert (entry.institutions, entry.none_printed) == ("", False)


def test_escapes_of_markdown_are_no_words_of_the_paper() -> None:
    (entry,) = parse_entries(markdown(Draft(title=r"Lanes \<in\> C \#", abstract=r"5\% of \[it\](x)")))
    assert entry.title == "Lanes <in> C #"
    assert entry.abstract == "5% of [it](x)"


def test_a_brief_without_details_and_details_without_a_brief_are_entries() -> None:
    report = markdown(Draft(), Draft())
    briefs, details = report.split("## 论文详细信息")
    without = briefs.replace("### 2.", "### 3.") + "## 论文详细信息" + details
    assert [(entry.index, bool(entry.brief), bool(entry.abstract)) for entry in parse_entries(without)] == [
        (1, True, True),
        (2, False, True),
        (3, True, False),
    ]


def test_a_number_that_stands_twice_is_two_entries() -> None:
    twice = markdown(Draft(), Draft(title="Other")).replace("### 2.", "### 1.")
    assert [(entry.index, entry.title) for entry in parse_entries(twice)] == [(1, TITLE), (1, "Other")]


def test_line_ends_of_windows_and_a_byte_order_mark_change_nothing() -> None:
    report = markdown(Draft())
    assert parse_entries("\ufeff" + report.replace("\n", "\r\n")) == parse_entries(report)


@pytest.mark.parametrize(
    "text", ["", "# Notes\n\n## Ideas\n\n### 1. Queues\n", "## 论文技术简报\n\n没有论文。\n"]
)
def test_another_text_is_no_report(text: str) -> None:
    with pytest.raises(NoReport):
        parse_entries(text)
