"""The people shelf: who was given which role in chat, and by whom."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select, tuple_

from bot.domain.rooms import KnownPerson, Role
from storage.database import Database
from storage.schema import jobs
from storage.schema import people as people_table
from storage.together import Together

_NAMED = select(people_table).where(people_table.c.person.in_(bindparam("names", expanding=True)))


class SqlPeople:
    """The People port on the people table."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._looks = Together(self._find)

    async def get(self, person: str) -> KnownPerson | None:
        """A person by `platform:id`."""
        return await self._looks.ask(person)

    async def _find(self, names: Sequence[str]) -> Sequence[KnownPerson | None]:
        async with self._database.reading(single=True) as connection:
            rows = await connection.execute(_NAMED, {"names": names})
            found = {row.person: _known(row) for row in rows}
        return [found.get(name) for name in names]

    async def all(self) -> tuple[KnownPerson, ...]:
        """Everybody who was given a role."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(people_table).order_by(people_table.c.person))
            return tuple(_known(row) for row in rows)

    async def names(self, people: Collection[str]) -> Mapping[str, str]:
        """What those of these people who asked for something were called the last time, by `platform:id`."""
        asked = [tuple(person.split(":", 1)) for person in people if ":" in person]
        newest = (
            select(func.max(jobs.c.id))
            .where(tuple_(jobs.c.platform, jobs.c.person).in_(asked), jobs.c.name.is_not(None))
            .group_by(jobs.c.platform, jobs.c.person)
        )
        statement = select(jobs.c.platform, jobs.c.person, jobs.c.name).where(jobs.c.id.in_(newest))
        async with self._database.reading() as connection:
            rows = await connection.execute(statement)
            return {f"{row.platform}:{row.person}": row.name for row in rows}

    async def keep(self, person: KnownPerson) -> None:
        """Keep a person's role in the place of an earlier one."""
        columns = {"role": person.role, "given_by": person.given_by, "at": person.at}
        statement = self._database.insert(people_table).values(person=person.person, **columns)
        async with self._database.writing() as connection:
            await connection.execute(statement.on_conflict_do_update(index_elements=["person"], set_=columns))

    async def remove(self, person: str) -> None:
        """Take a person's role away."""
        async with self._database.writing() as connection:
            await connection.execute(people_table.delete().where(people_table.c.person == person))


def _known(row: Row[Any]) -> KnownPerson:
    return KnownPerson(person=row.person, role=Role(row.role), given_by=row.given_by, at=row.at)
