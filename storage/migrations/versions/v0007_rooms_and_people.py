"""Rooms, people with roles, what they did, what they marked; posts under posts, and for one reader."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add four tables and four columns; every earlier post stands in its chat, for all."""
    op.create_table(
        "rooms",
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("room", sa.Text, nullable=False),
        sa.Column("standing", sa.Text, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.Column("noted_at", _time, nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat", name="rooms_key"),
    )
    op.create_table(
        "people",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("given_by", sa.Text, nullable=False),
        sa.Column("at", _time, nullable=False),
        sa.PrimaryKeyConstraint("person", name="people_key"),
    )
    _acts()
    op.create_table(
        "marks",
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("paper", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("at", _time, nullable=False),
        sa.PrimaryKeyConstraint("mark", "paper", "chat", "person", name="marks_key"),
    )
    op.create_index("marks_by_person", "marks", ["person", "mark"])
    op.add_column("deliveries", sa.Column("below", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("deliveries", sa.Column("whisper_to", sa.Text))
    op.add_column("jobs", sa.Column("notice", sa.Text))
    op.add_column("jobs", sa.Column("replied_at", _time))
    op.execute("UPDATE jobs SET replied_at = created_at WHERE state = 'replied'")
    op.create_index("jobs_by_chat", "jobs", ["platform", "chat", "state"])


def _acts() -> None:
    op.create_table(
        "acts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("job", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("at", _time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="acts_key"),
        sa.UniqueConstraint("job", name="acts_once"),
    )
    op.create_index("ix_acts_person", "acts", ["person"])
    op.create_index("ix_acts_at", "acts", ["at"])
