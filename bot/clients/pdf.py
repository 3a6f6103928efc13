"""PDF files read in processes of their own, where a broken file can do no harm: the port Reader."""

import asyncio
import logging
import math
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self, cast

from pydantic import ValidationError

from bot.clients.pdf_worker_loop import LENGTH, Answer, Request, frame
from bot.domain.pages import ReadLimits
from bot.domain.texts import ReadDocument
from bot.errors import CannotDo, Why
from bot.ports import StoredFile

_log = logging.getLogger(__name__)

WORKER = (sys.executable, "-P", "-m", "bot.clients.pdf_worker")  # -P: not from the working folder
_DEATH = timedelta(seconds=1)  # what a process takes that has closed its pipe
_LONGEST_ANSWER = 64 * 2**20  # bytes


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What a worker process may take."""

    memory: int = 2 * 2**30  # bytes of address space
    time: timedelta = timedelta(seconds=60)  # for one file, on the wall and of the processor
    start: timedelta = timedelta(seconds=60)  # until it is warm
    files: int = 200  # then a fresh process takes over: a library may leak


class PdfReaders:
    """At most `processes` workers, started when they are needed. An async context manager: it ends them."""

    def __init__(
        self,
        processes: int = 2,
        *,
        limits: ReadLimits | None = None,
        worker_limits: WorkerLimits | None = None,
        worker: Sequence[str] = WORKER,
    ) -> None:
        """`worker` is the command of a process that calls `pdf_worker_loop.serve`."""
        self._limits = limits or ReadLimits()
        self._worker_limits = worker_limits or WorkerLimits()
        self._command = worker
        self._places = asyncio.Semaphore(processes)
        self._idle: list[_Worker] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._idle:
            await self._idle.pop().end()

    async def read(self, file: StoredFile) -> ReadDocument:
        """What the file says.

        Raises CannotDo: PDF_TIMEOUT, PDF_CRASHED, and whatever `paper_files.read_file` raises.
        """
        async with self._places:
            worker = self._idle.pop() if self._idle else await self._start()
            answer = await self._ask(worker, file)
            if answer is None and worker.files > 1:
                # it may have been dead, or dying of what an earlier file left behind
                answer = await self._ask(await self._start(), file)
        if answer and answer.document:
            if answer.document.bug:
                _log.warning("pdf_worker.text_unread sha256=%s bug=%s", file.sha256, answer.document.bug)
            return answer.document
        if answer and answer.reason:
            raise CannotDo(answer.reason.why, **answer.reason.facts)
        _log.warning("pdf_worker.failed sha256=%s bug=%s", file.sha256, answer and answer.bug)
        raise CannotDo(Why.PDF_CRASHED, name=file.name)

    async def _ask(self, worker: "_Worker", file: StoredFile) -> Answer | None:
        """The worker's answer, None where it died; it is kept if it is still good for a file."""
        span = self._worker_limits.time.total_seconds()
        answer = None
        try:
            async with asyncio.timeout(span):
                answer = await worker.ask(Request(path=file.path, name=file.name, limits=self._limits))
        except TimeoutError:
            raise CannotDo(Why.PDF_TIMEOUT, name=file.name, seconds=f"{span:g}") from None
        finally:
            if answer is None or worker.files >= self._worker_limits.files:
                await worker.end()
            else:
                self._idle.append(worker)
        return answer

    async def _start(self) -> "_Worker":
        """A worker that is ready. Raises RuntimeError where none can be had: that is no file's fault."""
        limits = self._worker_limits
        options = ("--memory", str(limits.memory), "--seconds", str(math.ceil(limits.time.total_seconds())))
        process = await asyncio.create_subprocess_exec(
            *self._command,
            *options,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            # no secret of ours stands in the environment of a process that opens strangers' files
            env={"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        worker = _Worker(process)
        ready = None
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(limits.start.total_seconds()):
                    ready = await worker.receive()
        finally:
            if ready is None:
                await worker.end()
        if ready is None:
            raise RuntimeError(f"a PDF worker did not start: exit code {process.returncode}")
        return worker


class _Worker:
    """A worker process and its two pipes."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._requests = cast(asyncio.StreamWriter, process.stdin)  # a pipe, as was asked for
        self._answers = cast(asyncio.StreamReader, process.stdout)
        self.files = 0

    async def ask(self, request: Request) -> Answer | None:
        """The answer; None: the process died, or says what no worker says."""
        self.files += 1
        with suppress(ConnectionError):
            self._requests.write(frame(request))
            await self._requests.drain()
        return await self.receive()

    async def receive(self) -> Answer | None:
        try:
            (length,) = LENGTH.unpack(await self._answers.readexactly(LENGTH.size))
            if length > _LONGEST_ANSWER:
                return None
            return Answer.model_validate_json(await self._answers.readexactly(length))
        except (asyncio.IncompleteReadError, ConnectionError, ValidationError):
            return None

    async def end(self) -> None:
        """Kill it, unless it is dying anyway, and see it gone."""
        self._requests.close()
        if self._answers.at_eof():
            # a kill looks for the exit code first, and would take it from under asyncio's watcher
            with suppress(TimeoutError):
                async with asyncio.timeout(_DEATH.total_seconds()):
                    await self._process.wait()
        if self._process.returncode is None:
            self._process.kill()
        await self._process.communicate()
