"""Pure, one check of a statement: "dozens of times" and "orders of magnitude" need a figure behind them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.checks.quantities import Quantity, quantities
from bot.checks.wording import normalised


class _Vague(NamedTuple):
    """Words that stand for any factor from `least` on and under `most`."""

    words: re.Pattern[str]
    least: float
    most: float


_TIMES = r"[- ]?(?:times|fold)(?![a-z])"
_FACTORS = tuple(
    _Vague(re.compile(words, re.IGNORECASE), least, most)
    for words, least, most in (
        (rf"\b(?:several|multiple|many|a few|mani){_TIMES}|成倍|(?<![十百千万])[数几多]倍", 1.5, 1e9),
        (rf"\b(?:tens|dozens|scores) of{_TIMES}|[数几]十倍", 10.0, 100.0),
        (r"十[几余多]倍", 10.0, 20.0),
        (r"百[余多]倍", 100.0, 200.0),
        (rf"\bhundreds of{_TIMES}|[数几]百倍", 100.0, 1e3),
        (rf"\bthousands of{_TIMES}|[数几]千倍", 1e3, 1e4),
        (r"\borders?[ -]of[ -]magnitudes?|数量级", 10.0, float("inf")),
    )
)


def unsupported_vague_numbers(claim: str, source: str) -> tuple[str, ...]:
    """The factors that the claim tells without a figure, of which the source has none in their range."""
    claim, source = normalised(claim), normalised(source)
    told, known = quantities(claim), quantities(source)
    factors = list(_factors(known))
    found = []
    for vague in _FACTORS:
        words = [match for match in vague.words.finditer(claim) if not _is_counted(match, told)]
        in_range = any(vague.least <= factor < vague.most for factor in factors)
        if words and not in_range and not vague.words.search(source):
            found.append(words[0][0])
    return tuple(found)


def _is_counted(match: re.Match[str], told: tuple[Quantity, ...]) -> bool:
    """Whether the words are the unit of a figure: "two orders of magnitude"."""
    return any(one.start < match.end() and match.start() < one.end for one in told)


def _factors(known: tuple[Quantity, ...]) -> Iterator[float]:
    """Every factor that figures of a text can be told as: 80% less is five times less."""
    for kind, value in (reading for one in known for reading in one.readings):
        if kind == "factor":
            yield value
        elif kind == "percent":
            yield 1 + value / 100
            if value < 100:
                yield 100 / (100 - value)
