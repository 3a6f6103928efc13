"""Pure: words that were disguised so that no pattern finds them -> how a model may read them all the same."""

import binascii
import re
import unicodedata
from base64 import b64decode
from collections.abc import Iterator

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# Letters of other alphabets that look like Latin ones.
_ALIKE = str.maketrans("аеорсхуіјѕԁһкмтвнАВЕКМНОРСТХІЅЈаοαειυνκρ", "aeopcxyijsdhkmtbhABEKMHOPCTXISJaoaeiuvkp")
_DIGITS = str.maketrans("013457@$!", "oieastasi")
# Begun only where a run begins: a run without end would else be read anew from each of its letters.
_MIXED = re.compile(
    r"(?<![A-Za-z0-9@$!])[A-Za-z0-9@$!]*(?:[A-Za-z][013457@$!]|[013457@$!][A-Za-z])[A-Za-z0-9@$!]*"
)
_SPACED = re.compile(r"(?<![A-Za-z])(?:[A-Za-z][ ._*-]{1,2}){4,}[A-Za-z](?![A-Za-z])")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{20,}={0,2}")


def readings(sentence: str) -> Iterator[str]:
    """A sentence as it stands, then without what disguises it; each reading once where it differs."""
    plain = unicodedata.normalize("NFKC", _HIDDEN.sub("", sentence)).translate(_ALIKE)
    figures = _MIXED.sub(lambda word: word[0].translate(_DIGITS), plain)
    spaced = _SPACED.sub(_joined, plain)
    yield from dict.fromkeys((sentence, plain, figures, spaced, *_decoded(plain)))


def _joined(match: re.Match[str]) -> str:
    """Letters that stand apart as words: two separators in a row end one."""
    return " ".join(re.sub(r"[ ._*-]", "", word) for word in re.split(r"[ ._*-]{2}", match[0]))


def _decoded(text: str) -> Iterator[str]:
    for found in _BASE64.findall(text):
        bare = found.rstrip("=")
        try:
            words = b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
        if words.isprintable():
            yield words
