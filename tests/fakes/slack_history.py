"""Reading back in the Slack fake: conversations.history and conversations.replies, page by page."""

import base64
import binascii

from tests.fakes.slack_trouble import Json, Refused
from tests.fakes.slack_workspace import TS, Post, Workspace

TRUE = (True, "1", "true", "True")


def history(workspace: Workspace, arguments: Json, *, most: int) -> Json:
    """A channel's own messages, newest first; replies stay in their threads unless they were broadcast."""
    channel = workspace.readable(arguments.get("channel"))
    shown = [
        post
        for post in reversed(workspace.posts.get(channel.id, []))
        if (post.thread_ts is None or post.broadcast) and (not post.deleted or workspace.replies(post))
    ]
    page = _page([post for post in shown if _between(post, arguments)], arguments, most=most, usual=100)
    return page.answer(workspace, arguments) | {"pin_count": 0}


def replies(workspace: Workspace, arguments: Json, *, most: int) -> Json:
    """A thread, its first message first, then its replies from old to new."""
    channel = workspace.readable(arguments.get("channel"))
    ts = arguments.get("ts")
    found = [post for post in workspace.posts.get(channel.id, ()) if post.ts == ts]
    if not found or (found[0].deleted and not workspace.replies(found[0])):
        raise Refused("thread_not_found")
    below = [] if found[0].thread_ts else workspace.replies(found[0])
    inside = [found[0], *(post for post in below if _between(post, arguments))]
    return _page(inside, arguments, most=most, usual=1000).answer(workspace, arguments)


class _Page:
    def __init__(self, posts: list[Post], cursor: str) -> None:
        self.posts = posts
        self.cursor = cursor

    def answer(self, workspace: Workspace, arguments: Json) -> Json:
        """The page as Slack words it."""
        metadata = arguments.get("include_all_metadata") in TRUE
        return {
            "messages": [workspace.wire(post, metadata=metadata) for post in self.posts],
            "has_more": bool(self.cursor),
            "response_metadata": {"next_cursor": self.cursor},
        }


def _between(post: Post, arguments: Json) -> bool:
    oldest, latest = _moment(arguments, "oldest"), _moment(arguments, "latest")
    moment = _micros(post.ts)
    if arguments.get("inclusive") in TRUE and moment in (oldest, latest):
        return True
    return (oldest is None or moment > oldest) and (latest is None or moment < latest)


def _moment(arguments: Json, name: str) -> int | None:
    value = arguments.get(name)
    if value in (None, "", "0", 0):
        return None
    text = str(value)
    if not TS.fullmatch(text) and not text.replace(".", "", 1).isdecimal():
        raise Refused(f"invalid_ts_{name}")
    return _micros(text)


def _micros(ts: str) -> int:
    seconds, _, micros = ts.partition(".")
    return int(seconds) * 1_000_000 + int(micros.ljust(6, "0")[:6])


def _page(posts: list[Post], arguments: Json, *, most: int, usual: int) -> _Page:
    try:
        limit = int(arguments.get("limit") or usual)
    except ValueError as error:
        raise Refused("invalid_limit") from error
    if not 0 < limit <= 1000:
        raise Refused("invalid_limit")
    limit = min(limit, most)
    start = _start(str(arguments.get("cursor") or ""))
    end = start + limit
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(posts) else ""
    return _Page(posts[start:end], cursor)


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError) as error:
        raise Refused("invalid_cursor") from error
