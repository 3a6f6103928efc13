"""The acts shelf: who did what with their role, once a job; nothing is ever taken away."""

from sqlalchemy import select

from bot.domain.rooms import Act
from storage.database import Database
from storage.schema import acts


class SqlActs:
    """The Acts port on the acts table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, act: Act) -> bool:
        """Note an act; False: the act of this job is noted already."""
        statement = (
            self._database.insert(acts)
            .values(act.model_dump())
            .on_conflict_do_nothing(index_elements=["job"])
            .returning(acts.c.id)
        )
        async with self._database.writing() as connection:
            return (await connection.execute(statement)).first() is not None

    async def newest(self, count: int) -> tuple[Act, ...]:
        """The last acts, the newest first."""
        columns = [acts.c[name] for name in Act.model_fields]
        statement = select(*columns).order_by(acts.c.id.desc()).limit(count)
        async with self._database.reading() as connection:
            rows = await connection.execute(statement)
            return tuple(Act.model_validate(dict(row)) for row in rows.mappings())
