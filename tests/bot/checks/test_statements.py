"""A whole sentence about a paper is held against the paper's title, institutions and sentences."""

from dataclasses import replace

import pytest

from bot.checks.grounds import Grounds
from bot.checks.objections import Kind, Objection
from bot.checks.statements import check_statement

PAPER = Grounds(
    title="PageKeep: Paging the Cache of Long Conversations",
    institutions=("School of Computing", "Tsinghua University"),
    sentences=(
        "Serving long conversations with large language models is slow because the cache outgrows memory.",
        "We propose PageKeep, a scheme that moves cold pages to disk and prefetches them with a predictor.",
        "On Qwen2.5-7B it raises throughput by up to 3.2× and cuts memory by 41% on average.",
    ),
)
BRIEF = (
    "清华大学发布了《PageKeep》，使用将冷页换出到磁盘的缓存分页技术，解决了大语言模型长对话缓存超出内存的问题，"
    "达成了在Qwen2.5-7B上吞吐量最高提升3.2倍、内存平均降低41%的效果。"
)
ENGLISH = (
    "Tsinghua University published “PageKeep”, using paging of pages, addressing caches of language models "
    "that outgrow memory, achieving up to 3.2× throughput and 41% less memory on average with Qwen2.5-7B."
)
ANOTHER = Grounds(
    title="Weed Counting from Drones",
    institutions=("Lane University",),
    sentences=("Counting weeds from aerial images is costly.", "FieldNet finds 93.5% of them on one drone."),
)
WRONG = [
    ("清华大学", "北京大学", Objection(None, Kind.INSTITUTION, "北京大学")),
    ("41%", "51%", Objection(None, Kind.NUMBER, "51%")),
    ("3.2倍", "3.2%", Objection(None, Kind.NUMBER, "3.2%")),
    ("Qwen2.5-7B", "Qwen25-7B", Objection(None, Kind.IDENTIFIER, "Qwen25-7B")),
    ("最高提升", "提升", Objection(None, Kind.QUALIFIER, "up to 3.2倍")),
    ("平均降低", "降低", Objection(None, Kind.QUALIFIER, "average 41%")),
    ("《PageKeep》", "《PageDrop》", Objection(None, Kind.UNKNOWN_NAME, "PageDrop")),
]


@pytest.mark.parametrize("brief", [BRIEF, ENGLISH])
def test_an_honest_sentence_passes(brief: str) -> None:
    assert check_statement(brief, PAPER) == ()


@pytest.mark.parametrize(("old", "new", "objection"), WRONG)
def test_what_was_falsified_is_named(old: str, new: str, objection: Objection) -> None:
    assert old in BRIEF
    assert check_statement(BRIEF.replace(old, new), PAPER) == (objection,)


@pytest.mark.parametrize("brief", [BRIEF, ENGLISH])
def test_a_sentence_about_another_paper_is_known_as_such(brief: str) -> None:
    kinds = {objection.kind for objection in check_statement(brief, ANOTHER)}
    assert {Kind.INSTITUTION, Kind.OTHER_PAPER} <= kinds


def test_where_no_institution_is_known_none_may_be_named() -> None:
    found = check_statement(BRIEF, replace(PAPER, institutions=()))
    assert found == (Objection(None, Kind.INSTITUTION, "清华大学"),)
