"""What models cost: one row a call."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table; what was spent before it is not known."""
    op.create_table(
        "charges",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("paper", sa.Text),
        sa.Column("person", sa.Text),
        sa.Column("chat", sa.Text),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("input", sa.BigInteger, nullable=False),
        sa.Column("cached", sa.BigInteger, nullable=False),
        sa.Column("cache_writes", sa.BigInteger, nullable=False),
        sa.Column("output", sa.BigInteger, nullable=False),
        sa.Column("requests", sa.Integer, nullable=False),
        sa.Column("price", sa.Text),
        sa.Column("currency", sa.Text),
        sa.Column("cost", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="charges_key"),
    )
    op.create_index("ix_charges_paper", "charges", ["paper"])
    op.create_index("ix_charges_at", "charges", ["at"])
