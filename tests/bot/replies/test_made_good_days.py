"""A report says which of its days no feed told of, and what may be missing of them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.briefs import Language
from bot.domain.reports import Mailed, Report
from bot.replies.report_sums import lost_line, made_good_line
from bot.replies.reports import markdown

TUESDAY = date(2026, 3, 3)


def report(days: int, *, unversioned: bool = False, language: Language = "en") -> Report:
    made_good = tuple(TUESDAY + timedelta(days=each) for each in range(days))
    mailed = Mailed(announced=3, relevant=0, already=0, later=0, made_good=made_good, unversioned=unversioned)
    made_at = datetime(2026, 3, 9, 9, tzinfo=UTC)
    return Report(title="Daily", language=language, made_at=made_at, entries=(), mailed=mailed)


@pytest.mark.parametrize(
    ("days", "named"),
    [
        (1, "2026-03-03"),
        (3, "2026-03-03, 2026-03-04, 2026-03-05"),
        (4, "2026-03-03 to 2026-03-06"),
    ],
)
def test_the_days_are_named(days: int, named: str) -> None:
    assert f"\n{named}: put together later from arXiv's search" in markdown(report(days))


def test_what_may_be_missing_is_said() -> None:
    assert "ew versions" not in made_good_line(report(1))
    assert "New versions, and older papers" in made_good_line(report(1, unversioned=True))
    assert "新版本和新近才交叉列入的旧论文" in made_good_line(report(1, unversioned=True, language="zh"))


def test_a_report_whose_feeds_all_came_says_nothing_of_it() -> None:
    assert made_good_line(report(0)) == ""


def test_days_that_are_lost_are_told_whatever_else_came() -> None:
    lost = tuple(TUESDAY + timedelta(days=each) for each in range(4))
    both: tuple[tuple[Language, str], ...] = (
        ("en", "2026-03-03 to 2026-03-06: missing for good"),
        ("zh", "不会再补上"),
    )
    for language, words in both:
        whole = report(1, language=language)
        assert whole.mailed
        assert lost_line(whole) == ""
        with_lost = whole.model_copy(update={"mailed": whole.mailed.model_copy(update={"lost": lost})})
        assert words in markdown(with_lost)
