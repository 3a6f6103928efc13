"""Pure: do these words stand in the paper, and where? What is shown is always the paper's own text."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.domain.answers import Span
from bot.reading.passages import STOPS
from bot.reading.sentences import split_sentences

ALIKE = 0.92
"""Of a quote that is not verbatim. PDF damage passes, words of another paper never do. So do 86% of quotes
with one word changed, which is why a quote is never shown, and `changed` tells such words apart."""
LEAST = 8  # letters of a quote that says something; a Chinese character is worth two
LEAST_ANYWHERE = 16  # the same where it stands in no passage that was named
MISPRINT = 0.85  # of the letters of two printings of one word; "increase" and "decrease" share 0.75
LONGEST_SPAN = 600  # characters; a paragraph is cut to the match and some words around it
MOST_PLACES = 3  # of a seed that stands in many
_SEED = 8
_STEP = 4
_AROUND = 120
_ELISION = re.compile(r"\s*(?:…|\.{3,}|\[\s*(?:…|\.{3})\s*\])\s*")
_WORD = re.compile(r"[^\W\d_]{3,}")
_HAN = re.compile("[\u3400-\u9fff]")


class _Letters(dict[int, str]):
    """Each character as letters and digits: ligatures apart, no accents, lower case."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFKD", chr(code)).casefold()
        self[code] = "".join(sign for sign in apart if sign.isalnum())
        return self[code]


_LETTERS = _Letters()


def letters_of(text: str) -> str:
    """The letters and digits of a text: immune to hyphens, spaces, ligatures and line ends."""
    return text.translate(_LETTERS)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands."""

    passage: int  # 0-based
    spans: tuple[Span, ...]  # the paper's sentences that hold it
    changed: tuple[str, ...]  # words of the quote that those do not hold, in lower case


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring letters of one passage."""

    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quotable:
    """A paper's numbered passages, made ready once for all quotes."""

    passages: tuple[Span, ...]
    letters: str  # of all of them, in one run
    starts: tuple[int, ...]  # where each passage begins in it

    @classmethod
    def of(cls, passages: Sequence[Span]) -> "Quotable":
        """Ready to be quoted from."""
        keys = [letters_of(passage.text) for passage in passages]
        starts, at = [], 0
        for key in keys:
            starts.append(at)
            at += len(key)
        return cls(tuple(passages), "".join(keys), tuple(starts))

    def find(self, quote: str, *, cited: Sequence[int]) -> Place | None:
        """Where a quote stands: in a passage that was cited, else in any; None where it stands in none.

        Its parts between marks of elision must all stand there, in their order.
        """
        parts = [part for part in _ELISION.split(quote) if weight(part) >= LEAST]
        if not parts:
            return None
        inside = [place for place in cited if 0 <= place < len(self.passages)]
        bounds = [(self.starts[place], self._end(place)) for place in inside]
        whole = [(0, len(self.letters))] if all(weight(part) >= LEAST_ANYWHERE for part in parts) else []
        for start, end in (*bounds, *whole):
            if found := self._all(parts, start, end):
                return self._place(quote, found)
        return None

    def sentences(self, place: int) -> tuple[str, ...]:
        """The sentences of a passage, or the rows of its tables."""
        return tuple(_units(self.passages[place].text))

    def _passage(self, letter: int) -> int:
        return bisect_right(self.starts, letter) - 1

    def _end(self, place: int) -> int:
        return self.starts[place + 1] if place + 1 < len(self.starts) else len(self.letters)

    def _all(self, parts: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
        """Where each part stands between two places, in order; [] where one does not."""
        # What was left out between them is no longer than to the end of the next passage.
        found: list[tuple[int, int]] = []
        for part in parts:
            key, least = letters_of(part), found[-1][1] if found else start
            most = min(end, self._end(self._passage(found[0][0]) + 1)) if found else end
            at = self.letters.find(key, least, most)
            run = (at, at + len(key)) if at >= 0 else _nearly(key, self.letters[least:most], offset=least)
            if run is None:
                return []
            found.append(run)
        return found

    def _place(self, quote: str, found: Sequence[tuple[int, int]]) -> Place:
        runs = list(dict.fromkeys(run for start, end in found for run in self._runs(start, end)))
        spans = dict.fromkeys(self._span(run) for run in runs)
        shown = "".join(letters_of(span.text) for span in spans)
        words = (word.lower() for word in _WORD.findall(quote))
        known = {word for span in spans for word in map(str.lower, _WORD.findall(span.text))}
        changed = [
            word
            for word in dict.fromkeys(words)
            if letters_of(word) not in shown and not _is_misprint(word, known)
        ]
        return Place(runs[0].passage, tuple(spans), tuple(changed))

    def _runs(self, start: int, end: int) -> Iterator[_Run]:
        """A stretch of letters, cut where passages end."""
        while start < end:
            place = self._passage(start)
            stop = min(end, self._end(place))
            yield _Run(place, start - self.starts[place], stop - self.starts[place])
            start = stop

    def _span(self, run: _Run) -> Span:
        passage = self.passages[run.passage]
        taken, at = [], 0
        for unit in _units(passage.text):
            length = len(letters_of(unit))
            if at < run.end and run.start < at + length:
                taken.append(unit)
            at += length
        text = " ".join(taken)
        if len(text) > LONGEST_SPAN:
            text = _around(passage.text, run)
        return passage.model_copy(update={"text": text})


def weight(text: str) -> int:
    """How much a quote says: its letters and digits, a Chinese character twice."""
    key = letters_of(text)
    return len(key) + len(_HAN.findall(key))


def _units(text: str) -> Iterator[str]:
    """Sentences; a line that breaks off goes on in the next, and a row of a table stands alone."""
    lines: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        goes_on = lines and not lines[-1].endswith(STOPS) and line[:1].islower() and " | " not in lines[-1]
        if goes_on:
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    for line in lines:
        yield from (line,) if " | " in line else split_sentences(line)


def _is_misprint(word: str, known: set[str]) -> bool:
    """Whether a letter or two inside a known word were lost: "effctive", never "ineffective"."""
    return any(
        word[0] == other[0] and SequenceMatcher(None, word, other, autojunk=False).ratio() >= MISPRINT
        for other in known
    )


def _nearly(key: str, letters: str, *, offset: int) -> tuple[int, int] | None:
    """Where most of a key stands in the same order; None where that is less than `ALIKE` of both."""
    votes: Counter[int] = Counter()
    for start in range(0, len(key) - _SEED + 1, _STEP):
        seed, at = key[start : start + _SEED], -1
        for _ in range(MOST_PLACES):
            at = letters.find(seed, at + 1)
            if at < 0:
                break
            votes[(at - start) // _SEED] += 1
    for diagonal, _ in votes.most_common(2):
        slack = _SEED + len(key) // 10
        begin = max(0, diagonal * _SEED - slack)
        window = letters[begin : diagonal * _SEED + len(key) + 2 * slack]
        blocks = SequenceMatcher(None, key, window, autojunk=False).get_matching_blocks()
        first, last = blocks[0], blocks[max(0, len(blocks) - 2)]
        start = max(0, first.b - first.a)
        end = min(len(window), last.b + last.size + len(key) - last.a - last.size)
        same = sum(block.size for block in blocks)
        if 2 * same >= ALIKE * (len(key) + end - start):
            return offset + begin + start, offset + begin + end
    return None


def _around(text: str, run: _Run) -> str:
    """The match and whole words around it, with marks of what is left out."""
    places = [place for place, sign in enumerate(text) for _ in _LETTERS[ord(sign)]]
    start = max(0, places[run.start] - _AROUND)
    end = min(len(text), places[min(run.end, len(places)) - 1] + 1 + _AROUND)
    end = min(end, start + 2 * LONGEST_SPAN)
    words = text[start:end]
    if start:
        words = "… " + words.partition(" ")[2]
    if end < len(text):
        words = words.rpartition(" ")[0] + " …"
    return " ".join(words.split())
