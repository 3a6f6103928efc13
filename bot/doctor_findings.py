"""One line of what the doctor found, and what an error says in it."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass

from bot.errors import CannotDo, SetupError, TryLater
from bot.replies.catalogue import explain

PATIENCE = 20.0  # seconds for one connection
NOT_SET = "not set"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    thing: str
    words: str
    ok: bool


async def find(thing: str, look: Awaitable[str], *, patience: float = PATIENCE) -> Finding:
    """What a look found; at most `patience` seconds."""
    try:
        async with asyncio.timeout(patience):
            return Finding(thing, await look, ok=True)
    except (CannotDo, TryLater) as error:
        return Finding(thing, explain("en", error.reason), ok=False)
    except (SetupError, OSError) as error:
        return Finding(thing, str(error), ok=False)
    except TimeoutError:
        return Finding(thing, f"no answer within {patience:.0f} s", ok=False)
