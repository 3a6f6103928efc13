"""Pure, one check of a statement: counts such as "five tasks" that are told of another thing, or too high."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from bot.checks.measures import both_languages
from bot.checks.quantities import quantities
from bot.checks.wording import normalised

_NOUNS = {
    name: both_languages(chinese, english)
    for name, chinese, english in (
        ("task", "任务", r"tasks?\b"),
        ("data set", "数据集", r"data ?sets?\b"),
        ("benchmark", "基准", r"benchmarks?\b"),
        ("language", "语言|语种", r"languages?\b(?! models?)"),
        ("device", "GPU|显卡", r"GPUs?\b"),
        ("sample", "样本", r"samples?\b"),
        ("kind", "类(?!别)|种", r"(?:kinds|types|categories)\b"),
        ("day", "天", r"days?\b"),
        ("hour", "小时", r"hours?\b"),
    )
}
_REACH = 30  # characters in which a counted thing follows its count
_STOP = re.compile(r"[,;:.()。\d]|\b(?:on|in|of|and|with|from|to|for)\b|[和与在上的从]")


class _Count(NamedTuple):
    words: str
    value: float
    noun: str
    spelled: bool  # in words, which a reader may have counted


def miscounted(claim: str, source: str) -> tuple[str, ...]:
    """Counts of the claim that the source has of each other's things, or spelled ones above its only one.

    A reader may have counted a part, or added up what the source counts in parts; both are believed.
    """
    told, known = list(dict.fromkeys(_counts(claim))), defaultdict[str, list[float]](list)
    values = {value for one in quantities(source) for _, value in one.readings}
    for one in _counts(source):
        known[one.noun].append(one.value)
    found = [
        one.words
        for one in told
        if len(known[one.noun]) == 1
        and (
            (one.spelled and one.value > known[one.noun][0] and one.value not in values)
            or any(known[one.noun] == [other.value] and known[other.noun] == [one.value] for other in told)
        )
        and one.value != known[one.noun][0]
    ]
    return tuple(dict.fromkeys(found))


def _counts(text: str) -> Iterator[_Count]:
    text = normalised(text)
    for quantity in quantities(text):
        values = [value for kind, value in quantity.readings if kind == "plain"]
        behind = text[quantity.end : quantity.end + _REACH]
        stop = _STOP.search(behind)
        behind = behind[: stop.start()] if stop else behind
        things = [(match.start(), name) for name, noun in _NOUNS.items() if (match := noun.search(behind))]
        if values and things:
            name = min(things)[1]
            words = f"{quantity.words.strip()} ({name}s)"
            yield _Count(words, values[0], name, quantity.counted)
