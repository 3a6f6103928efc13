"""Verdict and paper -> the verdict with the paper's own words for the terms that decided, to be shown."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from bot.domain.topics import Ground, Sketch, Topic, Verdict
from bot.topics.reasons import reason_of
from bot.topics.terms import GAP, Finder, Term, built_in_terms, finder_of, form_tokens
from bot.topics.words import CHINESE, LATEX, tokens_of

MOST_SHOWN = 8  # grounds of a place whose words are looked for, the weightiest: no reason shows more
_LONGEST = 10  # words that one occurrence may have
_EDGES = ".,;:!?()[]{}\"'“”‘’«»—–-…*_"


def in_its_words(verdict: Verdict, topic: Topic, paper: Sketch) -> Verdict:
    """The same verdict: score and terms stay, and a term whose words are not found keeps its name."""
    if verdict.by != "words" or verdict.because != "terms":
        return verdict
    texts = {"title": paper.title, "abstract": paper.abstract}
    words = {place: LATEX.sub("", text.replace(r"\times", "×")).split() for place, text in texts.items()}
    tokens = {place: [frozenset(tokens_of(word)) for word in some] for place, some in words.items()}
    known = _terms(topic)
    grounds = list(verdict.grounds)
    looked = Counter[str]()
    for at, ground in enumerate(grounds):
        looked[ground.place] += 1
        term = known.get(ground.words)
        if term and ground.place in words and looked[ground.place] <= MOST_SHOWN:
            found = _found(term, words[ground.place], tokens=tokens[ground.place])
            grounds[at] = ground.model_copy(update={"found": found})
    shown = _once(grounds)
    return verdict.model_copy(update={"grounds": shown, "reason": reason_of(verdict.because, shown)})


def _once(grounds: Iterable[Ground]) -> tuple[Ground, ...]:
    """Of two terms that stand in the same words of a place the weightier one."""
    kept: dict[tuple[str, str], Ground] = {}
    for ground in grounds:
        kept.setdefault((ground.place, ground.shown.casefold()), ground)
    return tuple(kept.values())


def _found(term: Term, words: list[str], *, tokens: list[frozenset[str]]) -> str:
    """The words of the first occurrence of a term, and no more of them; "": none is found."""
    finder, begins = _finder(term)
    for start in range(len(words)):
        if (
            begins & tokens[start]
            and (within := words[start : start + _LONGEST])
            and finder.find(_text(within))
        ):
            ends = (end for end in range(1, len(within) + 1) if finder.find(_text(within[:end])))
            end = next(ends, len(within))
            tight = next(at for at in range(end - 1, -1, -1) if finder.find(_text(within[at:end])) or at == 0)
            return _text(within[tight:end]).strip(_EDGES)
    return _in_chinese(term, _text(words))


def _text(words: list[str]) -> str:
    return " ".join(words)


def _in_chinese(term: Term, text: str) -> str:
    """Chinese stands without spaces around it."""
    for form in term.forms:
        if CHINESE.search(form) and (found := re.search(re.escape(form), text)):
            return found[0]
    return ""


@lru_cache(maxsize=1024)
def _finder(term: Term) -> tuple[Finder, frozenset[str]]:
    """What finds a term, and the tokens with which its forms begin."""
    before = (form_tokens(form.partition(GAP)[0]) for form in term.forms)
    return finder_of([term]), frozenset(form[0] for form in before if form)


def _terms(topic: Topic) -> Mapping[str, Term]:
    own = {word: Term(word, "include", 1.0, (word,)) for word in topic.include}
    return own | _built_in() if topic.vocabulary == "inference" else own


@lru_cache(maxsize=1)
def _built_in() -> dict[str, Term]:
    return {term.name: term for term in built_in_terms()}
