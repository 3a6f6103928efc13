"""`doctor`: what is set, what is not, and whether each connection answers; all findings at once."""

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from importlib import import_module
from importlib.metadata import version

from bot.app import chosen, mismatched
from bot.cli.doctor_findings import NOT_SET, find
from bot.cli.doctor_models import examine_models
from bot.clients.clock import SystemClock
from bot.domain.arxiv_ids import ArxivId
from bot.errors import InUse, SetupError
from bot.opening import Network, open_arxiv
from bot.settings import Settings
from handlers import PLATFORMS
from storage import open_storage

_OPTIONAL = f"{NOT_SET} (optional)"
WELL_KNOWN = "0704.0001"  # the first paper with an id of the present form
# What an address may hold that is nobody's business: a name with its password, and the words behind “?”.
_LOGIN, _QUERY = re.compile(r"//[^/@\s]*@"), re.compile(r"(?<=\?)\S+")


async def examine(settings: Settings) -> bool:
    """Print a line for each finding; False when something that is set does not work."""
    looks: dict[str, Callable[[Settings], Awaitable[str]]] = {
        "settings": _look_at_settings,
        "data": _look_at_storage,
        "telegram": lambda own: _look_at_platform("telegram", own),
        "slack": lambda own: _look_at_platform("slack", own),
        "arxiv": _look_at_arxiv,
    }
    lines = [f"Briefbot {version('briefbot')}", *(f"  {line}" for line in what_is_set(settings))]
    sys.stdout.write("\n".join(lines) + "\n\n")
    looked, of_models = await asyncio.gather(
        asyncio.gather(*(find(thing, look(settings)) for thing, look in looks.items())),
        examine_models(settings),
    )
    findings = [*looked, *of_models]
    for finding in findings:
        sys.stdout.write(f"  {'ok  ' if finding.ok else 'FAIL'}  {finding.thing:<10}{finding.words}\n")
    return all(finding.ok for finding in findings)


def what_is_set(settings: Settings) -> list[str]:
    """Each setting with its value, secrets only as set or not; the bot runs without any of them."""
    lines = []
    for field, described in type(settings).model_fields.items():
        value = getattr(settings, field)
        name = str(described.validation_alias)
        if "SecretStr" in str(described.annotation):
            shown = "set" if value else _OPTIONAL
        elif isinstance(value, frozenset):
            shown = ", ".join(sorted(value)) or _OPTIONAL
        else:
            plain = "" if value is None else str(value)
            shown = _LOGIN.sub("//***@", _QUERY.sub("***", plain) if "://" in plain else plain) or _OPTIONAL
        lines.append(f"{name:<27} {shown}")
    return lines


async def _look_at_settings(settings: Settings) -> str:
    if wrong := mismatched(settings):
        raise SetupError(" ".join(wrong))
    return "fit together"


async def _look_at_storage(settings: Settings) -> str:
    try:
        async with open_storage(settings.database, data_dir=settings.data_dir) as storage:
            counts = await storage.jobs.counts()
    except InUse:
        return f"{settings.data_dir.absolute()}; in use by the bot that runs"
    jobs = ", ".join(f"{number} {state}" for state, number in sorted(counts.items())) or "none yet"
    return f"{settings.data_dir.absolute()}; jobs: {jobs}"


async def _look_at_platform(name: str, settings: Settings) -> str:
    credentials = chosen(settings).get(name)
    if credentials is None:
        return f"{NOT_SET}; see README.md to connect it"
    greeting: str = await import_module(PLATFORMS[name]).greet(credentials)
    return greeting


async def _look_at_arxiv(settings: Settings) -> str:
    async with open_arxiv(settings, clock=SystemClock(), network=Network()) as arxiv:
        record = await arxiv.record(ArxivId(number=WELL_KNOWN))
    return f"answers ({record.id})"
