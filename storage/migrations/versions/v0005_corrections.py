"""What people changed about briefs, the briefs that were written anew, and edits of earlier posts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add both tables and the column; a post that no longer can be reached has no id from now on."""
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("job", sa.Text, nullable=False),
        sa.Column("paper", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("value", sa.Text),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("at", _time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="corrections_key"),
        sa.UniqueConstraint("job", name="corrections_once"),
    )
    op.create_index("ix_corrections_paper", "corrections", ["paper"])
    op.create_table(
        "earlier_briefs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("paper", sa.Text, nullable=False),
        sa.Column("brief", sa.Text, nullable=False),
        sa.Column("kept_at", _time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="earlier_briefs_key"),
    )
    op.create_index("ix_earlier_briefs_paper", "earlier_briefs", ["paper"])
    op.add_column("deliveries", sa.Column("edits", sa.Text))
    deliveries = sa.table("deliveries", sa.column("platform"), sa.column("post"))
    gone = sa.or_(deliveries.c.platform == "terminal", deliveries.c.post == "whispered")
    op.execute(deliveries.update().where(gone).values(post=""))
