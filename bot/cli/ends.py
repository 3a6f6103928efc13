"""How a command of the command line begins and ends: its settings, one sentence for what is wrong, a code."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import NoReturn, TypeVar

import typer

from bot.errors import NotThereYet, SetupError
from bot.logs import log_to_stderr
from bot.settings import Settings, read_settings

# sysexits.h
EX_TEMPFAIL = 75  # try again after a while
EX_CONFIG = 78  # the configuration is wrong: a restart will not help
NOTHING_DONE = 1

T = TypeVar("T")


def settings_here(*, quiet: bool = False) -> Settings:
    """The settings; on the command line only warnings are logged."""
    try:
        settings = read_settings()
    except SetupError as error:
        _stop(error)
    log_to_stderr("WARNING" if quiet else settings.log_level, secrets=settings.secrets)
    return settings


def do(work: Coroutine[None, None, T]) -> T:
    """What the work brings; what an operator must mend first ends the process with a sentence."""
    try:
        return asyncio.run(work)
    except SetupError as error:
        _stop(error)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def end(*, done: bool) -> None:
    """End the process, which did nothing of what was wanted unless it is `done`."""
    if not done:
        raise typer.Exit(NOTHING_DONE)


def _stop(error: SetupError) -> NoReturn:
    sys.stderr.write(f"{error}\n")
    raise typer.Exit(EX_TEMPFAIL if isinstance(error, NotThereYet) else EX_CONFIG)
