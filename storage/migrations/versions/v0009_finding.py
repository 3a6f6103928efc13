"""Words that papers are found by, and who gave those that are nowhere public."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add two tables; who handed a file in is known from its job, its words are noted when somebody looks."""
    op.create_table(
        "paper_words",
        sa.Column("paper", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("paper", name="paper_words_key"),
    )
    op.create_table(
        "givers",
        sa.Column("paper", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("paper", "chat", "person", name="givers_key"),
    )
    op.execute(
        "INSERT INTO givers (paper, chat, person) SELECT DISTINCT submissions.paper, "
        "jobs.platform || ':' || jobs.chat, coalesce(jobs.platform || ':' || jobs.person, '') "
        "FROM submissions JOIN jobs ON jobs.key = submissions.job WHERE submissions.paper LIKE 'sha256:%'"
    )
