"""Pure, two checks of an entry: a title printed twice, a title in capitals."""

import re

from bot.checks.wording import normalised

WORD = re.compile(r"[^\W_]+")
LONG_RUN = 5  # words that no title repeats by itself
SHORT_RUN = 3  # words that none repeats where they are most of it
MOST = 0.4  # of the letters
LETTERS = re.compile(r"[^\W\d_]")
CAPITALS = re.compile(r"(?<![^\W_])[^\W\d_a-z]{4,}(?![^\W_])")
ENOUGH = 3  # words in capitals; fewer are names
SHARE = 0.6  # of the letters


def repeated_words(title: str) -> str | None:
    """The words that a heading prints twice, as written; None for a title that stands there once.

    Spaces, case and punctuation make no difference.
    """
    words = [match.span() for match in WORD.finditer(title)]
    keys = [title[start:end].casefold() for start, end in words]
    letters = sum(map(len, keys))
    for length in range(len(keys) // 2, 0, -1):
        for first in range(len(keys) - 2 * length + 1):
            run = keys[first : first + length]
            if not _is_much(run, letters, whole=2 * length == len(keys)):
                continue
            for second in range(first + length, len(keys) - length + 1):
                if keys[second : second + length] == run:
                    return title[words[first][0] : words[first + length - 1][1]]
    return None


def is_in_capitals(title: str) -> bool:
    """True for a title whose words are printed in capitals; a few names in capitals do not make it one."""
    letters = LETTERS.findall(normalised(title))
    capitals = sum(letter.isupper() for letter in letters)
    words = [word for word in CAPITALS.findall(normalised(title)) if word.isupper()]
    return len(words) >= ENOUGH and capitals >= SHARE * len(letters)


def _is_much(run: list[str], letters: int, *, whole: bool) -> bool:
    if len(run) >= LONG_RUN or (whole and len(run) > 1):
        return True
    return len(run) >= SHORT_RUN and sum(map(len, run)) >= MOST * letters
