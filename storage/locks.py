"""One process a file: a second one on the same SQLite file would free and take the first one's jobs."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import InUse, SetupError
from storage.private import make_private_folder

if sys.platform != "win32":
    import fcntl


@contextmanager
def hold(file: Path) -> Iterator[None]:
    """Hold a file for this process by a lock beside it; the system drops it when the process ends.

    Raises InUse where another process holds it. Windows has no such lock: there nothing is held.
    """
    lock = file.with_name(f"{file.name}.lock")
    try:
        make_private_folder(file.parent)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise SetupError(f"The database {file} cannot be opened: {error.strerror}.") from None
    try:
        _take(descriptor, file)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, file: Path) -> None:
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 20, 0).decode() or "unknown"
        raise InUse(
            f"Another Briefbot (process {holder}) has the database file {file} open: stop that one first."
        ) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
