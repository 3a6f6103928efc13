"""The marks shelf: which papers a person saved, or does not want to see in a chat."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Address
from bot.domain.marks import Hit, Mark, Seeker
from bot.domain.overviews import Tally
from bot.domain.papers import Paper
from storage.database import Database
from storage.schema import marks, papers


class SqlMarks:
    """The Marks port on the marks table. What is saved is saved everywhere: its chat is ""."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, mark: Mark, paper: str, *, seeker: Seeker, now: datetime) -> bool:
        """Mark a paper; False: it was marked before."""
        row = _row(mark, paper, seeker) | {"at": now}
        async with self._database.writing() as connection:
            done = await connection.execute(
                self._database.insert(marks).values(row).on_conflict_do_nothing().returning(marks.c.paper)
            )
            return done.first() is not None

    async def take(self, mark: Mark, paper: str, *, seeker: Seeker) -> bool:
        """Take a mark back; False: there was none."""
        row = _row(mark, paper, seeker)
        statement = marks.delete().where(*(marks.c[name] == value for name, value in row.items()))
        async with self._database.writing() as connection:
            return bool((await connection.execute(statement.returning(marks.c.paper))).first())

    async def saved(self, person: str, *, skip: int, limit: int) -> tuple[tuple[Hit, ...], int]:
        """What a person saved, newest first, from the `skip`th on, each with when; and how many in all."""
        own = (marks.c.mark == "saved") & (marks.c.person == person)
        table = marks.join(papers, papers.c.key == marks.c.paper)
        page = select(papers.c.paper, marks.c.at).select_from(table).where(own)
        page = page.order_by(marks.c.at.desc(), papers.c.key).offset(skip).limit(limit)
        async with self._database.reading() as connection:
            rows = (await connection.execute(page)).all()
            total = await connection.scalar(select(func.count()).select_from(table).where(own)) or 0
        return tuple(Hit(paper=Paper.model_validate_json(row.paper), kept_at=row.at) for row in rows), total

    async def tallies(self, address: Address, papers: Collection[str]) -> Mapping[str, Tally]:
        """How many people saved papers, wherever they are, or like them in a chat: by key, where any do."""
        chat = f"{address.platform}:{address.chat}"
        wanted = (marks.c.mark == "saved") | ((marks.c.mark == "liked") & (marks.c.chat == chat))
        statement = (
            select(marks.c.paper, marks.c.mark, func.count().label("people"))
            .where(marks.c.paper.in_(papers), wanted)
            .group_by(marks.c.paper, marks.c.mark)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(statement)).all()
        counted: dict[str, dict[str, int]] = {}
        for row in rows:
            counted.setdefault(row.paper, {})[row.mark] = row.people
        return {paper: Tally.model_validate(counts) for paper, counts in counted.items()}


async def adopt_marks(connection: AsyncConnection, paper: str, *, known_as: str, insert: Insert) -> None:
    """Make the marks of a paper under another key its own; where it has such a one already, that stays."""
    taken = await connection.execute(marks.delete().where(marks.c.paper == known_as).returning(marks))
    for row in taken.mappings().all():
        await connection.execute(insert.values(dict(row) | {"paper": paper}).on_conflict_do_nothing())


def _row(mark: Mark, paper: str, seeker: Seeker) -> dict[str, str]:
    chat = "" if mark == "saved" else seeker.chat
    return {"mark": mark, "paper": paper, "chat": chat, "person": seeker.person}
