"""The corrections shelf: what people changed, in the order in which they did; nothing is ever taken away."""

from collections.abc import Collection

from sqlalchemy import func, select

from bot.domain.corrections import Correction
from storage.database import Database
from storage.found import forget_words
from storage.schema import corrections, jobs


class SqlCorrections:
    """The Corrections port on the corrections table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, correction: Correction) -> None:
        """Add a correction; a second one of the same job changes nothing."""
        statement = self._database.insert(corrections).values(correction.model_dump(exclude={"name"}))
        async with self._database.writing() as connection:
            await connection.execute(statement.on_conflict_do_nothing())
            await forget_words(connection, correction.paper)

    async def of(self, papers: Collection[str]) -> tuple[Correction, ...]:
        """All that was corrected about these papers, oldest first."""
        columns = [column for column in corrections.c if column.name in Correction.model_fields]
        statement = (
            select(*columns, func.coalesce(jobs.c.name, "").label("name"))
            .outerjoin(jobs, jobs.c.key == corrections.c.job)
            .where(corrections.c.paper.in_(sorted(papers)))
            .order_by(corrections.c.id)
        )
        async with self._database.reading(single=True) as connection:
            rows = await connection.execute(statement)
            return tuple(Correction.model_validate(dict(row)) for row in rows.mappings())
