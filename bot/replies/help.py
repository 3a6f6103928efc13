"""What the bot can do -> words."""

from bot.domain.briefs import Language
from bot.domain.chat import Heading, Reply, Span, paragraph
from bot.replies.catalogue import say

_COMMANDS = ("brief", "submit", "report", "correct", "regenerate", "help")


def help_reply(language: Language) -> Reply:
    """Every command with an example."""
    lines = []
    for name in _COMMANDS:
        usage, _, meaning = say(language, f"help.{name}").partition(" — ")
        lines.append(paragraph(Span(text=usage, style="code"), f" — {meaning}"))
    return Reply(
        blocks=(
            Heading(text=say(language, "help.title")),
            paragraph(say(language, "help.intro")),
            *lines,
        )
    )
