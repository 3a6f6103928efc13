"""The feeds of chats, as files that a web server or a feed reader can be pointed at."""

import asyncio
import os
from pathlib import Path
from threading import get_ident
from urllib.parse import quote

from bot.domain.chat import Address
from storage.private import make_private_folder


class FolderFeeds:
    """The Feeds port on a folder: `<platform>-<chat>.atom`, one for all threads of a chat."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "feeds"

    async def put(self, address: Address, content: str) -> None:
        """Keep a chat's feed in the place of the last one: whoever reads meanwhile has either whole.

        Raises OSError.
        """
        await asyncio.to_thread(self._put, self._name(address.platform, address.chat), content)

    async def remove(self, platform: str, chat: str) -> None:
        """Take a chat's feed away; the chat's next report makes it anew."""
        await asyncio.to_thread((self._folder / self._name(platform, chat)).unlink, missing_ok=True)

    def _put(self, name: str, content: str) -> None:
        make_private_folder(self._folder)
        fresh = self._folder / f".{name}.{os.getpid()}-{get_ident()}"  # two may write one feed at once
        fresh.write_text(content, encoding="utf-8")
        fresh.replace(self._folder / name)

    def _name(self, platform: str, chat: str) -> str:
        return f"{quote(platform, safe='')}-{quote(chat, safe='')}.atom"
