"""The shelf of files: each PDF once, under the hash of its content."""

import asyncio
import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from bot.errors import TryLater, Why
from bot.ports import StoredFile
from storage.private import make_private_folder


class FileShelf:
    """The Shelf port on a folder: `<first two digits>/<sha256>.pdf`. No part of a path comes from outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._turn = asyncio.Lock()  # a file must not expire while it is kept again

    async def keep(self, content: bytes, *, name: str) -> StoredFile:
        """Keep a file; the same content twice is one file. It is under its name only once it is on the disk.

        Raises TryLater where the disk does not take it.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.folder / sha256[:2] / f"{sha256}.pdf"
        try:
            async with self._turn:
                await asyncio.to_thread(_put, path, content)
        except OSError as error:
            raise TryLater(Why.STORAGE_BUSY) from error
        return StoredFile(sha256=sha256, path=path, name=name)

    async def remove(self, sha256: str) -> bool:
        """Remove one file; False: it was not there."""
        path = self.folder / sha256[:2] / f"{sha256}.pdf"
        async with self._turn:
            was_there = await asyncio.to_thread(path.exists)
            await asyncio.to_thread(path.unlink, missing_ok=True)
        return was_there

    async def expire(self, before: datetime) -> int:
        """Remove the files that were last kept before a time; returns how many."""
        async with self._turn:
            return await asyncio.to_thread(_expire, self.folder, before.timestamp())


def _put(path: Path, content: bytes) -> None:
    if path.exists() and path.stat().st_size == len(content):
        os.utime(path)
        return
    make_private_folder(path.parent)
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Make a new name in a folder outlast a power cut; Windows cannot, and does not need to be told."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _expire(folder: Path, before: float) -> int:
    """Parts that a killed process left behind go too, uncounted."""
    old = [path for path in folder.glob("*/*") if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return sum(path.suffix == ".pdf" for path in old)
