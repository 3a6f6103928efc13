"""`backup`: copies of the database and the files, also while the bot runs."""

from bot.cli.streams import complain, put
from bot.clients.clock import SystemClock
from bot.errors import SetupError, TryLater
from bot.replies.catalogue import say
from bot.settings import Settings
from storage.backups import FolderBackups
from storage.places import read_place


async def back_up(settings: Settings) -> bool:
    """Copy all that is kept and say where; False where it cannot be. Raises SetupError."""
    file = read_place(settings.database).file
    if file and not file.exists():
        raise SetupError(f"There is no database at {file} yet, so there is nothing to back up.")
    try:
        copies = await FolderBackups(file, data_dir=settings.data_dir).make(SystemClock().now())
    except TryLater as error:
        complain(f"The backup cannot be made: {error.__cause__}.")
        return False
    if copies is None:
        complain(say("en", "admin.backup_server"))
        return False
    facts = {"database": copies.database, "files": copies.files, "count": copies.count}
    return put(say("en", "admin.backup", **facts) + "\n")
