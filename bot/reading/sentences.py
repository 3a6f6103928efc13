"""Pure: an abstract as numbered sentences, so that a claim can name the one that it rests on."""

import re
from collections.abc import Iterator
from itertools import pairwise

_END = re.compile(
    r"(?P<stop>[.!?]+)(?P<closing>[\"'”’)\]}]*)(?P<gap>\s+|$|(?=[A-Z][a-z]+[A-Z]?\w*\s))|[。！？]+[”’」』）]*\s*"
)
# Abbreviations that stand before what they announce; "etc." and "et al." may close a sentence.
_ANNOUNCING = re.compile(
    r"(?:^|[\s(\[~–—-])(?:e\.?g|i\.?e|c\.?f|vs|viz|figs?|eqs?|eqns?|secs?|sects?|tabs?|refs?|alg|thm|def|apps?|chap|"
    r"vol|nos?|pp?|approx|ca|resp|incl|esp|dr|prof|mr|mrs|ms|st|w\.?r\.?t|a\.?k\.?a)$",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"(?:^|[\s(])(?:et al|etc|i\.i\.d|u\.s|u\.k|ph\.d|inc|ltd|corp|jr|sr)$", re.IGNORECASE)
_INITIAL = re.compile(r"(?:^|[\s(.~-])[A-Z]$")
_LISTING = re.compile(r"(?:^|\s)\(?\d{1,2}$")
# A word that opens a sentence and hardly ever follows an abbreviation or an initial.
_OPENING = re.compile(
    r"(?:We|Our|The|This|These|Those|That|In|It|Its|However|To|By|For|On|At|As|An?|Here|There|Finally|Moreover|"
    r"Furthermore|Additionally|Experiments?|Extensive|Results?|While|Although|When|With|Such|Then|Thus|Yet|But|And|"
    r"Code|Unlike|From|Using|Existing|Recent|Most|Many|Both|Each|All|No|Despite|Since|Specifically)(?![A-Za-z-])"
)
# "vLLM" and "mLSTM" begin a sentence in lower case; a plain word in lower case does not.
_BEGINNING = re.compile(
    r"[\"'“‘(\[{$\\]*(?:[A-Z0-9\u0370-\u03ff\u4e00-\u9fff$\\]|[a-z]{1,3}[A-Z]|\(?[ivx]+\))"
)
_LONGEST_PARENTHESIS = 200  # characters; a longer one was never closed


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text in order, words and punctuation as they are, white space made single spaces.

    Their 1-based places are the numbers that slots name. An empty text has none.
    """
    text = " ".join(text.split())
    cuts = [0, *_cuts(text), len(text)]
    pieces = (text[start:end].strip() for start, end in pairwise(cuts))
    return tuple(piece for piece in pieces if piece)


def _cuts(text: str) -> Iterator[int]:
    inside = _inside_parentheses(text)
    for match in _END.finditer(text):
        if inside[match.start()] or match.end() >= len(text):
            continue
        if match["stop"] is None or _ends(text, match):
            yield match.end()


def _ends(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() :]
    if not _BEGINNING.match(after):
        return False
    if not match["gap"]:
        # "…perturbations).Key findings": the space was lost, but not in "Node.js" or an address.
        return bool(match["closing"] or re.search(r"(?:^|\s)[A-Za-z-]*[a-z]{3}$", before))
    if match["stop"] != ".":
        return match["stop"] != "..." or bool(_OPENING.match(after))
    if (
        _ANNOUNCING.search(before)
        or _torn_number(before, after)
        or _LISTING.fullmatch(before.rpartition(". ")[2])
    ):
        return False
    if _INITIAL.search(before) or _CLOSING.search(before):
        return bool(_OPENING.match(after))
    return True


def _torn_number(before: str, after: str) -> bool:
    """PDFs tear "63.15%" into "63. 15%"; "in 2024. 3D scenes" are two sentences."""
    return bool(_LISTING.search(before) and re.match(r"\d+(?![\dA-Za-z])", after))


def _inside_parentheses(text: str) -> list[bool]:
    inside = [False] * len(text)
    opened: list[int] = []
    for place, character in enumerate(text):
        if character in "(（":
            opened.append(place)
        elif character in ")）" and opened:
            start = opened.pop()
            if place - start <= _LONGEST_PARENTHESIS:
                inside[start:place] = [True] * (place - start)
    return inside
