"""The tables that papers are looked up in: words in one form for all, and who gave what is nowhere public."""

from sqlalchemy import Column, Table, Text

from storage.columns import metadata

# Made of what is kept elsewhere, whenever somebody looks for papers: whoever changes a paper, its briefs or
# corrections removes its row.
paper_words = Table(
    "paper_words",
    metadata,
    Column("paper", Text, primary_key=True),  # its key
    Column("title", Text, nullable=False),  # folded, like the next
    Column("words", Text, nullable=False),
)

givers = Table(  # of papers that came as a file or a text
    "givers",
    metadata,
    Column("paper", Text, primary_key=True),  # its key
    Column("chat", Text, primary_key=True),  # platform:id; "": it is public
    Column("person", Text, primary_key=True),  # platform:id; "": the clock, or anybody
)
