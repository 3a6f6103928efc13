"""Pure, two checks of a statement: each figure goes the paper's way, and is told of the paper's measure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.checks.direction_words import WORSE
from bot.checks.effects import Effect, figure_effects
from bot.checks.general_effects import measure_effects
from bot.checks.measures import ANY, COMPARISON, are_kin
from bot.checks.numbers import same_quantity
from bot.checks.wording import normalised

_POINTS = re.compile(r"points?$|points? |百分点", re.IGNORECASE)


def contradicted_figures(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The figures of the claim that go the other way in every sentence that has them, as "slower 2.5×".

    What is left open anywhere is believed.
    """
    known = _distinct(effect for text in sentences for effect in figure_effects(text))
    found = []
    for told in _distinct(figure_effects(claim)):
        places = [one for one in known if _same_figure(told, one)]
        if places and all(_contradicts(told, one) for one in places):
            found.append(f"{told.cue.words} {told.words.strip()}" if told.cue else told.words)
    return tuple(dict.fromkeys(found))


def contradicted_measures(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The measures of which the claim says the opposite of all that the sentences do, as "降低 accuracy"."""
    effects = [effect for text in sentences for effect in measure_effects(text)]
    effects += [effect for text in sentences for effect in figure_effects(text) if effect.cue]
    known, said = _distinct(effects), _distinct(measure_effects(claim))
    found = []
    for told in said:
        worth = told.worth()
        if worth is None or any(_of_one(told, one) and one.worth() != worth for one in said):
            continue
        if any(one.name == COMPARISON for one in told.measures) and worth != WORSE:
            continue  # a paper may win against one and lose against another
        if _general(told) and any(
            one.worth() == worth and are_kin(told.measures, one.measures) for one in known
        ):
            continue  # an accuracy that rises is better performance
        kin = [one.worth() for one in known if _of_one(told, one)]
        if kin and all(theirs and theirs != worth for theirs in kin):
            found.append(f"{told.words} {next(iter(told.measures)).name}")
    return tuple(dict.fromkeys(found))


def moved_figures(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """The figures that are told of a measure of which no sentence tells them, as "40% (accuracy)"."""
    known = _distinct(effect for text in sentences for effect in figure_effects(text))
    found = []
    for told in _distinct(figure_effects(claim)):
        places = [one for one in known if _same_figure(told, one)]
        if told.measures and places and not any(are_kin(told.measures, one.measures) for one in places):
            if _has_its_word(told, claim, sentences):
                continue  # "for 0.9 recall" behind "higher throughput" and "at 0.9 recall" are one
            names = "/".join(sorted(one.name for one in told.measures))
            found.append(f"{told.words.strip()} ({names})")
    return tuple(dict.fromkeys(found))


def _has_its_word(told: Effect, claim: str, sentences: Sequence[str]) -> bool:
    """Whether a sentence has the figure with the very word that stands behind it in the claim."""
    behind = re.search(rf"(?<![\d.]){re.escape(told.words.strip())} ?([A-Za-z]{{3,}})", normalised(claim))
    return behind is not None and any(behind[0] in normalised(sentence) for sentence in sentences)


def _distinct(effects: Iterable[Effect]) -> list[Effect]:
    """One of those that differ by nothing but their place: a text may say a thing a thousand times."""
    found: dict[object, Effect] = {}
    for effect in effects:
        quantity = effect.quantity and replace(effect.quantity, start=0, end=0)
        cue = effect.cue and replace(effect.cue, start=0, end=0)
        found.setdefault((effect.words, quantity, effect.measures, cue), effect)
    return list(found.values())


def _same_figure(told: Effect, known: Effect) -> bool:
    return bool(told.quantity and known.quantity and same_quantity(told.quantity, known.quantity))


def _contradicts(told: Effect, known: Effect) -> bool:
    if told.cue is None or known.cue is None or not are_kin(told.measures, known.measures):
        return False
    ours, theirs = told.worth(known.measures), known.worth(told.measures)
    if ours and theirs:
        return ours != theirs
    if not told.measures and not known.measures and _POINTS.search(f"{told.words} {known.words}"):
        return bool(told.cue.sign * known.cue.sign < 0)  # points are won and lost
    if told.measures & known.measures or not (told.measures and known.measures):
        return bool(told.cue.way and known.cue.way and told.cue.way != known.cue.way)
    return False


def _general(told: Effect) -> bool:
    return any(ANY in one.kin for one in told.measures)


def _of_one(told: Effect, known: Effect) -> bool:
    groups = [
        {group for one in some for group in one.kin} - {ANY} for some in (told.measures, known.measures)
    ]
    return bool(groups[0] & groups[1])
