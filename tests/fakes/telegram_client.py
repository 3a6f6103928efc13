"""python-telegram-bot's own client, pointed at the local Telegram server."""

from typing import Protocol

from telegram import Bot
from telegram.request import HTTPXRequest


class Server(Protocol):
    """TelegramApi or TelegramProcess."""

    token: str
    address: str


def real_client(server: Server, *, token: str = "") -> Bot:
    """A client that is not yet initialised; long polling has a request of its own, as it must."""
    return Bot(
        token or server.token,
        base_url=f"{server.address}/bot",
        base_file_url=f"{server.address}/file/bot",
        request=HTTPXRequest(),
        get_updates_request=HTTPXRequest(),
    )
