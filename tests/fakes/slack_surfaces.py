"""Home tabs and the assistant panel of the Slack fake, and which scope each method needs."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tests.fakes.slack_blocks import check_blocks
from tests.fakes.slack_methods import Methods, decoded
from tests.fakes.slack_trouble import Json, Refused

# docs.slack.dev, the page of each method; of several scopes one is enough.
SCOPES: Mapping[str, tuple[str, ...]] = {
    "assistant.threads.setStatus": ("chat:write", "assistant:write"),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "assistant.threads.setTitle": ("assistant:write",),
    "chat.appendStream": ("chat:write",),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.startStream": ("chat:write",),
    "chat.stopStream": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.open": ("im:write", "mpim:write"),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "reactions.add": ("reactions:write",),
    "users.info": ("users:read",),
}
# The same, where it depends on the kind of the conversation.
SCOPES_BY_KIND: Mapping[str, Mapping[str, str]] = {
    "conversations.history": {"channel": "channels:history", "group": "groups:history", "im": "im:history"},
    "conversations.info": {"channel": "channels:read", "group": "groups:read", "im": "im:read"},
    "conversations.replies": {"channel": "channels:history", "group": "groups:history", "im": "im:history"},
}
ALL_SCOPES = frozenset(
    {scope for scopes in SCOPES.values() for scope in scopes}
    | {scope for kinds in SCOPES_BY_KIND.values() for scope in kinds.values()}
    | {"app_mentions:read", "commands", "files:read", "reactions:read"}
)
MOST_BLOCKS = 100  # docs.slack.dev, home tab views
MOST_PROMPTS = 4  # docs.slack.dev, assistant.threads.setSuggestedPrompts
_VIEW = {"type", "blocks", "private_metadata", "callback_id", "external_id"}


class MissingScope(Refused):
    """What a method answers to a token without its scope."""

    def __init__(self, needed: Collection[str], provided: Collection[str]) -> None:
        super().__init__("missing_scope")
        self.needed = ",".join(needed)
        self.provided = ",".join(sorted(provided))

    def answer(self) -> Json:
        """The JSON body, which names both."""
        return {**super().answer(), "needed": self.needed, "provided": self.provided}


@dataclass
class Panel:
    """What stands around a thread with the app."""

    title: str = ""
    status: str = ""
    prompts: list[Json] = field(default_factory=list)


class Surfaces:
    """Methods of the home tab and of the panel. `agent`: the app has the agent view, not the older one."""

    def __init__(self, methods: Methods) -> None:
        self.workspace = methods.workspace
        self.methods = methods
        self.agent = True
        self.homes: dict[str, Json] = {}
        self.panels: dict[tuple[str, str], Panel] = {}
        methods.table["views.publish"] = self._publish
        methods.table["assistant.threads.setStatus"] = self._status
        methods.table["assistant.threads.setTitle"] = self._title
        methods.table["assistant.threads.setSuggestedPrompts"] = self._prompts

    def need_scope(self, method: str, arguments: Json, *, scopes: Collection[str]) -> None:
        """Refuses what the app has no scope for."""
        needed = SCOPES.get(method, ())
        if method in SCOPES_BY_KIND:
            channel = self.workspace.channels.get(str(arguments.get("channel")))
            needed = (SCOPES_BY_KIND[method][channel.kind],) if channel else ()
        if needed and not set(needed) & set(scopes):
            raise MissingScope(needed, scopes)

    def panel(self, channel: str, thread: str = "") -> Panel:
        """The panel of a thread; without one, of the direct chat itself."""
        return self.panels.setdefault((channel, thread), Panel())

    def _publish(self, arguments: Json) -> Json:
        person = str(arguments.get("user_id") or "")
        if person not in self.workspace.people:
            raise Refused("invalid_arguments", ["invalid `user_id`"])
        view = decoded(arguments, "view")
        if not isinstance(view, dict) or view.get("type") != "home":
            raise Refused("invalid_arguments", ["view type must be home [json-pointer:/view/type]"])
        if strange := sorted(set(view) - _VIEW):
            fault = f"invalid additional property: {strange} [json-pointer:/view]"
            raise Refused("invalid_arguments", [fault])
        if len(str(view.get("private_metadata", ""))) > 3000 or len(str(view.get("callback_id", ""))) > 255:
            raise Refused("invalid_arguments", ["must be shorter [json-pointer:/view]"])
        try:
            check_blocks(view.get("blocks"), unsupported=self.methods.unsupported, most=MOST_BLOCKS)
        except Refused as refused:
            faults = [detail.replace("pointer:/blocks", "pointer:/view/blocks") for detail in refused.details]
            raise Refused("invalid_arguments", faults or [refused.code]) from refused
        if len(json.dumps(view).encode()) > 250_000:
            raise Refused("view_too_large")
        shown = json.loads(json.dumps(view))
        for number, block in enumerate(shown["blocks"]):
            block.setdefault("block_id", f"h{number}")
        shown |= {"id": f"V0{self.workspace.number():08d}", "team_id": self.workspace.team}
        self.homes[person] = shown
        return {"view": shown}

    def _status(self, arguments: Json) -> Json:
        if not isinstance(arguments.get("status"), str):
            raise Refused("invalid_arguments", ["missing required field: status"])
        self._thread(arguments).status = arguments["status"]
        return {}

    def _title(self, arguments: Json) -> Json:
        if not str(arguments.get("title") or "").strip():
            raise Refused("invalid_arguments", ["missing required field: title"])
        self._thread(arguments).title = str(arguments["title"])
        return {}

    def _prompts(self, arguments: Json) -> Json:
        prompts = decoded(arguments, "prompts")
        if not isinstance(prompts, list) or not 0 < len(prompts) <= MOST_PROMPTS:
            raise Refused("invalid_arguments", [f"1 to {MOST_PROMPTS} prompts"])
        if not all(set(each) == {"title", "message"} for each in prompts):
            raise Refused("invalid_arguments", ["a prompt has a title and a message"])
        if self.agent:
            if "thread_ts" not in arguments:  # with one, the call fails without a word
                self.panel(self._direct(arguments)).prompts = prompts
            return {}
        self._thread(arguments).prompts = prompts
        return {}

    def _direct(self, arguments: Json) -> str:
        return self.workspace.writable(arguments.get("channel_id")).id

    def _thread(self, arguments: Json) -> Panel:
        channel, ts = self._direct(arguments), str(arguments.get("thread_ts") or "")
        if (channel, ts) in self.panels:
            return self.panels[channel, ts]
        if not any(post.ts == ts for post in self.workspace.posts.get(channel, ())):
            raise Refused("invalid_thread_ts")
        return self.panel(channel, ts)
