"""The Web API methods of the Slack fake: arguments in, an answer or Refused out."""

import json
import re
from collections.abc import Callable
from copy import deepcopy

from tests.fakes.slack_blocks import check_blocks
from tests.fakes.slack_history import history, replies
from tests.fakes.slack_trouble import Json, Refused
from tests.fakes.slack_workspace import Post, Workspace

POST_TEXT = 40_000
# docs.slack.dev, chat.update: "The text field cannot exceed 4,000 characters". Others measured bytes of
# UTF-8: 1,993 Chinese characters (4,121 bytes) were refused, 2,035 of 3,971 bytes passed.
EDIT_TEXT = 4_000


class Methods:
    """Every method by name. `unsupported` names block types that this workspace does not have yet."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.unsupported: set[str] = set()
        self.most_messages = 999
        self.table: dict[str, Callable[[Json], Json]] = {
            "auth.test": self._auth_test,
            "chat.delete": self._delete,
            "chat.getPermalink": self._permalink,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "conversations.history": self._history,
            "conversations.info": self._channel,
            "conversations.open": self._open,
            "conversations.replies": self._replies,
            "reactions.add": self._react,
            "users.info": self._person,
        }

    def body_of(self, arguments: Json) -> tuple[str, list[Json]]:
        """Text and blocks of something to be posted, checked as Slack checks them."""
        text = str(arguments.get("text") or "")
        blocks = check_blocks(decoded(arguments, "blocks") or [], unsupported=self.unsupported)
        if not text.strip() and not blocks:
            raise Refused("no_text")
        if len(text) > POST_TEXT:
            raise Refused("msg_too_long")
        return text, blocks

    def _auth_test(self, arguments: Json) -> Json:
        there = self.workspace
        return {
            "url": f"https://{there.domain}.slack.com/",
            "team": there.domain.title(),
            "user": there.bot_name,
            "team_id": there.team,
            "user_id": there.bot_user,
            "bot_id": there.bot,
            "is_enterprise_install": False,
        }

    def _post(self, arguments: Json) -> Json:
        there = self.workspace
        channel = there.writable(arguments.get("channel"))
        text, blocks = self.body_of(arguments)
        metadata = checked_metadata(arguments)
        thread = arguments.get("thread_ts")
        post = Post(
            channel.id,
            there.next_ts(),
            there.bot_user,
            text,
            by_bot=True,
            blocks=blocks,
            thread_ts=there.thread_root(channel.id, thread) if thread else None,
            metadata=metadata,
            broadcast=bool(thread) and truth(arguments.get("reply_broadcast")),
        )
        there.keep(post)
        return {"channel": channel.id, "ts": post.ts, "message": there.wire(post, metadata=True)}

    def _post_ephemeral(self, arguments: Json) -> Json:
        there = self.workspace
        channel = there.writable(arguments.get("channel"))
        person = str(arguments.get("user", ""))
        if person not in channel.people and person != channel.person:
            raise Refused("user_not_in_channel")
        text, blocks = self.body_of(arguments)
        thread = arguments.get("thread_ts")
        root = there.thread_root(channel.id, thread) if thread else None
        post = Post(
            channel.id, there.next_ts(), there.bot_user, text, by_bot=True, blocks=blocks, thread_ts=root
        )
        post.only_for = person
        there.keep(post)
        return {"message_ts": post.ts}

    def _update(self, arguments: Json) -> Json:
        there = self.workspace
        post = self._own_post(arguments, "cant_update_message")
        given = {key for key in ("text", "blocks") if arguments.get(key) is not None}
        if not given:
            raise Refused("no_text")
        text, blocks = self.body_of(arguments if "text" in given else {**arguments, "text": post.text})
        if "text" in given and len(text.encode()) > EDIT_TEXT:
            raise Refused("msg_too_long")
        metadata = checked_metadata(arguments)
        before = deepcopy(post)
        there.edit(post, text, blocks=blocks)
        post.metadata = metadata or post.metadata
        there.tell("edited", post, before)
        shown = there.wire(post, metadata=True)
        return {"channel": post.channel, "ts": post.ts, "text": post.text, "message": shown}

    def _delete(self, arguments: Json) -> Json:
        post = self._own_post(arguments, "cant_delete_message")
        before = deepcopy(post)
        post.deleted = True
        self.workspace.tell("deleted", post, before)
        return {"channel": post.channel, "ts": post.ts}

    def _own_post(self, arguments: Json, refusal: str) -> Post:
        channel = self.workspace.writable(arguments.get("channel"))
        post = self.workspace.find(channel.id, arguments.get("ts"))
        if not post.by_bot:
            raise Refused(refusal)
        return post

    def _permalink(self, arguments: Json) -> Json:
        channel = self.workspace.visible(arguments.get("channel"))
        post = self.workspace.find(channel.id, arguments.get("message_ts"))
        address = (
            f"https://{self.workspace.domain}.slack.com/archives/{channel.id}/p{post.ts.replace('.', '')}"
        )
        if post.thread_ts:
            address += f"?thread_ts={post.thread_ts}&cid={channel.id}"
        return {"channel": channel.id, "permalink": address}

    def _history(self, arguments: Json) -> Json:
        return history(self.workspace, arguments, most=self.most_messages)

    def _replies(self, arguments: Json) -> Json:
        return replies(self.workspace, arguments, most=self.most_messages)

    def _channel(self, arguments: Json) -> Json:
        channel = self.workspace.visible(arguments.get("channel"))
        shown: Json = {
            "id": channel.id,
            "created": 1_700_000_000,
            "is_archived": channel.archived,
            "is_im": channel.kind == "im",
            "is_mpim": False,
            "is_private": channel.private,
            "is_ext_shared": channel.shared,
        }
        if channel.person:
            return {"channel": shown | {"user": channel.person}}
        nothing = {"value": "", "creator": "", "last_set": 0}
        names = {"name": channel.name, "name_normalized": channel.name, "topic": nothing, "purpose": nothing}
        kinds = {"is_channel": channel.kind == "channel", "is_group": channel.kind == "group"}
        people = {"is_member": channel.member, "num_members": 2, "creator": "U0FOUNDER"}
        return {"channel": shown | kinds | names | people}

    def _open(self, arguments: Json) -> Json:
        people = [name for name in str(arguments.get("users") or "").split(",") if name]
        if len(people) != 1:
            raise Refused(
                "users_list_not_supplied" if not people else "method_not_supported_for_channel_type"
            )
        if people[0] not in self.workspace.people:
            raise Refused("user_not_found")
        return {"channel": {"id": self.workspace.direct_channel(people[0]).id}}

    def _person(self, arguments: Json) -> Json:
        person = self.workspace.people.get(str(arguments.get("user", "")))
        if person is None:
            raise Refused("user_not_found")
        shown = {"id": person.id, "team_id": self.workspace.team, "name": person.name, "deleted": False}
        profile = {"real_name": person.name.title(), "display_name": person.name}
        names = {"real_name": person.name.title(), "profile": profile}
        where = {"tz": "Europe/Berlin", "tz_offset": 3600}
        if truth(arguments.get("include_locale")):
            where |= {"locale": person.locale}
        return {"user": shown | names | where | {"is_bot": False}}

    def _react(self, arguments: Json) -> Json:
        channel = self.workspace.readable(arguments.get("channel"))
        name = str(arguments.get("name", ""))
        if not re.fullmatch(r"[a-z0-9_+'-]+", name):
            raise Refused("invalid_name")
        post = self.workspace.find(channel.id, arguments.get("timestamp"))
        if name in post.reactions:
            raise Refused("already_reacted")
        post.reactions.append(name)
        return {}


def decoded(arguments: Json, name: str) -> object:
    """An argument that a form brings as JSON text; None where it is missing."""
    value = arguments.get(name)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError as error:
        raise Refused(f"invalid_{name}_format") from error


def truth(value: object) -> bool:
    """A flag as JSON or as a form brings it."""
    return value in (True, "1", "true", "True")


def checked_metadata(arguments: Json) -> Json | None:
    """Message metadata, or invalid_metadata_format / invalid_metadata_schema; None where there is none."""
    metadata = decoded(arguments, "metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise Refused("invalid_metadata_format")
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict) or len(metadata) > 2:
        raise Refused("invalid_metadata_schema")
    return metadata
