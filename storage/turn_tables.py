"""The table of what was asked and answered in threads."""

from sqlalchemy import Column, Index, Integer, Table, Text

from storage.columns import Moment, Words, metadata

turns = Table(
    "turns",
    metadata,
    Column("id", Integer, primary_key=True),  # rises with arrival
    Column("session", Text, nullable=False, index=True),
    Column("job", Text, nullable=False, index=True),  # its key
    Column("chat", Text, nullable=False),  # platform:id
    Column("person", Text),  # platform:id
    Column("paper", Text, nullable=False, index=True),  # its key
    Column("question", Words, nullable=False),
    Column("standalone", Words, nullable=False),
    Column("answer", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Index("turns_by_person", "person", "chat", "paper"),
)
