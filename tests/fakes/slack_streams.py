"""Messages that grow, in the Slack fake: chat.startStream, chat.appendStream and chat.stopStream."""

from tests.fakes.slack_methods import Methods
from tests.fakes.slack_trouble import Json, Refused
from tests.fakes.slack_workspace import Post

MOST_MARKDOWN = 12_000  # characters a call (docs.slack.dev, chat.startStream)


class Streams:
    """The methods of streams. `shown`: every state that a stream was in, by its timestamp.

    `available` is False for a workspace that has no streams yet.
    """

    def __init__(self, methods: Methods) -> None:
        self.workspace = methods.workspace
        self.available = True
        self.shown: dict[str, list[str]] = {}
        self._growing = set[str]()
        self._plain_update = methods.table["chat.update"]
        methods.table["chat.startStream"] = self._start
        methods.table["chat.appendStream"] = self._append
        methods.table["chat.stopStream"] = self._stop
        methods.table["chat.update"] = self._update

    def _start(self, arguments: Json) -> Json:
        if not self.available:
            raise Refused("unknown_method")
        there = self.workspace
        channel = there.writable(arguments.get("channel"))
        if not arguments.get("thread_ts"):
            raise Refused("invalid_arguments", ["missing required field: thread_ts"])
        if channel.kind != "im":
            for name in ("recipient_team_id", "recipient_user_id"):
                if not arguments.get(name):
                    raise Refused(f"missing_{name}")
        if channel.kind != "im" and arguments["recipient_user_id"] not in there.people:
            raise Refused("user_not_found")
        text = _markdown(arguments)
        root = there.thread_root(channel.id, arguments["thread_ts"])
        post = Post(channel.id, there.next_ts(), there.bot_user, text, by_bot=True, thread_ts=root)
        there.keep(post)
        self._growing.add(post.ts)
        self.shown[post.ts] = [text]
        return {"channel": channel.id, "ts": post.ts}

    def _append(self, arguments: Json) -> Json:
        post = self._stream(arguments)
        text = _markdown(arguments)
        if not text:
            raise Refused("no_text")
        post.text += text
        self.shown[post.ts].append(post.text)
        return {"channel": post.channel, "ts": post.ts}

    def _stop(self, arguments: Json) -> Json:
        post = self._stream(arguments)
        post.text += _markdown(arguments)
        self._growing.discard(post.ts)
        return {"channel": post.channel, "ts": post.ts, "message": self.workspace.wire(post)}

    def _update(self, arguments: Json) -> Json:
        if arguments.get("ts") in self._growing:
            raise Refused("streaming_state_conflict")
        return self._plain_update(arguments)

    def _stream(self, arguments: Json) -> Post:
        channel = self.workspace.writable(arguments.get("channel"))
        post = self.workspace.find(channel.id, arguments.get("ts"))
        if post.ts not in self._growing:
            raise Refused("message_not_in_streaming_state")
        return post


def _markdown(arguments: Json) -> str:
    text = str(arguments.get("markdown_text") or "")
    if len(text) > MOST_MARKDOWN:
        raise Refused("msg_too_long")
    return text
