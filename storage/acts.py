"""The acts shelf: who did what with their role, once a job; nothing is ever taken away."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.rooms import Act
from storage.database import Database
from storage.schema import acts

_COLUMNS = [acts.c[name] for name in Act.model_fields]


class SqlActs:
    """The Acts port on the acts table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, act: Act) -> bool:
        """Note an act; False: the act of this job is noted already."""
        async with self._database.writing() as connection:
            return await note_act(connection, act, database=self._database)

    async def newest(self, count: int) -> tuple[Act, ...]:
        """The last acts, the newest first."""
        statement = select(*_COLUMNS).order_by(acts.c.id.desc()).limit(count)
        async with self._database.reading() as connection:
            rows = await connection.execute(statement)
            return tuple(Act.model_validate(dict(row)) for row in rows.mappings())


async def note_act(connection: AsyncConnection, act: Act, *, database: Database) -> bool:
    """Note an act in a transaction; False: the act of this job is noted already."""
    statement = (
        database.insert(acts)
        .values(act.model_dump())
        .on_conflict_do_nothing(index_elements=["job"])
        .returning(acts.c.id)
    )
    return (await connection.execute(statement)).first() is not None


async def act_of_job(connection: AsyncConnection, job: str) -> Act | None:
    """The act that was noted for a job."""
    row = (await connection.execute(select(*_COLUMNS).where(acts.c.job == job))).mappings().first()
    return Act.model_validate(dict(row)) if row else None


async def last_act(connection: AsyncConnection, *, act: str, on: str) -> Act | None:
    """The last act of a name that was done on a thing, which is the first of its words."""
    statement = (
        select(*_COLUMNS)
        .where(
            acts.c.act == act, acts.c.outcome == "done", acts.c.words.startswith(f"{on} ", autoescape=True)
        )
        .order_by(acts.c.id.desc())
        .limit(1)
    )
    row = (await connection.execute(statement)).mappings().first()
    return Act.model_validate(dict(row)) if row else None
