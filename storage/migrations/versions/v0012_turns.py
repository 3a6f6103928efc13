"""What was asked and answered in threads, for the questions that follow."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add a table."""
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("job", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("person", sa.Text),
        sa.Column("paper", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("standalone", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="turns_key"),
    )
    op.create_index("ix_turns_session", "turns", ["session"])
    op.create_index("ix_turns_job", "turns", ["job"])
    op.create_index("ix_turns_paper", "turns", ["paper"])
    op.create_index("turns_by_person", "turns", ["person", "chat", "paper"])
