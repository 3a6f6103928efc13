"""The room that remembers: `open_storage` is the one way in."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from bot.errors import SetupError, TryLater
from bot.registers import Registers
from storage.acts import SqlActs
from storage.announcements import SqlAnnouncements
from storage.backups import FolderBackups
from storage.briefs import SqlBriefs
from storage.corrections import SqlCorrections
from storage.database import Database, open_database
from storage.deliveries import SqlDeliveries
from storage.erasure import SqlErasure
from storage.feeds import FolderFeeds
from storage.figures import SqlFigures
from storage.files import FileShelf
from storage.found import SqlPaperIndex
from storage.jobs import SqlJobs
from storage.ledger import SqlLedger
from storage.locks import hold
from storage.marks import SqlMarks
from storage.oversight import SqlOversight
from storage.papers import SqlLibrary
from storage.people import SqlPeople
from storage.places import read_place
from storage.private import make_private_folder
from storage.questions import SqlQuestions
from storage.reports import SqlReports
from storage.rooms import SqlRooms
from storage.schedules import SqlSchedules
from storage.topics import SqlTopics
from storage.turns import SqlTurns
from storage.upgrades import is_current, make_current

__all__ = ["Storage", "open_storage"]


@dataclass(frozen=True, slots=True)
class Storage:
    """Every shelf of an open database, and the files beside it."""

    library: SqlLibrary
    briefs: SqlBriefs
    corrections: SqlCorrections
    jobs: SqlJobs
    questions: SqlQuestions
    deliveries: SqlDeliveries
    ledger: SqlLedger
    index: SqlPaperIndex
    marks: SqlMarks
    announcements: SqlAnnouncements
    reports: SqlReports
    schedules: SqlSchedules
    topics: SqlTopics
    turns: SqlTurns
    figures: SqlFigures
    shelf: FileShelf
    feeds: FolderFeeds
    registers: Registers
    database: Database

    @property
    def alone(self) -> bool:
        """True where no other process can be on the same database: the embedded file is held for us."""
        return self.database.is_sqlite

    async def healthy(self) -> bool:
        """True when the database answers and a file can be put on the shelf."""
        try:
            await self.database.answer()
        except TryLater:
            return False
        return os.access(self.shelf.folder, os.W_OK | os.X_OK)


def random_id() -> str:
    """32 hexadecimal digits that were never given out before."""
    return uuid4().hex


@asynccontextmanager
async def open_storage(
    url: str, *, data_dir: Path, new_id: Callable[[], str] = random_id, guest: bool = False
) -> AsyncIterator[Storage]:
    """Open the database at `sqlite:///path` or `postgresql://…`, making it or bringing it up to date first.

    `new_id` names each delivery. A `guest` takes no jobs, and so may be on a SQLite file beside a bot that
    runs or starts. Raises SetupError with one sentence for the operator: the address is wrong, the database
    cannot be reached or written, another process has it, or a newer Briefbot made it.
    """
    place = read_place(url)
    async with open_database(place, alone=not guest) as database:
        with ExitStack() as stack:
            if guest and place.file and not await asyncio.to_thread(is_current, place.file):
                stack.enter_context(hold(place.file))
            await make_current(database, place)
        feeds, shelf = FolderFeeds(_folder(data_dir)), FileShelf(_folder(data_dir / "pdfs"))
        yield Storage(
            library=SqlLibrary(database),
            briefs=SqlBriefs(database),
            corrections=SqlCorrections(database),
            jobs=SqlJobs(database, new_id),
            questions=SqlQuestions(database),
            deliveries=SqlDeliveries(database),
            ledger=SqlLedger(database),
            index=SqlPaperIndex(database),
            marks=SqlMarks(database),
            announcements=SqlAnnouncements(database),
            reports=SqlReports(database),
            schedules=SqlSchedules(database),
            topics=SqlTopics(database),
            turns=SqlTurns(database),
            figures=SqlFigures(database),
            shelf=shelf,
            feeds=feeds,
            registers=_registers(
                database, data_dir, erasure=SqlErasure(database, shelf, feeds), file=place.file
            ),
            database=database,
        )


def _registers(database: Database, data_dir: Path, *, erasure: SqlErasure, file: Path | None) -> Registers:
    return Registers(
        rooms=SqlRooms(database),
        people=SqlPeople(database),
        acts=SqlActs(database),
        oversight=SqlOversight(database, data_dir),
        questions=SqlQuestions(database),
        erasure=erasure,
        backups=FolderBackups(file, data_dir=data_dir),
    )


def _folder(path: Path) -> Path:
    try:
        make_private_folder(path)
    except OSError as error:
        raise SetupError(f"The folder {path} cannot be made: {error.strerror}.") from None
    return path.absolute()
