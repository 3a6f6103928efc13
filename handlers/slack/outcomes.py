"""What Slack's errors mean for a post: try later, never, or nobody knows."""

import asyncio
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import ChatClosed, OutcomeUnknown, PostRefused, TryLater, Why

HOST = "Slack"
BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
NOT_THERE = frozenset({"not_in_channel", "channel_not_found"})
_CLOSED = NOT_THERE | {
    "is_archived",
    "account_inactive",
    "cannot_dm_bot",
    "messages_tab_disabled",
    "restricted_action",
    "restricted_action_read_only_channel",
    "user_disabled",
}
# Their own words for "something broke on our side": the post may stand.
_OPEN = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
FAILURES = (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, OSError)


def outcome(error: Exception) -> TryLater | PostRefused | OutcomeUnknown:
    """What a failed call says about its post."""
    if isinstance(error, SlackApiError):
        if wait := limited(error):
            return wait
        word = word_of(error)
        if word in _CLOSED:
            return ChatClosed(word)
        return OutcomeUnknown(word) if word in _OPEN or status_of(error) >= 500 else PostRefused(word)
    # The request did not leave this machine: nothing can have been posted.
    if isinstance(error, aiohttp.ClientConnectorError):
        return TryLater(Why.NO_NETWORK, host=HOST)
    return OutcomeUnknown(type(error).__name__)


def limited(error: SlackApiError) -> TryLater | None:
    """The wait that Slack asks for, if this is a matter of its rate limits."""
    if word_of(error) != "ratelimited" and status_of(error) != 429:
        return None
    asked = str(error.response.headers.get("Retry-After", "30")) if status_of(error) else "30"
    return TryLater(
        Why.SOURCE_BUSY, after=timedelta(seconds=int(asked) if asked.isdigit() else 30), host=HOST
    )


def word_of(error: SlackApiError) -> str:
    """Slack's word for what is wrong."""
    try:
        return str(error.response["error"])
    except (KeyError, TypeError, ValueError):
        return f"status {status_of(error)}"


def status_of(error: SlackApiError) -> int:
    """The HTTP status; 0 where none came."""
    return int(getattr(error.response, "status_code", 0) or 0)
