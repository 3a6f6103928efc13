"""Pure, one check of a brief: every number told must stand in the text that it is told of."""

import math
import re

from bot.checks.identifiers import unsupported_identifiers
from bot.checks.quantities import Quantity, quantities, quantities_in_names
from bot.checks.wording import normalised

_ROUGHLY = re.compile(
    r"(?:about|approximately|around|roughly|nearly|almost|over|more than|~|>|约|近|接近|超|超过|逾|超出)\s?$",
    re.IGNORECASE,
)
_ROUGHLY_AFTER = re.compile(r"\s?(?:左右|上下|以上|多)")
_TOLERANCE = 0.05  # a rounding by more is no rounding


def unsupported_numbers(claim: str, source: str) -> tuple[str, ...]:
    """The numbers and the identifiers with digits of the claim that do not stand in the source, as written.

    A rounded value must be labelled so (约, about). Counts up to ten in words pass: a reader counts.
    """
    return unsupported_values(claim, source) + unsupported_identifiers(claim, source)


def unsupported_values(claim: str, source: str) -> tuple[str, ...]:
    """Like `unsupported_numbers`, without identifiers. A value needs the same kind of unit in the source."""
    told = [quantity for quantity in quantities(claim) if not quantity.counted]
    if not told:
        return ()
    known = quantities(source) + quantities_in_names(source)
    text, flat = normalised(claim), normalised(source)
    missing = [
        quantity.words.strip()
        for quantity in told
        if not any(same_quantity(quantity, one, rough=is_rough(quantity, text)) for one in known)
        and not _is_flattened(quantity, flat)
    ]
    return tuple(dict.fromkeys(missing))


def same_quantity(claimed: Quantity, known: Quantity, *, rough: bool = False) -> bool:
    """True when the two can be read as the same value; `rough` admits a rounding of the last digit."""
    rough = rough or claimed.rough or known.rough
    return any(
        kind == other and (_rounds_to(value, known_value) if rough else math.isclose(value, known_value))
        for kind, value in claimed.readings
        for other, known_value in known.readings
    )


def is_rough(quantity: Quantity, text: str) -> bool:
    """True when the (normalised) text calls this quantity of its own a rounded one."""
    return bool(_ROUGHLY.search(text[: quantity.start]) or _ROUGHLY_AFTER.match(text, quantity.end))


def _is_flattened(quantity: Quantity, source: str) -> bool:
    """Whether a PDF set the exponent of a power on the line: a (normalised) "10 100" is 10^100."""
    base, raised, power = quantity.words.partition("^")
    return bool(raised) and bool(re.search(rf"(?<![\d.]){base}\s?{re.escape(power)}(?![\d.])", source))


def _rounds_to(value: float, known: float) -> bool:
    digits = f"{value:.6f}".rstrip("0").rstrip(".")
    decimals = len(digits.partition(".")[2])
    zeros = len(digits) - len(digits.rstrip("0")) if not decimals else 0
    return abs(value - known) < 10.0 ** (zeros - decimals) and math.isclose(value, known, rel_tol=_TOLERANCE)
