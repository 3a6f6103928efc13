"""What people who ask are called, and whether anybody else saw that they did."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add two columns; of those who asked before, nobody knows the names."""
    op.add_column("jobs", sa.Column("name", sa.Text))
    op.add_column("jobs", sa.Column("unseen", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("jobs_by_person", "jobs", ["platform", "person"])
