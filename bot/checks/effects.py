"""Pure: a text -> what each of its figures is told of, and which way: up or down, for the better or not.

What cannot be told for sure is left open; nothing is objected to on its ground.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.checks.direction_words import BETTER, WORSE, Cue, Way, Worth, agree, cues_in, left_open
from bot.checks.measures import Measure, better_way, measures_in
from bot.checks.quantities import Quantity, quantities
from bot.checks.wording import normalised


@dataclass(frozen=True, slots=True)
class Effect:
    """One figure of a text, or one measure without a figure, with what is said of it."""

    words: str  # as in the normalised text
    quantity: Quantity | None
    measures: frozenset[Measure]
    cue: Cue | None = None

    def worth(self, of: frozenset[Measure] = frozenset()) -> Worth | None:
        """Whether it is for the better: what falls is better where less is. `of` stands in for no measure."""
        if self.cue is None:
            return None
        good = better_way(self.measures or of)
        by_way: Worth | None = None
        if self.cue.way and good in {"up", "down"}:
            by_way = BETTER if self.cue.way == good else WORSE
        if self.cue.worth and by_way and self.cue.worth != by_way:
            return None
        return self.cue.worth or by_way


_SENTENCE_END = re.compile(r"[.;:!?。](?=\s|$)|[;:。!?]")
_JOINED = re.compile(r"\s?(?:-|~|to|至|到|,|/|and|和|与|及|&|, ?and|±)\s?(?:by|of)?\s?(?:up to)?\s?")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# where what stands behind a figure stops belonging to it
_BOUND = (
    r"[,;:()。]|\b(?:but|while|with|without|compared|than|over|versus|vs|for|on|when|at|by|to|from|under|"
    r"across|using|relative|as|that|which|whereas|respectively|is|are|was|were|only)\b|"
    r"[并且或而在比较相使同至从对为以]|仅"
)
_STOP_OF_LIST = re.compile(_BOUND)
_STOP = re.compile(rf"{_BOUND}|[及和与]|\b(?:and|or)\b")
_BEFORE = re.compile(r"\b(?:by|of|to|than)\s?$", re.IGNORECASE)
_FILLER = re.compile(
    r"(?:(?<![A-Za-z])(?:up to|as (?:much|high|many) as|at (?:least|most)|over|above|below|exceeding|nearly|"
    r"almost|about|approximately|around|roughly|only|an? average of|(?:an )?additional|another|a|an|the|"
    r"(?:more|less|fewer|greater|higher|lower) than|factor of)|[~≈><≥≤+-]|"
    r"超过|高于|低于|超出|少于|多于|不超过|不到|不足|小于|大于|逾|超|约|近|最高|高达|平均|仅|达到?|了)\s*$",
    re.IGNORECASE,
)
APART = re.compile(r"\b(?:and|or|but|while|with|by|to)\b|[,;:()。.!?和并且及与但而或]")
BREAK = re.compile(
    r"\b(?:while|but|with|which|whereas|achiev\w*|reach\w*|attain\w*|yield\w*|deliver\w*|obtain\w*|maintain\w*|"
    r"retain\w*|preserv\w*|us(?:es|ing)|requir\w*|contain\w*|than|on|when|at|under|across|compared)\b|"
    r"达成|实现|保持|保留|使用|仅用|同时|而|在",
    re.IGNORECASE,
)
_IN_LIST = re.compile(r"\s?(?:,|/|and|or|和|与|及|、|, ?and)\s?(?:[A-Za-z-]+\s?)?")
_LEVEL = re.compile(
    r"(?:\s?(?:rates?|scores?|usage|from|of|is|are|was|were|to|reach(?:es|ed|ing)?|the|an?|=|:|"
    r"从|由|量|使用|占用|达|到|为|分别|均|至|是|高))*\s?"
)
_REACHES = re.compile(r"(?<![高多可])达|为|\bof\b")
_CONTENT = re.compile(r"[A-Za-z]{4,}|[\u4e00-\u9fff]{2,}")
_COMPARED = re.compile(
    r"(?:数?量|使用|占用|消耗|需求|大小)*(?:(?:相比|相较|较|比|相对|在)[^,;]{0,20})?"
    r"(?:上|下)?(?:平均|最高|最多|显著|大幅|明显|分别|均|可|也|进一步|同时|约|从|由)*\s?"
)
_TO = re.compile(
    r"\s?(?:(?:降低|下降|减少|缩短|提升|提高|增加|上升|降|升|增|减)?(?:至|到|为)|"
    r"(?:up |down )?to|versus|vs\.?)\s?",
    re.IGNORECASE,
)
_ALIKE = re.compile(
    r"\s(?:on|for|in|over)\b[^,;:]{0,30}\band (?:by )?(?:over |about |up to |nearly )?", re.IGNORECASE
)
_SEPARATOR = re.compile(r"(?:个?点|分)?\s?(?:,|and\b|及|和|与|, and\b|/|\(|\))")
_PLUS = re.compile(r"(?<![\d±])\+$")
_RISES = re.compile(r"doubl(?:es|ed|ing)|tripl(?:es|ed|ing)|quadrupl(?:es|ed|ing)|翻", re.IGNORECASE)
_FALLS = re.compile(r"halv(?:es?|ed|ing)|减半|折半", re.IGNORECASE)
_REACH_BEHIND = 60  # characters behind a figure that may say what it does
NEAR = 25
_INHERITED = 40
_REACH = 200  # characters on each side of a figure that are looked at


@lru_cache(maxsize=512)
def figure_effects(text: str) -> tuple[Effect, ...]:
    """What each figure of a text is told of, in order. Counts in words are none."""
    text = normalised(text)
    groups = _groups(text, [one for one in quantities(text) if not one.counted and not one.version])
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    found: list[Effect] = []
    last: Effect | None = None
    for place, group in enumerate(groups):
        start, end = group[0].start, group[-1].end
        begin = max(groups[place - 1][-1].end if place else 0, ends[bisect_right(ends, start) - 1])
        stop = min(
            groups[place + 1][0].start if place + 1 < len(groups) else len(text),
            ends[bisect_left(ends, end)],
        )
        left, right = text[max(begin, start - _REACH) : start], text[end : min(stop, end + _REACH)]
        effect = _effect(group[0], left, right, listed=len(group) > 1)
        if effect.cue is None and _PLUS.search(left):
            effect = replace(
                effect, cue=Cue("+", 0, 0, "up"), measures=effect.measures or _nearest(left[:-1].rstrip(" ("))
            )
        if last is not None and place and begin == groups[place - 1][-1].end:
            effect = _inherited(effect, last, left)
        found += [replace(effect, words=one.words, quantity=one) for one in group]
        last = effect
    return tuple(found)


def _groups(text: str, found: Sequence[Quantity]) -> list[list[Quantity]]:
    """Ranges and lists of figures, which stand for one."""
    groups: list[list[Quantity]] = []
    for quantity in found:
        itself = _RISES.match(quantity.words) or _FALLS.match(quantity.words)
        if groups and not itself and _JOINED.fullmatch(text[groups[-1][-1].end : quantity.start]):
            groups[-1].append(quantity)
        else:
            groups.append([quantity])
    return groups


def _effect(quantity: Quantity, left: str, right: str, *, listed: bool) -> Effect:
    while filler := _FILLER.search(left):
        left = left[: filler.start()]
    stop = (_STOP_OF_LIST if listed else _STOP).search(right)
    behind = right[: min(stop.start() if stop else len(right), _REACH_BEHIND)]
    way: Way | None = (
        "up" if _RISES.match(quantity.words) else "down" if _FALLS.match(quantity.words) else None
    )
    if way:
        cue = Cue(quantity.words, 0, 0, way)
        return Effect(quantity.words, quantity, _named(behind) or _nearest(left), cue)
    level = _level(left)
    if level and _named(behind) and not _cue_at_end(left):
        return Effect(quantity.words, quantity, level | _named(behind))
    apart = _BEFORE.search(left) or _cue_at_end(left)
    if not apart and (found := cues_in(behind)):
        cue, implied = found[0] if agree(found) else (left_open(found[0][0]), None)
        told = _named(behind) | _listed_behind(right[len(behind) :]) if _named(behind) else _implied(implied)
        if not told and not behind[found[-1][0].end :].strip():
            told = _nearest(left)
        return Effect(quantity.words, quantity, told, cue)
    return _from_left(quantity, left, behind="" if _BEFORE.search(left) else behind)


def _from_left(quantity: Quantity, left: str, *, behind: str) -> Effect:
    chinese = bool(_CHINESE.search(left))
    clause = re.split(r"[,;:()。]" if chinese else r"[;:()]", left)[-1]
    found = cues_in(clause)
    cue, implied = found[-1] if found else (None, None)
    if cue is None or BREAK.search(clause, cue.end):
        return Effect(quantity.words, quantity, _named(behind) or _level(left))
    told = _governed(clause, cue, implied, behind=behind)
    earlier = [one for one, _ in found[:-1] if cue.start - one.end <= NEAR]
    if earlier and not APART.search(clause, earlier[-1].end, cue.start) and not agree(found[-2:]):
        cue = left_open(cue)
    return Effect(quantity.words, quantity, told, cue)


def _governed(clause: str, cue: Cue, implied: Measure | None, *, behind: str) -> frozenset[Measure]:
    """What a word in front of a figure is said of: what it names, else nothing that another word hides."""
    between, before = clause[cue.end :], clause[: cue.start]
    if implied:
        return _implied(implied) | _named(between)
    if told := _named(between):
        return told
    if _CONTENT.search(_BEFORE.sub("", between)):
        return frozenset()
    return _nearest(before) | _named(behind)


def _inherited(effect: Effect, last: Effect, left: str) -> Effect:
    """In "latency falls by 45% and memory by 26%" both fall; in "from 20 to 15" both are of one measure."""
    if _TO.fullmatch(left):
        return replace(effect, measures=effect.measures or last.measures)
    if effect.cue or last.cue is None or len(left) > _INHERITED:
        return effect
    if _SEPARATOR.match(left) and not BREAK.search(left) and not _REACHES.search(left):
        return replace(effect, measures=_named(left) or effect.measures or last.measures, cue=last.cue)
    if _ALIKE.fullmatch(left) and not _named(left):
        return replace(effect, measures=effect.measures or last.measures, cue=last.cue)
    return effect


def _cue_at_end(left: str) -> bool:
    left = left.rstrip()[-NEAR:]
    return bool(_CHINESE.search(left[-1:])) and any(cue.end == len(left) for cue, _ in cues_in(left))


def _named(text: str) -> frozenset[Measure]:
    return frozenset(one for _, _, one in measures_in(text))


def _implied(measure: Measure | None) -> frozenset[Measure]:
    return frozenset({measure} if measure else ())


def _nearest(left: str) -> frozenset[Measure]:
    """The last measures of a clause, if they stand near its end: "precision and recall"."""
    clause = re.split(r"[;:()。]", left)[-1]
    found: list[tuple[int, int, Measure]] = []
    for place in reversed(measures_in(clause)):
        between = clause[place[1] : found[-1][0]] if found else ""
        if not (_IN_LIST.fullmatch(between) if found else _near_end(clause[place[1] :])):
            break
        found.append(place)
    return frozenset(one for _, _, one in found)


def _near_end(rest: str) -> bool:
    """Whether what stands behind a measure leaves it the thing spoken of."""
    if _CHINESE.search(rest):
        return bool(_COMPARED.fullmatch(rest))
    return len(rest) <= NEAR and not re.search(r"[,;]|\b(?:and|or|while|but)\b", rest)


def _listed_behind(rest: str) -> frozenset[Measure]:
    """The second of two measures: "3% higher precision and recall"."""
    first = next(iter(measures_in(rest[:_INHERITED])), None)
    return frozenset({first[2]} if first and _IN_LIST.fullmatch(rest[: first[0]]) else ())


def _level(left: str) -> frozenset[Measure]:
    """What a figure without a direction is told of: "an accuracy of 95%"."""
    places = measures_in(left)
    return _nearest(left) if places and _LEVEL.fullmatch(left, places[-1][1]) else frozenset()
