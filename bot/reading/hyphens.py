"""Lines -> running text: is the hyphen at a line's end the printer's or the author's?

Join where the joined form stands elsewhere in the paper, or is in a lexicon (zipf >= 2) and more frequent
there than its hyphenated reading; keep the hyphen where the hyphenated form stands in the paper.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import pairwise

HYPHENS = "-‐\u00ad¬"
AT_END = re.compile(rf"([^\W\d_]+)[{HYPHENS}]\s*$")
AT_START = re.compile(r"^([^\W\d_]+)")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# pdfium ends no line behind a soft hyphen; one class in front of all else lets the search skip what is none
BROKEN = re.compile(f"[{HYPHENS}](?:\\s*\\n\\s*|(?<=\u00ad)\\s*)")
ADDRESS_AT_END = re.compile(r"(?:/|www\.)\S*$")  # a hyphen in an address is its own
LIGATURE_GAP = re.compile(r"\b([^\W\d_]*f[fil]?) ((?:(?<=f )[fil])[^\W\d_]+|(?<=f[fil] )[^\W\d_]+)")
SUSPENDED = frozenset({"and", "or", "to", "und", "oder", "et", "ou", "y", "o"})  # "short- and long-term"
LONGEST_WORD = 60  # letters
KNOWN = 2.0  # zipf: a word in a lexicon
ESTABLISHED = (
    3.0  # zipf: a closed word ("without", "overhead"; "realtime" has 2.9), however common its halves are
)
NO_WORD = 1.5  # zipf: a fragment that is no word by itself


class PaperWords:
    """How often words stand in a paper, halves at line ends left out; read when first asked."""

    def __init__(self, texts: Callable[[], Iterable[str]], *, language: str = "en") -> None:
        self._texts = texts
        self.language = language

    def count(self, form: str) -> int:
        """How often a word, or a pair of words joined by a hyphen, stands in the paper."""
        return self._counts[form.lower()]

    def zipf(self, form: str) -> float:
        """A word's frequency in its language: the logarithm of its count in a thousand million words."""
        # loaded here, not above: its tables take 100 ms and 60 MB, and only the workers that read need them
        from wordfreq import zipf_frequency  # noqa: PLC0415

        return float(zipf_frequency(form, self.language))

    @cached_property
    def _counts(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for text in self._texts():
            counts.update(WORD.findall(BROKEN.sub(" ", text).lower()))
        for word, count in list(counts.items()):
            parts = word.split("-")
            if len(parts) > 2:
                for first, second in pairwise(parts):
                    counts[f"{first}-{second}"] += count
        return counts


def joined(lines: Iterable[str], words: PaperWords) -> str:
    """Lines as one running text."""
    text = ""
    for line in map(str.strip, lines):
        # the last word alone: a search through all that is joined so far would cost its square
        broken = text[-1:] in HYPHENS
        end = AT_END.search(text[-LONGEST_WORD:]) if text and broken else None
        start = AT_START.match(line) if end else None
        if end and start and not _is_suspended(start[1], line[start.end() :]):
            address = ADDRESS_AT_END.search(text[-LONGEST_WORD:])
            glued = not address and _is_one_word(end[1], start[1], words)
            text = text.rstrip()[:-1] + ("" if glued else "-") + line
        elif text.endswith("-") and not text.endswith(" -") and line[:1].isdigit():
            text += line
        else:
            text = f"{text} {line}" if text else line
    return text.strip()


def _is_suspended(word: str, rest: str) -> bool:
    """Whether a word behind a hyphen begins a second half: "short- and long-term", not "-to-German"."""
    return word.lower() in SUSPENDED and not rest.startswith(tuple(HYPHENS))


def _is_one_word(left: str, right: str, words: PaperWords) -> bool:
    if not right[0].islower():
        return False
    whole, apart = left + right, f"{left}-{right}"
    as_one, as_two = words.count(whole), words.count(apart)
    if as_one or as_two:
        return as_one > as_two
    frequency = words.zipf(whole)
    if frequency >= KNOWN:
        return frequency >= ESTABLISHED or frequency > words.zipf(apart)
    # neither is in a lexicon: a fragment that is no word was cut by the printer
    return min(words.zipf(left), words.zipf(right)) < NO_WORD


def with_whole_ligatures(text: str, words: PaperWords) -> str:
    """A text whose words are whole where a ligature left a gap: "prof iler" is one word, "of low" is two."""

    def whole(found: re.Match[str]) -> str:
        left, right = found[1], found[2]
        known = words.zipf(left + right) >= KNOWN and min(words.zipf(left), words.zipf(right)) < NO_WORD
        return left + right if known else found[0]

    return LIGATURE_GAP.sub(whole, text)


def closed_up(text: str) -> str:
    """A text without the spaces that a change of face leaves before its stops."""
    return re.sub(r"(?<=\S)\s+([,;.:!?)\]])(?=\s|$)", r"\1", text)
