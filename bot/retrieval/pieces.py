"""A paper's text -> pieces of about 200 words: whole passages, packed inside a section and a page."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.texts import PaperText, Passage
from bot.reading.letters import fold
from bot.reading.sentences import split_sentences

MOST_WORDS = 260  # of a piece that is packed; a paragraph is left whole up to LONGEST_WORDS
LONGEST_WORDS = 400
LETTERS_OF_A_WORD = {False: 6, True: 2}  # with its space; of a Chinese word
SAMPLE = 4000  # characters that tell which writing a paper is in
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_OPENING = re.compile(r"\babstract\b|\bsummary\b|\bintroduction\b|\brésumé\b|摘要|引言|绪论")


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring passages of one page, as far as their first lines tell."""

    passages: tuple[Passage, ...]
    section: str  # the title of the section that it stands in; "" in front of the first
    titles: str  # the same with the headings that open its paragraphs, to be searched

    @property
    def page(self) -> int:
        """1-based; 0 in a document without pages."""
        return self.passages[0].page

    @property
    def text(self) -> str:
        """Its passages, each in a line of its own."""
        return "\n".join(passage.text for passage in self.passages)

    @property
    def opens(self) -> bool:
        """Whether it belongs to what tells the paper as a whole: abstract or introduction."""
        return _is_opening(self.section)


def pieces_of(text: PaperText) -> tuple[Piece, ...]:
    """Every piece of a paper in its order; tables stay where they stand, references are left out."""
    standing = _standing_sections(text)
    letters = LETTERS_OF_A_WORD[is_chinese(text)]
    pieces: list[Piece] = []
    packed: list[Passage] = []
    place, room = None, 0
    for passage in text.passages:
        if passage.kind == "reference":
            continue
        section = None if passage.section is None else standing[passage.section]
        for part in _parts(passage, letters):
            room -= len(part.text)
            if packed and (room < 0 or place != section or packed[0].page != part.page):
                pieces.append(_piece(packed, text, section=place))
                packed = []
            if not packed:
                place, room = section, MOST_WORDS * letters - len(part.text)
            packed.append(part)
    if packed:
        pieces.append(_piece(packed, text, section=place))
    return tuple(pieces)


def is_chinese(text: PaperText) -> bool:
    """Whether a paper is written in Chinese, as far as its first paragraphs tell."""
    sample = ""
    for passage in text.passages:
        if passage.kind == "paragraph":
            sample += passage.text
        if len(sample) > SAMPLE:
            break
    return len(_HAN.findall(sample)) * 4 > len(sample)


@lru_cache(maxsize=512)
def _is_opening(title: str) -> bool:
    return bool(_OPENING.search(fold(title)))


def _standing_sections(text: PaperText) -> Sequence[int]:
    """For each section the last one up to it whose heading stands on a line of its own."""
    standing: list[int] = []
    for place, section in enumerate(text.sections):
        standing.append(standing[-1] if section.run_in and standing else place)
    return standing


def _piece(packed: Sequence[Passage], text: PaperText, *, section: int | None) -> Piece:
    title = "" if section is None else text.sections[section].title
    titles = dict.fromkeys([title, *map(text.title_of, packed)])
    return Piece(tuple(packed), section=title, titles=" ".join(titles))


def _parts(passage: Passage, letters: int) -> Iterable[Passage]:
    """The passage itself; what is longer than any paragraph, cut between sentences or lines."""
    return (passage,) if len(passage.text) <= LONGEST_WORDS * letters else _cut(passage, letters)


def _cut(passage: Passage, letters: int) -> Iterator[Passage]:
    written = passage.kind == "paragraph"
    units = split_sentences(passage.text) if written else tuple(passage.text.splitlines())
    join = " " if written else "\n"
    if not units:
        return  # white space, and nothing between
    taken = units[0]
    for unit in units[1:]:
        if len(taken) + len(unit) > MOST_WORDS * letters:
            yield passage.model_copy(update={"text": taken})
            taken = unit
        else:
            taken += join + unit
    yield passage.model_copy(update={"text": taken})
