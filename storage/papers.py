"""The papers shelf: each paper in all its versions, its files and their texts, and who handed it in when."""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, Table, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.arxiv_ids import ArxivId
from bot.domain.papers import Paper
from bot.domain.reports import Submission
from bot.domain.texts import PaperText
from bot.errors import Reason
from storage.briefs import adopt_briefs
from storage.database import Database
from storage.found import forget_givers, forget_words
from storage.mailing_tables import reported
from storage.marks import adopt_marks
from storage.reports import adopt_reported
from storage.schema import briefs, charges, corrections, files, marks, papers, submissions, texts, versions
from storage.turns import adopt_turns

_REASON = TypeAdapter(Reason)


class SqlLibrary:
    """The Library port on the tables of papers, files and submissions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str) -> Paper | None:
        """The paper with a canonical key."""
        return await self._paper(select(papers.c.paper).where(papers.c.key == key))

    async def version(self, key: str, version: int) -> Paper | None:
        """An earlier or the newest version of a paper, if it was ever kept."""
        return await self._paper(
            select(versions.c.record.label("paper")).filter_by(paper=key, version=version)
        )

    async def text(self, sha256: str) -> PaperText | None:
        """The whole text that was read from a file."""
        async with self._database.reading(single=True) as connection:
            packed = await connection.scalar(select(texts.c.text).filter_by(sha256=sha256))
        return PaperText.model_validate_json(zlib.decompress(b64decode(packed))) if packed else None

    async def get_all(self, keys: Collection[str]) -> dict[str, Paper]:
        """Those of the papers that are kept, by their keys."""
        async with self._database.reading(single=True) as connection:
            rows = await connection.execute(
                select(papers.c.key, papers.c.paper).where(papers.c.key.in_(keys))
            )
            return {row.key: Paper.model_validate_json(row.paper) for row in rows}

    async def by_file(self, sha256: str) -> Paper | None:
        """The paper that a file is known to be, were others read since or not, in the file's version."""
        of_version = (versions.c.paper == files.c.paper) & (versions.c.version == files.c.version)
        return await self._paper(
            select(func.coalesce(versions.c.record, papers.c.paper).label("paper"))
            .select_from(files.join(papers).outerjoin(versions, of_version))
            .where(files.c.sha256 == sha256)
        )

    async def by_number(self, number: str) -> Paper | None:
        """The paper with an arXiv number, whether its key has it or, failing that, its pages print it."""
        own_key = papers.c.key == ArxivId(number=number).key
        return await self._paper(
            select(papers.c.paper)
            .where(papers.c.number == number)
            .order_by(own_key.desc(), papers.c.kept_at.desc(), papers.c.key)
            .limit(1)
        )

    async def by_handle(self, digits: str) -> Paper | None:
        """The one paper whose key, or whose file's hash, begins with these digits; None where several do."""
        of_files = select(files.c.paper).where(files.c.sha256.startswith(digits, autoescape=True))
        statement = select(papers.c.paper).where(
            or_(papers.c.key.startswith(f"sha256:{digits}", autoescape=True), papers.c.key.in_(of_files))
        )
        async with self._database.reading(single=True) as connection:
            found = (await connection.execute(statement.limit(2))).scalars().all()
        return Paper.model_validate_json(found[0]) if len(found) == 1 else None

    async def keep(self, paper: Paper, *, now: datetime, text: PaperText | None = None) -> None:
        """Keep the record in place of the same version's, with the text of its file."""
        async with self._database.writing() as connection:
            await self._keep(connection, paper, now=now, text=text)

    async def adopt(
        self, paper: Paper, *, known_as: str, now: datetime, text: PaperText | None = None
    ) -> None:
        """Keep the record, and make all that was known under another key its own."""
        async with self._database.writing() as connection:
            await self._keep(connection, paper, now=now, text=text)
            if known_as == paper.key:
                return
            await self._adopt_versions(connection, paper.key, known_as=known_as)
            for table in (files, submissions, corrections, charges):
                await connection.execute(
                    update(table).where(table.c.paper == known_as).values(paper=paper.key)
                )
            await adopt_briefs(connection, paper, known_as=known_as, insert=self._database.insert(briefs))
            await adopt_marks(connection, paper.key, known_as=known_as, insert=self._database.insert(marks))
            insert = self._database.insert(reported)
            await adopt_reported(connection, paper.key, known_as=known_as, insert=insert)
            await adopt_turns(connection, paper.key, known_as=known_as)
            await forget_words(connection, known_as)
            await forget_givers(connection, known_as)
            await connection.execute(papers.delete().where(papers.c.key == known_as))

    async def know_file(self, sha256: str, *, paper: Paper) -> None:
        """Note that a file is a copy of a paper that is kept, in this version."""
        async with self._database.writing() as connection:
            await self._know_file(connection, sha256, paper)

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

    async def has_submission(self, job: str) -> bool:
        """True where something was handed in by a job, whatever came of it."""
        async with self._database.reading() as connection:
            found = await connection.scalar(select(submissions.c.job).filter_by(job=job).limit(1))
        return found is not None

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
        async with self._database.reading(single=True) as connection:
            row = (await connection.execute(statement)).first()
        return Paper.model_validate_json(row.paper) if row else None

    async def _keep(
        self, connection: AsyncConnection, paper: Paper, *, now: datetime, text: PaperText | None
    ) -> None:
        record = paper.model_dump_json()
        columns = {"number": _number(paper), "version": paper.version, "paper": record, "kept_at": now}
        newest = self._database.insert(papers).values(key=paper.key, **columns)
        await connection.execute(
            newest.on_conflict_do_update(
                index_elements=["key"], set_=columns, where=papers.c.version <= newest.excluded.version
            )
        )
        await self._put(
            connection, versions, {"paper": paper.key, "version": paper.version}, record=record, kept_at=now
        )
        await forget_words(connection, paper.key)
        if paper.sha256:
            await self._know_file(connection, paper.sha256, paper)
            if text:
                packed = b64encode(zlib.compress(text.model_dump_json().encode())).decode()
                await self._put(connection, texts, {"sha256": paper.sha256}, text=packed, kept_at=now)

    async def _know_file(self, connection: AsyncConnection, sha256: str, paper: Paper) -> None:
        await self._put(connection, files, {"sha256": sha256}, paper=paper.key, version=paper.version)

    async def _put(
        self, connection: AsyncConnection, table: Table, key: dict[str, object], **columns: object
    ) -> None:
        """Insert a row, or change the columns of the one that is there."""
        await connection.execute(
            self._database.insert(table)
            .values(**key, **columns)
            .on_conflict_do_update(index_elements=list(key), set_=columns)
        )

    async def _adopt_versions(self, connection: AsyncConnection, key: str, *, known_as: str) -> None:
        """A record without a version is none of the paper's; of a version that it has, its own stays."""
        taken = await connection.execute(
            versions.delete().where(versions.c.paper == known_as).returning(versions)
        )
        for row in taken.all():
            if row.version:
                record = Paper.model_validate_json(row.record).model_copy(update={"key": key})
                adopted = {"paper": key, "version": row.version, "record": record.model_dump_json()}
                await connection.execute(
                    self._database.insert(versions)
                    .values(**adopted, kept_at=row.kept_at)
                    .on_conflict_do_nothing()
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
