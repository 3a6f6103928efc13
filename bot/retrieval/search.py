"""The pieces of one paper that are most likely to answer a question, by an index made for the call."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from bot.domain.texts import PaperText
from bot.reading.passages import STOPS
from bot.reading.sentences import split_sentences
from bot.retrieval.pieces import Piece, is_chinese, pieces_of
from bot.retrieval.questions import Wanted, spaced, wanted_of

MOST_PIECES = 12
"""On three public sets of questions recall at 12 is .75, .98 and .89, and at 8 .62, .96 and .79."""
LEADING = 4  # pieces of abstract and introduction that go with a question about the whole paper
IN_TITLES = 2.0  # times the weight of a word in the text
UNUSED = 0.3  # the weight of what papers write for a word of the question that this paper hardly uses
USED = 0.1  # the same for a word that it does use: it may be meant as it stands
CHINESE = 0.25  # the same for Chinese words, and for how English ones for them begin
HARDLY = 0.1  # of all pieces hold a word that a paper hardly uses


@dataclass(frozen=True, slots=True)
class Found:
    """What a paper has to say to a question."""

    wanted: Wanted
    pieces: tuple[Piece, ...]  # in the paper's order: what a model is handed
    best: tuple[Piece, ...]  # the same without those that only fill up, the most likely first
    foreign: (
        bool  # the question is Chinese and the paper is not: only what could be carried over was looked for
    )


def best_pieces(text: PaperText, question: str, *, most: int = MOST_PIECES) -> Found:
    """At most `most` pieces; where fewer match, abstract and introduction fill up."""
    wanted = wanted_of(question)
    pieces, chinese = pieces_of(text), is_chinese(text)
    scores = _scores(_rows(pieces, chinese=chinese), wanted)
    ranked = sorted(scores, key=lambda place: (-scores[place], place))
    opening = [place for place, piece in enumerate(pieces) if piece.opens] or list(range(len(pieces)))
    if wanted.whole:
        title = [place for place, piece in enumerate(pieces[:1]) if _is_front(piece)]
        ranked = list(dict.fromkeys([*title, *opening[:LEADING], *ranked]))
    handed = list(dict.fromkeys([*ranked, *opening]))[:most]
    return Found(
        wanted,
        pieces=tuple(pieces[place] for place in sorted(handed)),
        # A title has words of many questions and answers few.
        best=tuple(sorted((pieces[place] for place in ranked[:most]), key=_is_front)),
        foreign=wanted.chinese and not chinese,
    )


def sentences_from_best(piece: Piece, wanted: Wanted) -> tuple[tuple[str, ...], bool]:
    """A piece's sentences, or lines of its tables, from the best one on; and whether that is its first."""
    units = [unit for kind, words in _runs(piece) for unit in _units(words, kind)]
    scores = _scores([("", spaced(unit)) for unit in units], wanted)
    start = max(scores, key=lambda place: (scores[place], -place), default=0)
    return tuple(units[start:]), start == 0


def _is_front(piece: Piece) -> bool:
    return all(passage.kind == "front" for passage in piece.passages)


def _runs(piece: Piece) -> list[tuple[str, str]]:
    """Kind and words of its passages, a paragraph that broke off with the one that goes on with it."""
    runs: list[tuple[str, str]] = []
    for passage in piece.passages:
        kind, words = runs[-1] if runs else ("", "")
        if kind == passage.kind == "paragraph" and not words.endswith(STOPS):
            runs[-1] = (kind, f"{words} {passage.text}")
        else:
            runs.append((passage.kind, passage.text))
    return runs


def _units(text: str, kind: str) -> tuple[str, ...]:
    return (text,) if kind in {"table", "figure", "code", "formula"} else split_sentences(text)


def _rows(pieces: Sequence[Piece], *, chinese: bool) -> list[tuple[str, str]]:
    """What is searched. An English paper's few Chinese characters are not worth looking for."""
    if chinese:
        return [(spaced(piece.titles), spaced(piece.text)) for piece in pieces]
    return [(piece.titles, piece.text) for piece in pieces]


def _scores(rows: Sequence[tuple[str, str]], wanted: Wanted) -> dict[int, float]:
    """For each row that matches, by its place, how well its titles and its text do."""
    scores: dict[int, float] = {}
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute(
            "CREATE VIRTUAL TABLE piece USING fts5(titles, text, content='', tokenize='porter unicode61')"
        )
        database.execute("BEGIN")  # a transaction for each row takes three times as long
        database.executemany(
            "INSERT INTO piece (rowid, titles, text) VALUES (?, ?, ?)",
            ((place, *row) for place, row in enumerate(rows)),
        )
        database.execute("COMMIT")
        for weight, match in _matches(database, wanted, most=HARDLY * len(rows)):
            if not match:
                continue
            for place, score in database.execute(
                "SELECT rowid, -bm25(piece, ?, 1.0) FROM piece WHERE piece MATCH ?", (IN_TITLES, match)
            ):
                scores[place] = scores.get(place, 0.0) + weight * score
    return scores


def _matches(database: sqlite3.Connection, wanted: Wanted, *, most: float) -> Iterator[tuple[float, str]]:
    """What to look for in the index, with its weight; "" for nothing. `most` rows hold a word hardly used."""
    yield 1.0, _any_of(wanted.own)
    printed: dict[float, dict[str, None]] = {}
    used: dict[str, bool] = {"": True}
    for carried in wanted.related:
        for word in carried.words:
            if word not in used:
                used[word] = _count(database, word) > most
        weight = USED if any(used[word] for word in carried.words) else UNUSED
        if not carried.words:
            weight = CHINESE
        printed.setdefault(weight, {}).update(dict.fromkeys(carried.printed))
    if wanted.beginnings:
        printed.setdefault(CHINESE, {})
    for weight, words in printed.items():
        yield weight, _any_of(words, beginnings=wanted.beginnings if weight == CHINESE else ())


def _count(database: sqlite3.Connection, term: str) -> int:
    (count,) = database.execute(
        "SELECT count(*) FROM piece WHERE piece MATCH ?", (_any_of([term]),)
    ).fetchone()
    return int(count)


def _any_of(terms: Iterable[str], *, beginnings: Iterable[str] = ()) -> str:
    """An FTS5 query for any of the phrases; none has a quotation mark in it."""
    # https://www.sqlite.org/fts5.html#full_text_query_syntax
    return " OR ".join([*(f'"{term}"' for term in terms), *(f'"{begins}" *' for begins in beginnings)])
