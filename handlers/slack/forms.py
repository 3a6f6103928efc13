"""The parts of what Slack sends that matter here, in Slack's own words."""

from typing import Literal

from pydantic import BaseModel

NAME = "slack"


class File(BaseModel):
    """A file that was shared."""

    name: str | None = "paper.pdf"
    size: int | None = None
    url_private: str | None = None
    url_private_download: str | None = None


class Channel(BaseModel):
    """A conversation; some events name only its id."""

    id: str
    name: str = ""


class Edited(BaseModel):
    """That somebody edited a message; what else may change of one is not said so."""

    ts: str


class Said(BaseModel):
    """A message as an edit shows it, before or after."""

    user: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    text: str | None = None
    ts: str = "0"
    thread_ts: str | None = None
    parent_user_id: str | None = None
    files: list[File] = []
    edited: Edited | None = None


class AssistantThread(BaseModel):
    """A thread of the assistant panel."""

    user_id: str
    channel_id: str
    thread_ts: str


class Item(BaseModel):
    """What somebody reacted to; a file has neither."""

    channel: str = ""
    ts: str = ""


class Event(BaseModel):
    """An inner event. `ts` is of a message, `event_ts` of whatever else happened."""

    type: str
    subtype: str | None = None
    channel: str | Channel = ""
    channel_type: str | None = None
    user: str | None = None
    inviter: str | None = None
    actor_id: str | None = None
    bot_id: str | None = None
    text: str | None = None
    ts: str = "0"
    event_ts: str = "0"
    thread_ts: str | None = None
    parent_user_id: str | None = None  # who began the thread
    tab: str | None = None
    files: list[File] = []
    edited: Edited | None = None
    message: Said | None = None
    previous_message: Said | None = None
    assistant_thread: AssistantThread | None = None
    reaction: str = ""
    item: Item | None = None  # what was reacted to
    item_user: str | None = None  # whose that is

    @property
    def chat(self) -> str:
        """The id of the conversation."""
        return self.channel.id if isinstance(self.channel, Channel) else self.channel


class Authorization(BaseModel):
    """Whom an event is for."""

    user_id: str | None = None


class Envelope(BaseModel):
    """An event with what stands around it."""

    event_id: str
    team_id: str = ""
    event: Event
    authorizations: list[Authorization] = []
    is_ext_shared_channel: bool = False

    @property
    def me(self) -> str | None:
        """The bot's own id."""
        return next((each.user_id for each in self.authorizations if each.user_id), None)


class SlashCommand(BaseModel):
    """The bot's command, run by a person."""

    trigger_id: str
    channel_id: str
    user_id: str
    user_name: str = ""
    text: str = ""
    response_url: str | None = None


class Person(BaseModel):
    """Whoever tapped or chose."""

    id: str
    name: str = ""


class Action(BaseModel):
    """A button that was tapped."""

    action_id: str
    value: str = ""


class Container(BaseModel):
    """What a button hangs on: a message, seen by all or by one, or the home tab."""

    type: str
    message_ts: str = ""
    thread_ts: str | None = None
    channel_id: str = ""
    is_ephemeral: bool = False


class View(BaseModel):
    """The home tab."""

    private_metadata: str = ""


class Tap(BaseModel):
    """A tap on a button."""

    type: Literal["block_actions"]
    trigger_id: str
    user: Person
    container: Container
    actions: list[Action]
    view: View | None = None
    response_url: str | None = None


class Chosen(BaseModel):
    """The message that a shortcut was chosen for."""

    ts: str
    thread_ts: str | None = None
    text: str | None = None
    files: list[File] = []


class Shortcut(BaseModel):
    """A shortcut in a message's menu."""

    type: Literal["message_action"]
    callback_id: str
    trigger_id: str
    user: Person
    channel: Channel
    message: Chosen
    response_url: str
