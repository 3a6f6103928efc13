"""Words on their way out -> characters that every platform takes and that no screen obeys."""

import unicodedata

from bot.domain.frozen import whole

_LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
# Embeddings, overrides and isolates: after one, letters can be read in another order than they are written.
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_TABLE: dict[int, str | None] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " "),
    **dict.fromkeys(map(ord, _LINE_ENDS), "\n"),
    **dict.fromkeys(map(ord, _TURNS)),
}
_BLANKS = "\u2800\ufffc"  # a Braille cell without dots, the place of a missing object


def legible(text: str) -> str:
    """The text without control characters, in which a line ends with "\\n"; never longer than before."""
    return whole(text).replace("\r\n", "\n").translate(_TABLE)


def is_blank(text: str) -> bool:
    """True where there is nothing to be seen; platforms refuse such a message."""
    return all(
        letter.isspace() or letter in _BLANKS or unicodedata.category(letter) == "Cf" for letter in text
    )
