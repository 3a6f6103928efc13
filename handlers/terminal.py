"""The terminal as a platform: lines in, plain words out; also when lines are piped in."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from bot.domain.briefs import Language
from bot.domain.chat import (
    Address,
    Block,
    Buttons,
    Heading,
    Message,
    Paragraph,
    Quote,
    Reply,
    words_of,
)
from bot.domain.jobs import Delivery
from bot.domain.rooms import Role
from bot.errors import PostRefused
from bot.ports import Accept, Clock, Hearer, Inline, nothing
from handlers.legible import legible
from handlers.local_files import LocalFiles
from handlers.pace import PlatformPace
from handlers.typed import read_line

TERMINAL = "terminal"
YOU = "you"
HERE = Address(platform=TERMINAL, chat="here")
NAMELESS = "document"
SILENCE = 1.0  # seconds without a word
_LEAVE = frozenset({"exit", "quit", "/exit", "/quit"})


class Terminal(LocalFiles):
    """A chat with the person who started the program."""

    name = TERMINAL
    patient = False

    def __init__(
        self, *, clock: Clock, answered: Callable[[], Awaitable[None]], files: Path, language: Language
    ) -> None:
        """`answered` returns when every question has been answered; reports are saved in `files`."""
        self._clock = clock
        self._answered = answered
        self._files = files
        self._language = language
        self.pace = PlatformPace(of_chat=lambda _: (), of_all=())
        self._in: TextIO = sys.stdin
        self._out: TextIO = sys.stdout

    async def listen(self, accept: Accept, *, inline: Inline = nothing) -> None:
        """Take in one line after the other; returns at the end of the input, when all is answered."""
        for stream in (self._in, self._out):
            if isinstance(stream, TextIOWrapper):  # letters that the terminal's own encoding does not have
                stream.reconfigure(errors="replace")
        started = self._clock.now()
        await self._answered()  # what an earlier session left
        async for number, line in _numbered(self._lines()):
            text, attachments = read_line(line)
            await accept(
                Message(
                    key=f"{TERMINAL}:{started.timestamp():.6f}:{number}",
                    address=HERE,
                    person=YOU,
                    text=text,
                    attachments=attachments,
                    language=self._language,
                    said_at=self._clock.now(),
                )
            )
            if self._in.isatty():
                await self._wait_for_answer()
        await self._answered()

    def cut(self, reply: Reply) -> tuple[Reply, ...]:
        """One piece: a terminal scrolls."""
        return (reply,)

    async def post(self, delivery: Delivery) -> str:
        """Print the piece, for good; files are saved and their paths printed."""
        words = paint(delivery.piece)
        for file in delivery.piece.files:
            self._files.mkdir(parents=True, exist_ok=True)
            place = self._files / (Path(file.name).name.lstrip(".") or NAMELESS)
            await asyncio.to_thread(place.write_bytes, file.file_bytes)
            words += f"\n→ {place}\n"
        try:
            self._say(words + "\n")
        except OSError as error:  # whoever read what we print is gone
            raise PostRefused(f"the output is closed ({error.strerror})") from error
        return ""

    async def edit(self, delivery: Delivery) -> None:
        """Nobody can: no post here has an id."""
        raise PostRefused("printed words stay")

    async def notice(
        self,
        address: Address,
        words: str,
        *,
        reply_to: str | None,
        post: str | None,
        hearer: Hearer | None = None,
    ) -> str:
        """None: dots stand where the next line is awaited."""
        return ""

    async def withdraw(self, address: Address, post: str) -> None:
        """Nothing was shown."""

    def rank(self, person: str, role: Role) -> None:
        """There is one person, who may do everything."""

    async def find(self, delivery: Delivery) -> str | None:
        """What was printed before a crash is on another screen: print it again."""
        return None

    async def _wait_for_answer(self) -> None:
        """Until the next prompt may stand there; a sign of life where it takes a while."""
        waiting = asyncio.ensure_future(self._answered())
        done, _ = await asyncio.wait({waiting}, timeout=SILENCE)
        if not done:
            self._say("…\n")
        await waiting

    async def _lines(self) -> AsyncIterator[str]:
        """The lines with something on them, until the end or a word of leaving.

        They are read in a daemon thread: one that waits for the Enter key must not keep the program alive.
        """
        loop, read = asyncio.get_running_loop(), asyncio.Queue[str | None]()

        def keep_reading() -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody listens any more
                try:
                    for line in self._in:
                        loop.call_soon_threadsafe(read.put_nowait, line)
                finally:
                    loop.call_soon_threadsafe(read.put_nowait, None)

        threading.Thread(target=keep_reading, daemon=True, name="terminal").start()
        while True:
            if self._in.isatty():
                self._say("> ")
            line = await read.get()
            if line is None or line.strip().lower() in _LEAVE:
                return
            if line.strip():
                yield line

    def _say(self, words: str) -> None:
        self._out.write(words)
        self._out.flush()


async def _numbered(lines: AsyncIterator[str]) -> AsyncIterator[tuple[int, str]]:
    number = 0
    async for line in lines:
        number += 1
        yield number, line


def paint(reply: Reply) -> str:
    """A reply as plain lines; a paper's control characters could move the cursor or answer for the person."""
    return "\n\n".join(filter(None, (legible(_words(block)) for block in reply.blocks))) + "\n"


def _words(block: Block) -> str:
    match block:
        case Heading():
            return block.text if block.level > 1 else f"{block.text}\n{'=' * min(len(block.text), 60)}"
        case Quote():
            return f"{block.label}: {block.text}" if block.label else block.text
        case Buttons():  # what a tap says elsewhere is typed here
            return "\n".join(f"[{button.label}] {button.says}" for button in block.buttons)
        case Paragraph():
            return words_of(block) if block.typed is None else block.typed
