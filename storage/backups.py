"""Copies of all that is kept, made while others go on writing."""

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from bot.errors import TryLater, Why
from bot.registers import Copies
from storage.private import make_private_file, make_private_folder

DATABASE = "briefbot.sqlite3"
PARTIAL = ".part"
MOST_TAKEN = timedelta(hours=1)  # for a backup


class FolderBackups:
    """The Backups port: a folder a backup, `backups/<time>` in the data folder."""

    def __init__(self, file: Path | None, *, data_dir: Path) -> None:
        """`file` is SQLite's; None: a server has the data."""
        self._file = file
        self._data_dir = data_dir

    async def make(self, now: datetime) -> Copies | None:
        """Copy the database, then the PDFs, under the backup's name only once they are whole.

        The name is the moment, so a job that is tried again makes no second copy. What a backup left behind
        that died is removed once it can be no other's that is still being made. None where a server has the
        data. Raises TryLater where the disk does not take it.
        """
        if self._file is None:
            return None
        folder = self._data_dir / "backups"
        place = folder / f"{now:%Y%m%dT%H%M%S.%fZ}"
        try:
            await asyncio.to_thread(_tidy, folder, f"{now - MOST_TAKEN:%Y%m%dT%H%M%S}")
            return await asyncio.to_thread(_make, self._file, self._data_dir / "pdfs", place)
        except (OSError, sqlite3.Error) as error:
            raise TryLater(Why.STORAGE_BUSY) from error


def _tidy(folder: Path, oldest: str) -> None:
    """Remove what was begun before the moment that a name stands for, and never became whole."""
    for partial in folder.glob(f"*{PARTIAL}"):
        if partial.name < oldest:
            shutil.rmtree(partial, ignore_errors=True)


def _make(file: Path, pdfs: Path, place: Path) -> Copies:
    if not place.exists():
        partial = place.with_name(f"{place.name}{PARTIAL}")
        shutil.rmtree(partial, ignore_errors=True)
        make_private_folder(partial / "pdfs")
        copy_database(file, partial / DATABASE)
        for path in pdfs.glob("*/*.pdf"):
            with suppress(FileNotFoundError):  # one that expired meanwhile
                _link(path, partial / "pdfs" / path.parent.name / path.name)
        partial.replace(place)
    count = sum(1 for _ in (place / "pdfs").glob("*/*.pdf"))
    return Copies(database=place / DATABASE, files=place / "pdfs", count=count)


def copy_database(file: Path, copy: Path) -> None:
    """Copy a SQLite file as it is at one moment, with what still stands in its write-ahead log."""
    make_private_file(copy)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        # or whoever opens the copy needs files beside it
        target.execute("PRAGMA journal_mode = DELETE")


def _link(path: Path, copy: Path) -> None:
    """A second name for the same bytes, which never change under a hash; a copy where no link can be."""
    make_private_folder(copy.parent)
    try:
        os.link(path, copy)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copy2(path, copy)
