"""Pure, one check of an entry: words that were damaged where a line of the paper ended."""

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise

from bot.checks.tables import word_classes
from bot.reading.hyphens import ESTABLISHED, KNOWN, NO_WORD, PaperWords

TABLE = "compounds.toml"
WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?:-[^\W\d_]+)*(?![^\W_])")
OPEN = re.compile(r"(?<![\w-])[A-Za-z]+- ([a-z]{2,})(?!\w)(-?)")  # "multi- modal", "English- to-German"
UNREAD = re.compile(r"\\[A-Za-z]+|\bhttps?:\S+|\bwww\.\S+|\S+@\S+")  # LaTeX and addresses
BEFORE_HYPHEN = re.compile(r"(?<![\w-])([^\W\d_]+)-(?=[A-Za-z])")
BEHIND_HYPHEN = re.compile(r"[^\W_]-([a-z]{3,})(?![\w-])")
CAPITALS_IN_FRONT = re.compile(r"[A-Z]{2,}([a-z]{4,})")  # "GPUfriendly"
CUT_NAME = re.compile(r"([A-Z][a-z]{1,5})-([a-z]+)[A-Z][A-Za-z]*")  # "Ten-sorFlow"
SUSPENDED = frozenset({"and", "or", "to", "as", "vs", "but", "nor", "und", "oder", "et", "ou"})
SMALL = frozenset({"of", "the", "to", "in", "on", "and", "by", "for", "at"})
CLOSED_SMALL = frozenset({"into", "onto"})
PREFIXED_SMALL = frozenset({"in", "on", "for"})  # "inpainting", "forthcoming"
HALF = 3.0  # zipf: a word that a writer would join to another
UNHEARD_OF = 1.0  # zipf: what no writer closes up
LEAST_LEFT, LEAST_RIGHT, LEAST_WHOLE = 3, 4, 9  # letters


class _EntryWords(PaperWords):
    """The words of one entry, and what it prints in front of a hyphen and behind one."""

    @cached_property
    def hyphenated_beginnings(self) -> frozenset[str]:
        return frozenset(word.lower() for text in self._texts() for word in BEFORE_HYPHEN.findall(text))

    @cached_property
    def hyphenated_endings(self) -> frozenset[str]:
        return frozenset(word for text in self._texts() for word in BEHIND_HYPHEN.findall(text))


def damaged_words(title: str, abstract: str) -> tuple[str, ...]:
    """The words of a title and an abstract that lost a hyphen, or kept the one of a line's end, as written.

    "twostage" lost its own; "mixture-ofexperts" lost one of two; "quanti-zation" kept the printer's.
    """
    texts = [UNREAD.sub(" ", text) for text in (title, abstract)]
    words = _EntryWords(lambda: texts)
    found = [match[0] for match in OPEN.finditer(texts[1]) if match[2] or match[1] not in SUSPENDED]
    for text in texts:
        found += [match[0] for match in WORD.finditer(text) if _is_damaged(match, text, words)]
    return tuple(dict.fromkeys(found))


def _is_damaged(match: re.Match[str], text: str, words: _EntryWords) -> bool:
    word = match[0]
    parts = word.lower().split("-")
    if word.isupper():
        return _kept_printers_hyphen(parts, words)
    glued = CAPITALS_IN_FRONT.fullmatch(word.rpartition("-")[2])
    if glued:
        return glued[1] in _parts()["right"]
    if cut := CUT_NAME.fullmatch(word):
        return words.zipf((cut[1] + cut[2]).lower()) >= ESTABLISHED
    if _is_name(match, text):
        return word.istitle() and any(_ends_like_a_compound(part, words) for part in parts)
    if _kept_printers_hyphen(parts, words):
        return True
    return any(_lost_hyphen(part, words, inside=len(parts) > 1) for part in parts)


def _is_name(match: re.Match[str], text: str) -> bool:
    """Whether a word is written like a name: a capital inside it, or in front within a sentence."""
    word, before = match[0], text[: match.start()].rstrip()
    if word.islower():
        return False
    return any(letter.isupper() for letter in word[1:]) or bool(before and before[-1] not in ".!?:")


def _kept_printers_hyphen(parts: list[str], words: _EntryWords) -> bool:
    """Whether two parts are a word together and none apart."""
    return any(
        len(left + right) > 5
        and min(words.zipf(left), words.zipf(right)) < NO_WORD
        and words.zipf(left + right) >= KNOWN
        for left, right in pairwise(parts)
    )


def _lost_hyphen(word: str, words: _EntryWords, *, inside: bool) -> bool:
    """Whether a word is two that a hyphen joined; `inside` a longer compound."""
    halves = [(word[:cut], word[cut:]) for cut in range(2, len(word) - 1)]
    if inside and any(_hold_small_word(left, right, words) for left, right in halves):
        return True
    if word in _parts()["mistakes"]:
        return True
    singular = word.removesuffix("s")
    if {word, singular} & _parts()["closed"] or max(words.zipf(word), words.zipf(singular)) >= KNOWN:
        return False
    return _ends_like_a_compound(word, words) or any(
        _are_two(left, right, words, attested=words.zipf(word) >= UNHEARD_OF) for left, right in halves
    )


def _hold_small_word(left: str, right: str, words: _EntryWords) -> bool:
    """Whether a part is "ofexperts" of "mixture-of-experts" or "stateof" of "state-of-the-art"."""
    if left in SMALL and right in SMALL:
        return left + right not in CLOSED_SMALL
    return (
        (right in SMALL or left in SMALL - PREFIXED_SMALL)
        and words.zipf(left + right) < ESTABLISHED
        and all(half in SMALL or (len(half) > 2 and words.zipf(half) >= HALF) for half in (left, right))
    )


def _ends_like_a_compound(word: str, words: _EntryWords) -> bool:
    """Whether an ending is joined by a hyphen, in general or elsewhere in the entry: "modalityspecific"."""
    if words.zipf(word) >= UNHEARD_OF:
        return False
    parts = _parts()
    here = words.hyphenated_endings - parts["suffixes"]
    halves = [(word[:cut], word[cut:]) for cut in range(LEAST_RIGHT, len(word) - LEAST_LEFT + 1)]
    return any(
        right in here | parts["right"] and words.zipf(left) >= UNHEARD_OF
        for left, right in halves
        if left not in parts["prefixes"]
    )


def _are_two(left: str, right: str, words: _EntryWords, *, attested: bool) -> bool:
    """Whether a writer would hyphenate two halves; `attested` where a lexicon has them closed up."""
    parts = _parts()
    if left in parts["prefixes"]:
        # "multivendor" beside "multi-layered": this paper writes the prefix with a hyphen
        return len(left) > LEAST_LEFT and left in words.hyphenated_beginnings and words.zipf(right) >= HALF
    if words.count(f"{left}-{right}"):
        return True
    if right in parts["suffixes"] or min(words.zipf(left), words.zipf(right)) < HALF:
        return False
    if (left in parts["left"] and len(right) >= LEAST_LEFT) or right in parts["right"]:
        return True
    long_enough = len(left) >= LEAST_LEFT and len(right) >= LEAST_RIGHT and len(left + right) >= LEAST_WHOLE
    return long_enough and not attested


def _parts() -> Mapping[str, frozenset[str]]:
    """The parts of compounds, by how writers join them."""
    return word_classes(__package__, TABLE)
