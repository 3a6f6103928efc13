"""Composition root: opens everything, wires it, runs it, closes it in reverse."""

import asyncio
import logging
import secrets
import signal
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack, suppress
from datetime import timedelta

from bot.clients.clock import SystemClock
from bot.domain.briefs import Language
from bot.domain.permissions import Rules
from bot.errors import SetupError
from bot.opening import Network, Opened, open_desk, zone_of
from bot.ports import Attachments, ChatPlatform, Clock
from bot.postman import Postman
from bot.settings import Settings
from bot.usecases.tidy_shelf import tidy_shelf
from bot.worker import Bell, Worker
from handlers import Credentials, connect
from handlers.clock import Alarm, AlarmClock
from handlers.intake import Intake
from handlers.local_files import LOCAL, LocalFiles
from handlers.terminal import TERMINAL, YOU, Terminal
from storage import Storage

LAST_WORDS = timedelta(seconds=20)  # for what the workers hold when the bot is told to stop
RULES_AT_THE_TERMINAL = Rules(owners=frozenset({f"{TERMINAL}:{YOU}"}))
LOOK = timedelta(milliseconds=100)

log = logging.getLogger(__name__)


async def run(settings: Settings, *, language: Language) -> None:
    """Run the bot until it is told to stop, or until the terminal's input ends.

    `language` is that of the person at the terminal. Raises SetupError where something cannot be opened.
    """
    if wrong := mismatched(settings):
        raise SetupError(" ".join(wrong))
    clock, bell = SystemClock(), Bell()
    async with AsyncExitStack() as stack:
        platforms: dict[str, ChatPlatform] = {
            name: await stack.enter_async_context(connect(name, credentials, clock=clock))
            for name, credentials in chosen(settings).items()
        }
        files: dict[str, Attachments] = {LOCAL: LocalFiles(), **platforms}
        opened = await stack.enter_async_context(
            open_desk(settings, files=files, clock=clock, network=Network())
        )
        storage = opened.storage
        if not platforms:
            platforms[TERMINAL] = _terminal(settings, storage, clock=clock, language=language)
        intake = Intake(
            storage.jobs,
            rules=RULES_AT_THE_TERMINAL if TERMINAL in platforms else settings.rules,
            clock=clock,
            language=settings.language,
            ring=bell.ring,
        )
        alarm = Alarm(
            settings.report_chats, at=settings.report_at, zone=zone_of(settings), language=settings.language
        )
        await _run_until_stopped(
            listeners=[platform.listen(intake.accept) for platform in platforms.values()],
            workers=await _workers(settings, opened, platforms=platforms, bell=bell),
            others=[
                tidy_shelf(storage.shelf, keep=timedelta(days=settings.keep_pdfs_days), clock=clock),
                AlarmClock(alarm, jobs=storage.jobs, clock=clock, ring=bell.ring).run(),
            ],
        )


def chosen(settings: Settings) -> dict[str, Credentials]:
    """The platforms whose tokens are set."""
    platforms = {}
    if settings.telegram_token:
        platforms["telegram"] = Credentials(
            token=settings.telegram_token.get_secret_value(), api_url=settings.telegram_api_url
        )
    if settings.slack_bot_token and settings.slack_app_token:
        platforms["slack"] = Credentials(
            token=settings.slack_bot_token.get_secret_value(),
            app_token=settings.slack_app_token.get_secret_value(),
            api_url=settings.slack_api_url,
        )
    return platforms


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


async def _workers(
    settings: Settings, opened: Opened, *, platforms: dict[str, ChatPlatform], bell: Bell
) -> list[Worker]:
    storage, clock = opened.storage, opened.desk.clock
    # Whoever held the embedded file before us is dead: the file's lock is ours. On a server other
    # processes may live, and their leases run out by themselves.
    if storage.alone:
        freed = await storage.jobs.release("")
        log.info("jobs.freed jobs=%d", freed)
    postman = Postman(
        storage.deliveries,
        jobs=storage.jobs,
        platforms=platforms,
        clock=clock,
        hold_uncertain=settings.hold_uncertain,
    )
    process = secrets.token_hex(4)
    return [
        Worker(
            name=f"{process}-{number}",
            desk=opened.desk,
            jobs=storage.jobs,
            postman=postman,
            platforms=platforms,
            clock=clock,
            bell=bell,
        )
        for number in range(settings.workers)
    ]


async def _run_until_stopped(
    *,
    listeners: Sequence[Coroutine[None, None, None]],
    workers: Sequence[Worker],
    others: Sequence[Coroutine[None, None, None]],
) -> None:
    """Listen and work until a listener ends, anything breaks, or a signal comes; then stop in order."""
    told, stopping = asyncio.Event(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: there Ctrl-C raises KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(number, told.set)
    listening = [asyncio.create_task(listener) for listener in [*listeners, *others]]
    working = [asyncio.create_task(worker.run(stopping)) for worker in workers]
    watching = asyncio.create_task(told.wait())
    log.info("bot.ready")
    ended: set[asyncio.Task[None]] = set()
    try:
        await asyncio.wait({*listening, *working, watching}, return_when=asyncio.FIRST_COMPLETED)
        ended = {task for task in [*listening, *working] if task.done()}
    finally:
        await _cancel([*listening, watching])
        stopping.set()
        _, late = await asyncio.wait(working, timeout=LAST_WORDS.total_seconds())
        await _cancel(list(late))
    log.info("bot.stopped")
    for task in ended:
        task.result()


async def _cancel(tasks: Sequence[asyncio.Task[object]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
