"""Pure, part of checking directions: what a text says of measures in general, without a figure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.checks.direction_words import Cue, cues_in
from bot.checks.effects import APART, BREAK, NEAR, Effect
from bot.checks.measures import Measure, measures_in
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


@lru_cache(maxsize=512)
def measure_effects(text: str) -> tuple[Effect, ...]:
    """What a text says of measures in general: "improves accuracy". What is undone or in doubt stays open."""
    text = normalised(text)
    named = measures_in(text)
    found = []
    for cue, implied in cues_in(text):
        if measure := _beside(text, cue, named) or implied:
            in_front = text[max(0, cue.start - _IN_FRONT) : cue.start]
            doubtful = _IN_DOUBT.search(in_front) or _AS_PROBLEM.match(text, cue.end)
            found.append(Effect(cue.words, None, frozenset({measure}), None if doubtful else cue))
    return tuple(found)


def _beside(text: str, cue: Cue, named: Sequence[tuple[int, int, Measure]]) -> Measure | None:
    """The measure that a word of direction governs."""
    behind = [one for start, _, one in named if start >= cue.end and _is_close(text[cue.end : start])]
    before = [one for _, end, one in named if 0 <= cue.start - end <= 2 and _is_close(text[end : cue.start])]
    near = (behind[:1], before[-1:])
    first, second = reversed(near) if cue.chinese else near
    return (*first, *second, None)[0]


def _is_close(between: str) -> bool:
    return len(between) <= NEAR and not APART.search(between) and not BREAK.search(between)
