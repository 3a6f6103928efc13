"""The daily reports of a chat -> its feed, written anew after each of them."""

import asyncio
import logging
from dataclasses import dataclass

from bot.domain.chat import Address
from bot.ports import Clock
from bot.replies.feeds import paint_feed
from bot.told import Feeds, Reports

LAST = 30  # reports in a feed: a reader that looks once a month misses none

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FeedWriter:
    """What a feed is made from, and where it is put."""

    reports: Reports
    feeds: Feeds
    clock: Clock

    async def write(self, address: Address) -> None:
        """Write a chat's feed; where that fails it is logged, for the next report writes it again."""
        try:
            kept = await self.reports.newest(address, most=LAST)
            # a month of reports takes some tenths of a second, in which nobody would be heard
            content = await asyncio.to_thread(paint_feed, address, kept, made_at=self.clock.now())
            await self.feeds.put(address, content)
        # A full disk, or a database that is away for a moment: the report itself is on its way.
        except Exception:
            log.exception("feed.not_written address=%s", address)
