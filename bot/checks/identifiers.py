"""Pure, part of checking numbers: names that hold digits, of models or data sets, measure nothing."""

import re
from functools import lru_cache

from bot.checks.wording import KEPT, normalised

# A trailing number with a unit is a measurement after a hyphen ("top-10%"), so it is not taken.
_NAME = r"(?<![A-Za-z0-9.])[A-Za-z]+(?:[-_@.]?[A-Za-z0-9]+)*"
_DIMENSION = r"(?<![A-Za-z0-9.])\d+(?:D|G(?![BbHi]))(?:-?[A-Za-z0-9]+)*"
_PATTERN = r"(?<![A-Za-z0-9.:^])\d+:\d+(?![A-Za-z0-9:^]|\.\d)"  # "2:4" names a sparsity
_IDENTIFIER = re.compile(rf"{_NAME}|{_DIMENSION}|{_PATTERN}")
_MEASURED_TAIL = re.compile(r"[-_@.]?(?<![A-Za-z])\d+(?:\.\d+)?$")
_UNIT = re.compile(r"\s?(?:%|×|倍|-?fold|个?百分点)")
_NUMBERING = r"[-_@]?\d(?:[-\s\d.,/&BMK]|and)*"
_DIMENSIONS = {
    f"{digit}D": rf"\b{word}[- ]dimension"
    for digit, word in {"1": "one", "2": "two", "3": "three", "4": "four"}.items()
}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@lru_cache(KEPT)
def identifiers(text: str) -> tuple[str, ...]:
    """The identifiers of a normalised text, in order."""
    return tuple(text[start:end] for start, end in _spans(text))


@lru_cache(KEPT)
def without_identifiers(text: str) -> str:
    """A normalised text with every identifier blanked; all offsets stay."""
    for start, end in _spans(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def unsupported_identifiers(claim: str, source: str) -> tuple[str, ...]:
    """The identifiers of the claim that do not stand in the source, as they are written."""
    source = normalised(source)
    unknown = [
        name
        for name in identifiers(normalised(claim))
        if not _spelling(name).search(source) and not _listed(name, source) and not _spelled(name, source)
    ]
    return tuple(dict.fromkeys(unknown))


def _spelling(name: str) -> re.Pattern[str]:
    """A name whatever its case and its hyphens; its numbers stand as they are: 2.5 is not 25, 10 not 100."""
    pieces = re.findall(r"\d+(?:\.\d+)*|[A-Za-z]", name)
    start = r"(?<!\d)(?<!\d\.)" if pieces[0][0].isdigit() else ""
    end = r"(?!\d)" if pieces[-1][-1].isdigit() else ""
    return re.compile(start + r"[\W_]*".join(map(re.escape, pieces)) + end, re.IGNORECASE)


def _listed(name: str, source: str) -> bool:
    """`CIFAR-100` stands in "CIFAR-10/100", `Qwen2.5-14B` in "Qwen2.5-7B and 14B"."""
    stem = re.sub(r"[-_@.]?\d.*", "", name)
    wanted = set(_NUMBER.findall(name))
    numbered = re.finditer(rf"{re.escape(stem)}(?P<numbers>{_NUMBERING})", source, re.IGNORECASE)
    return bool(stem) and any(wanted <= set(_NUMBER.findall(match["numbers"])) for match in numbered)


def _spelled(name: str, source: str) -> bool:
    """`3D` stands in "three-dimensional"."""
    return bool((words := _DIMENSIONS.get(name.upper())) and re.search(words, source, re.IGNORECASE))


def _spans(text: str) -> list[tuple[int, int]]:
    spans = []
    for match in _IDENTIFIER.finditer(text):
        start, end = match.span()
        tail = _MEASURED_TAIL.search(match[0])
        if tail and _UNIT.match(text, end):
            end = start + tail.start()
        if any(character.isdigit() for character in text[start:end]):
            spans.append((start, end))
    return spans
