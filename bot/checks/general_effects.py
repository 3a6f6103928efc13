"""Pure, part of checking directions: what a text says of measures in general, without a figure."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, takewhile

from bot.checks.direction_words import WORSE, Cue, cues_in
from bot.checks.effects import APART, BREAK, NEAR, Effect
from bot.checks.measures import COMPARISON, Measure, measures, measures_in
from bot.checks.wording import normalised

# what is told of others, of a problem, or of next to nothing
_IN_DOUBT = re.compile(
    r"\b(?:mitigat|overcom|address|suffer|prevent|avoid|reduc|limit|minimi|prior|existing|however|whether|trade|"
    r"minimal|negligib|slight|small|minor|little|marginal|often|typically|may\b)|"
    r"解决|缓解|克服|避免|防止|减少|抑制|现有|传统|导致|权衡|可忽略|轻微|略|往往|容易|常",
    re.IGNORECASE,
)
_AS_PROBLEM = re.compile(
    r"[^,;。.]{0,20}(?:问题|瓶颈|挑战|难题|困难|风险|problem|issue|challenge|trade-?off)|[^.;。]*\?",
    re.IGNORECASE,
)
_IN_FRONT = 30  # characters in which doubt is looked for
# worse than others, where more is better: "below all baselines"
_BELOW = re.compile(
    r"低于(?=[^,;。\d]{0,10}(?:基线|方法|教师模型))|"
    r"\bbelow(?=(?: [a-z-]+){0,3} (?:baselines|methods|approaches)\b)",
    re.IGNORECASE,
)
_LISTED = 4  # measures that one word is said of, at most
_IN = re.compile(r"[^,;:.。]{0,80}?\bin (?:terms of )?(?:both )?(?:[a-z-]+ )?$", re.IGNORECASE)
_AND = re.compile(r"(?:,|,? and|,? as well as)(?: in)?(?: [a-z-]+)? ", re.IGNORECASE)


@lru_cache(maxsize=512)
def measure_effects(text: str) -> tuple[Effect, ...]:
    """What a text says of measures in general: "improves accuracy". What is undone or in doubt stays open."""
    text = normalised(text)
    named = measures_in(text)
    found = list(_below(text, named))
    for cue, implied in cues_in(text):
        for measure in _governed(text, cue, implied, named=named):
            in_front = text[max(0, cue.start - _IN_FRONT) : cue.start]
            doubtful = _IN_DOUBT.search(in_front) or _AS_PROBLEM.match(text, cue.end)
            found.append(Effect(cue.words, None, frozenset({measure}), None if doubtful else cue))
    return tuple(found)


def _governed(
    text: str, cue: Cue, implied: Measure | None, *, named: Sequence[tuple[int, int, Measure]]
) -> list[Measure]:
    """What a word of direction is said of, and what is listed behind that: "improves latency and memory"."""
    first = _beside(text, cue, named) or implied
    at = bisect_left(named, cue.end, key=lambda place: place[0])
    found = [first] if first else []
    end = cue.end
    for start, stop, one in islice(named, at, at + _LISTED):
        joined = _AND.fullmatch(text, end, start) if found[1:] or one is first else None
        if one is first or joined or (implied and _IN.fullmatch(text, cue.end, start)):
            found.append(one)
            end = stop
        else:
            break
    return list(dict.fromkeys(found))


def _below(text: str, named: Sequence[tuple[int, int, Measure]]) -> Iterator[Effect]:
    """Where a text says that something is below others; of a latency that is no loss."""
    comparison = next(one for one in measures() if one.name == COMPARISON)
    for match in _BELOW.finditer(text):
        clause = [one for _, end, one in named if 0 <= match.start() - end <= _IN_FRONT]
        if all(one.better == "up" for one in clause):
            cue = Cue(match[0], *match.span(), worth=WORSE)
            for one in (comparison, *clause[-1:]):
                yield Effect(match[0], None, frozenset({one}), cue)


def _beside(text: str, cue: Cue, named: Sequence[tuple[int, int, Measure]]) -> Measure | None:
    """The measure that a word of direction governs."""
    at = bisect_left(named, cue.end, key=lambda place: place[0])  # they stand in order and do not overlap
    in_reach = takewhile(lambda place: place[0] - cue.end <= NEAR, islice(named, at, None))
    behind = [one for start, _, one in in_reach if _is_close(text[cue.end : start])]
    before = [
        one
        for _, end, one in named[max(0, at - 2) : at]
        if 0 <= cue.start - end <= 2 and _is_close(text[end : cue.start])
    ]
    near = (behind[:1], before[-1:])
    first, second = reversed(near) if cue.chinese else near
    return (*first, *second, None)[0]


def _is_close(between: str) -> bool:
    return len(between) <= NEAR and not APART.search(between) and not BREAK.search(between)
