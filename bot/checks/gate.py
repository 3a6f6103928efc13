"""Pure: every check that the slots of a brief must pass before a person sees them, in one order."""

from collections.abc import Iterator, Sequence

from bot.checks.copies import copied_run
from bot.checks.counts import miscounted
from bot.checks.directions import contradicted_figures, contradicted_measures, moved_figures
from bot.checks.exchanged import exchanged_numbers
from bot.checks.identifiers import unsupported_identifiers
from bot.checks.languages import is_in
from bot.checks.method_names import unknown_names
from bot.checks.numbers import unsupported_values
from bot.checks.objections import Kind, Objection
from bot.checks.other_papers import foreign_words
from bot.checks.overstatements import overstatements
from bot.checks.placeholders import placeholder
from bot.checks.qualifiers import lost_qualifiers
from bot.checks.reversals import reversals
from bot.checks.vague_numbers import unsupported_vague_numbers
from bot.checks.wording import key
from bot.domain.briefs import Conditions, Evidence, Language, Slot, SlotName, Slots

CHECKS = (
    *("placeholder", "sentences", "numbers", "identifiers", "qualifiers", "names", "exchanged"),
    *("directions", "measures"),
)
# asked of what a model wrote, not of the paper's own clauses
OWN_WORDS = (
    *("copy", "language", "other_paper", "length"),
    *("claims", "techniques", "markup", "own_sentence", "instruction"),
)
LONGEST_SLOT = 220  # characters
LONGEST_BRIEF = 400  # characters of all slots together
SHORTEST_BRIEF = 30
_NAMES: tuple[SlotName, ...] = ("technique", "problem", "effect")
_LANGUAGES = {"zh": "Chinese", "en": "English"}


def check_slots(
    slots: Slots, *, evidence: Sequence[Evidence], title: str, language: Language, extracted: bool = False
) -> tuple[Objection, ...]:
    """What is wrong with the slots; nothing, where they may be believed.

    `evidence` has the sentences as they were numbered for the writer. Slots that are `extracted` are the
    paper's own clauses and labelled so: copies, in the paper's language, and long together.
    """
    if slots.empty:
        return (Objection(None, Kind.NOTHING),)
    filled = [(name, slot) for name in _NAMES if (slot := getattr(slots, name)) is not None]
    objections = [
        Objection(name, kind, detail)
        for name, slot in filled
        for kind, detail in _objections(slot, evidence, title=title)
    ]
    if not extracted:
        texts = [sentence.text for sentence in evidence]
        for name, slot in filled:
            objections += [Objection(name, *said) for said in _own_words(slot, texts, language=language)]
            objections += [Objection(name, *said) for said in overstatements(slot.text, [title, *texts])]
        # of all slots together: a short one alone often says too little to tell
        told = " ".join(slot.text for _, slot in filled)
        foreign = foreign_words(told, _whole(evidence, title))
        objections += [Objection(None, *said) for said in _detailed(Kind.OTHER_PAPER, foreign)]
    return (*objections, *_length(filled, limited=not extracted))


def institutions_in_range(numbers: Sequence[int], count: int) -> bool:
    """True when each number names one of `count` listed institutions (from 1 on), and none twice."""
    return all(1 <= number <= count for number in numbers) and len(set(numbers)) == len(numbers)


def stated(conditions: Conditions, *, evidence: Sequence[Evidence], title: str) -> Conditions:
    """The conditions that the paper's sentences hold word for word; the others left out."""
    whole = key(_whole(evidence, title))
    words = {name: text for name, text in conditions if key(text) and key(text) in whole}
    return Conditions(**words)


def _objections(slot: Slot, evidence: Sequence[Evidence], *, title: str) -> Iterator[tuple[Kind, str]]:
    """Empty, placeholder, sentences, numbers, directions, identifiers, names: the first three end it."""
    if not slot.text.strip():
        yield Kind.EMPTY, ""
        return
    if words := placeholder(slot.text):
        yield Kind.PLACEHOLDER, words
        return
    texts = {sentence.number: sentence.text for sentence in evidence}
    outside = [number for number in slot.sentences if number not in texts]
    if outside:
        yield Kind.SENTENCE_OUT_OF_RANGE, _listed(outside)
        return
    if not slot.sentences:
        yield Kind.NO_SENTENCE, ""
        return
    named, whole = " ".join(texts[number] for number in slot.sentences), _whole(evidence, title)
    yield from _numbers(slot.text, named, evidence)
    sentences = [texts[number] for number in slot.sentences]
    exchanged = exchanged_numbers(slot.text, sentences)
    yield from _detailed(Kind.EXCHANGED, exchanged)
    contradicted = contradicted_figures(slot.text, sentences) + contradicted_measures(slot.text, sentences)
    yield from _detailed(Kind.DIRECTION, contradicted + reversals(slot.text, sentences))
    yield from _detailed(Kind.MEASURE, () if exchanged else moved_figures(slot.text, sentences))
    yield from _detailed(Kind.IDENTIFIER, unsupported_identifiers(slot.text, whole))
    yield from _detailed(Kind.QUALIFIER, lost_qualifiers(slot.text, named))
    names = [name for name in unknown_names(slot.text, whole) if not any(map(str.isdigit, name))]
    yield from _detailed(Kind.UNKNOWN_NAME, names)


def _numbers(claim: str, named: str, evidence: Sequence[Evidence]) -> Iterator[tuple[Kind, str]]:
    """Numbers that the named sentences do not hold: those of other sentences apart from those of none.

    Two figures that were swapped both stand in the paper; each has its own sentence.
    """
    nowhere, elsewhere = [], []
    for number in unsupported_values(claim, named):
        others = [one for one in evidence if number not in unsupported_values(claim, one.text)]
        if others:
            elsewhere.append(f"{number} (S{others[0].number})")
        else:
            nowhere.append(number)
    yield from _detailed(
        Kind.NUMBER, (*nowhere, *unsupported_vague_numbers(claim, named), *miscounted(claim, named))
    )
    yield from _detailed(Kind.NUMBER_ELSEWHERE, elsewhere)


def _own_words(slot: Slot, sentences: Sequence[str], *, language: Language) -> Iterator[tuple[Kind, str]]:
    if run := copied_run(slot.text, sentences):
        yield Kind.COPY, run
    if slot.text.strip() and not is_in(language, slot.text):
        yield Kind.LANGUAGE, _LANGUAGES[language]


def _length(filled: list[tuple[SlotName, Slot]], *, limited: bool) -> Iterator[Objection]:
    for name, slot in filled:
        if limited and len(slot.text) > LONGEST_SLOT:
            yield Objection(name, Kind.TOO_LONG, f"{len(slot.text)}/{LONGEST_SLOT}")
    total = sum(len(slot.text) for _, slot in filled)
    if limited and total > LONGEST_BRIEF:
        yield Objection(None, Kind.TOO_LONG, f"{total}/{LONGEST_BRIEF}")
    if limited and total < SHORTEST_BRIEF:
        yield Objection(None, Kind.TOO_SHORT, f"{total}/{SHORTEST_BRIEF}")


def _whole(evidence: Sequence[Evidence], title: str) -> str:
    return " ".join((title + ".", *(sentence.text for sentence in evidence)))


def _detailed(kind: Kind, words: Sequence[object]) -> Iterator[tuple[Kind, str]]:
    if words:
        yield kind, _listed(words)


def _listed(words: Sequence[object]) -> str:
    return ", ".join(map(str, words))
