"""The local Telegram server as a process of its own: it lives on when the bot under test is killed."""

import asyncio
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.fakes.telegram_api import TOKEN
from tests.fakes.telegram_control import from_plain, plain
from tests.fakes.telegram_people import Shown

ROOT = Path(__file__).resolve().parents[2]


class TelegramProcess:
    """Starts the server, knows its address, and passes the verbs of TelegramApi on to it."""

    def __init__(self, *flags: str) -> None:
        self.token = TOKEN
        self.address = ""
        self._flags = flags
        self._process: asyncio.subprocess.Process | None = None
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.fakes.telegram_api", *self._flags),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout
        self.address = (await self._process.stdout.readline()).decode().strip()
        self._session = aiohttp.ClientSession(self.address)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()
        if self._process:
            self._process.terminate()
            await self._process.wait()

    async def ask(self, verb: str, *arguments: object, **options: object) -> Any:
        """What the verb of TelegramApi returns there, as JSON with bytes. Raises RuntimeError."""
        assert self._session
        body = {"arguments": plain(arguments), "options": plain(options)}
        async with self._session.post(f"/control/{verb}", json=body) as response:
            if response.status != 200:
                raise RuntimeError(f"{verb}: {response.status} {await response.text()}")
            return from_plain((await response.json())["answer"])

    async def sent(self, chat: int) -> list[Shown]:
        """The bot's messages that a chat shows now, oldest first."""
        return [
            Shown(**{name: _frozen(value) for name, value in entry.items()})
            for entry in await self.ask("sent", chat)
        ]

    async def until_sent(self, chat: int, count: int = 1, *, within: float = 5.0) -> list[Shown]:
        """The bot's messages in a chat as soon as there are so many. Raises TimeoutError after `within` s."""
        async with asyncio.timeout(within):
            # The server is another process: there is no event of it to wait for.
            while len(shown := await self.sent(chat)) < count:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return shown


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
