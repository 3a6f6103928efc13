"""Which questions were called off, and by which message."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add a column; of those that were answered before, none was."""
    op.add_column("jobs", sa.Column("stopped_by", sa.Text))
