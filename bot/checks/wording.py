"""Pure, first step of every check: two texts brought to one spelling before they are compared."""

import re
import unicodedata
from functools import lru_cache

KEPT = 1024  # texts whose reading is kept: every check reads the same sentences
# NFKC would make "10³" into 103 and "5，100" into 5,100; both are told apart before it.
_BEFORE = (
    (re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+"), r"^\g<0>"),
    (re.compile("[，、]"), ", "),
    (re.compile("[①-⑳]"), " "),
)
_LATEX = (
    (re.compile(r"\\(?:text|math|emph|operatorname)[a-z]*\s*\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\d?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}"), r"\1/\2"),
    (re.compile(r"\{,\}"), ","),
    (re.compile(r"\\times(?![a-z])"), "×"),
    (re.compile(r"\\(?:sim|approx|simeq)(?![a-z])"), "~"),
    (re.compile(r"\\(?:geq?|geqslant)(?![a-z])"), "≥"),
    (re.compile(r"\\(?:leq?|leqslant)(?![a-z])"), "≤"),
    (re.compile(r"\\([%&#_])"), r"\1"),
    (re.compile(r"\\[,;!:()]|[${}]"), ""),
    (re.compile(r"\\[A-Za-z]+"), " "),
)
_AFTER = (
    (re.compile("[‐‑‒–—―−﹣]|-{2,3}"), "-"),
    (re.compile("[∼≈≃]"), "~"),
    (re.compile("[✕✖╳⨯⨉]"), "×"),
    (re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d])"), None),
    (re.compile(r"(?<=\d)\s+\.(?=\d)"), "."),
    (re.compile(r"(?<=\d)\.\s+(?=\d+\s?[%×])"), "."),
    (re.compile(r"(?<=\d)\s*[xX](?![A-Za-z0-9])"), "×"),
    (re.compile(r"(?<=\d)[xX](?=\d)"), "×"),
    (re.compile(r"(?<=\d)\s+(?=[%×])"), ""),
    (re.compile(r"\s+"), " "),
)


@lru_cache(KEPT)
def normalised(text: str) -> str:
    """One spelling for widths, dashes, signs, thousands, LaTeX and the gaps that PDFs leave in "20 .7 %"."""
    for pattern, plain in _BEFORE:
        text = pattern.sub(plain, text)
    text = unicodedata.normalize("NFKC", text)
    if "\\" in text or "$" in text:
        for pattern, plain in _LATEX:
            text = pattern.sub(plain, text)
    for pattern, spelling in _AFTER:
        text = pattern.sub(_without_commas if spelling is None else spelling, text)
    return text


@lru_cache(KEPT)
def key(text: str) -> str:
    """The letters and digits of a normalised text, in lower case: immune to hyphens, spaces and brackets."""
    return "".join(character for character in normalised(text).lower() if character.isalnum())


def _without_commas(match: re.Match[str]) -> str:
    return match[0].replace(",", "")
