"""The figures in Prometheus's text format: nothing that a model's server calls itself can break a line."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.domain.figures import Charged, Figures, FollowedFigures, KeptFigures, ReportFigures
from bot.domain.prompts import Usage
from bot.replies.metrics import metrics_text
from tests.expositions import parse

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOSTILE = 'a\\model "of"\n# TYPE briefbot_jobs counter {x="1"} 2,'
NOTHING = KeptFigures({}, {}, {}, {}, {}, ReportFigures(), {}, 0, (), {}, {})


def figures(**also: object) -> Figures:
    kept = {name: getattr(NOTHING, name) for name in KeptFigures.__slots__} | also
    return Figures(KeptFigures(**kept), lost={})


def test_every_figure_is_there_before_anything_was_done_so_that_an_alert_can_see_it_rise() -> None:
    metrics = parse(metrics_text(figures()))
    assert metrics["briefbot_deliveries"].of(state="uncertain") == 0
    assert metrics["briefbot_jobs"].of(state="failed") == 0
    assert metrics["briefbot_reports_total"].of(kind="weekly") == 0
    assert metrics["briefbot_reports_empty_total"].of(why="unreachable") == 0
    assert metrics["briefbot_weighed_total"].of(by="model") == 0
    assert metrics["briefbot_due_dates_uncovered"].of() == 0
    for name in ("announced", "relevant", "briefed", "repeats", "skipped", "updates", "submitted", "retried"):
        assert metrics[f"briefbot_report_{name}_total"].of() == 0
    assert metrics["briefbot_report_failed_total"].samples == {}


def test_what_only_grows_is_a_counter_and_says_so_in_its_name() -> None:
    for name, metric in parse(metrics_text(figures())).items():
        assert (metric.kind == "counter") == name.endswith("_total"), name


def test_a_name_that_others_chose_is_a_labels_value_and_nothing_else() -> None:
    usage = Usage(input=10, cached=4, output=3, calls=2)
    charged = (
        Charged(HOSTILE, "brief", currency="USD", cost=Decimal("0.000000001"), usage=usage),
        Charged(HOSTILE, "brief", currency="EUR", cost=Decimal(12), usage=usage),
        Charged(HOSTILE, "answer", currency="", cost=Decimal(0), usage=usage),
    )
    metrics = parse(metrics_text(figures(charged=charged)))
    cost = metrics["briefbot_cost_total"]
    assert cost.of(model=HOSTILE, purpose="brief", currency="USD") == 1e-9
    assert cost.of(model=HOSTILE, purpose="brief", currency="EUR") == 12
    assert len(cost.samples) == 2, "where no price is known there is no cost"
    tokens = metrics["briefbot_model_tokens_total"]
    assert tokens.of(model=HOSTILE, purpose="brief", kind="read") == 20, "a pair of labels stands once"
    assert tokens.of(model=HOSTILE, purpose="answer", kind="written") == 3
    assert metrics["briefbot_model_requests_total"].of(model=HOSTILE, purpose="answer") == 2


def test_a_category_in_trouble_says_why_and_when_it_was_last_kept() -> None:
    followed = {
        "cs.LG": FollowedFigures(kept_at=NOW, missing=2, trouble="source_late"),
        "cs.AI": FollowedFigures(missing=1),
    }
    metrics = parse(metrics_text(Figures(NOTHING, lost={"cs.LG": 3}, followed=followed)))
    assert metrics["briefbot_mailing_kept_timestamp_seconds"].samples == {
        (("category", "cs.LG"),): NOW.timestamp()
    }
    assert metrics["briefbot_mailing_days_missing"].of(category="cs.AI") == 1
    assert metrics["briefbot_mailing_days_lost_total"].of(category="cs.LG") == 3
    assert metrics["briefbot_source_trouble"].of(category="cs.LG", why="source_late") == 1


@pytest.mark.parametrize(
    "text",
    [
        "x 1",
        "# TYPE x counter\nx 1\n",
        "# HELP x a\n# TYPE x counter\nx 1\nx 2\n",
        '# HELP x a\n# TYPE x counter\nx{a="b"c"} 1\n',
        '# HELP x a\n# TYPE x counter\nx{a="\\d"} 1\n',
        "# HELP x a\n# TYPE x counter\nx 1E\n",
        '# HELP x a\n# TYPE x counter\nx{a="1",a="2"} 1\n',
        "# HELP x a\n# TYPE x counter\n# HELP y a\n# TYPE y gauge\nx 1\n",
    ],
)
def test_the_reader_of_these_tests_takes_nothing_that_the_format_forbids(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the line is its message
        parse(text)
