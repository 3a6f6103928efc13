"""The steps from every older shape of the database to the newest: one file a step, in `versions`."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def is_known(revision: str) -> bool:
    """True for a revision that these steps lead on from."""
    return any(step.revision == revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Take the steps up to a revision, in the transaction that the connection is in."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _config() -> Config:
    config = Config()
    # % begins a variable in Alembic's settings
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
