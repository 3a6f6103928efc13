"""Where things stand at Slack: the direct chat, the home tab as a place in it, and channels."""

from bot.domain.chat import Address
from bot.domain.rooms import Room
from handlers.slack.forms import NAME

HOME_WORD = "home"
PANEL = "panel"  # what the first word in a direct chat answers: nobody spoke, somebody opened it
ALONE = "#alone"  # behind a response_url: what was tapped is seen by one person, and so is the answer
_HOME = "home:"


def is_direct(chat: str) -> bool:
    """True for a person's direct messages with the bot; their ids begin with D."""
    return chat.startswith("D")


def home_address(chat: str, person: str) -> Address:
    """The home tab of a person, as a place in their direct chat: it has that chat's settings."""
    return Address(platform=NAME, chat=chat, thread=f"{_HOME}{person}")


def whose_home(address: Address) -> str | None:
    """The person whose home tab an address is; None for a chat or a thread."""
    kind, mark, person = (address.thread or "").partition(":")
    return person if f"{kind}{mark}" == _HOME else None


def thread_in_direct(address: Address) -> str | None:
    """The thread of a direct chat, such as the assistant panel has; None elsewhere."""
    return address.thread if is_direct(address.chat) and not whose_home(address) else None


def room_of(chat: str, kind: str | None, *, shared: bool = False) -> Room:
    """A chat as far as an event tells of it; `kind` is Slack's channel_type. Its name is in no message."""
    if is_direct(chat):
        return Room(kind="direct")
    return Room(kind="group" if kind == "mpim" else "channel", shared=shared)
