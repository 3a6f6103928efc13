"""Every version of a paper is kept, and the whole text of each file."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the tables; each paper that is there is its own first known version."""
    for table in ("papers", "files"):
        op.add_column(table, sa.Column("version", sa.Integer, nullable=False, server_default="0"))
    moment = sa.DateTime(timezone=True)
    versions = op.create_table(
        "versions",
        sa.Column("paper", sa.Text, sa.ForeignKey("papers.key", name="versions_paper_known"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("kept_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("paper", "version", name="versions_key"),
    )
    op.create_table(
        "texts",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("kept_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="texts_key"),
    )
    _fill(versions)


def _fill(versions: sa.Table) -> None:
    connection = op.get_bind()
    kept_at = sa.column("kept_at", sa.DateTime(timezone=True))
    papers = sa.table("papers", sa.column("key"), sa.column("version"), sa.column("paper"), kept_at)
    files = sa.table("files", sa.column("paper"), sa.column("version"))
    for row in connection.execute(sa.select(papers)).all():
        version = (json.loads(row.paper).get("arxiv_id") or {}).get("version") or 0
        connection.execute(
            versions.insert().values(paper=row.key, version=version, record=row.paper, kept_at=row.kept_at)
        )
        connection.execute(papers.update().where(papers.c.key == row.key).values(version=version))
        connection.execute(files.update().where(files.c.paper == row.key).values(version=version))
