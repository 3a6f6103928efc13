"""Pure, one check of a brief: the abstract in disguise is no brief."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_LONGEST_RUN = 25  # words that a slot may share with the abstract in one run
_MOST = 0.8  # of a sentence, where that is at least _SHORTEST_SENTENCE words long
_SHORTEST_SENTENCE = 12
_SHORT = 4  # words; such a sentence is copied where it stands whole
_NEARLY = 0.85  # of a sentence, in its own order, a word changed here and there
_LEAST_RUN = 2  # words in a row that count for that
_WORD = re.compile(r"[A-Za-z0-9]+|[\u4e00-\u9fff]")


def copied_run(claim: str, sentences: Sequence[str]) -> str | None:
    """The first words of a run that a claim copies from one of the sentences; None where it copies none.

    A copy is a run of more than 25 words, or of four fifths of a sentence of 12 words or more; such a
    sentence in which a word or two was changed; or all of a shorter English one.
    """
    claimed = _words(claim)
    for sentence in sentences:
        words = _words(sentence)
        start, length = _longest_common_run(claimed, words)
        if len(words) >= _SHORTEST_SENTENCE:
            copied = length >= _MOST * len(words) or _in_order(claimed, words) >= _NEARLY * len(words)
        else:
            copied = length == len(words) >= _SHORT and sentence.isascii()
        if length > _LONGEST_RUN or copied:
            return " ".join(claimed[start : start + 6])
    return None


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _in_order(left: list[str], right: list[str]) -> int:
    """How many words of `right` stand in `left` in the same order, in runs that are more than chance."""
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= _LEAST_RUN)


def _longest_common_run(left: list[str], right: list[str]) -> tuple[int, int]:
    """Start in `left` and length in words of the longest run that both hold."""
    best = (0, 0)
    lengths = [0] * (len(right) + 1)
    for place, word in enumerate(left):
        row = [0] * (len(right) + 1)
        for other, known in enumerate(right):
            if word == known:
                row[other + 1] = lengths[other] + 1
                best = max(best, (place - row[other + 1] + 1, row[other + 1]), key=lambda run: run[1])
        lengths = row
    return best
