"""The sums of each daily report beside it, so that counting them reads no whole report."""

import json
from collections import Counter
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add a column, and fill it for the reports that are there."""
    op.add_column("reports", sa.Column("figures", sa.Text))
    reports = sa.table("reports", *(sa.column(name) for name in ("id", "report", "figures")))
    connection = op.get_bind()
    ids = connection.execute(sa.select(reports.c.id).order_by(reports.c.id)).scalars().all()
    for one in ids:  # one at a time: a report may be long
        here = reports.c.id == one
        report = json.loads(connection.execute(sa.select(reports.c.report).where(here)).scalar_one())
        op.execute(reports.update().where(here).values(figures=json.dumps(_figures(report))))


def _figures(report: dict[str, Any]) -> dict[str, Any]:
    found = report.get("mailed") or {}
    lists = {name: len(report.get(name) or ()) for name in ("entries", "failures", "updates")}
    counts = {name: report.get(name, 0) for name in ("repeats", "passed_over", "retried", "removed")}
    skipped = counts["passed_over"] + found.get("already", 0)
    came = sum(lists.values()) + counts["removed"] + counts["repeats"] + skipped - counts["retried"]
    announced = sum(found.get(name, 0) for name in ("relevant", "already", "later"))
    return {
        "sums": {
            "announced": found.get("announced", 0),
            "replaced": found.get("replaced", 0),
            "relevant": found.get("relevant", 0),
            "submitted": came - announced,
            "retried": counts["retried"],
            "briefed": lists["entries"],
            "failed": lists["failures"],
            "repeats": counts["repeats"],
            "skipped": skipped,
            "updates": lists["updates"],
            "removed": counts["removed"],
        },
        "failed": Counter(failure["reason"]["why"] for failure in report.get("failures") or ()),
        "empty": found.get("empty", ""),
    }
