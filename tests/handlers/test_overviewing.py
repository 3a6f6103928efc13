"""Words of `overview`: which week or month is meant, in both languages."""

from datetime import date

import pytest

from bot.domain.commands import Misunderstood
from bot.domain.overviews import SendOverview
from bot.errors import Why
from handlers.grammar import understand

NOVEMBER, WEEK = date(2026, 11, 1), date(2026, 11, 16)


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("overview", SendOverview()),
        ("/overview@brief_bot", SendOverview()),
        ("概览", SendOverview()),
        ("周报", SendOverview()),
        ("月报", SendOverview(unit="month")),
        ("overview month", SendOverview(unit="month")),
        ("overview this week", SendOverview()),
        ("overview last week", SendOverview(back=1)),
        ("overview of the last month", SendOverview(unit="month", back=1)),
        ("概览 上周", SendOverview(back=1)),
        ("月报 上月", SendOverview(unit="month", back=1)),
        ("overview last", SendOverview(back=1)),
        ("overview weekly en", SendOverview(language="en")),
        ("overview 2026-11", SendOverview(unit="month", day=NOVEMBER)),
        ("概览 2026-11", SendOverview(unit="month", day=NOVEMBER)),
        ("overview 2026-W47 zh", SendOverview(day=WEEK, language="zh")),
        ("overview 2026w47", SendOverview(day=WEEK)),
    ],
)
def test_a_week_or_a_month_is_meant(words: str, wish: SendOverview) -> None:
    assert understand(words) == wish


@pytest.mark.parametrize("words", ["2026-W60", "2026-13", "yesterday", "week month", "last 2026-11"])
def test_anything_else_is_answered_with_what_can_be_written(words: str) -> None:
    wish = understand(f"overview {words}")
    assert isinstance(wish, Misunderstood)
    assert wish.reason.why is Why.MALFORMED_PERIOD
