"""What a run on the command line remembers: as the bot does, but what it is given is its own matter."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from bot.cli.streams import complain
from bot.domain.reports import Submission
from bot.errors import SetupError
from bot.opening import Network, models_in_reach
from bot.settings import Settings
from storage import Storage, open_storage
from storage.database import Database
from storage.papers import SqlLibrary


class GivenPapers(SqlLibrary):
    """The library, where what was handed in is what this run was given: no chat's report is told of it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._given: dict[tuple[str, int], Submission] = {}

    async def submit(self, submission: Submission, *, job: str, place: int, now: datetime) -> None:
        """Note that a paper was handed in, until the run ends."""
        self._given[job, place] = submission

    async def submissions(self, day: date) -> tuple[Submission, ...]:
        """What was handed in to this run, in the order in which it was given."""
        return tuple(given for _, given in sorted(self._given.items()) if given.day == day)


@asynccontextmanager
async def open_memory(
    settings: Settings, place: Path, *, network: Network, shared: bool
) -> AsyncIterator[Storage]:
    """The bot's database where it is to be `shared` and a model may be paid, else one in the folder `place`.

    A bot may run on it meanwhile. Where it cannot be opened, that is told and the run goes on without; but
    where a budget is set, nobody knows what is left of it, and SetupError is raised.
    """
    async with AsyncExitStack() as stack:
        if shared and models_in_reach(settings, network):
            opening = open_storage(settings.database, data_dir=place, guest=True)
            try:
                bots = await stack.enter_async_context(opening)
            except SetupError as error:
                if not settings.budget.unlimited:
                    raise
                complain(
                    f"{error} This run goes on: what it writes is not remembered, what it costs not noted."
                )
            else:
                yield replace(bots, library=GivenPapers(bots.database))
                return
        yield await stack.enter_async_context(
            open_storage(f"sqlite:///{place / 'run.sqlite3'}", data_dir=place)
        )
