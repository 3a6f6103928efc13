"""The pass without a model: a topic and a paper's title and abstract -> how relevant it is, and why."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from bot.domain.topics import Because, Ground, Kind, Place, Sketch, Topic, Verdict
from bot.topics.followed import author_among, institution_among
from bot.topics.reasons import reason_of
from bot.topics.terms import Finder, Term, built_in_terms, finder_of

NOTHING = {"inference": -2.6, "none": -2.0}
"""Logit of a paper without any term. The built-in topic's puts recall before precision: what is kept can be
looked at again, what is not kept is never seen."""
ONCE, AGAIN = 0.8, 0.4  # of its weight for a term in the abstract, and for its second time there
IN_TITLE = 1.6
NEXT = 0.7  # of its weight for a group's second term, and of that for the third
STRONG = 1.5  # from this weight on a term is the topic's own; below, other fields say the same words
WEAK_MOST = 2.4  # logits, for all weak terms of an abstract: less than what is to be overcome
OF_MODELS = {"model", "inference", "decoding", "architecture", "diffusion"} | {
    *("KV cache", "prefill", "token pruning", "LLM serving", "model routing", "cost of inference")
}
"""Groups, and terms of other groups, that only AI models have."""
UNNAMED = 0.3  # of what the terms add to a paper that has none of those
ASIDE = ("setting", "model", "training", "elsewhere")  # groups that do not tell what a sentence is about
FULL = 2.0  # logits, the weights of a sentence's terms that make it one about the topic
TITLE = 2  # sentences that the title stands for
USUAL = 0.3  # share of sentences about the topic at which its terms count as they weigh
MOST_SPREAD = 1.5  # however large the share
TRAINING_ONLY = 2.0  # times what terms of training take from a paper that speaks of no inference
OF_NOTHING = 0.9  # of what is to be overcome: the weight of a word to include
EVEN = 0.33  # of the logit goes into the score: a paper full of terms has many that say the same
MOST_MOVED = 1.0  # logits, by which likes and dislikes may move a term


@dataclass(frozen=True, slots=True)
class Found:
    """A term that stands in a paper, and what it adds to the logit."""

    term: Term
    place: Place
    weight: float  # logits, likes and dislikes included
    worth: float  # logits, alone in its group


def score(topic: Topic, paper: Sketch) -> Verdict:
    """How relevant a paper is to a topic, from 0 to 1, and why; kept from the topic's threshold on.

    A paper in none of the topic's categories gets 0 (one whose categories are not known is looked at). One
    with a word to exclude in title, abstract or comments gets 0, whoever wrote it. Else the score is
    `1 / (1 + e**(-EVEN * logit))`, and one by a followed author or institution gets at least the threshold:

        of_topic = spread * strong + min(spread * weak, WEAK_MOST)
        logit = NOTHING + include + of_topic + trains * training + elsewhere
        t = (weight + moved) * ((IN_TITLE in the title, else ONCE) + AGAIN where the abstract has it twice)

    Each of the five is a sum of t over its terms, with the terms of one group in falling size of t and each
    NEXT times less than the one before it. `weak` has those that weigh less than STRONG and stand in the
    abstract alone: efficient, lightweight, GPU, even many of them, are not enough without a strong term, a
    measured gain, or a title that makes them the aim. `spread` says how much of the paper is about the topic:
    a paper whose aim is to be fast speaks of that throughout, one that is fast beside its aim in a sentence.
    Of a paper in which no term of OF_MODELS says that an AI model runs it is UNNAMED at most: what then is
    fast is a cache, a solver or a network's switch.
    `trains` is 1 for a paper that speaks of inference too, else TRAINING_ONLY.

    Weights stand in `inference.tsv`. A word to include weighs so much that without any other it is enough for
    0.5 in the title or twice in the abstract, and is not once in the abstract. Likes and dislikes move a term
    by at most MOST_MOVED, and never below nothing; enough likes make a weak term a strong one.
    """
    ruled_out = _ruled_out(topic, paper)
    if ruled_out:
        because, ground = ruled_out
        return Verdict(
            score=0, kept=False, reason=reason_of(because, (ground,)), because=because, grounds=(ground,)
        )
    found, spread = _found(topic, paper)
    logit = _logit(found, nothing=NOTHING[topic.vocabulary], spread=spread)
    return _verdict(found, logit=logit, topic=topic, followed=_followed(topic, paper))


def _verdict(
    found: list[Found], *, logit: float, topic: Topic, followed: tuple[Because, Ground] | None
) -> Verdict:
    share = 1 / (1 + math.exp(-EVEN * logit))
    kept = bool(followed) or share >= topic.threshold
    because, grounds = _grounds(found, kept=kept)
    if followed:
        because, grounds = followed[0], (followed[1],)
        share = max(share, topic.threshold)
    return Verdict(
        score=share,
        kept=kept,
        reason=reason_of(because, grounds, lacking=(share, topic.threshold)),
        kind=_kind(found),
        because=because,
        grounds=grounds,
        terms=tuple(each.term.name for each in found if each.term.weight > 0),
    )


def _ruled_out(topic: Topic, paper: Sketch) -> tuple[Because, Ground] | None:
    if topic.categories and paper.categories and not set(topic.categories) & set(paper.categories):
        return "category", Ground(words=" ".join(paper.categories), place="categories")
    finder = _own(topic.exclude, 0.0)
    texts: tuple[tuple[Place, str], ...] = (
        ("title", paper.title),
        ("abstract", paper.abstract),
        ("comments", paper.comments),
    )
    for place, text in texts if topic.exclude else ():
        for term in finder.find(text):
            return "excluded", Ground(words=term.name, place=place)
    return None


def _followed(topic: Topic, paper: Sketch) -> tuple[Because, Ground] | None:
    if author := author_among(topic.authors, paper.authors):
        return "author", Ground(words=author, place="authors")
    if institution := institution_among(topic.institutions, paper.institutions):
        return "institution", Ground(words=institution, place="institutions")
    return None


def _found(topic: Topic, paper: Sketch) -> tuple[list[Found], float]:
    """The terms, the weightiest first, and the spread of those of the built-in topic."""
    found: list[Found] = []
    spread = 1.0
    if topic.vocabulary == "inference":
        titles, sentences = _built_in().find(paper.title), _built_in().find_by_sentence(paper.abstract)
        found += _standing(titles, sum(sentences, Counter[Term]()), topic)
        spread = _spread(titles, sentences, topic)
    if topic.include:
        own = _own(topic.include, -OF_NOTHING * NOTHING[topic.vocabulary])
        found += _standing(own.find(paper.title), own.find(paper.abstract), topic)
    return sorted(found, key=lambda each: (-abs(each.worth), each.term.name)), spread


def _standing(titles: Counter[Term], abstracts: Counter[Term], topic: Topic) -> Iterator[Found]:
    for term in titles | abstracts:
        times = (IN_TITLE if titles[term] else ONCE) + AGAIN * (abstracts[term] > 1)
        weight = _weight(term, topic)
        yield Found(term, "title" if titles[term] else "abstract", weight, weight * times)


def _spread(title: Counter[Term], sentences: Sequence[Counter[Term]], topic: Topic) -> float:
    """What the terms of a paper count times their weight: share / USUAL, and MOST_SPREAD at most.

    The share is that of the sentences that are about the topic, with the title for TITLE of them and one more
    that is as usual, so that a short abstract or none says less. A sentence can be about it in part, by the
    weights of its terms, and is wholly from FULL on. The figures were chosen on the papers for tuning of
    `test_corpus.py`.
    """
    about = TITLE * _about(title, topic) + sum(_about(terms, topic) for terms in sentences) + USUAL
    return min(MOST_SPREAD, about / (TITLE + len(sentences) + 1) / USUAL)


def _about(terms: Iterable[Term], topic: Topic) -> float:
    return min(1.0, sum(_weight(term, topic) for term in terms if term.group not in ASIDE) / FULL)


def _weight(term: Term, topic: Topic) -> float:
    moved = max(-MOST_MOVED, min(MOST_MOVED, topic.moved.get(term.name, 0.0)))
    return max(0.0, term.weight + moved) if term.weight > 0 else term.weight


def _logit(found: Iterable[Found], *, nothing: float, spread: float) -> float:
    parts: defaultdict[str, float] = defaultdict(float)
    said: set[str] = set()
    for each, worth in _in_turn(found):
        parts[_part(each)] += worth
        said |= {each.term.group, each.term.name}
    spread = spread if said & OF_MODELS else UNNAMED * min(1.0, spread)
    trains = 1.0 if "inference" in said else TRAINING_ONLY
    of_topic = spread * parts["strong"] + min(spread * parts["weak"], WEAK_MOST)
    return nothing + parts["include"] + of_topic + trains * parts["training"] + parts["elsewhere"]


def _part(each: Found) -> str:
    """The part of the logit that a term belongs to."""
    if each.term.group in ("include", "training", "elsewhere"):
        return each.term.group
    return "weak" if each.weight < STRONG and each.place == "abstract" else "strong"


def _in_turn(found: Iterable[Found]) -> Iterator[tuple[Found, float]]:
    """What each term adds beside the others of its group; they come the weightiest first."""
    before: Counter[str] = Counter()
    for each in found:
        yield each, each.worth * NEXT ** before[each.term.group]
        before[each.term.group] += 1


def _kind(found: Iterable[Found]) -> Kind:
    worth: defaultdict[str, float] = defaultdict(float)
    for each, adds in _in_turn(found):
        worth[each.term.group] += adds
    kinds: tuple[Kind, ...] = get_args(Kind)
    return max(kinds, key=lambda kind: worth[kind]) if any(kind in worth for kind in kinds) else "other"


def _grounds(found: Iterable[Found], *, kept: bool) -> tuple[Because, tuple[Ground, ...]]:
    grounds = tuple(Ground(words=each.term.name, place=each.place) for each in found if each.worth > 0)
    if kept:
        return "terms", grounds
    return ("few" if grounds else "none"), grounds


@lru_cache(maxsize=256)
def _own(words: tuple[str, ...], weight: float) -> Finder:
    return finder_of(Term(word, "include", weight, (word,)) for word in words)


@lru_cache(maxsize=1)
def _built_in() -> Finder:
    return finder_of(built_in_terms())
