"""`metrics`: what the bot did, counted from what it keeps, for a monitoring system."""

from datetime import timedelta

from bot.cli.streams import put
from bot.clients.clock import SystemClock
from bot.errors import NotThereYet, SetupError, TryLater
from bot.opening import open_planning
from bot.replies.catalogue import explain
from bot.replies.metrics import metrics_text
from bot.settings import Settings
from bot.usecases.count_figures import Counting, count_figures
from storage import open_storage
from storage.places import read_place


async def metrics(settings: Settings) -> bool:
    """Print all figures, beside a bot that may run; False where nobody reads them. Raises SetupError."""
    file = read_place(settings.database).file
    if file and not file.exists():
        raise SetupError(f"There is no database at {file} yet. Start the bot once: briefbot run.")
    async with open_storage(settings.database, data_dir=settings.data_dir, guest=True) as storage:
        counting = Counting(
            storage.figures,
            announcements=storage.announcements,
            topics=storage.topics,
            schedules=storage.schedules,
            planning=open_planning(settings, storage, rules=settings.rules),
            catch_up=timedelta(days=settings.catch_up_days),
        )
        try:
            figures = await count_figures(counting, now=SystemClock().now())
        except TryLater as error:
            raise NotThereYet(explain("en", error.reason)) from None
    return put(metrics_text(figures))
