"""Pure, one check of an answer: "nine servers" where the paper counts eight; briefs let such counts pass."""

import re

from bot.checks.numbers import same_quantity
from bot.checks.quantities import Quantity, quantities

_MOST = 20  # up to which a number in figures may be what words count
_NO_COUNT = re.compile(r"one|an?|both|dual|pairs?|couple|twin|一|单", re.IGNORECASE)

_COUNTED = {"second": 2, "secondly": 2, "third": 3, "thirdly": 3, "fourth": 4, "fifth": 5}
_LISTED = re.compile(r"\b(?:second|secondly|third|thirdly|fourth|fifth)\b(?=,)", re.IGNORECASE)


def other_counts(claim: str, source: str) -> tuple[str, ...]:
    """The counts in words of a claim whose source counts too, and none of it so many.

    Where the source counts nothing, a reader may have counted what it lists.
    """
    known = [one for one in quantities(source) if not one.version]
    counted = [one for one in known if _is_count(one)]
    told = [one for one in quantities(claim) if one.counted and not _NO_COUNT.match(one.words.strip())]
    if not counted:
        return ()
    listed = {_COUNTED[match[0].lower()] for match in _LISTED.finditer(source)}
    return tuple(
        one.words.strip()
        for one in told
        if not any(same_quantity(one, other) for other in known)
        and not any(value == max(listed, default=0) for _, value in one.readings)
    )


def _is_count(one: Quantity) -> bool:
    if _NO_COUNT.match(one.words.strip()):
        return False
    return any(kind == "plain" and value <= _MOST and value == int(value) for kind, value in one.readings)
