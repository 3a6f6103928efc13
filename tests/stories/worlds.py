"""A world for stories: the bot as a process of its own, and local servers where the network ends."""

import asyncio
import os
import signal
import sys
from abc import ABC, abstractmethod
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

from tests.fakes.arxiv_api import FakeArxiv
from tests.fakes.model_server import ModelServer
from tests.fakes.slack_api import SlackApi
from tests.fakes.telegram_api import TelegramApi

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds for an answer; a machine under load is slow, a silent bot is silent for ever


class Chat(ABC):
    """One person in one chat of one platform."""

    name: str
    hears_again = True  # a platform that may deliver a message twice
    edits = True  # a platform on which a post can change
    owner = ""  # the person, as the setting names them
    called = "terminal:you"  # the person, as others are told of them

    @abstractmethod
    def environment(self) -> dict[str, str]:
        """The settings that connect the bot to this platform."""

    @abstractmethod
    async def say(self, text: str) -> None:
        """The person writes."""

    async def answer(self, shown: int, text: str) -> None:
        """The person answers the bot's nth post, where the platform lets them."""
        raise NotImplementedError

    @abstractmethod
    async def hand_over(self, name: str, content: bytes, *, text: str = "") -> None:
        """The person uploads a file."""

    @abstractmethod
    def shown(self) -> list[str]:
        """The texts of everything that the bot has said, oldest first."""

    @abstractmethod
    def documents(self) -> list[str]:
        """The content of every file that the bot has posted."""

    @abstractmethod
    async def hear_again(self) -> None:
        """The platform delivers the last message once more."""

    def started(self, process: Process) -> None:
        """The bot runs; platforms with a server of their own need not know."""
        assert process.pid


class Running(ABC):
    """The bot as a process, and the servers around it."""

    def __init__(
        self, arxiv: FakeArxiv, *, model: ModelServer, data: Path, settings: dict[str, str] | None = None
    ) -> None:
        self.arxiv = arxiv
        self.model = model
        self.data = data
        self.settings = settings or {}
        self.process: Process | None = None

    @abstractmethod
    def environment(self) -> dict[str, str]:
        """The settings that connect the bot to where people are."""

    @abstractmethod
    def heard(self) -> str:
        """What the bot has said, for whoever wonders what it did not say."""

    async def start(self) -> None:
        """Start the bot, as `make run` does."""
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONWARNINGS": "error::ResourceWarning",
            "LANG": "C.UTF-8",
            "BRIEFBOT_LANGUAGE": "en",
            "BRIEFBOT_DATA_DIR": str(self.data),
            "BRIEFBOT_ARXIV_API_URL": self.arxiv.api_address,
            "BRIEFBOT_ARXIV_FEED_URL": self.arxiv.api_address,  # no story follows anything: it has no feed
            "BRIEFBOT_ARXIV_PDF_URL": self.arxiv.pdf_address,
            "BRIEFBOT_ARXIV_PACE": "0",
        }
        log = (self.data.parent / "bot.log").open("ab")
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=ROOT,
            env=environment | self.environment() | self.settings,
            stdin=PIPE,
            stdout=PIPE,
            stderr=log,
        )
        log.close()

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End the bot with a signal; returns its exit code."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            self.process.send_signal(how)
        code = await asyncio.wait_for(self.process.wait(), PATIENCE)
        self.process = None
        return code

    async def until(self, holds: Callable[[], bool], *, within: float = PATIENCE) -> None:
        """Wait until something is so; the bot's log is shown where it never is."""
        try:
            async with asyncio.timeout(within):
                while not holds():
                    assert self.process is None or self.process.returncode is None, "the bot has ended"
                    await asyncio.sleep(0.02)
        except (TimeoutError, AssertionError):
            log = (self.data.parent / "bot.log").read_text(encoding="utf-8")[-4000:]
            raise AssertionError(f"it never came; shown: {self.heard()}\nlog:\n{log}") from None

    def connect_model(self) -> None:
        """From the next start on the bot has a model."""
        self.settings |= {
            "BRIEFBOT_LLM_BASE_URL": self.model.address,
            "BRIEFBOT_LLM_MODEL": "test-model",
            "BRIEFBOT_LLM_API_KEY": "",
        }


class World(Running):
    """The bot, and one person in one chat."""

    def __init__(
        self,
        chat: Chat,
        arxiv: FakeArxiv,
        *,
        model: ModelServer,
        data: Path,
        settings: dict[str, str] | None = None,
    ) -> None:
        super().__init__(arxiv, model=model, data=data, settings=settings)
        self.chat = chat

    def environment(self) -> dict[str, str]:
        return self.chat.environment()

    def heard(self) -> str:
        return str(self.chat.shown())

    async def start(self) -> None:
        await super().start()
        assert self.process
        self.chat.started(self.process)

    async def answered(self, *words: str, within: float = PATIENCE) -> None:
        """Wait until all these words stand in the chat."""
        await self.until(lambda: all(word in "\n".join(self.chat.shown()) for word in words), within=within)

    def let_correct(self) -> None:
        """From the next start on the person is an owner; whoever sits at a terminal is one anyway."""
        if self.chat.owner:
            self.settings["BRIEFBOT_OWNERS"] = self.chat.owner


class TerminalChat(Chat):
    """Lines piped into the program, and what it prints."""

    name = "terminal"
    hears_again = False
    edits = False

    def __init__(self, files: Path) -> None:
        self._files = files
        self._printed = ""
        self._process: Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._last = ""

    def environment(self) -> dict[str, str]:
        return {}

    def started(self, process: Process) -> None:
        self._process = process
        self._reading = asyncio.create_task(self._read(process))

    async def _read(self, process: Process) -> None:
        assert process.stdout is not None
        while part := await process.stdout.read(65536):
            self._printed += part.decode()

    async def say(self, text: str) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._last = text
        self._process.stdin.write(f"{text}\n".encode())
        await self._process.stdin.drain()

    async def hand_over(self, name: str, content: bytes, *, text: str = "") -> None:
        place = self._files / name
        place.write_bytes(content)
        await self.say(f"{text or '/submit'} {place}")

    def shown(self) -> list[str]:
        return self._printed.split("\n\n")

    def documents(self) -> list[str]:
        paths = [line.removeprefix("→ ") for line in self._printed.splitlines() if line.startswith("→ ")]
        return [Path(path).read_text(encoding="utf-8") for path in paths]

    async def hear_again(self) -> None:
        await self.say(self._last)


class TelegramChat(Chat):
    """A private chat on Telegram."""

    name = "telegram"

    def __init__(self, server: TelegramApi) -> None:
        self.server = server
        self.person = server.person("Grace", language="en")
        self.place = server.private(self.person)
        self.owner, self.called = f"telegram:{self.person}", "Grace"
        self._last = 0

    def environment(self) -> dict[str, str]:
        return {
            "TELEGRAM_TOKEN": self.server.token,
            "TELEGRAM_API_URL": self.server.address,
            "BRIEFBOT_ALLOWED_CHATS": f"telegram:{self.place}",
        }

    async def say(self, text: str) -> None:
        self._last = self.server.person_says(self.place, self.person, text)

    async def hand_over(self, name: str, content: bytes, *, text: str = "") -> None:
        self._last = self.server.person_sends_document(
            self.place, self.person, name, content=content, caption=text
        )

    def shown(self) -> list[str]:
        return [each.text.replace("\u2060", "") for each in self.server.sent(self.place)]

    def documents(self) -> list[str]:
        return [each.document.decode() for each in self.server.sent(self.place) if each.document]

    async def answer(self, shown: int, text: str) -> None:
        post = self.server.sent(self.place)[shown]
        self._last = self.server.person_says(self.place, self.person, text, reply_to=post.id)

    async def hear_again(self) -> None:
        self.server.redeliver(self._last)


class SlackChat(Chat):
    """A direct message on Slack."""

    name = "slack"

    def __init__(self, server: SlackApi) -> None:
        self.server = server
        self.person = server.add_person("U0GRACE")
        self.place = server.direct_channel(self.person)
        self.owner, self.called = f"slack:{self.person}", "U0Grace"
        self._last = ""

    def environment(self) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": self.server.bot_token,
            "SLACK_APP_TOKEN": self.server.app_token,
            "SLACK_API_URL": self.server.address,
            "BRIEFBOT_ALLOWED_CHATS": f"slack:{self.person}",
        }

    async def say(self, text: str) -> None:
        self._last = self.server.person_writes(self.place, self.person, text).event_ids[0]

    async def hand_over(self, name: str, content: bytes, *, text: str = "") -> None:
        said = self.server.person_shares_file(self.place, self.person, name, content=content, text=text)
        self._last = said.event_ids[0]

    def shown(self) -> list[str]:
        return [post.text for post in self.server.posted(self.place)]

    def documents(self) -> list[str]:
        files = self.server.workspace.files
        posts = self.server.posted(self.place)
        return [files[file["id"]].content.decode() for post in posts for file in post.files]

    async def answer(self, shown: int, text: str) -> None:
        post = self.server.posted(self.place)[shown]
        said = self.server.person_writes(self.place, self.person, text, thread_ts=post.thread_ts or post.ts)
        self._last = said.event_ids[0]

    async def hear_again(self) -> None:
        self.server.redeliver(self._last)


@asynccontextmanager
async def open_world(platform: str, place: Path) -> AsyncIterator[World]:
    """A world with one chat on a platform; the bot is not started yet, and is ended with the world."""
    async with AsyncExitStack() as stack:
        chat: Chat
        if platform == "terminal":
            (place / "files").mkdir()
            chat = TerminalChat(place / "files")
        elif platform == "telegram":
            chat = TelegramChat(await stack.enter_async_context(TelegramApi()))
        else:
            chat = SlackChat(await stack.enter_async_context(SlackApi()))
        arxiv = await stack.enter_async_context(FakeArxiv())
        model = await stack.enter_async_context(ModelServer())
        world = World(chat, arxiv, model=model, data=place / "data")
        try:
            yield world
        finally:
            if world.process:
                await world.stop(signal.SIGKILL)
