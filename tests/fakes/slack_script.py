"""What people do in the Slack fake, and what can then be seen: the scripting side of the tests."""

import asyncio
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass

from tests.fakes import slack_events as events
from tests.fakes.slack_files import Files
from tests.fakes.slack_methods import Methods
from tests.fakes.slack_sockets import Envelope, EnvelopeKind, Reason, Sockets, Timing
from tests.fakes.slack_trouble import Json, Kind, Trouble, Troubles
from tests.fakes.slack_workspace import Change, Channel, Post, Workspace

SUBSCRIBED = frozenset(
    {"app_mention", "message.channels", "message.groups", "message.im", "reaction_added", "reaction_removed"}
)  # of the events about what people write and react to; others are sent where a test makes them


@dataclass(frozen=True)
class Said:
    """What a person just did: the ts of their message, and the ids of the events (or the trigger) it made."""

    ts: str
    event_ids: tuple[str, ...]
    response_url: str = ""


@dataclass
class ReplyAddress:
    """A response_url: five uses within thirty minutes (docs.slack.dev, "Handling user interaction")."""

    channel: str
    person: str
    made: float
    post: Post | None = None
    uses: int = 0


class Script:
    """People, events and what stands in the channels. Ids are Slack's: C… or D… channels, U… people."""

    bot_token = "xoxb-1-briefbot"
    app_token = "xapp-1-briefbot"

    def __init__(self, workspace: Workspace, timing: Timing, *, subscribed: Collection[str]) -> None:
        self.workspace = workspace
        self.subscribed = subscribed
        self.methods = Methods(workspace)
        self.files = Files(self.methods, self.bot_token)
        self.sockets = Sockets(workspace.app, timing, self._answered)
        self.troubles = Troubles()
        self.replies: dict[str, ReplyAddress] = {}
        self.host = ""
        workspace.watchers.append(self._changed)

    def add_person(self, person: str, *, name: str = "", locale: str = "en-US") -> str:
        """Somebody of the workspace; people who do something are added by themselves."""
        return self.workspace.add_person(person, name=name, locale=locale).id

    def add_channel(
        self,
        channel: str,
        *,
        name: str = "",
        member: bool = True,
        archived: bool = False,
        private: bool = False,
        shared: bool = False,
        people: Collection[str] = (),
    ) -> str:
        """A channel, new or with new flags; `member`: the bot is in it."""
        made = Channel(channel, name or channel.lower(), member=member, archived=archived, private=private)
        made.shared, made.people = shared, {self.add_person(person) for person in people}
        self.workspace.channels[channel] = made
        return channel

    def direct_channel(self, person: str) -> str:
        """The id of the direct messages between this person and the bot."""
        return self.workspace.direct_channel(self.add_person(person)).id

    def person_mentions(self, channel: str, person: str, text: str, *, thread_ts: str | None = None) -> Said:
        """Somebody writes to the bot by its name: `message` and `app_mention`, with different event ids."""
        name = f"<@{self.workspace.bot_user}>"
        return self.person_writes(
            channel, person, text if name in text else f"{name} {text}", thread_ts=thread_ts
        )

    def person_writes(self, channel: str, person: str, text: str, *, thread_ts: str | None = None) -> Said:
        """Somebody writes a message, as typed; `slack_events.as_sent` says what becomes of it."""
        return self._say(self._post_of(channel, person, text, thread_ts=thread_ts))

    def person_shares_file(
        self,
        channel: str,
        person: str,
        name: str,
        *,
        content: bytes,
        text: str = "",
        thread_ts: str | None = None,
    ) -> Said:
        """Somebody puts a file into a channel, with or without words."""
        post = self._post_of(channel, person, text, thread_ts=thread_ts)
        stored = self.files.new_file(name, person, length=len(content))
        stored.content = content
        post.files = [self.files.share(stored)]
        return self._say(post)

    def slash_command(self, channel: str, person: str, text: str, *, command: str = "/brief") -> Said:
        """Somebody runs the app's command, which works in channels without the bot and not in threads."""
        reply = self._reply_address(channel, self.add_person(person))
        place = self.workspace.channels[channel]
        payload = events.slash_payload(self.workspace, place, person, command=command, text=text, reply=reply)
        return self._sent("slash_commands", payload)

    def person_presses(self, channel: str, person: str, ts: str, *, action_id: str) -> Said:
        """Somebody presses a button of the post at `ts`; LookupError where it has no such button."""
        post = self.workspace.find(channel, ts)
        action = events.element_of(self.workspace.wire(post), action_id)
        action["action_ts"] = self.workspace.next_ts()
        reply = self._reply_address(channel, self.add_person(person), post=post)
        payload = events.pressed_payload(self.workspace, post, person, action=action, reply=reply)
        return self._sent("interactive", payload)

    def push_event(self, event: Json) -> str:
        """Sends an inner event of any type; its event id."""
        event_id = f"Ev{self.workspace.number():08d}"
        self.sockets.send("events_api", events.event_callback(self.workspace, event, event_id=event_id))
        return event_id

    def push(self, kind: EnvelopeKind, payload: Json) -> None:
        """Sends an envelope with any payload."""
        self.sockets.send(kind, payload)

    def redeliver(self, event_id: str) -> None:
        """Sends an acked event once more under its event id, as when its ack was lost on the way."""
        for envelope in self.sockets.acked:
            if envelope.event_id == event_id:
                self.sockets.send("events_api", envelope.payload, attempt=1)
                return
        raise LookupError(f"no acked event {event_id}")

    def trouble(
        self,
        kind: Kind,
        *,
        method: str | None = None,
        channel: str | None = None,
        times: int = 1,
        seconds: float = 1.0,
        status: int = 503,
        error: str = "fatal_error",
    ) -> None:
        """Switches on trouble for the next `times` calls of a method, in a channel, or of any.

        Beside Web API names, `method` may be files.upload, files.download, response_url or link (a socket).
        `seconds` is the Retry-After of rate_limit and the length of delay; `status` that of server_error;
        `error` the code of refuse.
        """
        self.troubles.waiting.append(Trouble(kind, method, channel, times, seconds, status, error))

    def drop_sockets(self, count: int | None = None) -> int:
        """Cuts the oldest `count` sockets, or all, without goodbye; how many were cut."""
        return self.sockets.drop(count)

    async def disconnect_sockets(self, reason: Reason = "refresh_requested") -> int:
        """Asks every socket to reconnect; how many were asked."""
        return await self.sockets.disconnect(reason)

    def posted(self, channel: str) -> list[Post]:
        """The bot's posts that now stand in a channel or its threads, oldest first, with edits applied."""
        return [post for post in self.workspace.posts.get(channel, ()) if post.by_bot and not post.deleted]

    def whispered(self, person: str) -> list[Post]:
        """What the bot said to this person alone: ephemeral posts and answers to their commands."""
        return [post for post in self.workspace.ephemeral if post.only_for == person]

    def acked(self, event_id: str) -> int:
        """How many deliveries of this event, or of the trigger of a command, were acked."""
        return sum(envelope.event_id == event_id for envelope in self.sockets.acked)

    def lost(self) -> list[str]:
        """Event and trigger ids that Slack gave up on; after a lost command the person saw an error."""
        return [envelope.event_id for envelope in self.sockets.lost]

    async def until(self, happened: Callable[[], bool], *, seconds: float = 5.0) -> None:
        """Waits until something is so; TimeoutError after `seconds`."""
        async with asyncio.timeout(seconds):
            # a test may wait for anything at all, so there is no one event to wait for
            while not happened():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def wait_for_posts(self, channel: str, *, count: int = 1, seconds: float = 5.0) -> list[Post]:
        """The bot's posts in a channel as soon as there are `count`."""
        await self.until(lambda: len(self.posted(channel)) >= count, seconds=seconds)
        return self.posted(channel)

    async def settled(self, *, seconds: float = 5.0) -> None:
        """Waits until nothing is on its way to the app any more."""
        await self.until(lambda: not self.sockets.waiting, seconds=seconds)

    def _post_of(self, channel: str, person: str, text: str, *, thread_ts: str | None) -> Post:
        place = self.workspace.channels[channel]
        if not place.member:
            raise LookupError(f"the bot is not in {channel}: Slack would tell it nothing")
        root = self.workspace.thread_root(channel, thread_ts) if thread_ts else None
        place.people.add(self.add_person(person))
        return Post(channel, self.workspace.next_ts(), person, events.as_sent(text), thread_ts=root)

    def _say(self, post: Post) -> Said:
        self.workspace.posts.setdefault(post.channel, []).append(post)
        return Said(post.ts, self._tell(post))

    def _tell(self, post: Post) -> tuple[str, ...]:
        kind = self.workspace.channels[post.channel].kind
        if not self.workspace.channels[post.channel].member:
            return ()
        heard = [("message", f"message.{kind}s" if kind != "im" else "message.im")]
        if kind != "im" and not post.by_bot and f"<@{self.workspace.bot_user}>" in post.text:
            heard.append(("app_mention", "app_mention"))
        return tuple(
            self.push_event(events.message_event(self.workspace, post, kind=name))
            for name, subscription in heard
            if subscription in self.subscribed
        )

    def _changed(self, change: Change, post: Post, before: Post | None) -> None:
        """The bot hears its own posts and edits, as every app does that listens to messages."""
        kind = self.workspace.channels[post.channel].kind
        if before is None:
            self._tell(post)
        elif ("message.im" if kind == "im" else f"message.{kind}s") in self.subscribed:
            shape = events.changed_event if change == "edited" else events.deleted_event
            self.push_event(shape(self.workspace, post, before=before))

    def _sent(self, kind: EnvelopeKind, payload: Json) -> Said:
        envelope = self.sockets.send(kind, payload)
        return Said("", (envelope.event_id,), str(payload["response_url"]))

    def _reply_address(self, channel: str, person: str, *, post: Post | None = None) -> Json:
        token = uuid.uuid4().hex
        self.workspace.channels[channel].people.add(person)
        self.replies[token] = ReplyAddress(channel, person, self.workspace.now(), post)
        trigger = f"{self.workspace.number()}.{self.workspace.team}.{token[:8]}"
        return {"response_url": f"{self.host}/response/{token}", "trigger_id": trigger}

    def _answered(self, envelope: Envelope) -> None:
        """An ack may bring the answer to a command."""
        said = envelope.answer or {}
        if envelope.kind == "slash_commands" and (said.get("text") or said.get("blocks")):
            token = str(envelope.payload["response_url"]).rpartition("/")[2]
            self.answer_to(self.replies[token], said)

    def answer_to(self, address: ReplyAddress, said: Json) -> None:
        """Puts up an answer: for the person alone, unless it asks to stand in the channel."""
        there = self.workspace
        if said.get("delete_original") and address.post:
            address.post.deleted = True
            return
        text, blocks = self.methods.body_of(said)
        if said.get("replace_original") and address.post:
            there.edit(address.post, text, blocks=blocks)
            return
        thread = said.get("thread_ts")
        root = there.thread_root(address.channel, thread) if thread else None
        post = Post(address.channel, there.next_ts(), there.bot_user, text, by_bot=True, blocks=blocks)
        post.thread_ts = root
        post.only_for = None if said.get("response_type") == "in_channel" else address.person
        there.keep(post)
