"""Words of `overview` -> which week or month is looked back on."""

from collections.abc import Mapping

from bot.domain.commands import Misunderstood
from bot.domain.overviews import SendOverview, Unit, period_named
from bot.errors import Reason, Why
from handlers.named import ANEW, JOINING, language_of
from handlers.words import cleaned, shown, words_of

_UNITS: Mapping[str, tuple[Unit, int]] = {  # and how many before the one that is now
    "week": ("week", 0),
    "weekly": ("week", 0),
    "周": ("week", 0),
    "周报": ("week", 0),
    "本周": ("week", 0),
    "上周": ("week", 1),
    "month": ("month", 0),
    "monthly": ("month", 0),
    "月": ("month", 0),
    "月报": ("month", 0),
    "本月": ("month", 0),
    "上月": ("month", 1),
    "上个月": ("month", 1),
}
_LAST = frozenset({"last", "previous", "上"})
_NOT_SAID = frozenset({"this", "the", "report", "本"})


def overview_of(text: str, start: int) -> SendOverview | Misunderstood:
    """The overview that is meant; the word that it begins with may name the measure of time."""
    legible = cleaned(text)
    named = "周报" if "周报" in legible[:start] else "月报" if "月报" in legible[:start] else "week"
    language, words = language_of(words_of(legible[start:]))
    telling = [word.lower() for word in words if word.lower() not in JOINING | _NOT_SAID]
    anew = bool(telling) and telling[0] in ANEW
    telling = telling[anew:]
    back = bool(telling) and telling[0] in _LAST
    telling = telling[back:]
    name = telling[0] if telling else named
    if len(telling) < 2 and name in _UNITS:
        unit, before = _UNITS[name]
        return SendOverview(unit=unit, back=before + back, language=language, anew=anew)
    period = period_named(name) if len(telling) == 1 and not back else None
    if period is None:
        return Misunderstood(reason=Reason(Why.MALFORMED_PERIOD, {"text": shown(" ".join(words))}))
    return SendOverview(unit=period.unit, day=period.begins, language=language, anew=anew)
