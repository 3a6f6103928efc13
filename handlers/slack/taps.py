"""Tap or shortcut -> messages: what a button says, and the papers of a message that somebody chose."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.chat import Address, Message
from bot.errors import Reason
from handlers.named import reading_of
from handlers.slack.forms import NAME, Shortcut, Tap
from handlers.slack.notation import attachments, plain
from handlers.slack.painting import SAYS
from handlers.slack.places import ALONE, HOME_WORD, home_address, is_direct, room_of
from handlers.words import cleaned, words_of

BRIEF_PAPER = "brief_paper"  # the shortcut's callback_id in deploy/slack-manifest.yaml


def read_tap(body: Mapping[str, object], *, now: datetime) -> tuple[Message, ...]:
    """A button's words, said by whoever tapped it, as little to be trusted as any words.

    Under a post in a channel the answer goes to its thread. Raises ValidationError or ValueError.
    """
    tap = Tap.model_validate(body)
    says = next((each.value for each in tap.actions if each.action_id.startswith(SAYS)), "")
    if not says:
        return ()
    if tap.view:
        return _read_home_tap(tap, says, now=now)
    where, url = tap.container, tap.response_url
    under = None if where.is_ephemeral or is_direct(where.channel_id) else where.message_ts
    tapped = Message(
        key=f"{NAME}:tap:{tap.trigger_id}",
        address=Address(platform=NAME, chat=where.channel_id, thread=where.thread_ts or under),
        person=tap.user.id,
        name=tap.user.name,
        text=says,
        message_id=f"{url}{ALONE}" if url and where.is_ephemeral else url,
        answers=where.message_ts,
        answers_us=True,
        said_at=now,
        tapped=True,
        unseen=not where.is_ephemeral,
        room=room_of(where.channel_id, None),
    )
    return (tapped,)


def _read_home_tap(tap: Tap, says: str, *, now: datetime) -> tuple[Message, ...]:
    """The words go to the person's direct chat, and so does the answer; then the tab is painted anew."""
    chat = tap.view.private_metadata if tap.view else ""
    if not is_direct(chat):
        raise ValueError("a home tab that names no direct chat")
    said = Message(
        key=f"{NAME}:tap:{tap.trigger_id}",
        address=Address(platform=NAME, chat=chat),
        person=tap.user.id,
        name=tap.user.name,
        text=says,
        said_at=now,
        tapped=True,
        room=room_of(chat, None),
    )
    home = {
        "key": f"{said.key}:home",
        "address": home_address(chat, tap.user.id),
        "text": HOME_WORD,
    }
    return said, said.model_copy(update=home)


def read_shortcut(body: Mapping[str, object], *, now: datetime) -> tuple[Message, ...]:
    """`brief` with the papers that a message names and the files that it holds, answered in its thread.

    Raises ValidationError.
    """
    chosen = Shortcut.model_validate(body)
    if chosen.callback_id != BRIEF_PAPER:
        return ()
    message, chat = chosen.message, chosen.channel.id
    words = words_of(cleaned(plain(message.text or "", None)))
    papers = [word for word in words if not isinstance(reading_of(word), Reason)]
    asked = Message(
        key=f"{NAME}:shortcut:{chosen.trigger_id}",
        address=Address(platform=NAME, chat=chat, thread=message.thread_ts or message.ts),
        person=chosen.user.id,
        name=chosen.user.name,
        text=" ".join(["brief", *papers]),
        attachments=attachments(message.files),
        message_id=chosen.response_url,  # where an answer goes if the bot is not in the channel
        unseen=True,
        said_at=now,
        room=room_of(chat, None),
    )
    return (asked,)
