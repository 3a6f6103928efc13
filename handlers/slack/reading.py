"""Event or slash command -> Message: what a person said to the bot; None for what is not meant for it."""

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import BaseModel, Field

from bot.domain.chat import Address, Attachment, Message
from bot.domain.commands import Misunderstood
from bot.errors import Why
from handlers.grammar import understand

NAME = "slack"
Json = Mapping[str, object]
_LINK = re.compile(r"<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>")
_OTHER = re.compile(r"<[#!][^>]*>")


class _File(BaseModel):
    name: str | None = "paper.pdf"
    size: int | None = None
    url_private: str | None = None
    url_private_download: str | None = None


class _Event(BaseModel):
    """The parts of `message` and `app_mention` events that matter here."""

    type: str
    subtype: str | None = None
    channel: str = ""
    channel_type: str | None = None
    user: str | None = None
    bot_id: str | None = None
    text: str | None = None
    ts: str = "0"
    thread_ts: str | None = None
    files: list[_File] = []


class _Authorization(BaseModel):
    user_id: str | None = None


class _Envelope(BaseModel):
    event_id: str
    team_id: str = ""
    event: _Event
    authorizations: list[_Authorization] = []


class _SlashCommand(BaseModel):
    trigger_id: str
    channel_id: str
    user_id: str
    text: str = ""
    response_url: str | None = Field(None)


def read_body(body: Json, *, now: datetime) -> Message | None:
    """The message in what Socket Mode brought. Raises ValidationError for a form that we do not know."""
    if body.get("type") == "event_callback":
        return _read_event(_Envelope.model_validate(body))
    if "command" in body and "trigger_id" in body:
        return _read_command(_SlashCommand.model_validate(body), now=now)
    return None


def _read_event(envelope: _Envelope) -> Message | None:
    event = envelope.event
    if event.type not in {"message", "app_mention"} or event.subtype not in {None, "file_share"}:
        return None
    me = next((each.user_id for each in envelope.authorizations if each.user_id), None)
    if event.user is None or event.bot_id or event.user == me:
        return None
    direct = event.channel_type == "im" or event.channel.startswith("D")
    words = event.text or ""
    if event.type == "message" and not direct and not (me and f"<@{me}" in words):
        return None  # people talk to each other; what is said to us comes as app_mention
    return Message(
        key=f"{NAME}:{envelope.event_id}",
        # A mention comes twice, as message and as app_mention, under two event ids.
        echoes=f"{NAME}:{envelope.team_id}:{event.channel}:{event.ts}",
        address=Address(
            platform=NAME, chat=event.channel, thread=event.thread_ts or (None if direct else event.ts)
        ),
        person=event.user,
        text=plain(words, me),
        attachments=_attachments(event.files),
        message_id=event.ts,
        answers=event.thread_ts,
        said_at=datetime.fromtimestamp(float(event.ts), UTC),
    )


def _read_command(command: _SlashCommand, *, now: datetime) -> Message:
    """`/brief 2501.12345`, `/brief report`: the words after the command are the bot's own."""
    words = plain(command.text, None)
    understood = understand(words)
    if isinstance(understood, Misunderstood) and understood.reason.why is Why.UNKNOWN_COMMAND:
        words = f"brief {words}"
    return Message(
        key=f"{NAME}:command:{command.trigger_id}",
        address=Address(platform=NAME, chat=command.channel_id),
        person=command.user_id,
        text=words,
        message_id=command.response_url,  # where an answer goes if the bot is not in the channel
        said_at=now,
    )


def plain(text: str, me: str | None) -> str:
    """Slack's notation undone: our name taken out, links as addresses, entities as characters."""
    if me:
        text = re.sub(rf"<@{re.escape(me)}(?:\|[^>]*)?>", " ", text)
    text = _OTHER.sub(" ", _LINK.sub(r"\1", text))
    return html.unescape(text).strip()


def _attachments(files: list[_File]) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(platform=NAME, handle=address, name=file.name or "paper.pdf", size=file.size)
        for file in files
        if (address := file.url_private_download or file.url_private)
    )
