"""Papers that are suggested while somebody types: answered at once or never, and never kept as a job."""

from bot.domain.briefs import Language
from bot.domain.chat import Block
from bot.domain.frozen import Frozen


class Typed(Frozen):
    """Words typed behind the bot's name, in whatever chat; what they find, the person may post there."""

    platform: str
    person: str  # the platform's id
    words: str  # "": nothing yet
    language: Language | None = None  # the person's, where the platform tells


class Suggestion(Frozen):
    """A kept paper, and what stands in the chat once it is chosen."""

    handle: str
    title: str
    description: str
    blocks: tuple[Block, ...]
