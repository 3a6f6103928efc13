"""Pure: a brief without a model, in the paper's own clauses; it abstains where it is not sure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.domain.briefs import Slot, Slots
from bot.reading import cues, outcomes
from bot.reading.clauses import (
    OF_EFFECT,
    OF_PROBLEM,
    OF_TECHNIQUE,
    after_but,
    after_concession,
    cut_to_length,
    plain,
    without_lead,
    without_pointing_back,
    without_praise,
)
from bot.reading.proposals import names, names_in, proposal, sets_out, speaks_of_itself
from bot.reading.sentences import split_sentences

_TELLING = 40  # characters of a technique that is more than "a novel framework"
_SHARE = 0.3  # of a sentence's trouble that a clause cut from it must tell
_OPENING = 80  # characters of a sentence in which it points back to the one before
_PARENTHESIS = re.compile(r" \([^()]*\)")
_LONGEST_SENTENCE = 1500  # characters; what is longer is a table or a list, and slow to search


class _Candidate(NamedTuple):
    score: float
    place: int  # 0-based
    clause: str


def extract_slots(title: str, abstract: str) -> Slots:
    """Technique, problem and effect as clauses of the abstract, at most 240 characters each.

    A slot is None where no sentence says it clearly. No sentence serves two slots. Where none of the three is
    told, `about` holds what the paper says of itself, else how it begins. No sentence, no slot.
    """
    sentences = [
        plain(sentence) if len(sentence) <= _LONGEST_SENTENCE else ""
        for sentence in split_sentences(abstract)
    ]
    technique = _best(_techniques(title, sentences))
    proposed = technique.place if technique else None
    known = names(title) + (names_in(technique.clause) if technique else ())
    effect = _best(_effects(known, sentences, _set_out(sentences) if proposed is None else proposed + 1))
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
        found = proposal(sentence, known)
        if not found:
            continue
        plainness, clause = found
        score = plainness + cues.weigh(cues.TECHNIQUE, clause) - 0.5 * place
        score += 2.0 * any(name in clause.lower() for name in known)
        told = without_pointing_back(clause)
        score -= 4.0 * (told != clause and len(told) < _TELLING)
        shorter = cut_to_length(told, at=OF_TECHNIQUE)
        if shorter and score >= cues.TECHNIQUE_THRESHOLD:
            yield _Candidate(score, place, shorter)


def _set_out(sentences: list[str]) -> int:
    """The place of the first sentence in which the paper tells what it does; the middle where none does."""
    own = (place for place, sentence in enumerate(sentences) if sets_out(sentence))
    return next(own, (len(sentences) + 1) // 2)


def _problems(sentences: list[str], proposed: int | None) -> Iterator[_Candidate]:
    last = _set_out(sentences)
    last = last if proposed is None else min(last, proposed)
    for place, sentence in enumerate(sentences[: last + 4]):
        bare = _PARENTHESIS.sub("", sentence)
        named = cues.ADDRESSED.search(sentence)
        answered = cues.ANSWERING.search(" ".join(sentences[place + 1 : place + 2])[:_OPENING])
        if named:
            score, clause = 2 * cues.PROBLEM_THRESHOLD, sentence[named.end() :]
        elif cues.NO_PROBLEM.search(bare):
            continue
        else:
            score = cues.weigh(cues.PROBLEM, bare) + 0.25 * place
            clause = after_but(without_lead(sentence))
            if place > last:
                # A paper that begins with itself tells its problem afterwards.
                score -= 2.0 if cues.OTHERS.match(clause) else 6.0 if last else 3.0
            score += 2.0 * bool(answered)
        score -= 1.0 * bool(cues.BACKWARD.search(clause))
        if score >= cues.PROBLEM_THRESHOLD and not cues.DANGLING.match(clause):
            least = 0.0 if named else cues.PROBLEM_ANSWERED if answered else cues.PROBLEM_TOLD
            shorter = _troubled(clause, sentence, least=least)
            if shorter:
                yield _Candidate(score, place, shorter)


def _troubled(clause: str, sentence: str, *, least: float) -> str | None:
    """The clause, cut to length, where it still tells at least so much of what goes wrong in the sentence."""
    least = max(least, _SHARE * cues.weigh(cues.TROUBLE, clause))
    for spare in (clause, after_concession(without_lead(sentence)), after_concession(clause)):
        shorter = cut_to_length(spare, at=OF_PROBLEM)
        if shorter and cues.weigh(cues.TROUBLE, shorter) >= least:
            return shorter
    return None


def _effects(known: tuple[str, ...], sentences: list[str], first: int) -> Iterator[_Candidate]:
    for place, whole in enumerate(sentences[first:], start=first):
        sentence = without_praise(whole)
        clause = without_lead(sentence)
        if cues.DANGLING.match(clause):
            clause = sentence
        shorter = cut_to_length(clause, at=OF_EFFECT)
        if not shorter or cues.DANGLING.match(clause):
            continue
        told = sentence[: sentence.find(shorter)] + shorter
        if outcomes.NO_EFFECT.search(told) or not outcomes.rests(told, known):
            continue
        score = cues.weigh(outcomes.EFFECT, told) + 1.5 * place / len(sentences)
        score += 1.0 * any(name in shorter.lower() for name in known)
        score -= 1.5 * bool(cues.PRONOUN.search(shorter))
        if score >= outcomes.EFFECT_THRESHOLD and outcomes.says_effect(shorter, of=sentence, told=told):
            yield _Candidate(score, place, shorter)


def _abouts(sentences: list[str]) -> Iterator[_Candidate]:
    for place, sentence in enumerate(sentences):
        clause = without_lead(sentence)
        if outcomes.NO_EFFECT.search(sentence) or cues.DANGLING.match(clause):
            continue
        shorter = cut_to_length(clause, at=OF_TECHNIQUE)
        if shorter:
            yield _Candidate(float(speaks_of_itself(sentence)), place, shorter)
