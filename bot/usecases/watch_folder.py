"""A folder of PDFs -> papers of the day's report, each content once; nothing is written or deleted there."""

import asyncio
import hashlib
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from bot.domain.chat import Attachment
from bot.domain.references import FileReference
from bot.errors import TryLater
from bot.ports import Clock
from bot.shelves import Library
from bot.usecases.sources import Sources
from bot.usecases.submit_papers import HandedIn, submit_papers

EVERY = timedelta(minutes=1)
SETTLING = timedelta(seconds=1)  # a file that grows does so within this time

log = logging.getLogger(__name__)
_Stamp = tuple[int, int]  # bytes, and when it was last written to


@dataclass(frozen=True, slots=True)
class Folder:
    """Where it is, whose files they are, and what of them was seen."""

    path: Path
    platform: str  # that hands over files by their paths
    zone: tzinfo | None = None  # of the day; None: the machine's own
    seen: dict[Path, _Stamp] = field(default_factory=dict)
    done: dict[Path, _Stamp] = field(default_factory=dict)


async def watch_folder(folder: Folder, *, library: Library, sources: Sources, clock: Clock) -> None:
    """Submit what is new for ever."""
    while True:
        try:
            await submit_folder(folder, library=library, sources=sources, now=clock.now())
        except OSError as error:  # a share that is away for a moment, a name that was mistyped
            log.warning("folder.unreadable why=%s", error.strerror)
        # What breaks one look must not end them all.
        except Exception:
            log.exception("worker.stumbled worker=folder")
        await clock.sleep(EVERY)


async def look_once(folder: Folder, *, library: Library, sources: Sources, clock: Clock) -> int:
    """Submit what is new and does not grow while one looks twice; returns how many."""
    try:
        await submit_folder(folder, library=library, sources=sources, now=clock.now())
        await clock.sleep(SETTLING)
        return await submit_folder(folder, library=library, sources=sources, now=clock.now())
    except OSError as error:
        log.warning("folder.unreadable why=%s", error.strerror)
        return 0


async def submit_folder(folder: Folder, *, library: Library, sources: Sources, now: datetime) -> int:
    """Submit each file that stayed as it was since the last look, and whose content is new; returns how many.

    A content is known by its hash, so that a copy or a new name is no new paper. Raises OSError where the
    folder cannot be read.
    """
    submitted = 0
    stamps = await asyncio.to_thread(_stamps, folder.path)
    for path, stamp in stamps.items():
        if folder.seen.get(path) == stamp != folder.done.get(path):
            try:
                submitted += await _submit(path, folder, library=library, sources=sources, now=now)
            except TryLater as error:  # arXiv, which is asked for its record, or the database
                log.warning("folder.waits why=%s", error.reason.why)
            except OSError as error:  # gone since, not ours to read, or on a share that is away for a moment
                log.warning("folder.unread why=%s", error.strerror)
            else:
                folder.done[path] = stamp
    folder.seen.clear()
    folder.seen.update(stamps)
    return submitted


async def _submit(path: Path, folder: Folder, *, library: Library, sources: Sources, now: datetime) -> bool:
    """Submit a file; False: its content was submitted before. Raises OSError where it cannot be read."""
    sha256 = await asyncio.to_thread(_sha256, path)
    job = f"folder:{sha256}"
    if await library.has_submission(job):
        return False
    file = Attachment(platform=folder.platform, handle=str(path), name=path.name)
    handed_in = HandedIn(job=job, day=now.astimezone(folder.zone).date(), now=now, final=False)
    await submit_papers([FileReference(file=file)], library=library, sources=sources, handed_in=handed_in)
    log.info("folder.submitted sha256=%s", sha256[:12])
    return True


def _stamps(folder: Path) -> dict[Path, _Stamp]:
    """The PDFs in a folder and below it, by name.

    A link that leads out of it is left alone: who may put files there may not have read what only we can.
    """
    root = folder.resolve(strict=True)
    stamps = ((path, _stamp(path, root)) for path in sorted(root.rglob("*")))
    return {path: stamp for path, stamp in stamps if stamp}


def _stamp(path: Path, root: Path) -> _Stamp | None:
    """None for what is no PDF of the folder, or is gone by now."""
    try:
        if path.suffix.lower() == ".pdf" and path.is_file() and path.resolve().is_relative_to(root):
            status = path.stat()
            return status.st_size, status.st_mtime_ns
    except OSError:  # also for a link that leads to where we may not look
        pass
    return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
