"""The pieces of one paper that are most likely to answer a question, by an index made for the call."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import digits

from bot.domain.texts import PaperText
from bot.reading.passages import STOPS
from bot.reading.sentences import split_sentences
from bot.retrieval.general import general_places
from bot.retrieval.index import Index, index_of
from bot.retrieval.pieces import Piece, is_chinese, pieces_of
from bot.retrieval.questions import Wanted, spaced, wanted_of
from bot.retrieval.related import Carried

MOST_PIECES = 12
"""On three public sets of questions recall at 12 is .75, .98 and .89, and at 8 .62, .96 and .79."""
LEADING = 4  # pieces of abstract and introduction that go with a question about the whole paper
UNUSED = 0.5  # the weight of what papers write for a word of the question that this paper does not use
USED = 0.15  # the same for a word that it uses well: it may be meant as it stands
WELL = 0.2  # of all pieces hold a word that a paper uses well
CHINESE = 0.35  # the same for Chinese words, and for how English ones for them begin
OTHERS = 0.5  # the weight of words beside the best one of those that say the same
MOST_DIGITS = 0.12  # of a text's characters: 99 of 100 paragraphs have fewer, most tables have a fifth


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
    if general := general_places(question, pieces):
        ranked = list(dict.fromkeys([*general, *ranked]))
    opening = [place for place, piece in enumerate(pieces) if piece.opens] or list(range(len(pieces)))
    if wanted.whole:
        title = [place for place, piece in enumerate(pieces[:1]) if _is_front(piece)]
        ranked = list(dict.fromkeys([*title, *opening[:LEADING], *ranked]))
    handed = list(dict.fromkeys([*ranked, *opening]))[:most]
    return Found(
        wanted,
        pieces=tuple(pieces[place] for place in sorted(handed)),
        best=tuple(
            sorted((pieces[place] for place in ranked[:most]), key=lambda piece: _answers_late(piece, wanted))
        ),
        foreign=wanted.chinese and not chinese,
    )


def sentences_and_best(piece: Piece, wanted: Wanted) -> tuple[tuple[str, ...], int, int]:
    """A piece's sentences, or lines of its tables; the place of the best; the first that may stand before it.

    Whoever asks about the whole paper reads from the first, and rows of numbers only who asks for some.
    """
    units = tuple(unit for kind, words in _runs(piece) for unit in _units(words, kind))
    scores = _scores([("", spaced(unit)) for unit in units], wanted)
    aside = [not wanted.numbers and _is_rows(unit) for unit in units]
    best = max(scores, key=lambda place: (not aside[place], scores[place], -place), default=0)
    if wanted.whole:
        best = next((place for place in range(best) if not aside[place]), best)
    return units, best, max((place + 1 for place in range(best) if aside[place]), default=0)


def _answers_late(piece: Piece, wanted: Wanted) -> tuple[bool, bool]:
    """A title has words of many questions and answers few; rows of numbers answer few that ask for none."""
    return _is_front(piece), not wanted.numbers and _is_rows(piece.text)


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
    if not rows:
        return scores
    with index_of(rows) as index:
        for term in wanted.own:
            _add(scores, index.fits(term), weight=1.0)
        for begins in wanted.beginnings:
            _add(scores, index.fits(begins, begins=True), weight=CHINESE)
        printed: set[str] = set()
        for carried in wanted.related:
            new = [word for word in carried.printed if word not in printed]
            printed.update(new)
            _add(scores, _any_of([index.fits(word) for word in new]), weight=_weight(carried, index))
    return scores


def _is_rows(text: str) -> bool:
    """Whether it is numbers rather than sentences: figures of a table, whatever it was read as."""
    return sum(map(text.count, digits)) > MOST_DIGITS * len(text)


def _weight(carried: Carried, index: Index) -> float:
    """The less a paper uses the words of a question, the more may stand there in other ones."""
    if not carried.words:
        return CHINESE
    if "" in carried.words:
        return USED
    share = max(index.share(word) for word in carried.words)
    return USED + (UNUSED - USED) * max(0.0, 1 - share / WELL)


def _any_of(fits: Iterable[Mapping[int, float]]) -> dict[int, float]:
    """For words that say much the same: the best one counts, and the others for less."""
    best: dict[int, float] = {}
    total: dict[int, float] = {}
    for each in fits:
        for place, score in each.items():
            total[place] = total.get(place, 0.0) + score
            if score > best.get(place, 0.0):
                best[place] = score
    return {place: score + OTHERS * (total[place] - score) for place, score in best.items()}


def _add(scores: dict[int, float], fits: Mapping[int, float], *, weight: float) -> None:
    for place, score in fits.items():
        scores[place] = scores.get(place, 0.0) + weight * score
