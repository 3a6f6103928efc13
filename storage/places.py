"""Where a database is: the operator's address, read or refused, and a name for it without its password."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SetupError

_SQLITE = "sqlite:///"
_FORMS = "Use sqlite:///path/to/briefbot.db or postgresql://user:password@host/database."


@dataclass(frozen=True, slots=True)
class Place:
    """A database that storage knows how to open."""

    url: URL  # with its async driver
    label: str  # for the operator: the file's path, or server and database
    file: Path | None  # SQLite's file; None on a server


def read_place(url: str) -> Place:
    """Read `sqlite:///` and a path, taken as it stands, or a `postgresql://` address.

    Raises SetupError for anything else, without a word of the address: it may hold a password.
    """
    if url.startswith(_SQLITE):
        return _file(url.removeprefix(_SQLITE))
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise SetupError(f"The database address cannot be read. {_FORMS}") from None
    if parsed.drivername != "postgresql" or not parsed.database:
        raise SetupError(f"The database address is of no known kind, or it names no database. {_FORMS}")
    return Place(
        url=_with_asyncpg(parsed),
        label=f"{parsed.host or 'localhost'}:{parsed.port or 5432}/{parsed.database}",
        file=None,
    )


def _file(path: str) -> Place:
    if not path or path.startswith((":memory:", "file:")):
        raise SetupError(f"SQLite needs the path of a file. {_FORMS}")
    file = Path(path).absolute()
    return Place(url=URL.create("sqlite+aiosqlite", database=str(file)), label=str(file), file=file)


def _with_asyncpg(url: URL) -> URL:
    """The address for asyncpg, which says `ssl` where libpq and every provider of databases say `sslmode`."""
    if set(url.query) - {"sslmode"}:
        raise SetupError("Of what may follow the ? in a database address, Briefbot knows sslmode only.")
    mode = url.query.get("sslmode")
    return url.set(drivername="postgresql+asyncpg", query={"ssl": mode} if mode else {})
