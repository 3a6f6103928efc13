"""What the Slack fake sends to an app: events, slash commands and pressed buttons, in Slack's shapes."""

import mimetypes
import re

from tests.fakes.slack_trouble import Json
from tests.fakes.slack_workspace import Channel, Post, StoredFile, Workspace

ENTITY = re.compile(r"<(?:[@#!][^<>]+|https?://[^<>]+)>")
LINK = re.compile(
    r"https?://[^\s<>|]+[^\s<>|.,;:!?)'\"]|\b(?:[a-z0-9-]+\.)+(?:com|edu|io|net|org)/[^\s<>|]*[^\s<>|.,;:!?)'\"]"
)


def as_sent(typed: str) -> str:
    """A person's typing as Slack sends it on: & < > escaped, links in angle brackets, entities left alone.

    A bare domain becomes `<http://arxiv.org/abs/1|arxiv.org/abs/1>`.
    """
    parts: list[str] = []
    end = 0
    for entity in ENTITY.finditer(typed):
        parts += [_escaped(typed[end : entity.start()]), entity.group()]
        end = entity.end()
    return "".join([*parts, _escaped(typed[end:])])


def _escaped(plain: str) -> str:
    safe = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return LINK.sub(_linked, safe)


def _linked(link: re.Match[str]) -> str:
    address = link.group()
    return f"<{address}>" if "://" in address else f"<http://{address}|{address}>"


def rich_text(text: str, *, block_id: str) -> list[Json]:
    """The rich_text block that Slack's clients put beside the text of a typed message."""
    elements: list[Json] = []
    for part in re.split(r"(<@[A-Z0-9]+>)", text):
        if part.startswith("<@"):
            elements.append({"type": "user", "user_id": part[2:-1]})
        elif part:
            elements.append({"type": "text", "text": part})
    return [
        {
            "type": "rich_text",
            "block_id": block_id,
            "elements": [{"type": "rich_text_section", "elements": elements}],
        }
    ]


def message_event(workspace: Workspace, post: Post, *, kind: str = "message") -> Json:
    """The inner event of a new message, as `message` or as `app_mention`."""
    channel = workspace.channels[post.channel]
    event = workspace.wire(post) | {"type": kind, "channel": post.channel, "event_ts": post.ts}
    for key in ("reply_count", "reply_users", "latest_reply", "edited"):
        event.pop(key, None)
    if not post.by_bot:
        event |= {"client_msg_id": f"client-{post.ts}"}
        event["blocks"] = rich_text(post.text, block_id=f"r{post.ts[-6:]}")
    if kind == "message":
        event["channel_type"] = channel.kind
        if post.thread_ts:
            event["parent_user_id"] = _author(workspace, post.channel, post.thread_ts)
        if post.files:
            event |= {"subtype": "file_share", "upload": False, "display_as_bot": False}
    return event


def changed_event(workspace: Workspace, post: Post, *, before: Post) -> Json:
    """The inner event of an edit; `ts` is the edit's own, the message keeps its ts inside."""
    now = workspace.next_ts()
    return _about_a_message(workspace, post.channel, now) | {
        "subtype": "message_changed",
        "message": workspace.wire(post),
        "previous_message": workspace.wire(before),
    }


def deleted_event(workspace: Workspace, post: Post, *, before: Post) -> Json:
    """The inner event of a deletion."""
    now = workspace.next_ts()
    return _about_a_message(workspace, post.channel, now) | {
        "subtype": "message_deleted",
        "deleted_ts": post.ts,
        "previous_message": workspace.wire(before),
    }


def _about_a_message(workspace: Workspace, channel: str, now: str) -> Json:
    kind = workspace.channels[channel].kind
    return {
        "type": "message",
        "hidden": True,
        "channel": channel,
        "channel_type": kind,
        "ts": now,
        "event_ts": now,
    }


def _author(workspace: Workspace, channel: str, ts: str) -> str:
    return next((post.user for post in workspace.posts.get(channel, ()) if post.ts == ts), "")


def event_callback(workspace: Workspace, event: Json, *, event_id: str) -> Json:
    """The outer event that carries an inner one."""
    return {
        "token": "verification-token",
        "team_id": workspace.team,
        "context_team_id": workspace.team,
        "context_enterprise_id": None,
        "api_app_id": workspace.app,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(workspace.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team,
                "user_id": workspace.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": _is_shared(workspace, event),
        "event_context": f"4-{event_id}",
    }


def _is_shared(workspace: Workspace, event: Json) -> bool:
    named = event.get("channel")
    channel = workspace.channels.get(str(named["id"] if isinstance(named, dict) else named))
    return channel is not None and channel.shared


def slash_payload(
    workspace: Workspace, channel: Channel, person: str, *, command: str, text: str, reply: Json
) -> Json:
    """A slash command; `reply` holds its response_url and trigger_id. Its text comes as it was typed."""
    names = {"im": "directmessage", "group": "privategroup"}
    return {
        "token": "verification-token",
        "team_id": workspace.team,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": names.get(channel.kind, channel.name),
        "user_id": person,
        "user_name": workspace.people[person].name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app,
        "is_enterprise_install": "false",
        **reply,
    }


def pressed_payload(workspace: Workspace, post: Post, person: str, *, action: Json, reply: Json) -> Json:
    """A button pressed under a post; `action` names the element and its block."""
    channel = workspace.channels[post.channel]
    container: Json = {
        "type": "message",
        "message_ts": post.ts,
        "channel_id": channel.id,
        "is_ephemeral": post.only_for is not None,
    }
    if post.thread_ts:
        container["thread_ts"] = post.thread_ts
    # The app is not told what stood in an ephemeral message.
    message = {} if post.only_for else {"message": workspace.wire(post)}
    return message | {
        "type": "block_actions",
        "user": {
            "id": person,
            "username": workspace.people[person].name,
            "name": workspace.people[person].name,
            "team_id": workspace.team,
        },
        "api_app_id": workspace.app,
        "token": "verification-token",
        "container": container,
        "team": {"id": workspace.team, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel.id, "name": channel.name},
        "state": {"values": {}},
        "actions": [action],
        **reply,
    }


def home_payload(workspace: Workspace, view: Json, person: str, *, action: Json, trigger: str) -> Json:
    """A button pressed in a home tab: no channel, no message and no response_url."""
    return {
        "type": "block_actions",
        "user": {"id": person, "name": workspace.people[person].name, "team_id": workspace.team},
        "api_app_id": workspace.app,
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": trigger,
        "team": {"id": workspace.team, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "view": view,
        "actions": [action],
    }


def shortcut_payload(workspace: Workspace, post: Post, person: str, *, callback_id: str, reply: Json) -> Json:
    """A shortcut chosen in a message's menu."""
    channel = workspace.channels[post.channel]
    return {
        "type": "message_action",
        "token": "verification-token",
        "action_ts": workspace.next_ts(),
        "team": {"id": workspace.team, "domain": workspace.domain},
        "user": {"id": person, "name": workspace.people[person].name, "team_id": workspace.team},
        "channel": {"id": channel.id, "name": channel.name},
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": callback_id,
        "message_ts": post.ts,
        "message": workspace.wire(post),
        **reply,
    }


def labelled(blocks: list[Json], label: str) -> Json:
    """The action that pressing the button with a label makes; LookupError where there is none such."""
    for block in blocks:
        for element in block.get("elements", ()):
            if element.get("type") == "button" and element["text"]["text"] == label:
                return _pressed(element, block)
    raise LookupError(f"no button {label}")


def _pressed(element: Json, block: Json) -> Json:
    keys = ("type", "text", "value", "url", "style", "action_id")
    return {key: element[key] for key in keys if key in element} | {"block_id": block["block_id"]}


def element_of(post: Json, action_id: str) -> Json:
    """The action that pressing a button of a shown post makes; LookupError where no such button stands."""
    for block in post.get("blocks", ()):
        for element in [*block.get("elements", ()), block.get("accessory", {})]:
            if element.get("action_id") == action_id:
                return _pressed(element, block)
    raise LookupError(f"no button {action_id} in {post['ts']}")


def file_entry(workspace: Workspace, stored: StoredFile, *, host: str) -> Json:
    """A file as messages name it; `host` serves its bytes to whoever brings the bot's token."""
    kind = mimetypes.guess_type(stored.name)[0] or "application/octet-stream"
    ending = stored.name.rpartition(".")[2].lower() if "." in stored.name else "binary"
    private = f"{host}/files-pri/{workspace.team}-{stored.id}"
    return {
        "id": stored.id,
        "created": int(workspace.now()),
        "timestamp": int(workspace.now()),
        "name": stored.name,
        "title": stored.title or stored.name,
        "mimetype": kind,
        "filetype": ending,
        "pretty_type": ending.upper(),
        "user": stored.owner,
        "user_team": workspace.team,
        "editable": False,
        "size": len(stored.content),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": True,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{private}/{stored.name}",
        "url_private_download": f"{private}/download/{stored.name}",
        "permalink": f"https://{workspace.domain}.slack.com/files/{stored.owner}/{stored.id}/{stored.name}",
        "has_rich_preview": False,
        "file_access": "visible",
    }
