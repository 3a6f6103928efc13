"""One line of what the doctor found, and what an error says in it."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass

from bot.errors import CannotDo, Reason, SetupError, TryLater, Why
from bot.replies.catalogue import explain, say

PATIENCE = 20.0  # seconds for one connection
NOT_SET = "not set"
# In a chat these end in the advice to run the doctor.
_FOR_OPERATORS = {
    Why.MODEL_UNREACHABLE: "doctor.model_unreachable",
    Why.MODEL_MISCONFIGURED: "doctor.model_misconfigured",
    Why.PROMPT_TOO_LONG: "doctor.prompt_too_long",
}


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
        return Finding(thing, _words(error.reason), ok=False)
    except (SetupError, OSError) as error:
        return Finding(thing, str(error), ok=False)
    except TimeoutError:
        return Finding(thing, f"no answer within {patience:.0f} s", ok=False)


def _words(reason: Reason) -> str:
    """What is wrong and what to do, for the operator, who is running the doctor already."""
    own = _FOR_OPERATORS.get(reason.why)
    return say("en", own, **reason.facts) if own else explain("en", reason)
