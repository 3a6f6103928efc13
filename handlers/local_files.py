"""Files on this machine, for whoever sits at it; no other platform can name one."""

import asyncio
from math import ceil
from pathlib import Path

from bot.domain.chat import Attachment
from bot.errors import CannotDo, Why

LOCAL = "local"
MIB = 1024 * 1024


def local_file(path: str) -> Attachment:
    """The file that a person at this machine named; whether it is there shows when it is fetched."""
    place = _place(path)
    return Attachment(platform=LOCAL, handle=str(place.absolute()), name=place.name or path)


def is_file(path: str) -> bool:
    """True where the path leads to a file; never raises, whatever the words are."""
    try:
        return _place(path).is_file()
    except (OSError, ValueError):  # a word too long for a name, a NUL
        return False


def _place(path: str) -> Path:
    try:
        return Path(path).expanduser()
    except (RuntimeError, ValueError):  # “~nobody”: a name that this machine does not know, or cannot
        return Path(path)


class LocalFiles:
    """Hands over files by their paths."""

    async def fetch(self, attachment: Attachment, *, limit: int) -> bytes:
        """The file's bytes. Raises CannotDo with what is wrong with the path or the file."""
        return await asyncio.to_thread(_read, Path(attachment.handle), attachment.name, limit=limit)


def _read(path: Path, name: str, *, limit: int) -> bytes:
    try:
        if path.is_dir():
            raise CannotDo(Why.FILE_IS_DIRECTORY, name=name)
        if path.exists() and not path.is_file():  # a pipe or a device would never end
            raise CannotDo(Why.FILE_UNREADABLE, name=name)
        size = path.stat().st_size
        if size > limit:
            raise CannotDo(Why.FILE_TOO_LARGE, name=name, size=ceil(size / MIB), limit=limit // MIB)
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: no path holds a NUL
        raise CannotDo(Why.FILE_MISSING, name=name) from error
    except OSError as error:
        raise CannotDo(Why.FILE_UNREADABLE, name=name) from error
