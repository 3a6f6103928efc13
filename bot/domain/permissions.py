"""Who may do what: one table, asked once for every command, closed by default."""

from collections.abc import Mapping

from bot.domain.commands import (
    Administer,
    ChangeSettings,
    Command,
    CorrectBrief,
    Refused,
    RegenerateBrief,
    ShowHelp,
)
from bot.domain.frozen import Frozen
from bot.domain.rooms import KnownPerson, Role, Standing
from bot.domain.topic_commands import ChangeTopic, FollowTopic, UnfollowTopic
from bot.errors import Reason, Why

_MOST_NOTED = 200  # characters of a correction
LEAST: Mapping[str, Role] = {
    "room": Role.GUEST,  # a platform tells it, nobody asks for it
    "misunderstood": Role.MEMBER,
    "refused": Role.MEMBER,
    "help": Role.MEMBER,
    "brief": Role.MEMBER,
    "submit": Role.MEMBER,
    "report": Role.MEMBER,
    "overview": Role.MEMBER,
    "paper": Role.MEMBER,
    "find": Role.MEMBER,
    "mark": Role.MEMBER,
    "saved": Role.MEMBER,
    "offer": Role.MEMBER,
    "ask": Role.MEMBER,
    "stop": Role.MEMBER,  # one's own question; an admin any
    "status": Role.MEMBER,
    "home": Role.MEMBER,
    "settings": Role.MEMBER,  # to look
    "settings of a direct chat": Role.MEMBER,
    "settings of a group": Role.ADMIN,  # everybody there lives with them
    "follow": Role.MEMBER,
    "follow in a group": Role.ADMIN,
    "unfollow": Role.MEMBER,
    "unfollow in a group": Role.ADMIN,
    "topic": Role.MEMBER,  # to look
    "topic of a direct chat": Role.MEMBER,
    "topic of a group": Role.ADMIN,
    "why": Role.MEMBER,
    "missed": Role.MEMBER,
    "correct": Role.MEMBER,  # to look
    "correct a field": Role.ADMIN,  # everybody reads it
    "regenerate": Role.ADMIN,  # costs money again
    "admin": Role.ADMIN,  # to see which acts there are
    "admin chats": Role.ADMIN,
    "admin allow": Role.ADMIN,
    "admin deny": Role.ADMIN,
    "admin promote": Role.ADMIN,  # to a member; whom one may promote to what, `may_change` says
    "admin demote": Role.ADMIN,
    "admin pause": Role.ADMIN,
    "admin resume": Role.ADMIN,
    "admin run": Role.ADMIN,
    "admin retry": Role.ADMIN,
    "admin remove": Role.ADMIN,
    "admin usage": Role.ADMIN,
    "admin jobs": Role.ADMIN,
    "admin settle": Role.ADMIN,
    "admin audit": Role.ADMIN,
    "admin health": Role.ADMIN,
    "admin budget": Role.ADMIN,  # to look
    "admin budget to set": Role.OWNER,
    "admin backup": Role.OWNER,
    "admin forget": Role.OWNER,
    "news": Role.OWNER,  # filed by the house itself, and never by way of words
}
"""The least role for each kind of command."""


class Rules(Frozen):
    """Whom the operator lets in; people and chats are written `platform:id`."""

    owners: frozenset[str] = frozenset()  # may do everything, everywhere
    chats: frozenset[str] = frozenset()  # where everybody may brief, submit and report; a person: wherever


class Asker(Frozen):
    """Who gives a command, and where, as far as it matters."""

    person: str  # platform:id, like the chat
    chat: str
    role: Role
    direct: bool  # nobody else is in the chat
    standing: Standing


def permitted(command: Command, asker: Asker) -> Command:
    """The command itself where the person may give it in this chat, else a refusal that says what to do."""
    needed = LEAST[wish_of(command, direct=asker.direct)]
    if asker.role.covers(needed):
        if isinstance(command, ShowHelp) and command.role is not asker.role:
            return command.model_copy(update={"role": asker.role})
        return command
    if asker.role is Role.GUEST:
        why = Why.DENIED_CHAT if asker.standing is Standing.DENIED else Why.NOT_ALLOWED_CHAT
        return Refused(reason=Reason(why, {"chat": asker.chat}))
    why = Why.OWNERS_ONLY if needed is Role.OWNER else Why.ADMINS_ONLY
    act = f" {command.act}" if isinstance(command, Administer) and command.act else ""
    return Refused(reason=Reason(why, {"command": f"{command.kind}{act}", "person": asker.person}))


def wish_of(command: Command, *, direct: bool) -> str:
    """The row of the table that a command falls under."""
    if isinstance(command, CorrectBrief) and command.field:
        return "correct a field"
    if isinstance(command, ChangeSettings) and command.name:
        return "settings of a direct chat" if direct else "settings of a group"
    if isinstance(command, ChangeTopic) and command.value is not None:
        return "topic of a direct chat" if direct else "topic of a group"
    if isinstance(command, FollowTopic | UnfollowTopic) and not direct:
        return f"{command.kind} in a group"
    if isinstance(command, Administer) and command.act:
        sets = command.act == "budget" and command.object
        return f"admin {command.act}{' to set' if sets else ''}"
    return command.kind


def standing_of(chat: str, *, kept: Standing | None, rules: Rules) -> Standing:
    """Whether a chat is let in: what was decided in chat goes before what the operator listed.

    A listed chat that closed is let in again by the first word that comes from it.
    """
    if kept in {Standing.DENIED, Standing.CLOSED}:
        return kept
    return Standing.ALLOWED if chat in rules.chats else kept or Standing.UNKNOWN


def role_of(person: str, *, given: KnownPerson | None, standing: Standing, rules: Rules) -> Role:
    """A person's role in a chat of this standing."""
    if person in rules.owners:
        return Role.OWNER
    role = given.role if given else Role.GUEST
    if role.covers(Role.ADMIN):
        return role
    if standing is Standing.DENIED:
        return Role.GUEST
    return Role.MEMBER if person in rules.chats or standing is Standing.ALLOWED else role


def may_change(giver: Role, *, had: Role, given: Role) -> bool:
    """Whether somebody may take one role from a person and give them another.

    An owner may; an admin lets people in and out, and touches neither admins nor owners.
    """
    if giver is Role.OWNER:
        return True
    return giver is Role.ADMIN and not had.covers(Role.ADMIN) and not given.covers(Role.ADMIN)


def act_of(command: Command, *, direct: bool) -> tuple[str, str] | None:
    """What only admins may do, as the audit names it, and its words; None for what others may."""
    match command:
        case Administer():
            return f"admin {command.act or ''}".rstrip(), f"{command.object} {command.value}".strip()
        case ChangeSettings(name=str()) if not direct:
            return f"settings {command.name}", command.value or "-"
        case FollowTopic() | UnfollowTopic() | ChangeTopic():
            return None if direct else _topic_act(command)
        case CorrectBrief(field=str()):
            return f"correct {command.field}", (command.value or "-")[:_MOST_NOTED]
        case RegenerateBrief():
            return "regenerate", command.paper.label if command.paper else ""
        case _:
            return None


def _topic_act(command: FollowTopic | UnfollowTopic | ChangeTopic) -> tuple[str, str] | None:
    """The same of a group's topics; None for whoever only looks."""
    words = command.name
    if isinstance(command, ChangeTopic):
        if command.value is None:
            return None
        return f"topic {command.part}", f"{words} {command.value}".strip()[:_MOST_NOTED]
    if isinstance(command, FollowTopic) and command.words:
        words = f"{words}: {command.words}"
    return command.kind, words[:_MOST_NOTED]
