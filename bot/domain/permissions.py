"""Who may do what: one function, asked once for every command, closed by default."""

from bot.domain.commands import Command, CorrectBrief, Refused, RegenerateBrief
from bot.domain.frozen import Frozen
from bot.errors import Reason, Why


class Rules(Frozen):
    """Whom the operator lets in; people and chats are written `platform:id`."""

    owners: frozenset[str] = frozenset()  # may do everything, everywhere
    chats: frozenset[str] = frozenset()  # where everybody may brief, submit and report; a person: wherever


def permitted(command: Command, *, chat: str, person: str, rules: Rules) -> Command:
    """The command itself where the person may give it in this chat, else a refusal that says what to do."""
    if person in rules.owners:
        return command
    if not {chat, person} & rules.chats:
        return Refused(reason=Reason(Why.NOT_ALLOWED_CHAT, {"chat": chat}))
    if _is_for_owners(command):
        return Refused(reason=Reason(Why.OWNERS_ONLY, {"command": command.kind, "person": person}))
    return command


def _is_for_owners(command: Command) -> bool:
    """True for what costs money again, and for what everybody will read; to look is free."""
    return isinstance(command, RegenerateBrief) or (isinstance(command, CorrectBrief) and bool(command.field))
