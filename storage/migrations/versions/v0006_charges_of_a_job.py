"""The job for which a model was asked, beside each charge."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; of what was paid before, nobody knows for which job."""
    op.add_column("charges", sa.Column("job", sa.Text))
    op.create_index("ix_charges_job", "charges", ["job"])
