"""Composition root: opens everything, wires it, runs it, closes it in reverse."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from bot.clients.clock import SystemClock
from bot.domain.briefs import Language
from bot.domain.permissions import Rules
from bot.domain.rooms import Role
from bot.errors import SetupError
from bot.holding import Bell
from bot.newsagent import Newsagent
from bot.opening import Network, Opened, open_desk, open_planning, with_reception, zone_of
from bot.ports import Attachments, ChatPlatform, Clock
from bot.settings import Settings
from bot.staff import Staff, staff_of
from bot.usecases.doors import Doors
from bot.usecases.tidy_shelf import tidy_shelf
from bot.usecases.watch_folder import Folder, watch_folder
from handlers import Credentials, connect
from handlers.clock import AlarmClock
from handlers.intake import Intake
from handlers.local_files import LOCAL, LocalFiles
from handlers.suggesting import Suggesting
from handlers.terminal import TERMINAL, YOU, Terminal
from storage import Storage, open_storage

LAST_WORDS = timedelta(seconds=20)  # for what is held when the bot is told to stop
IDS = {"telegram": r"-?[0-9]+", "slack": r"[CDGUW][A-Z0-9]+"}
"""Patterns of the ids that platforms give to chats and people."""
RULES_AT_THE_TERMINAL = Rules(owners=frozenset({f"{TERMINAL}:{YOU}"}))
LOOK = timedelta(milliseconds=100)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bot:
    """All that is open while the bot runs."""

    opened: Opened
    doors: Doors
    platforms: dict[str, ChatPlatform]
    ringing: AlarmClock
    staff: Staff
    bell: Bell


async def run(settings: Settings, *, language: Language) -> None:
    """Run the bot until it is told to stop, or until the terminal's input ends.

    `language` is that of the person at the terminal. Raises SetupError where something cannot be opened.
    """
    async with open_bot(settings, language=language) as bot:
        storage, clock = bot.opened.storage, bot.doors.clock
        await bot.doors.show_ranks()
        gc.collect()
        gc.freeze()  # what is there by now stays; to look through it takes 0.1 s, in which nobody is heard
        await _run_until_stopped(
            listeners=_listeners(bot),
            staff=bot.staff,
            others=[
                tidy_shelf(storage.shelf, keep=timedelta(days=settings.keep_pdfs_days), clock=clock),
                bot.ringing.run(),
                *_sources(settings, bot.opened, clock=clock),
            ],
        )


@asynccontextmanager
async def open_bot(settings: Settings, *, language: Language) -> AsyncIterator[Bot]:
    """The bot with everything that it needs; nobody listens and nobody works yet. Raises SetupError."""
    if wrong := mismatched(settings):
        raise SetupError(" ".join(wrong))
    clock, bell = SystemClock(), Bell()
    async with AsyncExitStack() as stack:
        platforms: dict[str, ChatPlatform] = {
            name: await stack.enter_async_context(connect(name, credentials, clock=clock))
            for name, credentials in chosen(settings).items()
        }
        files: dict[str, Attachments] = {LOCAL: LocalFiles(), **platforms}
        storage = await stack.enter_async_context(open_storage(settings.database, data_dir=settings.data_dir))
        opened = await stack.enter_async_context(
            open_desk(settings, storage, files=files, clock=clock, network=Network())
        )
        if not platforms:
            platforms[TERMINAL] = _terminal(settings, storage, clock=clock, language=language)
        doors = _doors(settings, storage, platforms=platforms, clock=clock, bell=bell)
        planning = open_planning(settings, storage, rules=doors.rules)
        opened = with_reception(opened, doors, planning=planning)
        yield Bot(
            opened,
            doors,
            platforms,
            ringing=AlarmClock(
                planning, storage.schedules, clock=clock, ring=bell.ring, doorstep=bell.doorstep
            ),
            staff=await staff_of(settings, opened, doors=doors, platforms=platforms, bell=bell),
            bell=bell,
        )


def _sources(settings: Settings, opened: Opened, *, clock: Clock) -> Iterator[Coroutine[None, None, None]]:
    """What fetches papers that nobody sent."""
    if opened.press:
        yield Newsagent(opened.press, opened.storage.topics).run()
    if folder := folder_of(settings):
        library, sources = opened.storage.library, opened.desk.sources
        yield watch_folder(folder, library=library, sources=sources, clock=clock)


def folder_of(settings: Settings) -> Folder | None:
    """The operator's folder of papers, where there is one."""
    path = settings.paper_folder
    return Folder(path, platform=LOCAL, zone=zone_of(settings)) if path else None


def _doors(
    settings: Settings, storage: Storage, *, platforms: Mapping[str, ChatPlatform], clock: Clock, bell: Bell
) -> Doors:
    def ranked(person: str, role: Role) -> None:
        platform, _, number = person.partition(":")
        if platform in platforms:
            platforms[platform].rank(number, role)

    return Doors(
        storage.registers,
        jobs=storage.jobs,
        rules=RULES_AT_THE_TERMINAL if TERMINAL in platforms else settings.rules,
        clock=clock,
        language=settings.language,
        platforms=frozenset(platforms),
        ring=bell.ring,
        ranked=ranked,
        ids=IDS,
    )


def _listeners(bot: Bot) -> list[Coroutine[None, None, None]]:
    opened, doors = bot.opened, bot.doors
    intake = Intake(
        doors.jobs,
        opened.storage.deliveries,
        doors=doors,
        clock=doors.clock,
        language=doors.language,
        ring=doors.ring,
        doorstep=bot.bell.doorstep,
    )
    suggesting = Suggesting(doors, opened.desk.finding, language=doors.language)
    return [platform.listen(intake.accept, inline=suggesting.suggest) for platform in bot.platforms.values()]


def chosen(settings: Settings) -> dict[str, Credentials]:
    """The platforms whose tokens are set."""
    platforms = {}
    if settings.telegram_token:
        platforms["telegram"] = Credentials(
            token=settings.telegram_token.get_secret_value(),
            api_url=settings.telegram_api_url,
            owners=_on("telegram", settings.rules.owners),
        )
    if settings.slack_bot_token and settings.slack_app_token:
        platforms["slack"] = Credentials(
            token=settings.slack_bot_token.get_secret_value(),
            app_token=settings.slack_app_token.get_secret_value(),
            api_url=settings.slack_api_url,
        )
    return platforms


def _on(platform: str, people: frozenset[str]) -> frozenset[str]:
    """Those of the people who are on a platform, by its own ids."""
    return frozenset(each.removeprefix(f"{platform}:") for each in people if each.startswith(f"{platform}:"))


def mismatched(settings: Settings) -> list[str]:
    """Settings that are well-formed each and do not fit together, in sentences."""
    wrong = []
    if (settings.slack_bot_token is None) != (settings.slack_app_token is None):
        wrong.append("Slack needs both SLACK_BOT_TOKEN and SLACK_APP_TOKEN: see deploy/README.md, Slack.")
    deaf = {chat.partition(":")[0] for chat in settings.report_chats} - chosen(settings).keys()
    if deaf:
        platforms = " and ".join(sorted(deaf))
        wrong.append(f"BRIEFBOT_REPORT_CHATS names chats of {platforms}, which is not connected.")
    return wrong


def _terminal(settings: Settings, storage: Storage, *, clock: Clock, language: Language) -> Terminal:
    async def answered() -> None:
        while await storage.jobs.unfinished(platforms=[TERMINAL]):
            await clock.sleep(LOOK)

    return Terminal(clock=clock, answered=answered, files=settings.data_dir / "reports", language=language)


async def _run_until_stopped(
    *,
    listeners: Sequence[Coroutine[None, None, None]],
    staff: Staff,
    others: Sequence[Coroutine[None, None, None]],
) -> None:
    """Listen and work until a listener ends, anything breaks, or a signal comes; then stop in order."""
    told, stopping = asyncio.Event(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: there Ctrl-C raises KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(number, told.set)
    listening = [asyncio.create_task(listener) for listener in [*listeners, *others]]
    working = asyncio.create_task(staff.work(stopping))
    watching = asyncio.create_task(told.wait())
    log.info("bot.ready")
    ended: set[asyncio.Task[None]] = set()
    try:
        await asyncio.wait({*listening, working, watching}, return_when=asyncio.FIRST_COMPLETED)
        ended = {task for task in [*listening, working] if task.done()}
    finally:
        await _cancel([*listening, watching])
        stopping.set()
        _, late = await asyncio.wait({working}, timeout=LAST_WORDS.total_seconds())
        await _cancel(list(late))
    log.info("bot.stopped")
    for task in ended:
        task.result()


async def _cancel(tasks: Sequence[asyncio.Task[object]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
