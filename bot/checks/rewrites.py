"""Pure: may a question be asked, and looked for, in the words that a model gave it?"""

import re
from collections.abc import Sequence

from bot.checks.method_names import unknown_names

MOST_KEYWORDS = 24
LONGEST = 600  # characters of a question
# What machines are made of, and languages: words of the field that name nobody's work.
_FIELD = frozenset({
    *("CPU", "CPUs", "GPU", "GPUs", "FPGA", "SSD", "SSDs", "NVMe", "PCIe", "RAM", "DRAM", "SRAM", "HBM"),
    *("API", "FLOPs", "FLOPS", "KV", "LLM", "LLMs", "English", "Chinese"),
})  # fmt: skip
_KEYWORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-./'’][A-Za-z0-9]+)*|\d+(?:[.,]\d+)*")
_NUMBER = re.compile(r"(?<![A-Za-z0-9.])\d+(?:[.,]\d+)*|[A-Za-z]+-?\d[\w.]*")  # or a name with one: A100
_CAPITAL = re.compile(r"(?<![A-Za-z-])[A-Z][a-z]+(?![A-Za-z])")
_OPENING = re.compile(r"(?:\A|[.?!:] )[A-Z]")
_SIGNS = re.compile(r"https?:|www\.|[<>@`*#\[\]{}|]")
_HAN = re.compile("[\u3400-\u9fff]")


def stands_alone(rewritten: str, *, question: str, known: Sequence[str]) -> str:
    """The rewritten question; "" where it is none, or holds what neither question nor thread does.

    `known` are the earlier questions and answers, and the paper's title. What a person did not ask for is
    not asked: a name or a number of the model's own makes it another question, as does another language.
    """
    plain = " ".join(rewritten.split())
    source = "\n".join([question, *known])
    if not plain or len(plain) > LONGEST or (_SIGNS.search(plain) and not _SIGNS.search(question)):
        return ""
    if bool(_HAN.search(plain)) != bool(_HAN.search(question)):
        return ""
    opened = _OPENING.sub(lambda match: match[0].lower(), plain)
    if _is_new(opened, source):
        return ""
    return "" if plain == " ".join(question.split()) else plain


def believed_keywords(keywords: str, *, question: str, known: Sequence[str]) -> str:
    """The words that may be looked for beside the question's own: no made-up name, no new number."""
    source = "\n".join([question, *known])
    kept: dict[str, None] = {}
    for match in _KEYWORD.finditer(keywords):
        if match[0] in _FIELD or (len(match[0]) > 1 and not _is_new(match[0], source)):
            kept.setdefault(match[0])
    return " ".join(list(kept)[:MOST_KEYWORDS])


def _is_new(text: str, source: str) -> bool:
    """Whether a text has a name or a number that the source has not."""
    capitals = set(_CAPITAL.findall(text))
    return bool(
        unknown_names(text, source)
        or not _numbers(text) <= _numbers(source)
        or any(not re.search(rf"\b{name}", source, re.IGNORECASE) for name in capitals)
    )


def _numbers(text: str) -> set[str]:
    return {match[0].replace(",", "").rstrip(".").lower() for match in _NUMBER.finditer(text)}
