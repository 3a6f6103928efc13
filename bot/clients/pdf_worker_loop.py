"""Inside a PDF worker: takes file after file from its parent, within limits that it sets itself."""

import argparse
import os
import signal
import struct
import sys
import time
from pathlib import Path
from typing import BinaryIO, Protocol

from pydantic import ValidationError

from bot.clients.bugs import bug_of
from bot.domain.frozen import Frozen
from bot.domain.pages import ReadLimits
from bot.domain.texts import ReadDocument
from bot.errors import CannotDo, Reason

LENGTH = struct.Struct(">I")
"""What stands before every message: how many bytes of JSON follow."""


class Request(Frozen):
    """A file to be read."""

    path: Path
    name: str
    limits: ReadLimits


class Answer(Frozen):
    """What came of it: one of the three. All empty, the worker says that it is ready."""

    document: ReadDocument | None = None
    reason: Reason | None = None
    bug: str | None = None  # as in `bugs`


class ReadFile(Protocol):
    """What a worker is there for."""

    def __call__(self, path: Path, *, name: str, limits: ReadLimits) -> ReadDocument:
        """Raises CannotDo."""
        ...


def frame(message: Request | Answer) -> bytes:
    """The message as it goes through the pipe."""
    body = message.model_dump_json().encode()
    return LENGTH.pack(len(body)) + body


def serve(read: ReadFile) -> None:
    """Answer one request after another until the parent closes the pipe, be it by its death.

    A worker that runs out of memory dies of it, and its parent sees the pipe's end.
    """
    options = _options()
    # a stop signal to the whole group is the parent's affair: what is being read is finished
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    requests, answers = _own_pipes()
    _limit_process(options.memory)
    _send(answers, Answer())
    while (request := _receive(requests)) is not None:
        _limit_time(options.seconds)
        _send(answers, _answer(read, request))


def _answer(read: ReadFile, request: Request) -> Answer:
    try:
        return Answer(document=read(request.path, name=request.name, limits=request.limits))
    except CannotDo as refusal:
        return Answer(reason=refusal.reason)
    except MemoryError:
        raise
    # whatever else it is, the parent logs it and goes on with the next file
    except Exception as error:  # noqa: BLE001
        return Answer(bug=bug_of(error))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--memory", type=int, required=True, help="bytes of address space")
    parser.add_argument("--seconds", type=int, required=True, help="processor time for one file")
    return parser.parse_args()


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Both pipes under numbers that no library knows: what one prints goes nowhere."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nowhere, standard)
    return requests, answers


def _receive(requests: BinaryIO) -> Request | None:
    head = requests.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    try:
        return Request.model_validate_json(requests.read(length))
    except ValidationError:  # the parent died half-way through
        return None


def _send(answers: BinaryIO, answer: Answer) -> None:
    try:
        answers.write(frame(answer))
        answers.flush()
    except BrokenPipeError:
        os._exit(0)  # the parent is gone; there is nobody to tell


if sys.platform == "win32":

    def _limit_process(memory: int) -> None:
        """This system sets no limits from inside; the parent's time limit holds."""

    def _limit_time(seconds: int) -> None:
        """As above."""

else:
    import resource

    def _limit_process(memory: int) -> None:
        """A bounded address space, no core file, nothing written to any file."""
        wanted = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_AS: memory}
        for what, most in wanted.items():
            _, hard = resource.getrlimit(what)
            bound = _bounded(most, hard)
            try:
                resource.setrlimit(what, (bound, bound))
            except ValueError:
                # macOS reserves more address space for every process than a limit may name
                if sys.platform != "darwin":
                    raise

    def _limit_time(seconds: int) -> None:
        """Processor time for the next file: it ends a worker that hangs after its parent was killed."""
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(
            resource.RLIMIT_CPU, (_bounded(int(time.process_time()) + seconds + 1, hard), hard)
        )

    def _bounded(most: int, hard: int) -> int:
        return most if hard == resource.RLIM_INFINITY else min(most, hard)
