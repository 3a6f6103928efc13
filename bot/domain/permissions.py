"""Who may do what: one function, asked once for every command, closed by default."""

from bot.domain.commands import Command, Refused
from bot.domain.frozen import Frozen
from bot.errors import Reason, Why


class Rules(Frozen):
    """Whom the operator lets in; people and chats are written `platform:id`."""

    owners: frozenset[str] = frozenset()  # may do everything, everywhere
    chats: frozenset[str] = frozenset()  # where everybody may brief, submit and report; a person: wherever


def permitted(command: Command, *, chat: str, person: str, rules: Rules) -> Command:
    """The command itself where the person may give it in this chat, else a refusal that says what to do."""
    if person in rules.owners or chat in rules.chats or person in rules.chats:
        return command
    return Refused(reason=Reason(Why.NOT_ALLOWED_CHAT, {"chat": chat}))
