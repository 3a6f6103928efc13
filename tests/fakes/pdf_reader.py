"""A PDF worker that does what a file's name tells it to: `python -m tests.fakes.pdf_reader`."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.clients.pdf_worker_loop import serve
from bot.domain.pages import ReadLimits
from bot.domain.papers import ReadPaper
from bot.domain.texts import ReadDocument
from bot.errors import CannotDo, Why

COMMAND = (sys.executable, "-m", "tests.fakes.pdf_reader")
_read_before: list[str] = []


def act(path: Path, *, name: str, limits: ReadLimits) -> ReadDocument:
    """Do it, and answer with a title of what came of it and an abstract of the process id."""
    title = ACTS[name](path, limits)
    _read_before.append(name)
    paper = ReadPaper(title=title, authors=(), affiliations=(), abstract=str(os.getpid()), pages=1)
    return ReadDocument(paper=paper, bug="IndexError at texts.py:1" if name == "textless" else "")


def _read(path: Path, limits: ReadLimits) -> str:
    return f"{path} {limits.pages} {limits.header_pages}"


def _long(path: Path, limits: ReadLimits) -> str:
    return "a" * 3_000_000


def _environment(path: Path, limits: ReadLimits) -> str:
    return " ".join(sorted(os.environ))


def _spin(path: Path, limits: ReadLimits) -> str:
    while True:
        sum(range(100_000))


def _sleep(path: Path, limits: ReadLimits) -> str:
    time.sleep(60)
    return "awake"


def _crash(path: Path, limits: ReadLimits) -> str:
    os.kill(os.getpid(), signal.SIGSEGV)
    return "alive"


def _crash_when_worn(path: Path, limits: ReadLimits) -> str:
    return _crash(path, limits) if _read_before else "fresh"


def _hog(path: Path, limits: ReadLimits) -> str:
    return str(len(bytearray(2**29)))


def _leave(path: Path, limits: ReadLimits) -> str:
    os._exit(0)


def _babble(path: Path, limits: ReadLimits) -> str:
    # what is printed must not be taken for an answer
    print("words", flush=True)  # noqa: T201
    os.write(1, b"more words")
    return "said"


def _nonsense(path: Path, limits: ReadLimits) -> str:
    for pipe in range(3, 10):
        try:
            os.write(pipe, b"\0\0\0\2[]" if path.name == "short" else b"\xff" * 100)
        except OSError:
            continue
    return "said"


def _write(path: Path, limits: ReadLimits) -> str:
    try:
        path.write_bytes(b"words")
    except OSError as error:
        return type(error).__name__
    return "written"


def _refuse(path: Path, limits: ReadLimits) -> str:
    raise CannotDo(Why.PDF_TOO_LONG, name="refuse", pages=300, limit=limits.pages)


def _fail(path: Path, limits: ReadLimits) -> str:
    raise ValueError("words of the paper")


ACTS: dict[str, Callable[[Path, ReadLimits], str]] = {
    "read": _read,
    "long": _long,
    "environment": _environment,
    "spin": _spin,
    "sleep": _sleep,
    "crash": _crash,
    "crash when worn": _crash_when_worn,
    "hog": _hog,
    "leave": _leave,
    "babble": _babble,
    "nonsense": _nonsense,
    "write": _write,
    "refuse": _refuse,
    "fail": _fail,
    "textless": _read,
}

if __name__ == "__main__":
    serve(act)
