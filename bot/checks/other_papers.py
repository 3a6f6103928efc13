"""Pure, one check of a statement: does it speak of this paper, or of another one?"""

import re
from collections.abc import Iterator

from bot.checks.glossary import terms
from bot.checks.method_names import Vocabulary
from bot.checks.numbers import unsupported_values
from bot.checks.quantities import quantities
from bot.checks.wording import key, normalised

LEAST_SHARE = 0.65  # of what a statement says; its own paper has 0.9 of it and more, another 0.6 and less
LEAST_SAID = 3.0  # under it nothing can be told
LEAST_SHARE_OF_SLOT = 0.5  # of one slot; 1 of 1,049 honest ones has less
LEAST_SAID_BY_SLOT = 1.0
TERM = 0.5  # the weight of a term of the glossary; a name or a number has 1
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*")
_STEM = 5  # letters by which two forms of one word are known
# What stands in any paper of the field, and small words.
_EVERYWHERE = frozenset({
    *("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "into", "is", "it", "its"),
    *("of", "on", "or", "our", "over", "than", "that", "the", "this", "to", "toward", "towards", "under"),
    *("via", "vs", "we", "with", "ai", "deep", "efficiency", "efficient", "framework", "high", "inference"),
    *("language", "large", "learning", "llm", "llms", "low", "method", "methods", "model", "models"),
    *("network", "networks", "neural", "new", "novel", "paper", "performance", "propose", "proposed"),
    *("proposes", "sota", "training", "using"),
})  # fmt: skip


def foreign_words(claim: str, source: str) -> tuple[str, ...]:
    """What the claim says and the source does not, where it is too much for a claim about the source.

    Words in Latin letters, numbers and terms of the field are asked for; in an English claim only words with
    a capital or a digit, and terms, since English has many words for one thing. () for a claim that may be
    about this text, and for one that says too little to know.
    """
    return _foreign(claim, source, least_said=LEAST_SAID, least_share=LEAST_SHARE)


def foreign_words_of_slot(slot: str, source: str) -> tuple[str, ...]:
    """As `foreign_words`, for one Chinese slot of a brief, which says less and must be mostly wrong.

    () for an English one: `unfounded_words` asks it for every word.
    """
    if not _CHINESE.search(slot):
        return ()
    symbols = r"(?<![A-Za-z])[a-z]{2,3}(?![A-Za-z])"  # ln and min, which a formula of the source hides
    return _foreign(
        re.sub(symbols, " ", slot), source, least_said=LEAST_SAID_BY_SLOT, least_share=LEAST_SHARE_OF_SLOT
    )


def _foreign(claim: str, source: str, *, least_said: float, least_share: float) -> tuple[str, ...]:
    said = list(_said(claim, normalised(source)))
    all_of_it = sum(weight for _, weight, _ in said)
    stands = sum(weight for _, weight, known in said if known)
    if all_of_it < least_said or stands >= least_share * all_of_it:
        return ()
    return tuple(dict.fromkeys(words for words, _, known in said if not known))


def _said(claim: str, source: str) -> Iterator[tuple[str, float, bool]]:
    """What a claim says, how much it weighs, and whether the (normalised) source says it too."""
    claim = normalised(claim)
    known, stems = Vocabulary.of(source), {word[:_STEM] for word in re.findall(r"[a-z]{3,}", source.lower())}
    for word in dict.fromkeys(_WORD.findall(claim)):
        if word.lower() not in _EVERYWHERE and (_CHINESE.search(claim) or not word.islower()):
            yield word, 1.0, _is_known(word, known, stems=stems)
    missing = unsupported_values(claim, source)
    for quantity in quantities(claim):
        if not quantity.counted:
            yield quantity.words.strip(), 1.0, quantity.words.strip() not in missing
    for term in terms("topic"):
        if term.stands_in(claim):
            yield term.name, TERM, term.stands_in(source)


def _is_known(word: str, known: Vocabulary, *, stems: set[str]) -> bool:
    """Whether a source has a word, another form of it, what it abbreviates, or each of its parts."""
    parts = [key(part) for part in re.split("[-.]", word)]
    return (
        known.has(word)
        or (len(word) >= _STEM and word[:_STEM].lower() in stems)
        or (len(parts) > 1 and all(part in known.letters for part in parts))
    )
