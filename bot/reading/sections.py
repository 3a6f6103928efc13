"""Which blocks are headings: by number, by words that all papers use, and by the face that those have."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.blocks import Block, Face
from bot.reading.capitals import is_capitals
from bot.reading.captions import CAPTION
from bot.reading.letters import fold, word_list
from bot.reading.rows import Row
from bot.reading.section_numbers import Depths, Numbered, numbered

LONGEST = 170  # letters
ROWS = 3
LARGER = 1.07  # of the body's size
SPACED = re.compile(r"(?:[^\W\d_]\s){3,}[^\W\d_]\b")
LEADERS = re.compile(r"(?:\.\s?){4,}|(?:·\s?){4,}|…")
ALWAYS_FIRST = re.compile(r"introduction|references|bibliography|appendi|acknowledg")
NO_SECTION = re.compile(
    r"(?:theorem|lemma|proposition|corollary|definition|proof|remark|assumption|example|claim|conjecture|fact|property"
    r"|problem|step|case|note|input|output|require|ensure)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a heading is set."""

    size: float
    face: str
    capitals: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A block that is a heading, its words and its level."""

    title: str
    level: int


def headings_of(blocks: Sequence[Block], face: Face) -> dict[int, Heading]:
    """The headings among the blocks, by their places."""
    shaped = {place: block for place, block in enumerate(blocks) if _has_shape(block, face)}
    numbers = {
        place: number
        for place, block in shaped.items()
        if (number := numbered(title_of(block))) is not None
        and _stands_out(block, face)
        and _is_placed(block)
    }
    numbers = _of_common_style(numbers, shaped)
    usual = {
        place
        for place, block in shaped.items()
        if place not in numbers
        and is_usual(title_of(block))
        and (_stands_out(block, face) or (face.uneven and _stands_alone(block)))
        and block.text[0].isupper()
    }
    depths = Depths(numbers.values())
    levels = {place: depths.level_of(numbers[place]) for place in sorted(numbers)}
    styles: dict[Style, Counter[int]] = {}
    for place, level in levels.items():
        styles.setdefault(style_of(shaped[place]), Counter())[level] += 1
    for place in sorted(usual):
        own = style_of(shaped[place])
        known = _level(styles, own)
        first = place == min(usual) or ALWAYS_FIRST.match(fold(shaped[place].text))
        levels[place] = 1 if first else known or 1
        if not known:
            styles.setdefault(own, Counter())[levels[place]] += 1
    levels |= _alike({place: shaped[place] for place in shaped if place not in levels}, styles, face)
    return {place: Heading(title_of(blocks[place]), level) for place, level in sorted(levels.items())}


@lru_cache(maxsize=1024)
def is_usual(title: str) -> bool:
    """Whether a title is one that papers have everywhere, numbered or not."""
    return bool(_usual().fullmatch(fold(title).strip(" .:—–-")))


@lru_cache(maxsize=1)
def _usual() -> re.Pattern[str]:
    return re.compile("|".join(sorted(word_list("section_titles.txt"))))


def title_of(block: Block) -> str:
    """A heading's words in one line, letters that are printed apart closed up."""
    text = block.text.strip()
    found = SPACED.match(text)
    return text[: found.end()].replace(" ", "") + text[found.end() :] if found else text


def style_of(block: Block) -> Style:
    """How a block is set; the number may have a face of its own."""
    text = re.sub(r"^\W*[\dIVX.]+\s", "", block.text)
    return Style(
        round(block.first.height * 2) / 2, block.first.face, is_capitals(text + " xxxx") or text.isupper()
    )


def _level(styles: dict[Style, Counter[int]], own: Style) -> int:
    counts = styles.get(own)
    return min(counts, key=lambda level: (-counts[level], level)) if counts else 0


def _has_shape(block: Block, face: Face) -> bool:
    text = block.text
    if len(block.rows) > ROWS or not 3 <= len(text) <= LONGEST or text.rstrip().endswith((",", ";")):
        return False
    if LEADERS.search(text) or CAPTION.match(text) or _ends_in_page_number(block.last):
        return False
    if block.first.mathematics > (0.5 if block.first.all_bold else 0.3) or any(
        len(row.cells) > 2 for row in block.rows
    ):
        return False
    letters = sum(map(str.isalpha, text))
    return (
        letters >= 3
        and letters * 2 > len(text.replace(" ", ""))
        and block.first.height > 0.85 * face.size
        and not block.first.opens_with_mark
    )


def _ends_in_page_number(row: Row) -> bool:
    """Whether a row is one of a table of contents."""
    return len(row.cells) > 1 and row.cells[-1].text.isdecimal()


def _stands_out(block: Block, face: Face) -> bool:
    """Whether a block is set in another face than running text."""
    if block.first.height > LARGER * face.size and not face.uneven:
        return True
    if all(row.all_bold for row in block.rows):
        return True
    text = numbered(block.text)
    words = text.title if text else block.text
    if words.isupper() and sum(map(str.isalpha, words)) >= 4:
        return True
    return block.first.italic and not block.text.rstrip().endswith(".") and len(block.rows) <= 2


def _stands_alone(block: Block) -> bool:
    """Whether a block is one short row."""
    return len(block.rows) == 1 and not block.first.is_full


def _of_common_style(numbers: dict[int, Numbered], shaped: dict[int, Block]) -> dict[int, Numbered]:
    """Of two headings with one number that in the more usual style: the other is a list's or a figure's."""
    share = Counter(style_of(shaped[place]) for place in numbers)
    for number, block in ((numbers[place], shaped[place]) for place in numbers):
        share[style_of(block)] += 10 * is_usual(number.title)
    best: dict[tuple[str, str], int] = {}
    for place, number in numbers.items():
        key = (number.word.lower(), number.number)
        rival = best.get(key)
        if rival is None or share[style_of(shaped[place])] > share[style_of(shaped[rival])]:
            best[key] = place
    letters = {place for place, number in numbers.items() if number.is_letter}
    return {
        place: number
        for place, number in numbers.items()
        if place in letters or best[number.word.lower(), number.number] == place
    }


def _alike(shaped: dict[int, Block], styles: dict[Style, Counter[int]], face: Face) -> dict[int, int]:
    """Headings without a number: set like others, or, where none is numbered, in a face of their own."""
    rest = {place: block for place, block in shaped.items() if _may_be_plain(block, face)}
    found = {place: _level(styles, style_of(block)) for place, block in rest.items()}
    found = {place: level for place, level in found.items() if level}
    own = Counter(style_of(block) for place, block in rest.items() if place not in found)
    largest = max((style.size for style in styles), default=0.0)
    for place, block in rest.items():
        style = style_of(block)
        unlike = own[style] >= 2 and style.size <= largest and not face.uneven
        if place not in found and unlike and not numbered(block.text):
            deeper = [min(counts) for other, counts in styles.items() if other.size >= style.size]
            found[place] = max(deeper, default=1) + 1
    return found


def _may_be_plain(block: Block, face: Face) -> bool:
    """Whether a block can be a heading by its face alone."""
    text = block.text
    if NO_SECTION.match(text) or not text[:1].isalnum() or text[:1].islower():
        return False
    bold = (
        all(row.all_bold for row in block.rows) or block.first.height > LARGER * face.size or text.isupper()
    )
    return bold and _is_placed(block) and len(block.first.cells) == 1 and len(block.first.words) >= 1


def _is_placed(block: Block) -> bool:
    """Whether a block begins at its column's edge or stands in its middle."""
    left, right = block.first.column
    centred = abs((block.left + block.right) / 2 - (left + right) / 2) < 0.03 * (right - left)
    return centred or abs(block.left - left) < 0.5 * block.size
