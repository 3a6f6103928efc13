"""Telegram: updates become messages, replies text with entities. The SDK stays in this folder."""

from handlers.telegram.platform import connect, greet

__all__ = ["connect", "greet"]
