"""The first shape: papers, files, submissions, briefs, jobs and deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _papers()
    _submissions()
    _briefs()
    _jobs()
    _deliveries()


def _papers() -> None:
    op.create_table(
        "papers",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("number", sa.Text),
        sa.Column("paper", sa.Text, nullable=False),
        sa.Column("kept_at", _time, nullable=False),
        sa.PrimaryKeyConstraint("key", name="papers_key"),
    )
    op.create_index("ix_papers_number", "papers", ["number"])
    op.create_table(
        "files",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("paper", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="files_key"),
        sa.ForeignKeyConstraint(["paper"], ["papers.key"], name="files_paper_known"),
    )
    op.create_index("ix_files_paper", "files", ["paper"])


def _submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("job", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("paper", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("arrived_at", _time, nullable=False),
        sa.PrimaryKeyConstraint("job", "place", name="submissions_key"),
    )
    op.create_index("ix_submissions_day", "submissions", ["day"])
    op.create_index("ix_submissions_paper", "submissions", ["paper"])


def _briefs() -> None:
    op.create_table(
        "briefs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("paper", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("prompt", sa.Text, nullable=False),
        sa.Column("writer", sa.Text, nullable=False),
        sa.Column("brief", sa.Text, nullable=False),
        sa.Column("kept_at", _time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="briefs_key"),
        sa.UniqueConstraint("paper", "version", "language", "prompt", "writer", name="briefs_once"),
    )


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("thread", sa.Text),
        sa.Column("reply_to", sa.Text),
        sa.Column("person", sa.Text),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_at", _time, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("crashes", sa.Integer, nullable=False),
        sa.Column("lease_owner", sa.Text),
        sa.Column("lease_until", _time),
        sa.Column("setback", sa.Text),
        sa.Column("failure", sa.Text),
        sa.Column("created_at", _time, nullable=False),
        sa.Column("finished_at", _time),
        sa.PrimaryKeyConstraint("id", name="jobs_key"),
        sa.UniqueConstraint("key", name="jobs_once"),
    )
    op.create_index("jobs_by_due_time", "jobs", ["state", "due_at"])
    op.create_index("jobs_by_lane", "jobs", ["lane", "state"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("job_id", sa.Integer, nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("thread", sa.Text),
        sa.Column("reply_to", sa.Text),
        sa.Column("piece", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("intended_at", _time),
        sa.Column("noted_at", _time),
        sa.Column("post", sa.Text),
        sa.Column("word", sa.Text),
        sa.PrimaryKeyConstraint("id", name="deliveries_key"),
        sa.UniqueConstraint("job_id", "part", name="deliveries_once"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="deliveries_job_id_known"),
    )
    op.create_index("ix_deliveries_state", "deliveries", ["state"])
