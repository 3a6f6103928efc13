"""What Telegram's errors mean for a post: try later, never, or nobody knows."""

from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.errors import ChatClosed, OutcomeUnknown, PostRefused, TryLater, Why

HOST = "Telegram"
# A chat that is gone, or in which others may write and we may not; Forbidden says that we were put out.
_CLOSED = ("chat not found", "not enough rights", "no rights to send", "chat_write_forbidden", "deactivated")
# The rest of the group is still open.
_TOPIC = ("thread not found", "topic_closed", "topic_deleted")
_NEVER = (BadRequest, Forbidden, ChatMigrated, InvalidToken, EndPointNotFound, Conflict)
# The request did not leave this machine: nothing can have been posted.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def outcome(error: TelegramError) -> TryLater | PostRefused | OutcomeUnknown:
    """What a failed call says about its post. There is no idempotency key: a time-out leaves it open."""
    if isinstance(error, RetryAfter):
        return TryLater(Why.SOURCE_BUSY, after=_wait(error), host=HOST)
    if closes(error):
        return ChatClosed(error.message)
    if any(word in error.message.lower() for word in _TOPIC):
        return PostRefused(f"the topic was closed or deleted ({error.message})")
    if isinstance(error, _NEVER):
        return PostRefused(error.message)
    if isinstance(error, NetworkError) and isinstance(error.__cause__, _NOT_SENT):
        return TryLater(Why.NO_NETWORK, host=HOST)
    return OutcomeUnknown(error.message)


def closes(error: TelegramError) -> bool:
    """True where the chat takes no post of ours any more."""
    if isinstance(error, Forbidden):
        return True
    return isinstance(error, BadRequest) and any(word in error.message.lower() for word in _CLOSED)


def later(error: TelegramError) -> TryLater:
    """For calls that change nothing: try again."""
    if isinstance(error, RetryAfter):
        return TryLater(Why.SOURCE_BUSY, after=_wait(error), host=HOST)
    return TryLater(Why.NO_NETWORK, host=HOST)


def _wait(error: RetryAfter) -> timedelta:
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
