"""A second key of jobs, for platforms that tell of one message twice; a mark of deliveries sent again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add both columns; no older job has an echo, and no older delivery was resent."""
    op.add_column("jobs", sa.Column("echoes", sa.Text))
    op.create_index("jobs_echo_once", "jobs", ["echoes"], unique=True)
    op.add_column("deliveries", sa.Column("resent", sa.Boolean, nullable=False, server_default=sa.false()))
