"""The room that talks: platforms in, platforms out. One line a platform."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from importlib import import_module

from bot.ports import ChatPlatform, Clock

PLATFORMS = {  # imported only where they are used: each brings an SDK of some weight
    "telegram": "handlers.telegram",
    "slack": "handlers.slack",
}


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a platform wants from whoever connects to it."""

    token: str = field(repr=False)
    api_url: str
    app_token: str = field(default="", repr=False)
    owners: frozenset[str] = frozenset()  # the platform's ids of people who are shown more commands


def connect(
    name: str, credentials: Credentials, *, clock: Clock
) -> AbstractAsyncContextManager[ChatPlatform]:
    """A platform's connection, by its name in PLATFORMS. Raises SetupError where it is refused."""
    platform: AbstractAsyncContextManager[ChatPlatform] = import_module(PLATFORMS[name]).connect(
        credentials, clock=clock
    )
    return platform
