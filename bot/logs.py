"""Log lines on standard error: an event with its fields, never a secret."""

import logging
from collections.abc import Sequence

FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"
# These write request lines, and with them Telegram's token, at INFO.
_TALKATIVE = (
    "aiosqlite",  # writes statements with what people said, at DEBUG
    "httpx",
    "httpx2",
    "httpcore",
    "httpcore2",
    "telegram",
    "slack_sdk",
    "slack_bolt",
    "openai",
    "alembic",
)


class _Redacted(logging.Formatter):
    """The last guard: a secret that got into a line or a traceback is blotted out."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__(FORM)
        self._secrets = [secret for secret in secrets if len(secret) > 3]

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return line


def log_to_stderr(level: str, *, secrets: Sequence[str]) -> None:
    """Send log lines of at least this level to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Redacted(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
