"""Pure, part of checking numbers: what a text measures, as values with the kind of their unit."""

import math
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from bot.checks.identifiers import identifiers, without_identifiers
from bot.checks.number_words import CHINESE, ENGLISH, chinese_value, english_value
from bot.checks.wording import KEPT, normalised

Unit = Literal["percent", "factor", "plain"]
Reading = tuple[Unit, float]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a text. Its readings are pairs that say the same: half is 50% and a factor 2."""

    words: str  # as in the normalised text
    start: int  # offsets in the normalised text
    end: int
    readings: frozenset[Reading]
    scale: float = 1.0  # 1e9 of "7B"
    counted: bool = False  # a small count in words, which a reader may have counted
    rough: bool = False  # a fraction in words, true to a few percent
    version: bool = False  # it numbers a name, as in "Llama 3"; it measures nothing

    @property
    def plain(self) -> bool:
        """True for a bare number, which can take the unit of its neighbour in a range."""
        return all(kind == "plain" for kind, _ in self.readings)


_SCALES = {
    "万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "亿": 1e8, "千万": 1e7, "百万": 1e6, "万": 1e4, "千": 1e3,
    "trillion": 1e12, "billion": 1e9, "million": 1e6, "thousand": 1e3,
    "T": 1e12, "B": 1e9, "M": 1e6, "K": 1e3, "k": 1e3,
}  # fmt: skip
_CHINESE_SCALES = "|".join(scale for scale in _SCALES if not scale.isascii())
_ENGLISH_SCALES = "|".join(scale for scale in _SCALES if scale.isascii())
_SCALE = rf"(?:[\s-]?(?P<scale>{_CHINESE_SCALES}|(?:{_ENGLISH_SCALES})(?![A-Za-z])))"
_UNIT = re.compile(
    r"\s?-?(?:"
    r"(?P<points>%?\s?(?:percentage|percent|per cent)?[- ]?points?(?![a-z])|pp(?![a-z])|p\.p\.|个?百分点)"
    r"|(?P<percent>%|percent(?![a-z])|per ?cent(?![a-z])|成(?=[,。;以的]|$))"
    r"|(?P<order>orders?[ -]of[ -]magnitudes?|个?数量级)"
    r"|(?P<factor>×(?!\s?\d)|倍|times(?![a-z]))|(?P<fold>fold(?![a-z]))"
    r")"
)
_POWER = r"\d+\^\d+(?:\.\d+)?"
_DIGITS = re.compile(
    rf"(?P<of100>百分之)?(?P<number>(?<![\d.])(?:{_POWER}|\d+(?:\.\d+)?)|(?<![\w.])\.\d+){_SCALE}?"
)
_ENUMERATION = re.compile(r"(?:(?<![^\s,;:。()])\(?[1-9]\)|(?<![^\s;:。])[1-9]\.)(?=\s?[^\s\d])")
_FACTOR_BEFORE = re.compile(
    r"(?:×|(?:factor|speed-?up|acceleration|ratio)s?(?: [a-z]+)? (?:of|by)(?: about| around| roughly|"
    r" up to)?|加速比(?:为|达到?)?)\s?~?$",
    re.IGNORECASE,
)
_FACTOR_AFTER = re.compile(r"\s?(?:[a-z]+ )?speed-?ups?", re.IGNORECASE)
# "8× H800": so many of them; a name with digits is blanked by then
_PIECES_AFTER = re.compile(r"(?:\s{2,}|\s?(?:(?:NVIDIA|AMD|Intel|Ascend|Tesla|RTX)\b|GPU|TPU|NPU|CPU))")
_VERSION = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]*[a-z][A-Za-z]*\s(?:\d{1,2}(?:\.\d)?)$")
_NO_NAME = re.compile(
    r"\b(?:Over|Across|With|Using|Only|At|On|In|By|To|From|The|Top|About|Nearly|Around|Up|Of|For|And|Than|"
    r"These|"
    r"All|Its|Our|We|Under|Within|Between|Recall|Precision|Accuracy|Dice|Score|Error|Rouge|Bleu|Pass)\s\S+$"
)
_ENGLISH = re.compile(ENGLISH, re.IGNORECASE)
_MEASURES = "个种类项款组套层步轮名位篇条张台块份路大"  # not 次: 二次 is quadratic
_CHINESE = re.compile(
    rf"(?:(?P<of100>百分之)|(?<![第统单之唯数几零一二两三四五六七八九十百千万亿]))(?P<number>{CHINESE})"
    rf"(?:分之(?P<over>{CHINESE}))?(?P<measure>(?=[{_MEASURES}]|阶段|倍|成[,。;以的]|个?百分点|个?数量级))?"
)
_SPELLED: dict[str, tuple[Reading, ...]] = {
    r"\b(?:half(?![- ](?:precision|life|space|plane))|halv(?:e|es|ed|ing))\b|减半|一半|折半|半数": (
        ("percent", 50.0),
        ("factor", 2.0),
        ("factor", 0.5),
    ),
    r"\b(?:twice|doubl(?:e|es|ed|ing))\b|翻倍|翻一?番|加倍|双倍": (
        ("factor", 2.0),
        ("percent", 100.0),
        ("plain", 2.0),
    ),
    r"\b(?:thrice|tripl(?:e|es|ed|ing))\b": (("factor", 3.0), ("percent", 200.0), ("plain", 3.0)),
    r"\bquadrupl(?:e|es|ed|ing)\b": (("factor", 4.0), ("percent", 300.0), ("plain", 4.0)),
    "翻两番": (("factor", 4.0), ("percent", 300.0)),
    r"\b(?:an|one) order[ -]of[ -]magnitude\b": (("factor", 10.0),),
    r"\b(?:dual|both|pairs?|couple|twin)\b": (("plain", 2.0),),
}
_PAIR = frozenset({("plain", 2.0)})
_FIXED = tuple((re.compile(words, re.IGNORECASE), frozenset(said)) for words, said in _SPELLED.items())
_FRACTION = re.compile(r"\b(?:(one|two|three|a)[ -](third|quarter|fifth)s?)\b", re.IGNORECASE)
_ONE_OVER = re.compile(r"(?<![\d/.-])1/(\d+)(?![\d/.])")
_PARTS = {"a": 1, "one": 1, "two": 2, "three": 3, "third": 3, "quarter": 4, "fifth": 5}
_RANGE = re.compile(r"\s?(?:-|~|to|至|到|±|\+/-)\s?")
_LIST = re.compile(r"\s?(?:,|/|and|or|和|与|及|或|, ?and|, ?or|&)\s?")


@lru_cache(KEPT)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every number of a text in order: digits, words of both languages, ranges and lists that share one unit.

    A number inside an identifier is none; see `bot/checks/identifiers.py`.
    """
    text = _ENUMERATION.sub(_without_enumeration, without_identifiers(normalised(text)))
    found: dict[int, Quantity] = {}
    taken = [False] * (len(text) + 1)
    for quantity in _candidates(text):
        if not any(taken[quantity.start : quantity.end]):
            found[quantity.start] = quantity
            taken[quantity.start : quantity.end] = [True] * (quantity.end - quantity.start)
    return tuple(_sharing_units(text, [found[start] for start in sorted(found)]))


def quantities_in_names(text: str) -> tuple[Quantity, ...]:
    """What the identifiers of a text hold: the 7B of "LLaMA-7B", to support a "7B" that stands alone."""
    names = " ; ".join(identifiers(normalised(text)))
    return tuple(_with_unit(names, match) for match in _DIGITS.finditer(names))


def _candidates(text: str) -> Iterator[Quantity]:
    for match in _FRACTION.finditer(text):
        yield _share(match, parts=_PARTS[match[1].lower()], whole=_PARTS[match[2].lower()])
    for match in _ONE_OVER.finditer(text):
        if int(match[1]):
            yield _share(match, parts=1, whole=int(match[1]))
    for pattern, readings in _FIXED:
        counted = readings == _PAIR
        yield from (
            Quantity(match[0], *match.span(), readings, counted=counted) for match in pattern.finditer(text)
        )
    yield from (_with_unit(text, match) for match in _DIGITS.finditer(text))
    for match in _ENGLISH.finditer(text):
        yield _counted(_with_unit(text, match, value=english_value(match[0])))
    for match in _CHINESE.finditer(text):
        if match["over"]:
            yield _share(match, parts=chinese_value(match["over"]), whole=chinese_value(match["number"]))
        elif match["of100"] or match["measure"] is not None:
            yield _counted(_with_unit(text, match, value=chinese_value(match["number"])))


def _without_enumeration(match: re.Match[str]) -> str:
    """Blanks for an "(1)"; the "1)" of "(Task 1)" closes a bracket."""
    before = match.string[max(0, match.start() - 60) : match.start()]
    closes = "(" not in match[0] and before.rfind("(") > before.rfind(")")
    return match[0] if closes else " " * len(match[0])


def _counted(quantity: Quantity) -> Quantity:
    small = any(kind == "plain" and value <= 10 for kind, value in quantity.readings)
    return replace(quantity, counted=quantity.plain and small)


def _share(match: re.Match[str], *, parts: float, whole: float) -> Quantity:
    """A third is 33.3%, and three times less."""
    readings: frozenset[Reading] = frozenset({("percent", 100 * parts / whole), ("factor", whole / parts)})
    return Quantity(match[0], *match.span(), readings, rough=True)


def _with_unit(text: str, match: re.Match[str], *, value: float | None = None) -> Quantity:
    scale = _SCALES.get(match.groupdict().get("scale") or "", 1.0)
    value = _plain_value(match["number"]) * scale if value is None else value
    unit = _UNIT.match(text, match.end())
    end = unit.end() if unit else match.end()
    kind = unit.lastgroup if unit else None
    if match.groupdict().get("of100"):
        kind = "percent"
    elif kind is None and (_FACTOR_BEFORE.search(text, 0, match.start()) or _FACTOR_AFTER.match(text, end)):
        kind = "speedup"
    elif unit and unit[0].strip() == "成":
        value = 10 * value
    elif kind == "factor" and _PIECES_AFTER.match(text, end):
        kind = "speedup"
    readings = frozenset(_readings(value, kind))
    version = kind is None and scale == 1 and _is_version(text[max(0, end - 40) : end])
    return Quantity(text[match.start() : end], match.start(), end, readings, scale, version=version)


def _is_version(text: str) -> bool:
    """Whether a text ends in a name and its number: "Stable Diffusion 3"."""
    return bool(_VERSION.search(text) and not _NO_NAME.search(text))


def _plain_value(digits: str) -> float:
    """The value of 12.5, and of 10^6; of a power beyond all floats the greatest float."""
    base, _, power = digits.partition("^")
    try:
        return math.pow(float(base), float(power or 1))
    except OverflowError:
        return sys.float_info.max


def _readings(value: float, unit: str | None) -> tuple[Reading, ...]:
    readings: dict[str | None, tuple[Reading, ...]] = {
        "percent": (("percent", value),),
        "points": (("percent", value), ("plain", value)),
        "order": (("factor", 10.0 ** min(value, 99.0)),),
        # 提升一倍 doubles a thing: one more of it.
        "factor": (("factor", value),)
        if value != 1
        else (("factor", 1.0), ("factor", 2.0), ("percent", 100.0)),
        "fold": (("factor", value), ("plain", value)),
        "speedup": (("factor", value), ("plain", value)),
    }
    return readings.get(unit, (("plain", value),))


def _sharing_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """In "11-20%" 11 is a percentage; in "5, 10 and 20%" 5 and 10 may be, in "7/13B" 7 may be 7B."""
    for place in range(len(found) - 2, -1, -1):
        left, right = found[place], found[place + 1]
        between = text[left.end : right.start]
        if not left.plain or not (_RANGE.fullmatch(between) or _LIST.fullmatch(between)):
            continue
        if left.version and right.scale == 1:
            continue
        kinds = {kind for kind, _ in right.readings}
        shared = frozenset((kind, value * right.scale) for _, value in left.readings for kind in kinds)
        if _RANGE.fullmatch(between) and not right.plain:
            found[place] = replace(left, readings=shared)
        else:
            found[place] = replace(left, readings=left.readings | shared, scale=right.scale)
    for place, (left, right) in enumerate(pairwise(found), start=1):
        listed = _LIST.fullmatch(text[left.end : right.start])
        if found[place - 1].version and listed and right.plain and right.scale == 1:
            found[place] = replace(right, version=True)
    return found
