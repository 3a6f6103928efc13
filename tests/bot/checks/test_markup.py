"""No clause needs markup, an address, a mention, a secret or what cannot be seen."""

import pytest

from bot.checks.markup import foreign_marks

MARKS = [
    "<b>PageKeep</b>",
    "[PageKeep](http://pages.example)",
    "see https://pages.example/x",
    "visit pages.example",
    "访问pages.example获取",
    "ask @admin",
    "<!channel> PageKeep",
    "<@U0123ABCD>",
    "`PageKeep`",
    "```run```",
    "**PageKeep**",
    "# PageKeep",
    "write to me@pages.example",
    "javascript:alert(1)",
    "&lt;b&gt;",
    "key sk-abcdef1234567890",
    "password: hunter2",
    "QWxsIHBhZ2VzIGFyZSBrZXB0IG9uIGEgZGlzayBvZiAyIFRC",
    "at 10.0.0.1",
    "{{ pages }}",
    "Page\u200bKeep",
    "Page\x00Keep",
    "\u202epeeKegaP",
]
NAMES = [
    "vLLM and C++",
    "pass@1, P@10 and mAP@0.5:0.95",
    "使pass@1绝对提升4.2个百分点",
    "Qwen2.5-7B-Instruct",
    "k > 3 and n < 5",
    "[MASK]标记",
    "O(n^2) at ~3 GB",
    "gains on CIFAR-10 [1]",
    "text/image/audio/video/code/table/graph/mesh inputs",
    "e.g. in the U.S.",
]


@pytest.mark.parametrize("clause", MARKS)
def test_marks_are_found(clause: str) -> None:
    assert foreign_marks(clause, ["PageKeep keeps pages."])


@pytest.mark.parametrize("clause", NAMES)
def test_names_and_measures_are_no_marks(clause: str) -> None:
    assert foreign_marks(clause, []) == ()


def test_what_stands_in_the_paper_is_a_name_but_a_whole_address_never() -> None:
    paper = ["We train on Pages.ai with <think> marks and `raw` text; see https://pages.example/x."]
    assert foreign_marks("Pages.ai with <think> marks and `raw` text", paper) == ()
    assert foreign_marks("see https://pages.example/x", paper) == ("https://pages.example/x",)


def test_what_cannot_be_seen_is_told_by_its_number() -> None:
    assert foreign_marks("Page\u200bKeep", ["Page\u200bKeep"]) == ("\\u200b",)
