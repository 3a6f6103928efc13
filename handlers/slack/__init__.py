"""Slack: events become messages, replies become Block Kit. The SDK's types stay in this folder."""

from handlers.slack.platform import connect, greet

__all__ = ["connect", "greet"]
