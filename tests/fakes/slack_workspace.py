"""The state behind the Slack fake: people, channels, posts and files of one workspace."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from tests.fakes.slack_trouble import Json, Refused

Change = Literal["posted", "edited", "deleted"]
TS = re.compile(r"\d{10}\.\d{6}")


@dataclass
class Person:
    """Someone in the workspace, `id` beginning with U."""

    id: str
    name: str
    locale: str = "en-US"


@dataclass
class Channel:
    """A conversation; `person` is the other side of a direct message, whose id begins with D.

    `people` are those who did something there; `shared`: another organisation is in it (Slack Connect).
    """

    id: str
    name: str
    member: bool = True
    archived: bool = False
    private: bool = False
    person: str | None = None
    shared: bool = False
    people: set[str] = field(default_factory=set)

    @property
    def kind(self) -> str:
        """What Slack calls `channel_type` in events."""
        if self.person:
            return "im"
        return "group" if self.private else "channel"


@dataclass
class Post:
    """A message as it now stands; `blocks` as they were sent, `only_for` a person where it is ephemeral."""

    channel: str
    ts: str
    user: str
    text: str
    by_bot: bool = False
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    reactions: list[str] = field(default_factory=list)
    only_for: str | None = None
    edits: int = 0
    edited_ts: str = ""
    broadcast: bool = False
    deleted: bool = False


@dataclass
class StoredFile:
    """A file and its bytes; `finished` once it was completed, or shared by a person."""

    id: str
    name: str
    owner: str
    length: int
    content: bytes = b""
    title: str = ""
    finished: bool = False


@dataclass
class Workspace:
    """One workspace with one app in it. Ids are made up, and keep their first letters' meaning."""

    now: Callable[[], float] = time.time
    team: str = "T0BRIEFERS"
    domain: str = "briefers"
    app: str = "A0BRIEFBOT"
    bot_user: str = "U0BRIEFBOT"
    bot: str = "B0BRIEFBOT"
    bot_name: str = "briefbot"
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    posts: dict[str, list[Post]] = field(default_factory=dict)
    ephemeral: list[Post] = field(default_factory=list)
    files: dict[str, StoredFile] = field(default_factory=dict)
    watchers: list[Callable[[Change, Post, Post | None], None]] = field(default_factory=list)
    last_number: int = 0
    last_ts: int = 0

    def number(self) -> int:
        """A number never given before, for ids."""
        self.last_number += 1
        return self.last_number

    def next_ts(self) -> str:
        """Seconds.microseconds of now, later than every one before it."""
        self.last_ts = max(self.last_ts + 1, int(self.now() * 1_000_000))
        return f"{self.last_ts // 1_000_000}.{self.last_ts % 1_000_000:06d}"

    def add_person(self, person: str, *, name: str = "", locale: str = "en-US") -> Person:
        """The person of that id, who is new where nobody had it."""
        return self.people.setdefault(person, Person(person, name or person.lower(), locale))

    def direct_channel(self, person: str) -> Channel:
        """The direct messages between this person and the app."""
        for channel in self.channels.values():
            if channel.person == person:
                return channel
        channel = Channel(f"D0{person[2:] or person}", "directmessage", private=True, person=person)
        self.channels[channel.id] = channel
        return channel

    def visible(self, channel: object) -> Channel:
        """The channel that the app may know of, or channel_not_found: private ones only as a member."""
        found = self.channels.get(str(channel))
        if found is None or (found.private and not found.member):
            raise Refused("channel_not_found")
        return found

    def readable(self, channel: object) -> Channel:
        """The channel whose messages the app may read, or not_in_channel."""
        found = self.visible(channel)
        if not found.member:
            raise Refused("not_in_channel")
        return found

    def writable(self, channel: object) -> Channel:
        """The channel that the app may write to; a person's id stands for their direct messages."""
        if str(channel) in self.people:
            return self.direct_channel(str(channel))
        found = self.visible(channel)
        if found.archived:
            raise Refused("is_archived")
        if not found.member:
            raise Refused("not_in_channel")
        return found

    def find(self, channel: str, ts: object) -> Post:
        """The post that stands at `ts`, or message_not_found."""
        for post in self.posts.get(channel, ()):
            if post.ts == ts and not post.deleted:
                return post
        raise Refused("message_not_found")

    def thread_root(self, channel: str, ts: object) -> str:
        """The ts of the thread that a reply to `ts` joins, or thread_not_found where its message is gone."""
        for post in self.posts.get(channel, ()):
            if post.ts == ts and (not post.deleted or self.replies(post)):
                return post.thread_ts or post.ts
        raise Refused("thread_not_found")

    def edit(self, post: Post, text: str, *, blocks: list[Json]) -> None:
        """Puts new words and blocks in the place of a post's old ones."""
        post.text, post.blocks = text, blocks
        post.edits, post.edited_ts = post.edits + 1, self.next_ts()

    def replies(self, root: Post) -> list[Post]:
        """What stands in the thread below a post, oldest first."""
        return [
            post
            for post in self.posts.get(root.channel, ())
            if post.thread_ts == root.ts and not post.deleted
        ]

    def keep(self, post: Post) -> Post:
        """Puts a post up, for everybody or for one person, and tells the watchers."""
        if post.only_for:
            self.ephemeral.append(post)
        else:
            self.posts.setdefault(post.channel, []).append(post)
            self.tell("posted", post)
        return post

    def tell(self, change: Change, post: Post, before: Post | None = None) -> None:
        """Tells every watcher what happened to a post."""
        for watcher in self.watchers:
            watcher(change, post, before)

    def wire(self, post: Post, *, metadata: bool = False) -> Json:
        """A post as the Web API and the events show it; the payload of its metadata only where asked for."""
        if post.deleted:
            return {
                "type": "message",
                "subtype": "tombstone",
                "text": "This message was deleted.",
                "user": "USLACKBOT",
                "hidden": True,
                "ts": post.ts,
                "thread_ts": post.ts,
            }
        shown: Json = {
            "type": "message",
            "user": post.user,
            "ts": post.ts,
            "text": post.text,
            "team": self.team,
        }
        if post.by_bot:
            shown |= {"bot_id": self.bot, "app_id": self.app, "bot_profile": self._bot_profile()}
        if post.blocks:
            shown["blocks"] = [
                {"block_id": f"{post.ts[-4:]}{number}", **block} for number, block in enumerate(post.blocks)
            ]
        if post.files:
            shown |= {"files": post.files, "upload": False}
        if post.metadata:
            known = ("event_type", "event_payload") if metadata else ("event_type",)
            shown["metadata"] = {key: post.metadata[key] for key in known}
        if post.edits and not post.blocks:
            shown["edited"] = {"user": post.user, "ts": post.edited_ts}
        if post.reactions:
            shown["reactions"] = [
                {"name": name, "count": 1, "users": [self.bot_user]} for name in post.reactions
            ]
        return shown | self._thread_of(post)

    def _thread_of(self, post: Post) -> Json:
        if post.thread_ts:
            return {"thread_ts": post.thread_ts}
        below = self.replies(post)
        if not below:
            return {}
        return {
            "thread_ts": post.ts,
            "reply_count": len(below),
            "reply_users": sorted({reply.user for reply in below}),
            "latest_reply": below[-1].ts,
        }

    def _bot_profile(self) -> Json:
        return {
            "id": self.bot,
            "app_id": self.app,
            "name": self.bot_name,
            "team_id": self.team,
            "deleted": False,
        }
