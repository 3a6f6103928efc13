"""What arXiv announced, fetched in good time: the loop that pulls whatever any chat follows."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from bot.errors import TryLater
from bot.mailings import Topics
from bot.topics.categories import categories_of
from bot.usecases.pull_mailings import Press, pull_mailings

EVERY = timedelta(minutes=30)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Newsagent:
    """A report pulls for itself; whoever was here before it has left it nothing to wait for."""

    press: Press
    topics: Topics

    async def run(self) -> None:
        """Pull for ever; where nothing is followed, nothing is asked."""
        while True:
            try:
                categories = categories_of(each.topic for each in await self.topics.all())
                await pull_mailings(categories, press=self.press)
            except TryLater as error:  # a database that is away for a moment
                log.warning("mailing.unkept why=%s", error.reason.why)
            # What breaks one look must not end them all.
            except Exception:
                log.exception("worker.stumbled worker=newsagent")
            await self.press.clock.sleep(EVERY)
