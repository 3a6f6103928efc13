"""The index of the papers: what they are found by, made up when somebody looks, and who may find what."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.briefs import Brief, Slots
from bot.domain.corrections import Correction, corrected
from bot.domain.marks import HandIn, Hit, Seeker
from bot.domain.papers import Paper
from bot.reading.searches import folded, searchable
from storage.database import Database
from storage.found_tables import givers, paper_words
from storage.schema import briefs, corrections, jobs, papers, rooms, submissions, versions

# Room's own JSON begins with its kind; in any other, and where none is known, a person may be alone.
_OPEN_ROOMS = ('{"kind":"group"%', '{"kind":"channel"%')
_HITS = select(papers.c.key, papers.c.paper, papers.c.kept_at)
AT_ONCE = 200  # papers whose words are noted in one transaction: others write, too


class SqlPaperIndex:
    """The PaperIndex port on the tables of words and givers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(
        self, terms: Sequence[str], *, seeker: Seeker, skip: int, limit: int
    ) -> tuple[tuple[Hit, ...], int]:
        """Papers that hold every term, from the `skip`th on, and how many there are in all."""
        if terms:
            await self._catch_up()
        table: Any = papers
        told = [_is_shown_to(seeker)]
        order: list[ColumnElement[Any]] = [papers.c.kept_at.desc(), papers.c.key]
        if terms:
            table = papers.join(paper_words, paper_words.c.paper == papers.c.key)
            told += (paper_words.c.words.contains(term, autoescape=True) for term in terms)
            order.insert(0, _in_title(terms).desc())
        count = select(func.count()).select_from(table).where(*told)
        page = select(papers.c.key, func.count().over().label("total")).select_from(table).where(*told)
        async with self._database.reading() as connection:
            found = (await connection.execute(page.order_by(*order).offset(skip).limit(limit))).all()
            total = found[0].total if found else await connection.scalar(count) or 0
            rows = await connection.execute(_HITS.where(papers.c.key.in_([row.key for row in found])))
            hits = {
                row.key: Hit(paper=Paper.model_validate_json(row.paper), kept_at=row.kept_at) for row in rows
            }
        return tuple(hits[row.key] for row in found), total

    async def given(self, paper: str, *, seeker: Seeker | None) -> None:
        """Note who gave a file or a text, and where; None: it was fetched from a public address."""
        row = {
            "paper": paper,
            "chat": seeker.chat if seeker else "",
            "person": seeker.person if seeker else "",
        }
        async with self._database.writing() as connection:
            await connection.execute(self._database.insert(givers).values(row).on_conflict_do_nothing())

    async def hand_ins(self, paper: str) -> tuple[HandIn, ...]:
        """Who handed a paper in for a report, and when, oldest first."""
        statement = (
            select(submissions.c.arrived_at, jobs.c.platform, jobs.c.person, jobs.c.name)
            .select_from(submissions.outerjoin(jobs, jobs.c.key == submissions.c.job))
            .where(submissions.c.paper == paper)
            .order_by(submissions.c.arrived_at, submissions.c.job, submissions.c.place)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(statement)
            return tuple(
                HandIn(
                    at=row.arrived_at,
                    person=f"{row.platform}:{row.person}" if row.person else "",
                    name=row.name or "",
                )
                for row in rows
            )

    async def versions(self, paper: str) -> tuple[int, ...]:
        """The versions of a paper that are kept, oldest first."""
        statement = select(versions.c.version).filter_by(paper=paper).order_by(versions.c.version)
        async with self._database.reading() as connection:
            return tuple(version for version in await connection.scalars(statement) if version)

    async def _catch_up(self) -> None:
        """Note the words of every paper that has none, or that changed since."""
        unnoted = select(papers.c.key, papers.c.paper).where(_unnoted()).limit(AT_ONCE).with_for_update()
        while await self._is_behind():
            async with self._database.writing() as connection:
                rows = (await connection.execute(unnoted)).all()
                if not rows:
                    return
                words = await _words_of(connection, rows)
                await connection.execute(self._database.insert(paper_words).on_conflict_do_nothing(), words)

    async def _is_behind(self) -> bool:
        async with self._database.reading() as connection:
            return await connection.scalar(select(papers.c.key).where(_unnoted()).limit(1)) is not None


async def forget_words(connection: AsyncConnection, paper: str) -> None:
    """Have a paper's words noted anew by whoever looks next: something about it changed."""
    await connection.execute(paper_words.delete().where(paper_words.c.paper == paper))


async def forget_givers(connection: AsyncConnection, paper: str) -> None:
    """A paper that turned out to be on arXiv is public, whoever gave it."""
    await connection.execute(givers.delete().where(givers.c.paper == paper))


def _in_title(terms: Sequence[str]) -> ColumnElement[int]:
    """How many of the terms stand in the title."""
    places = (case((paper_words.c.title.contains(term, autoescape=True), 1), else_=0) for term in terms)
    return sum(places, start=literal(0))


def _unnoted() -> ColumnElement[bool]:
    return ~exists().where(paper_words.c.paper == papers.c.key)


def _is_shown_to(seeker: Seeker) -> ColumnElement[bool]:
    """What is on arXiv is public; what came as a file is so where its chat is known to be no direct one."""
    room = rooms.c.platform + literal(":") + rooms.c.chat
    in_public = exists().where(room == givers.c.chat, or_(*(rooms.c.room.like(kind) for kind in _OPEN_ROOMS)))
    own = [givers.c.chat == "", givers.c.chat == seeker.chat, in_public]
    if seeker.person:
        own.append(givers.c.person == seeker.person)
    return or_(papers.c.number.is_not(None), exists().where(givers.c.paper == papers.c.key, or_(*own)))


async def _words_of(connection: AsyncConnection, rows: Sequence[Any]) -> list[dict[str, str]]:
    keys = [row.key for row in rows]
    kept: Select[tuple[str, str]] = select(briefs.c.paper, briefs.c.brief).where(briefs.c.paper.in_(keys))
    written: dict[str, list[Brief]] = {}
    for row in await connection.execute(kept):
        written.setdefault(row.paper, []).append(Brief.model_validate_json(row.brief))
    columns = [column for column in corrections.c if column.name in Correction.model_fields]
    said = select(*columns).where(corrections.c.paper.in_(keys)).order_by(corrections.c.id)
    history = [Correction.model_validate(dict(row)) for row in (await connection.execute(said)).mappings()]
    noted = []
    for row in rows:
        paper = Paper.model_validate_json(row.paper)
        shown = [corrected(paper, brief, history) for brief in written.get(paper.key, [])]
        titles = dict.fromkeys([paper.title, *(each.title for each, _ in shown)])
        fields = [*titles, *_fields(paper), *(text for each in shown for text in _told(*each))]
        words = searchable(dict.fromkeys(fields))
        noted.append({"paper": row.key, "title": "\n".join(map(folded, titles)), "words": words})
    return noted


def _fields(paper: Paper) -> list[str]:
    number = paper.arxiv_id.number if paper.arxiv_id else ""
    places = (place.name for place in paper.affiliations)
    return [number, *paper.authors, *places, paper.abstract]


def _told(paper: Paper, brief: Brief) -> list[str]:
    """What a brief says as it is shown."""
    slots = (getattr(brief.slots, name) for name in Slots.model_fields)
    return [
        *brief.institutions,
        *(place.name for place in paper.affiliations),
        *(slot.text for slot in slots if slot),
    ]
