"""Where a chat went that got another id; budgets that were set in chat."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add a column and a table; no chat has moved, and the operator's budgets hold."""
    op.add_column("rooms", sa.Column("moved_to", sa.Text))
    op.create_table(
        "budgets",
        sa.Column("whose", sa.Text, nullable=False),
        sa.Column("limit", sa.Text),
        sa.PrimaryKeyConstraint("whose", name="budgets_key"),
    )
