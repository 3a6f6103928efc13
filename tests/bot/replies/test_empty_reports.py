"""A report that lacks arXiv's papers says why, who knows of it, and nothing that its readers cannot do."""

from datetime import UTC, datetime

import pytest

from bot.domain.briefs import Language
from bot.domain.chat import words_of
from bot.domain.choices import Empty
from bot.domain.commands import TellNews
from bot.domain.reports import Mailed, Report
from bot.errors import Reason, Why
from bot.replies.reports import report_reply
from bot.replies.rooms import news_reply

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOST = "rss.arxiv.org"
TROUBLES = (
    Reason(Why.NO_NETWORK, {"host": HOST}),
    Reason(Why.SOURCE_BUSY, {"host": HOST}),
    Reason(Why.SOURCE_BUSY_LONG, {"host": HOST, "minutes": "40"}),
    Reason(Why.FEED_UNREADABLE, {"host": HOST}),
    Reason(Why.ADDRESS_FAILED, {"address": f"https://{HOST}/atom/cs.LG", "status": "500"}),
)
ADVICE = ("PDF", "Check", "Try again", "try again", "请检查", "请过", "请核对", "请发送", "或直接发送")


def words(language: Language, empty: Empty, trouble: Reason) -> str:
    behind = () if empty else ("cs.LG",)
    mailed = Mailed(announced=0, relevant=0, already=0, later=0, empty=empty, trouble=trouble, behind=behind)
    made = Report(
        title="Daily",
        language=language,
        made_at=NOW,
        entries=(),
        day=NOW.date(),
        due=NOW.date(),
        mailed=mailed,
    )
    return "\n".join(map(words_of, report_reply(made).blocks))


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: str(trouble.why))
@pytest.mark.parametrize("empty", ["unreachable", ""])
def test_it_names_the_source_and_that_admins_know_and_advises_nothing(empty: Empty, trouble: Reason) -> None:
    told: dict[Language, str] = {"en": "Admins were told", "zh": "已通知管理员"}
    for language, admins in told.items():
        said = words(language, empty, trouble)
        assert HOST in said
        assert admins in said
        assert [advice for advice in ADVICE if advice in said] == []


def test_a_late_one_says_what_is_late_and_comes_with_the_next() -> None:
    said = words("en", "late", Reason(Why.SOURCE_LATE, {"category": "cs.LG", "day": "2026-03-02"}))
    assert (
        "arXiv's announcement is late; what it brings comes with the next report. arXiv has not announced "
        "anything in cs.LG for 2026-03-02 yet. Admins were told; there is nothing to do here."
    ) in said


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: str(trouble.why))
def test_admins_hear_what_is_wrong_and_that_the_next_run_makes_it_good(trouble: Reason) -> None:
    news = TellNews(news="source", chat="square:-42", reason=trouble)
    (said,) = map(words_of, news_reply(news, "en", names={}).blocks)
    assert HOST in said
    assert said.endswith("The next run asks again and makes it good.")
    assert [advice for advice in ADVICE if advice in said] == []
