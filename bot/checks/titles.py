"""Do two titles name one paper? Asked before a number printed on a page is believed."""

import unicodedata
from difflib import SequenceMatcher

ALIKE = 0.8  # versions change a word or two; two papers of one group share fewer


def titles_agree(one: str, other: str) -> bool:
    """True when both are the same title but for case, accents, punctuation and small edits.

    A title that begins like the other (a subtitle added or dropped) agrees too; an empty one never does.
    """
    first, second = _key(one), _key(other)
    if not first or not second:
        return False
    # The matcher's ratio depends on the order; an answer about two titles must not.
    short, long = sorted((first, second), key=lambda key: (len(key), key))
    if len(short) >= 12 and long.startswith(short):
        return True
    return SequenceMatcher(None, short, long, autojunk=False).ratio() >= ALIKE


def _key(title: str) -> str:
    folded = unicodedata.normalize("NFKD", title).casefold()
    return "".join(letter for letter in folded if letter.isalnum())
