"""Who wrote a brief and what it cost, in words: nothing is called free that was paid."""

from decimal import Decimal

import pytest

from bot.domain.briefs import Brief, Language, Making, Slot, Slots
from bot.domain.chat import Reply
from bot.domain.papers import Paper
from bot.domain.spending import Spent
from bot.replies.briefs import details
from bot.replies.costs import cost_line, cost_words
from bot.replies.markdown import paint_markdown

PAPER = Paper(key="sha256:1", title="Lanes", authors=("A",), affiliations=(), abstract="We.", source="page")
MAKING = Making(model="lane-2", calls=1, input=1, cached=0, output=1, seconds=1.0)
PAID = Spent(costs={"USD": Decimal("0.00041")}, calls=1)


def made(language: Language, making: Making | None, *, extracted: bool) -> Brief:
    return Brief(
        paper=PAPER.key,
        version=None,
        language=language,
        institutions=(),
        slots=Slots(technique=Slot(text="lanes", sentences=(1,))),
        writer="lane-1",
        prompt="brief/9",
        extracted=extracted,
        making=making,
    )


@pytest.mark.parametrize(
    ("language", "making", "extracted", "line"),
    [
        ("en", MAKING, False, "**Written by**: lane-2 (brief/9)"),
        ("zh", MAKING, False, "**撰写**: lane-2（brief/9）"),
        ("en", None, False, "**Written by**: lane-1 (brief/9)"),
        ("en", None, True, "**Written by**: extracted from the abstract, no model (brief/9)"),
        ("zh", None, True, "**撰写**: 摘自摘要，未使用模型（brief/9）"),
        ("en", MAKING, True, "**Written by**: extracted from the abstract; asked was lane-2 (brief/9)"),
    ],
)
def test_the_details_name_who_wrote_the_brief_and_the_prompts_version(
    *, language: Language, making: Making | None, extracted: bool, line: str
) -> None:
    words = paint_markdown(Reply(blocks=details(made(language, making, extracted=extracted), PAPER)))
    assert line in words.splitlines()


def test_the_line_says_what_each_model_cost_and_that_a_known_brief_cost_nothing() -> None:
    costs = {"lane-1": PAID, "lane-2": Spent(calls=2, unpriced_calls=2)}
    for remembered in (False, True):
        said = cost_line(costs, "en", remembered=remembered)
        assert said == "Models cost 0.0005 USD (lane-1), 2 calls of unknown price (lane-2)"
    assert cost_line({}, "en", remembered=True) == "Models cost nothing: the brief was already there"
    assert cost_line({}, "zh", remembered=False) == ""


def test_a_sum_keeps_currencies_apart_and_what_is_unknown_unknown() -> None:
    both = PAID + Spent(costs={"CNY": Decimal(2)}, calls=1) + PAID + Spent(calls=1, unpriced_calls=1)
    assert cost_words(both, "en") == "2.0000 CNY + 0.0009 USD + 1 call of unknown price"
    assert both.calls == 4
