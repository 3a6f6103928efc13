"""What is announced, followed, judged and reported, and how far due dates are covered."""

from datetime import UTC, date, datetime, time

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add nine tables."""
    _announced()
    _followed()
    _reported()
    _scheduled()


def _announced() -> None:
    op.create_table(
        "announcements",
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", "version", name="announcements_key"),
    )
    op.create_index("ix_announcements_day", "announcements", ["day"])
    op.create_table(
        "announced_in",
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("category", "number", "version", name="announced_in_key"),
    )
    op.create_index("announced_in_by_day", "announced_in", ["category", "day"])
    op.create_table(
        "mailings",
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("announced", sa.Integer, nullable=False),
        sa.Column("way", sa.Text, nullable=False),
        sa.Column("noted_at", _time, nullable=False),
        sa.PrimaryKeyConstraint("category", "day", name="mailings_key"),
    )
    op.create_table(
        "sources",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("through", sa.Date),
        sa.Column("checked_at", _time),
        sa.Column("trouble", sa.Text),
        sa.PrimaryKeyConstraint("source", name="sources_key"),
    )


def _followed() -> None:
    op.create_table(
        "topics",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("thread", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("begins", sa.Date, nullable=False),
        sa.Column("made_at", _time, nullable=False),
        sa.Column("ended_at", _time),
        sa.PrimaryKeyConstraint("id", name="topics_key"),
        sa.UniqueConstraint("platform", "chat", "name", name="topics_once"),
    )
    op.create_table(
        "verdicts",
        sa.Column("topic", sa.Integer, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("kept", sa.Boolean, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("at", _time, nullable=False),
        sa.PrimaryKeyConstraint("topic", "number", name="verdicts_key"),
        sa.ForeignKeyConstraint(["topic"], ["topics.id"], name="verdicts_topic_known"),
    )
    op.create_index("ix_verdicts_number", "verdicts", ["number"])
    op.create_index("verdicts_by_day", "verdicts", ["topic", "kept", "day"])


def _reported() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("job", sa.Text, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("thread", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.Column("made_at", _time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="reports_key"),
        sa.UniqueConstraint("job", name="reports_once"),
    )
    op.create_index("reports_by_chat", "reports", ["platform", "chat", "due"])
    op.create_table(
        "reported",
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("paper", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", _time, nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat", "paper", "version", name="reported_key"),
    )


def _scheduled() -> None:
    """Chats go on where the keys of their jobs say that the last report was filed."""
    schedules = op.create_table(
        "schedules",
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("thread", sa.Text, nullable=False),
        sa.Column("covered", sa.Date, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("noted_at", _time, nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat", "thread", name="schedules_key"),
    )
    jobs = sa.table("jobs", *(sa.column(name) for name in ("key", "platform", "chat", "thread")))
    thread = sa.func.coalesce(jobs.c.thread, "")
    due = sa.func.max(sa.func.substr(jobs.c.key, sa.func.length(jobs.c.key) - 9))
    filed = sa.select(jobs.c.platform, jobs.c.chat, thread, due).where(jobs.c.key.like("report:%"))
    for platform, chat, named, last in op.get_bind().execute(
        filed.group_by(jobs.c.platform, jobs.c.chat, thread)
    ):
        day = date.fromisoformat(last)
        row = {"platform": platform, "chat": chat, "thread": named, "covered": day, "since": day}
        op.execute(schedules.insert().values(row | {"noted_at": datetime.combine(day, time(), tzinfo=UTC)}))
