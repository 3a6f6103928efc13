"""The papers shelf: what each paper is, which files it was read from, and who handed it in when."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.arxiv_ids import ArxivId
from bot.domain.papers import Paper
from bot.domain.reports import Submission
from bot.errors import Reason
from storage.briefs import adopt_briefs
from storage.database import Database
from storage.schema import briefs, files, papers, submissions

_REASON = TypeAdapter(Reason)


class SqlLibrary:
    """The Library port on the tables of papers, files and submissions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str) -> Paper | None:
        """The paper with a canonical key."""
        return await self._paper(select(papers.c.paper).where(papers.c.key == key))

    async def get_all(self, keys: Collection[str]) -> dict[str, Paper]:
        """Those of the papers that are kept, by their keys."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(papers.c.key, papers.c.paper).where(papers.c.key.in_(keys))
            )
            return {row.key: Paper.model_validate_json(row.paper) for row in rows}

    async def by_file(self, sha256: str) -> Paper | None:
        """The paper that a file is known to be, were others read since or not."""
        return await self._paper(select(papers.c.paper).join(files).where(files.c.sha256 == sha256))

    async def by_number(self, number: str) -> Paper | None:
        """The paper with an arXiv number, whether its key has it or, failing that, its pages print it."""
        own_key = papers.c.key == ArxivId(number=number).key
        return await self._paper(
            select(papers.c.paper)
            .where(papers.c.number == number)
            .order_by(own_key.desc(), papers.c.kept_at.desc(), papers.c.key)
            .limit(1)
        )

    async def keep(self, paper: Paper, *, now: datetime) -> None:
        """Keep the record; an earlier one under the same key is replaced."""
        async with self._database.writing() as connection:
            await self._keep(connection, paper, now=now)

    async def adopt(self, paper: Paper, *, known_as: str, now: datetime) -> None:
        """Keep the record, and make the files, submissions and briefs under another key its own."""
        async with self._database.writing() as connection:
            await self._keep(connection, paper, now=now)
            if known_as == paper.key:
                return
            for table in (files, submissions):
                await connection.execute(
                    update(table).where(table.c.paper == known_as).values(paper=paper.key)
                )
            await adopt_briefs(connection, paper, known_as=known_as, insert=self._database.insert(briefs))
            await connection.execute(papers.delete().where(papers.c.key == known_as))

    async def know_file(self, sha256: str, *, key: str) -> None:
        """Note that a file is a copy of a paper that is kept."""
        async with self._database.writing() as connection:
            await self._know_file(connection, sha256, key=key)

    async def submit(self, submission: Submission, *, job: str, place: int, now: datetime) -> None:
        """Note that a paper was handed in; a second time for the same job and place, the note is replaced."""
        row = {
            "job": job,
            "place": place,
            "label": submission.label,
            "identity": submission.identity,
            "day": submission.day,
            "paper": submission.paper,
            "reason": submission.reason and _REASON.dump_json(submission.reason).decode(),
        }
        statement = self._database.insert(submissions).values(row | {"arrived_at": now})
        async with self._database.writing() as connection:
            await connection.execute(
                statement.on_conflict_do_update(index_elements=["job", "place"], set_=row)
            )

    async def submissions(self, day: date) -> tuple[Submission, ...]:
        """What was handed in on a day, in the order in which it came: job by job, as each job named them."""
        arrival_of_job = func.min(submissions.c.arrived_at).over(partition_by=submissions.c.job)
        statement = (
            select(submissions)
            .where(submissions.c.day == day)
            .order_by(arrival_of_job, submissions.c.job, submissions.c.place)
        )
        async with self._database.reading() as connection:
            return tuple(_submission(row) for row in await connection.execute(statement))

    async def _paper(self, statement: Select[str]) -> Paper | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(statement)).first()
        return Paper.model_validate_json(row.paper) if row else None

    async def _keep(self, connection: AsyncConnection, paper: Paper, *, now: datetime) -> None:
        columns = {"number": _number(paper), "paper": paper.model_dump_json(), "kept_at": now}
        await connection.execute(
            self._database.insert(papers)
            .values(key=paper.key, **columns)
            .on_conflict_do_update(index_elements=["key"], set_=columns)
        )
        if paper.sha256:
            await self._know_file(connection, paper.sha256, key=paper.key)

    async def _know_file(self, connection: AsyncConnection, sha256: str, *, key: str) -> None:
        await connection.execute(
            self._database.insert(files)
            .values(sha256=sha256, paper=key)
            .on_conflict_do_update(index_elements=["sha256"], set_={"paper": key})
        )


def _number(paper: Paper) -> str | None:
    if paper.arxiv_id:
        return paper.arxiv_id.number
    found = ArxivId.find(paper.key)  # reads `arxiv:2501.12345`; a file's hash is no arXiv id
    return found.number if found else None


def _submission(row: Row[Any]) -> Submission:
    return Submission(
        label=row.label,
        identity=row.identity,
        day=row.day,
        paper=row.paper,
        reason=row.reason and _REASON.validate_json(row.reason),
    )
