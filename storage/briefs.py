"""The briefs shelf: each brief once, whoever asks for it again."""

from datetime import datetime
from typing import Any

from sqlalchemy import literal, select, union_all
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.briefs import Brief, Language
from bot.domain.papers import Paper
from bot.shelves import KeptBrief
from storage.database import Database
from storage.found import forget_words
from storage.schema import briefs, earlier_briefs


class SqlBriefs:
    """The Briefs port on the briefs table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, paper: Paper, *, language: Language, prompt: str, writer: str) -> Brief | None:
        """The brief of the version that the paper's record is of, if it was written before."""
        statement = select(briefs.c.brief).filter_by(
            paper=paper.key,
            version=(paper.arxiv_id and paper.arxiv_id.version) or 0,
            language=language,
            prompt=prompt,
            writer=writer,
        )
        async with self._database.reading(single=True) as connection:
            row = (await connection.execute(statement)).first()
        return Brief.model_validate_json(row.brief) if row else None

    async def keep(self, brief: Brief, *, now: datetime) -> Brief:
        """Keep a brief and return the one that is kept: where two were written, the first."""
        async with self._database.writing() as connection:
            await connection.execute(
                self._database.insert(briefs).values(_row(brief, kept_at=now)).on_conflict_do_nothing()
            )
            await forget_words(connection, brief.paper)
            kept = await connection.execute(select(briefs.c.brief).filter_by(**_marks(brief)))
            return Brief.model_validate_json(kept.scalar_one())

    async def replace(self, brief: Brief, *, now: datetime) -> Brief:
        """Keep a brief in the place of those by the same prompt, of any model; they become earlier ones."""
        row = _row(brief, kept_at=now)
        same = [briefs.c[name] == row[name] for name in ("paper", "version", "language", "prompt")]
        async with self._database.writing() as connection:
            there = select(briefs.c.paper, briefs.c.brief, briefs.c.kept_at).where(*same)
            await connection.execute(
                earlier_briefs.insert().from_select(["paper", "brief", "kept_at"], there)
            )
            await connection.execute(briefs.delete().where(*same))
            await forget_words(connection, brief.paper)
            await connection.execute(
                self._database.insert(briefs)
                .values(row)
                .on_conflict_do_update(
                    index_elements=list(_marks(brief)), set_={"brief": row["brief"], "kept_at": now}
                )
            )
        return brief

    async def of(self, paper: str) -> tuple[KeptBrief, ...]:
        """Every brief that was ever kept of the paper with a key, oldest first."""
        # A coarse clock may give one time to a brief and to the one in whose place it was written.
        tables = (
            select(table.c.brief, table.c.kept_at, table.c.id, literal(place).label("place")).where(
                table.c.paper == paper
            )
            for place, table in enumerate((earlier_briefs, briefs))
        )
        found = union_all(*tables).subquery()
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(found).order_by(found.c.kept_at, found.c.place, found.c.id)
            )
            return tuple(KeptBrief(Brief.model_validate_json(row.brief), row.kept_at) for row in rows)


async def adopt_briefs(connection: AsyncConnection, paper: Paper, *, known_as: str, insert: Insert) -> None:
    """Make the briefs under another key the paper's own; where the paper has such a one already, that stays.

    A brief that was written of no version becomes one of the version that was read.
    """
    taken = await connection.execute(briefs.delete().where(briefs.c.paper == known_as).returning(briefs))
    for row in taken.all():
        adopted = _adopted(row.brief, paper)
        await connection.execute(insert.values(_row(adopted, kept_at=row.kept_at)).on_conflict_do_nothing())
    earlier = await connection.execute(select(earlier_briefs).where(earlier_briefs.c.paper == known_as))
    for row in earlier.all():
        columns = {"paper": paper.key, "brief": _adopted(row.brief, paper).model_dump_json()}
        await connection.execute(
            earlier_briefs.update().where(earlier_briefs.c.id == row.id).values(**columns)
        )


def _adopted(words: str, paper: Paper) -> Brief:
    brief = Brief.model_validate_json(words)
    version = brief.version or (paper.arxiv_id.version if paper.arxiv_id else None)
    return brief.model_copy(update={"paper": paper.key, "version": version})


def _marks(brief: Brief) -> dict[str, Any]:
    return {
        "paper": brief.paper,
        "version": brief.version or 0,
        "language": brief.language,
        "prompt": brief.prompt,
        "writer": brief.writer,
    }


def _row(brief: Brief, *, kept_at: datetime) -> dict[str, Any]:
    return _marks(brief) | {"brief": brief.model_dump_json(), "kept_at": kept_at}
