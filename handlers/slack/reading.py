"""What Slack brings -> messages: what people said, tapped or chose, and what became of a chat."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.domain.chat import Address, Message
from bot.domain.commands import Misunderstood
from bot.domain.rooms import Room
from bot.errors import Why
from handlers.grammar import understand
from handlers.slack.forms import NAME, Envelope, Event, SlashCommand
from handlers.slack.notation import attachments, plain
from handlers.slack.places import HOME_WORD, PANEL, home_address, is_direct, room_of
from handlers.slack.reactions import REACTIONS, read_reaction
from handlers.slack.rooms import CHANGES, read_change
from handlers.slack.taps import read_shortcut, read_tap

Json = Mapping[str, object]
# A reply that is shown in the channel, too, is a reply.
_SAID = frozenset({None, "file_share", "thread_broadcast"})
GONE = frozenset({"app_uninstalled", "tokens_revoked"})
EVENTS = (
    frozenset({"message", "app_mention", "app_home_opened", "assistant_thread_started"}) | REACTIONS | CHANGES
)


def read_body(body: Json, *, now: datetime) -> tuple[Message, ...]:
    """The messages in what Socket Mode brought; none: it is not for the bot.

    Raises ValidationError or ValueError for a form that we do not know.
    """
    match body.get("type"):
        case "event_callback":
            event = body.get("event")
            if not isinstance(event, Mapping) or event.get("type") not in EVENTS:
                return ()
            found = _read_event(Envelope.model_validate(body), now=now)
            return (found,) if found else ()
        case "block_actions":
            return read_tap(body, now=now)
        case "message_action":
            return read_shortcut(body, now=now)
    if "command" in body and "trigger_id" in body:
        return (_read_command(SlashCommand.model_validate(body), now=now),)
    return ()


def gone(body: Json) -> str:
    """What became of the app itself, told once for all chats; "" for anything else.

    Which chats there are stands in no such event: each is closed by the first post that it refuses.
    """
    event = body.get("event")
    kind = str(event.get("type")) if isinstance(event, Mapping) else ""
    return kind if kind in GONE else ""


def _read_event(envelope: Envelope, *, now: datetime) -> Message | None:
    match envelope.event.type:
        case "message" | "app_mention":
            return _read_said(envelope)
        case "app_home_opened":
            return _read_opened(envelope, now=now)
        case "assistant_thread_started":
            return _read_panel(envelope, now=now)
        case "reaction_added" | "reaction_removed":
            return read_reaction(envelope, now=now)
        case _:
            return read_change(envelope, now=now)


def _read_said(envelope: Envelope) -> Message | None:
    event, me = _as_it_stands(envelope.event), envelope.me
    if event.subtype not in _SAID or event.user is None or event.bot_id or event.user == me:
        return None
    words = event.text or ""
    direct = is_direct(event.chat)
    spoken_to = direct or event.type == "app_mention" or bool(me and f"<@{me}" in words)
    if not spoken_to and event.thread_ts in {None, event.ts}:
        return None  # people talk to each other; what is said in a thread may be about a post of ours
    return Message(
        key=f"{NAME}:{envelope.event_id}",
        # A mention comes twice, as message and as app_mention, under two event ids.
        echoes=_time_of(event, envelope.team_id),
        address=Address(
            platform=NAME, chat=event.chat, thread=event.thread_ts or (None if direct else event.ts)
        ),
        person=event.user,
        text=plain(words, me),
        attachments=attachments(event.files),
        message_id=event.ts,
        answers=event.thread_ts,
        answers_us=me is not None and event.parent_user_id == me,
        said_at=datetime.fromtimestamp(float(event.ts), UTC),
        spoken_to=spoken_to,
        edited=event.edited is not None,
        room=_room(envelope),
    )


def _as_it_stands(event: Event) -> Event:
    """An edited message as one that is said; a change of anything but its words stays a change."""
    now, before = event.message, event.previous_message
    if event.subtype != "message_changed" or now is None or now.edited is None:
        return event
    if before and before.text == now.text:
        return event
    began = {"thread_ts": None} if now.thread_ts == now.ts else {}  # the first of a thread bears its own
    return event.model_copy(update={name: getattr(now, name) for name in type(now).model_fields} | began)


def _time_of(event: Event, team: str) -> str:
    """What is the same of a message and of the mention in it, and differs from before an edit."""
    said = f"{NAME}:{team}:{event.chat}:{event.ts}"
    return f"{said}:{event.edited.ts}" if event.edited else said


def _read_opened(envelope: Envelope, *, now: datetime) -> Message | None:
    """The home tab, to be painted each time; the direct chat, to be greeted in once."""
    event = envelope.event
    if event.user is None or event.tab not in {"home", "messages"}:
        return None
    opened = Message(
        key=f"{NAME}:{envelope.event_id}",
        address=home_address(event.chat, event.user),
        person=event.user,
        text=HOME_WORD,
        said_at=now,
        room=_room(envelope),
    )
    if event.tab == "home":
        return opened
    greeted = {
        "echoes": f"{NAME}:{envelope.team_id}:{event.chat}:greeted",
        "address": Address(platform=NAME, chat=event.chat),
        "text": "start",
        "message_id": PANEL,
    }
    return opened.model_copy(update=greeted)


def _read_panel(envelope: Envelope, *, now: datetime) -> Message | None:
    """A thread of the assistant panel begins; apps made before the agent view are told so."""
    thread = envelope.event.assistant_thread
    if thread is None:
        return None
    return Message(
        key=f"{NAME}:{envelope.event_id}",
        address=Address(platform=NAME, chat=thread.channel_id, thread=thread.thread_ts),
        person=thread.user_id,
        text="start",
        message_id=PANEL,
        said_at=now,
        room=_room(envelope),
    )


def _room(envelope: Envelope) -> Room:
    event = envelope.event
    chat = event.assistant_thread.channel_id if event.assistant_thread else event.chat
    return room_of(chat, event.channel_type, shared=envelope.is_ext_shared_channel)


def _read_command(command: SlashCommand, *, now: datetime) -> Message:
    """`/brief 2501.12345`, `/brief report`: the words after the command are the bot's own."""
    words = plain(command.text, None)
    understood = understand(words)
    if isinstance(understood, Misunderstood) and understood.reason.why is Why.UNKNOWN_COMMAND:
        words = f"brief {words}"
    return Message(
        key=f"{NAME}:command:{command.trigger_id}",
        address=Address(platform=NAME, chat=command.channel_id),
        person=command.user_id,
        name=command.user_name,
        text=words,
        message_id=command.response_url,  # where an answer goes if the bot is not in the channel
        unseen=True,
        said_at=now,
        room=room_of(command.channel_id, None),
    )
