"""The tables, once. `migrations` brings older databases to this shape; a test compares the two."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from storage.columns import Moment, Words, metadata

REVISION = "0014"
"""The newest revision in `migrations/versions`: the shape that these tables have."""

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
    Column("name", Words),  # what the platform calls the person
    Column("unseen", Boolean, nullable=False, server_default=false()),  # nobody else saw that they asked
    Column("lane", Text, nullable=False),  # jobs of one lane run one after the other
    Column("language", Text, nullable=False),
    Column("state", Text, nullable=False),  # JobState
    Column("due_at", Moment, nullable=False),  # set anew by each lease, which makes it the lease's mark
    Column("tries", Integer, nullable=False),
    Column("crashes", Integer, nullable=False),
    Column("lease_owner", Text),
    Column("lease_until", Moment),
    Column("stopped_by", Text),  # the key of the message that called a question off
    Column("notice", Text),  # the platform's id of the post that shows how far it is
    Column("setback", Text),  # Reason: why it was last put back
    Column("failure", Text),  # Reason: why it ends as failed
    Column("created_at", Moment, nullable=False),
    Column("replied_at", Moment),  # when its reply was written down: its place among those of its chat
    Column("finished_at", Moment),
    Index("jobs_by_due_time", "state", "due_at"),
    Index("jobs_by_chat", "platform", "chat", "state"),
    Index("jobs_by_lane", "lane", "state"),
    Index("jobs_by_person", "platform", "person"),
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
    Column("below", Boolean, nullable=False, server_default=false()),  # under the first post of its job
    Column("whisper_to", Text),  # the platform's id of the only person who is to see it
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
    Column("job", Text, index=True),  # its key; NULL: from before it was noted
)

budgets = Table(  # that were set in chat, in the place of the operator's
    "budgets",
    metadata,
    Column("whose", Text, primary_key=True),  # person, chat or total
    Column("limit", Text),  # a decimal, in the currency of the house; NULL: none
)

rooms = Table(
    "rooms",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("room", Text, nullable=False),  # Room
    Column("standing", Text, nullable=False),  # Standing
    Column("settings", Text, nullable=False),  # RoomSettings
    Column("decided_by", Text, nullable=False),  # platform:id; "": the settings, or nobody
    Column("noted_at", Moment, nullable=False),
    Column("moved_to", Text),  # the chat's id by now, where the platform gave it another
)

people = Table(  # with a role that was given in chat; owners of the settings are not here
    "people",
    metadata,
    Column("person", Text, primary_key=True),  # platform:id
    Column("role", Text, nullable=False),  # Role
    Column("given_by", Text, nullable=False),  # platform:id
    Column("at", Moment, nullable=False),
)

acts = Table(
    "acts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job", Text, nullable=False, unique=True),  # its key
    Column("person", Text, nullable=False, index=True),  # platform:id
    Column("chat", Text, nullable=False),  # platform:id
    Column("act", Text, nullable=False),
    Column("words", Words, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

marks = Table(
    "marks",
    metadata,
    Column("mark", Text, primary_key=True),
    Column("paper", Text, primary_key=True),  # its key
    Column("chat", Text, primary_key=True),  # platform:id
    Column("person", Text, primary_key=True),  # platform:id
    Column("at", Moment, nullable=False),
    Index("marks_by_person", "person", "mark"),
)
