"""The tables, once. `migrations` brings older databases to this shape; a test compares the two."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.types import TypeDecorator

REVISION = "0005"
"""The newest revision in `migrations/versions`: the shape that these tables have."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "pk": "%(table_name)s_key",
        "uq": "%(table_name)s_once",
        "fk": "%(table_name)s_%(column_0_name)s_known",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware time: kept in UTC, given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs its time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """What a person or a service wrote: neither database takes half a character, nor PostgreSQL a NUL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return value.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


# Values of the domain are kept whole, as the JSON that they write of themselves, in columns of text:
# PostgreSQL's own JSON type refuses the NUL that a PDF may hold. Other columns are what queries ask for.

papers = Table(
    "papers",
    metadata,
    Column("key", Text, primary_key=True),
    Column("number", Text, index=True),  # arXiv's, whether the key has it or only the pages print it
    Column("version", Integer, nullable=False, server_default="0"),  # arXiv's, of the record; 0: it has none
    Column("paper", Text, nullable=False),  # Paper, in its newest version
    Column("kept_at", Moment, nullable=False),
)

versions = Table(  # every version of a paper that was ever kept, the newest among them
    "versions",
    metadata,
    Column("paper", Text, ForeignKey("papers.key"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("record", Text, nullable=False),  # Paper
    Column("kept_at", Moment, nullable=False),
)

texts = Table(  # the whole text of each file that was read, whatever paper the file turns out to be
    "texts",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("text", Text, nullable=False),  # PaperText as JSON, compressed, in base64: a text moves anywhere
    Column("kept_at", Moment, nullable=False),
)

files = Table(  # which paper a file is; a paper may have been read from several
    "files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("paper", Text, ForeignKey("papers.key"), nullable=False, index=True),
    Column("version", Integer, nullable=False, server_default="0"),  # of the paper, that the file is of
)

submissions = Table(  # no foreign keys: a paper is noted as handed in whether or not it could be kept
    "submissions",
    metadata,
    Column("job", Text, primary_key=True),
    Column("place", Integer, primary_key=True),  # among the papers of its job
    Column("label", Words, nullable=False),
    Column("identity", Words, nullable=False),
    Column("day", Date, nullable=False, index=True),
    Column("paper", Text, index=True),  # its key; NULL where it could not be read
    Column("reason", Text),  # Reason
    Column("arrived_at", Moment, nullable=False),
)

briefs = Table(
    "briefs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("paper", Text, nullable=False),  # its key
    Column("version", Integer, nullable=False),  # 0: of a file; NULLs would all differ, and nothing be unique
    Column("language", Text, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("writer", Text, nullable=False),
    Column("brief", Text, nullable=False),  # Brief
    Column("kept_at", Moment, nullable=False),
    UniqueConstraint("paper", "version", "language", "prompt", "writer"),
)

earlier_briefs = Table(  # in whose place another was written, with what stood there until then
    "earlier_briefs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("paper", Text, nullable=False, index=True),  # its key
    Column("brief", Text, nullable=False),  # Brief
    Column("kept_at", Moment, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),  # rises with arrival
    Column("job", Text, nullable=False, unique=True),  # its key
    Column("paper", Text, nullable=False, index=True),  # its key
    Column("field", Text, nullable=False),
    Column("language", Text),  # NULL: all
    Column("value", Words),  # NULL: the newest one was withdrawn
    Column("before", Words, nullable=False),
    Column("person", Text, nullable=False),  # platform:id
    Column("at", Moment, nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),  # rises with arrival
    Column("key", Text, nullable=False, unique=True),
    Column("echoes", Text),
    Column("command", Text, nullable=False),  # Command
    Column("platform", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("thread", Text),
    Column("reply_to", Text),
    Column("person", Text),
    Column(
        "lane", Text, nullable=False
    ),  # platform, chat and person: jobs of one lane run one after the other
    Column("language", Text, nullable=False),
    Column("state", Text, nullable=False),  # JobState
    Column("due_at", Moment, nullable=False),  # set anew by each lease, which makes it the lease's mark
    Column("tries", Integer, nullable=False),
    Column("crashes", Integer, nullable=False),
    Column("lease_owner", Text),
    Column("lease_until", Moment),
    Column("setback", Text),  # Reason: why it was last put back
    Column("failure", Text),  # Reason: why it ends as failed
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Index("jobs_by_due_time", "state", "due_at"),
    Index("jobs_by_lane", "lane", "state"),
    Index("jobs_echo_once", "echoes", unique=True),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("job_id", Integer, ForeignKey("jobs.id"), nullable=False),
    Column("part", Integer, nullable=False),
    Column("platform", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("thread", Text),
    Column("reply_to", Text),
    Column("piece", Text, nullable=False),  # Reply
    Column("state", Text, nullable=False, index=True),  # DeliveryState
    Column("intended_at", Moment),  # of the newest call
    Column("noted_at", Moment),  # when its outcome, or the want of one, was noted
    Column("post", Text),  # the platform's id of it; "": it cannot be reached again
    Column("word", Words),  # the platform's, for why it was refused
    Column("resent", Boolean, nullable=False, server_default=false()),
    Column("edits", Text),  # id of the delivery whose post is to show what is kept as its piece
    UniqueConstraint("job_id", "part"),
)

charges = Table(  # no foreign keys: what was paid stays, whatever became of the paper
    "charges",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("paper", Text, index=True),  # its key
    Column("person", Text),  # platform:id, like the chat
    Column("chat", Text),
    Column("model", Text, nullable=False),
    Column("day", Date, nullable=False),  # in the zone of the house
    Column("at", Moment, nullable=False, index=True),
    Column("input", BigInteger, nullable=False),  # tokens, like the next three
    Column("cached", BigInteger, nullable=False),
    Column("cache_writes", BigInteger, nullable=False),
    Column("output", BigInteger, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("price", Text),  # Price; NULL: unknown
    Column("currency", Text),  # of the price
    Column("cost", BigInteger),  # in billionths of the currency, which add up exactly; NULL: unknown
)
