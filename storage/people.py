"""The people shelf: who was given which role in chat, and by whom."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from bot.domain.rooms import KnownPerson, Role
from storage.database import Database
from storage.schema import people
from storage.together import Together


class SqlPeople:
    """The People port on the people table."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._looks = Together(self._find)

    async def get(self, person: str) -> KnownPerson | None:
        """A person by `platform:id`."""
        return await self._looks.ask(person)

    async def _find(self, names: Sequence[str]) -> Sequence[KnownPerson | None]:
        async with self._database.reading() as connection:
            rows = await connection.execute(select(people).where(people.c.person.in_(names)))
            found = {row.person: _known(row) for row in rows}
        return [found.get(name) for name in names]

    async def all(self) -> tuple[KnownPerson, ...]:
        """Everybody who was given a role."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(people).order_by(people.c.person))
            return tuple(_known(row) for row in rows)

    async def keep(self, person: KnownPerson) -> None:
        """Keep a person's role in the place of an earlier one."""
        columns = {"role": person.role, "given_by": person.given_by, "at": person.at}
        statement = self._database.insert(people).values(person=person.person, **columns)
        async with self._database.writing() as connection:
            await connection.execute(statement.on_conflict_do_update(index_elements=["person"], set_=columns))

    async def remove(self, person: str) -> None:
        """Take a person's role away."""
        async with self._database.writing() as connection:
            await connection.execute(people.delete().where(people.c.person == person))


def _known(row: Row[Any]) -> KnownPerson:
    return KnownPerson(person=row.person, role=Role(row.role), given_by=row.given_by, at=row.at)
