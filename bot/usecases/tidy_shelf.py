"""Files that nobody needs any more -> gone, a while after they were last used."""

import logging
from datetime import timedelta

from bot.ports import Clock
from bot.shelves import Shelf

EVERY = timedelta(hours=6)

log = logging.getLogger(__name__)


async def tidy_shelf(shelf: Shelf, *, keep: timedelta, clock: Clock) -> None:
    """Remove old files for ever, a few times a day; records and briefs stay."""
    while True:
        try:
            removed = await shelf.expire(clock.now() - keep)
        except OSError:  # a folder that may not be read for a moment; the chats go on
            log.exception("worker.stumbled worker=shelf")
            removed = 0
        if removed:
            log.info("shelf.tidied files=%d", removed)
        await clock.sleep(EVERY)
