"""The tables of what is announced, followed, judged and reported."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from storage.columns import Moment, Words, metadata

announcements = Table(  # every version of a paper that arXiv announced
    "announcements",
    metadata,
    Column("number", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("day", Date, nullable=False, index=True),  # of its first mailing
    Column("record", Text, nullable=False),  # Announcement
)

announced_in = Table(  # the categories in whose mailings it stood, and when
    "announced_in",
    metadata,
    Column("category", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("day", Date, nullable=False),
    Index("announced_in_by_day", "category", "day"),
)

mailings = Table(
    "mailings",
    metadata,
    Column("category", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("announced", Integer, nullable=False),
    Column("way", Text, nullable=False),
    Column("noted_at", Moment, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("source", Text, primary_key=True),  # an arXiv category
    Column("through", Date),  # the newest mailing day that is kept whole
    Column("checked_at", Moment),
    Column("trouble", Text),  # Reason
)

topics = Table(
    "topics",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("thread", Text),
    Column("name", Words, nullable=False),
    Column("topic", Text, nullable=False),  # Topic
    Column("by", Text, nullable=False),  # platform:id
    Column("begins", Date, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    UniqueConstraint("platform", "chat", "name"),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("topic", Integer, ForeignKey("topics.id"), primary_key=True),
    Column("number", Text, primary_key=True, index=True),
    Column("day", Date, nullable=False),  # of the mailing
    Column("score", Integer, nullable=False),  # in thousandths
    Column("kept", Boolean, nullable=False),
    Column("verdict", Text, nullable=False),  # Verdict
    Column("at", Moment, nullable=False),
    Index("verdicts_by_day", "topic", "kept", "day"),
)

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job", Text, nullable=False, unique=True),  # its key
    Column("platform", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("thread", Text),
    Column("kind", Text, nullable=False),
    Column("due", Date, nullable=False),  # or the last day on which it looks back
    Column("report", Text, nullable=False),  # Report; of another kind than daily: ToldOverview
    Column("figures", Text),  # ReportFigures; NULL: it is no daily report
    Column("made_at", Moment, nullable=False),
    Index("reports_by_chat", "platform", "chat", "due"),
)

reported = Table(  # which versions of which papers a chat was told of
    "reported",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("paper", Text, primary_key=True),  # its key
    Column("version", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
)

schedules = Table(
    "schedules",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("thread", Text, primary_key=True),  # "": none
    Column("covered", Date, nullable=False),  # the last due date that wants no report any more
    Column("since", Date, nullable=False),  # the first day that no report covers
    Column("noted_at", Moment, nullable=False),
)
