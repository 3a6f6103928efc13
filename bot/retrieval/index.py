"""How well some rows of text fit a word or a phrase, by an index that is made for one question."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import log

IN_TITLES = 2.0  # times the weight of a word in the text
LEAST_IDF = 1e-6  # what FTS5 counts a word for that stands in half of the rows or more


class Index:
    """Words in any of their English forms; what was asked for once is remembered."""

    def __init__(self, database: sqlite3.Connection, *, rows: int) -> None:
        self._database = database
        self._rows = rows
        self._fits: dict[str, dict[int, float]] = {}

    def fits(self, term: str, *, begins: bool = False) -> Mapping[int, float]:
        """For each row that holds the term, or a word that begins so, by its place, how well it fits.

        BM25 as FTS5 has it, but for words that stand in many rows. They count for nothing there, in half of a
        hundred thousand documents; of a paper's fifty pieces many have the word that a question turns on.
        """
        # https://www.sqlite.org/fts5.html#full_text_query_syntax; no term has a quotation mark in it.
        query = f'"{term}" *' if begins else f'"{term}"'
        if query not in self._fits:
            found = self._database.execute(
                "SELECT rowid, -bm25(piece, ?, 1.0) FROM piece WHERE piece MATCH ?", (IN_TITLES, query)
            ).fetchall()
            ratio = (self._rows - len(found) + 0.5) / (len(found) + 0.5)
            heavier = log(1 + ratio) / max(log(ratio), LEAST_IDF)
            self._fits[query] = {place: score * heavier for place, score in found}
        return self._fits[query]

    def share(self, term: str) -> float:
        """Of all rows those that hold the term."""
        return len(self.fits(term)) / self._rows


@contextmanager
def index_of(rows: Sequence[tuple[str, str]]) -> Iterator[Index]:
    """The index of rows, at least one, of titles and text."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        database.execute(
            "CREATE VIRTUAL TABLE piece USING fts5(titles, text, content='', tokenize='porter unicode61')"
        )
        # A transaction for each row takes three times as long; to end it takes a fifth of the whole.
        database.execute("BEGIN")
        database.executemany(
            "INSERT INTO piece (rowid, titles, text) VALUES (?, ?, ?)",
            ((place, *row) for place, row in enumerate(rows)),
        )
        yield Index(database, rows=len(rows))
    finally:
        database.close()
