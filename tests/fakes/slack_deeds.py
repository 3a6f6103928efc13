"""What else people do in the Slack fake: taps, shortcuts, tabs that they open, and channels that change."""

from dataclasses import replace

from tests.fakes import slack_events as events
from tests.fakes.slack_script import Said, Script
from tests.fakes.slack_sockets import Timing
from tests.fakes.slack_streams import Streams
from tests.fakes.slack_surfaces import Surfaces
from tests.fakes.slack_trouble import Json
from tests.fakes.slack_workspace import Change, Post, Workspace


class Deeds(Script):
    """The rest of the scripting side. A button is named by its label."""

    scopes: frozenset[str]  # that the app was granted

    def __init__(self, workspace: Workspace, timing: Timing, *, subscribed: frozenset[str]) -> None:
        super().__init__(workspace, timing, subscribed=subscribed)
        self.surfaces = Surfaces(self.methods)
        self.streams = Streams(self.methods)
        self._reacted = set[tuple[str, str, str, str]]()  # by channel, message, person and name
        workspace.watchers.append(self._answered_in_thread)

    def person_taps(self, person: str, post: Post, label: str) -> Said:
        """Somebody taps a button under a post that they can see; LookupError where there is none such."""
        if post.only_for not in {None, person}:
            raise LookupError(f"{person} does not see this post")
        action = events.labelled(self.workspace.wire(post)["blocks"], label)
        action["action_ts"] = self.workspace.next_ts()
        original = None if post.only_for else post
        reply = self._reply_address(post.channel, self.add_person(person), post=original)
        payload = events.pressed_payload(self.workspace, post, person, action=action, reply=reply)
        return self._sent("interactive", payload)

    def person_taps_at_home(self, person: str, label: str) -> Said:
        """Somebody taps a button of their home tab; LookupError where there is none such."""
        view = self.surfaces.homes[person]
        action = events.labelled(view["blocks"], label)
        action["action_ts"] = self.workspace.next_ts()
        trigger = f"{self.workspace.number()}.{self.workspace.team}.home"
        payload = events.home_payload(self.workspace, view, person, action=action, trigger=trigger)
        envelope = self.sockets.send("interactive", payload)
        return Said("", (envelope.event_id,))

    def person_chooses(self, person: str, channel: str, ts: str, *, callback_id: str = "brief_paper") -> Said:
        """Somebody chooses a shortcut in a message's menu, also where the bot is not a member."""
        post = self.workspace.find(channel, ts)
        reply = self._reply_address(channel, self.add_person(person), post=post)
        payload = events.shortcut_payload(self.workspace, post, person, callback_id=callback_id, reply=reply)
        return self._sent("interactive", payload)

    def person_edits(self, channel: str, ts: str, text: str) -> str:
        """Somebody's own message gets another text; the event's id."""
        post = self.workspace.find(channel, ts)
        before = replace(post)
        self.workspace.edit(post, events.as_sent(text), blocks=[])
        return self.push_event(events.changed_event(self.workspace, post, before=before))

    def person_reacts(self, channel: str, person: str, ts: str, *, name: str) -> str:
        """Somebody puts a reaction under a message; the event's id, "" where the app does not hear of it."""
        made = (channel, ts, person, name)
        if made in self._reacted:
            raise ValueError("an app puts it there once")
        self._reacted.add(made)
        return self._of_reaction("reaction_added", channel, person, ts=ts, name=name)

    def person_takes_back(self, channel: str, person: str, ts: str, *, name: str) -> str:
        """Somebody takes their reaction away; KeyError where there is none."""
        self._reacted.remove((channel, ts, person, name))
        return self._of_reaction("reaction_removed", channel, person, ts=ts, name=name)

    def _of_reaction(self, kind: str, channel: str, person: str, *, ts: str, name: str) -> str:
        post = self.workspace.find(channel, ts)
        heard = kind in self.subscribed and "reactions:read" in self.scopes
        if not (heard and self.workspace.channels[channel].member):
            return ""
        event: Json = {
            "type": kind,
            "user": self.add_person(person),
            "reaction": name,
            "item": {"type": "message", "channel": channel, "ts": ts},
            "item_user": post.user,
            "event_ts": self.workspace.next_ts(),
        }
        return self.push_event(event)

    def person_opens(self, person: str, tab: str) -> str:
        """Somebody opens the app's home or messages tab; the event's id."""
        channel = self.direct_channel(person)
        event: Json = {"type": "app_home_opened", "user": person, "channel": channel, "tab": tab}
        if tab == "home" and person in self.surfaces.homes:
            event["view"] = self.surfaces.homes[person]
        return self.push_event(event | {"event_ts": self.workspace.next_ts()})

    def person_opens_panel(self, person: str) -> str:
        """Somebody starts a thread of the older assistant panel; the thread's ts."""
        channel, ts = self.direct_channel(person), self.workspace.next_ts()
        root = Post(channel, ts, person, "New Assistant Thread", by_bot=False)
        self.workspace.posts.setdefault(channel, []).append(root)
        self.surfaces.panel(channel, ts)
        thread: Json = {"user_id": person, "channel_id": channel, "thread_ts": ts, "context": {}}
        self.push_event({"type": "assistant_thread_started", "assistant_thread": thread, "event_ts": ts})
        return ts

    def invite_bot(self, channel: str, person: str) -> str:
        """Somebody lets the bot into a channel; the event's id."""
        self.workspace.channels[channel].member = True
        self.add_person(person)
        return self._of_channel(
            "member_joined_channel",
            channel,
            user=self.workspace.bot_user,
            inviter=person,
            team=self.workspace.team,
        )

    def remove_bot(self, channel: str, person: str) -> str:
        """Somebody removes the bot from a channel; the event's id."""
        there = self.workspace.channels[channel]
        there.member = False
        return self._of_channel("group_left" if there.private else "channel_left", channel, actor_id=person)

    def rename_channel(self, channel: str, name: str) -> str:
        """Somebody renames a channel; told of public ones whether the bot is in them or not."""
        there = self.workspace.channels[channel]
        there.name = name
        event = {
            "type": self._kind(channel, "rename"),
            "channel": {"id": channel, "name": name, "created": 1},
        }
        return self.push_event(event)

    def archive_channel(self, channel: str, person: str, *, archived: bool = True) -> str:
        """Somebody archives a channel, or opens it again; told as a new name is."""
        self.workspace.channels[channel].archived = archived
        kind = self._kind(channel, "archive" if archived else "unarchive")
        return self._of_channel(kind, channel, user=person)

    def _kind(self, channel: str, what: str) -> str:
        return f"{'group' if self.workspace.channels[channel].private else 'channel'}_{what}"

    def _of_channel(self, kind: str, channel: str, **more: object) -> str:
        return self.push_event(
            {"type": kind, "channel": channel, "event_ts": self.workspace.next_ts(), **more}
        )

    def _answered_in_thread(self, change: Change, post: Post, before: Post | None) -> None:
        """A status goes when the bot says something in its thread (docs.slack.dev, setStatus)."""
        if change == "posted" and post.by_bot and post.thread_ts and before is None:
            panel = self.surfaces.panels.get((post.channel, post.thread_ts))
            if panel:
                panel.status = ""
