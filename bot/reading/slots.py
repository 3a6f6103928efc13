"""Pure: a brief without a model, in the paper's own clauses; it abstains where it is not sure."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.domain.briefs import Slot, Slots
from bot.reading import cues
from bot.reading.clauses import (
    OF_EFFECT,
    OF_PROBLEM,
    OF_TECHNIQUE,
    after_but,
    cut_to_length,
    plain,
    without_lead,
)
from bot.reading.proposals import names, proposal, speaks_of_itself
from bot.reading.sentences import split_sentences

_LONGEST_SENTENCE = 1500  # characters; what is longer is a table or a list, and slow to search


class _Candidate(NamedTuple):
    score: float
    place: int  # 0-based
    clause: str


def extract_slots(title: str, abstract: str) -> Slots:
    """Technique, problem and effect as clauses of the abstract, at most 220 characters each.

    A slot is None where no sentence says it clearly. No sentence serves two slots. Where none of the three is
    told, `about` holds what the paper says of itself, else how it begins. No sentence, no slot.
    """
    sentences = [
        plain(sentence) if len(sentence) <= _LONGEST_SENTENCE else ""
        for sentence in split_sentences(abstract)
    ]
    technique = _best(_techniques(title, sentences))
    proposed = technique.place if technique else None
    effect = _best(_effects(sentences, proposed))
    taken = {candidate.place for candidate in (technique, effect) if candidate}
    problem = _best(one for one in _problems(sentences, proposed) if one.place not in taken)
    if not (technique or problem or effect):
        return Slots(about=_slot(_best(_abouts(sentences))))
    return Slots(technique=_slot(technique), problem=_slot(problem), effect=_slot(effect))


def _best(candidates: Iterator[_Candidate]) -> _Candidate | None:
    return max(candidates, key=lambda candidate: (candidate.score, -candidate.place), default=None)


def _slot(candidate: _Candidate | None) -> Slot | None:
    return Slot(text=candidate.clause, sentences=(candidate.place + 1,)) if candidate else None


def _techniques(title: str, sentences: list[str]) -> Iterator[_Candidate]:
    known = names(title)
    for place, sentence in enumerate(sentences):
        found = proposal(sentence)
        if not found:
            continue
        plainness, clause = found
        score = plainness + cues.weigh(cues.TECHNIQUE, clause) - 0.5 * place
        score += 2.0 * any(name in clause.lower() for name in known)
        score -= 8.0 * cues.is_vague(clause)
        shorter = cut_to_length(clause, at=OF_TECHNIQUE)
        if shorter and score >= cues.TECHNIQUE_THRESHOLD:
            yield _Candidate(score, place, shorter)


def _problems(sentences: list[str], proposed: int | None) -> Iterator[_Candidate]:
    last = proposed if proposed is not None else (len(sentences) + 1) // 2
    for place, sentence in enumerate(sentences[: last + 3]):
        clause = after_but(without_lead(sentence))
        if cues.NO_PROBLEM.search(sentence):
            continue
        score = cues.weigh(cues.PROBLEM, sentence) + 0.25 * place
        if place > last:
            score -= 3.0 + place - last
        if cues.DANGLING.match(clause):
            score -= 4.0
        shorter = cut_to_length(clause, at=OF_PROBLEM)
        if shorter and cues.weigh(cues.PROBLEM, shorter) > 0 and score >= cues.PROBLEM_THRESHOLD:
            yield _Candidate(score, place, shorter)


def _effects(sentences: list[str], proposed: int | None) -> Iterator[_Candidate]:
    first = 1 if proposed is None else proposed + 1
    for place, sentence in enumerate(sentences[first:], start=first):
        if cues.NO_EFFECT.search(sentence):
            continue
        score = cues.weigh(cues.EFFECT, sentence) + 1.5 * place / len(sentences)
        clause = without_lead(sentence)
        if cues.DANGLING.match(clause):
            score -= 3.0
        shorter = cut_to_length(clause, at=OF_EFFECT)
        if shorter and cues.says_effect(shorter, of=sentence) and score >= cues.EFFECT_THRESHOLD:
            yield _Candidate(score, place, shorter)


def _abouts(sentences: list[str]) -> Iterator[_Candidate]:
    for place, sentence in enumerate(sentences):
        clause = without_lead(sentence)
        if cues.NO_EFFECT.search(sentence) or cues.DANGLING.match(clause):
            continue
        shorter = cut_to_length(clause, at=OF_TECHNIQUE)
        if shorter:
            yield _Candidate(float(speaks_of_itself(sentence)), place, shorter)
