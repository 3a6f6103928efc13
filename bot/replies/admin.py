"""What admins see -> words, and the buttons by which they decide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from bot.domain.briefs import Language
from bot.domain.chat import (
    MOST_SAID_BY_TAP,
    Block,
    Button,
    Buttons,
    Edits,
    Heading,
    Reply,
    Span,
    Swap,
    paragraph,
)
from bot.domain.rooms import KnownRoom, Role, Standing
from bot.domain.spending import Budget, Spent, Whose
from bot.registers import AskedPost, Copies
from bot.replies.catalogue import say
from bot.replies.costs import cost_words

MOST_LINES = 20  # of one kind: about what a person reads


def said(language: Language, key: str, **facts: object) -> Reply:
    """One sentence of the catalogue, as an answer to an admin."""
    return Reply(blocks=(paragraph(say(language, key, **facts)),))


def acts_reply(acts: Mapping[Role, Sequence[str]], language: Language) -> Reply:
    """What an admin may do, by the role that it takes, one line each."""
    blocks: list[Block] = [Heading(text=say(language, "admin.acts"))]
    for role, names in acts.items():
        blocks.append(Heading(text=say(language, f"admin.for_{role}"), level=2))
        for name in names:
            usage, _, meaning = say(language, f"admin.act_{name}").partition(" — ")
            blocks.append(paragraph(Span(text=usage, style="code"), f" — {meaning}"))
    return Reply(blocks=tuple(blocks))


@dataclass(frozen=True, slots=True)
class ListedChat:
    """A chat as admins see it."""

    room: KnownRoom
    standing: Standing
    is_open: bool  # to whoever speaks there, whatever its standing


def chats_reply(chats: Sequence[ListedChat], language: Language, *, page: int = 1) -> Reply:
    """A page of the chats, numbered, with their standing and buttons to change that."""
    start = (page - 1) * MOST_LINES
    if start >= len(chats):
        return said(language, "admin.no_chats" if page == 1 else "admin.no_more_chats")
    blocks: list[Block] = [Heading(text=say(language, "admin.chats"))]
    shown = chats[start : start + MOST_LINES]
    for number, each in enumerate(shown, start + 1):
        room, standing = each.room, each.standing
        line = say(
            language,
            "admin.chat",
            number=number,
            chat=titled(room.name, room.room.title, language),
            standing=say(language, f"admin.standing_{standing}"),
        )
        if room.room.shared:
            line = " · ".join((line, say(language, "admin.shared")))
        blocks.append(paragraph(line))
        if not each.is_open:
            blocks += _decisions(room.name, language, standing=standing, number=number)
    more = len(chats) - start - len(shown)
    if more:
        blocks.append(paragraph(say(language, "admin.others", count=more)))
        blocks += row([(say(language, "admin.more_chats"), f"admin chats {page + 1}")])
    return Reply(blocks=tuple(blocks))


def deciding(chat: str, language: Language) -> list[Block]:
    """Buttons that let a chat in or keep it out."""
    return _decisions(chat, language, standing=Standing.ASKED)


def decided_edits(asked: Iterable[AskedPost], *, by: str, let_in: bool) -> Edits | None:
    """In the place of the buttons by which a chat is decided about: who decided, and how."""
    meant = [post for post in asked if _choice(post.shows)]
    swaps = {
        Swap(old=_choice(post.shows), new=(_decided(post.language, by=by, let_in=let_in),)) for post in meant
    }
    if not meant:
        return None
    return Edits(posts=tuple(post.id for post in meant), swaps=tuple(swaps), told=False)


def _choice(reply: Reply) -> tuple[Block, ...]:
    return tuple(block for block in reply.blocks if isinstance(block, Buttons))


def _decided(language: Language, *, by: str, let_in: bool) -> Block:
    return paragraph(say(language, "room.was_let_in" if let_in else "room.was_kept_out", person=by))


def titled(chat: str, title: str, language: Language) -> str:
    """A chat's name, with its title where it has one."""
    return say(language, "room.titled", chat=chat, title=" ".join(title.split())) if title else chat


def _decisions(
    chat: str, language: Language, *, standing: Standing, number: int | None = None
) -> list[Block]:
    """Buttons for what is not decided so already; `number` is the chat's in a list."""
    which = "" if number is None else f" {number}"
    decisions = [("allow", Standing.ALLOWED), ("deny", Standing.DENIED)]
    return row(
        (say(language, f"room.{verb}") + which, f"admin {verb} {chat}")
        for verb, already in decisions
        if standing is not already
    )


def row(buttons: Iterable[tuple[str, str]]) -> list[Block]:
    """Buttons from labels and words; those whose words no button can carry are left out."""
    fitting = [
        Button(label=label, says=says) for label, says in buttons if len(says.encode()) <= MOST_SAID_BY_TAP
    ]
    return [Buttons(buttons=tuple(fitting))] if fitting else []


def sure_reply(key: str, *, says: str, language: Language, **facts: object) -> Reply:
    """A question before something is gone for good, with the button that says yes."""
    asked = said(language, f"admin.{key}_sure", **facts)
    return asked.model_copy(
        update={"blocks": (*asked.blocks, *row([(say(language, f"admin.{key}_yes"), says)]))}
    )


def erased_reply(key: str, counts: Mapping[str, int], *, language: Language, **facts: object) -> Reply:
    """What is gone, and how much of it."""
    parts = [
        say(language, "admin.count", name=say(language, f"admin.of_{name}"), count=count)
        for name, count in counts.items()
        if count
    ]
    done = said(language, key, **facts)
    if not parts:
        return done
    gone = paragraph(say(language, "admin.counts", counts=say(language, "admin.counts_join").join(parts)))
    return done.model_copy(update={"blocks": (*done.blocks, gone)})


def budget_set_reply(whose: Whose, limit: Decimal | None, language: Language) -> Reply:
    """What a budget is from now on."""
    words = say(language, "admin.unlimited") if limit is None else f"{limit:f}"
    return said(language, "admin.budget_set", whose=say(language, f"admin.whose_{whose}"), limit=words)


def budget_reply(budget: Budget, spent: Spent, language: Language) -> Reply:
    """Each limit, and what was spent today in all."""
    lines = [
        say(
            language,
            "admin.budget_line",
            whose=say(language, f"admin.whose_{whose}"),
            limit=say(language, "admin.unlimited") if limit is None else f"{limit:f} {budget.currency}",
        )
        for whose, limit in (("person", budget.person), ("chat", budget.chat), ("total", budget.total))
    ]
    lines.append(say(language, "admin.budget_spent", spent=cost_words(spent, language)))
    return Reply(blocks=(Heading(text=say(language, "admin.budget")), paragraph("\n".join(lines))))


def backup_reply(copies: Copies | None, language: Language) -> Reply:
    """Where the copies are, or what to run where a server has the data."""
    if copies is None:
        return said(language, "admin.backup_server")
    return said(language, "admin.backup", database=copies.database, files=copies.files, count=copies.count)


def span_words(span: timedelta, language: Language) -> str:
    """How long something took or waits, in its largest unit."""
    seconds = max(0, int(span.total_seconds()))
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= size:
            return say(language, f"status.{unit}", count=seconds // size)
    return say(language, "status.seconds", count=seconds)
