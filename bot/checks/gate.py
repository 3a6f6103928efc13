"""Pure: every check that the slots of a brief must pass before a person sees them, in one order."""

import re
from collections.abc import Iterator, Sequence

from bot.checks.copies import copied_run
from bot.checks.identifiers import unsupported_identifiers
from bot.checks.method_names import unknown_names
from bot.checks.numbers import unsupported_values
from bot.checks.objections import Kind, Objection
from bot.checks.placeholders import placeholder
from bot.checks.qualifiers import lost_qualifiers
from bot.domain.briefs import Language, Slot, SlotName, Slots

LONGEST_SLOT = 220  # characters
LONGEST_BRIEF = 400  # characters of all slots together
SHORTEST_BRIEF = 30
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NAMES: tuple[SlotName, ...] = ("technique", "problem", "effect")
_LANGUAGES = {"zh": "Chinese", "en": "English"}


def check_slots(
    slots: Slots, *, sentences: Sequence[str], title: str, language: Language, extracted: bool = False
) -> tuple[Objection, ...]:
    """What is wrong with the slots; nothing, where they may be believed.

    `sentences` are those of the abstract, as they were numbered for the writer. Slots that are `extracted`
    are the paper's own clauses and labelled so: copies, in the paper's language, and long together.
    """
    if slots.empty:
        return (Objection(None, Kind.NOTHING),)
    filled = [(name, slot) for name in _NAMES if (slot := getattr(slots, name)) is not None]
    objections = [
        Objection(name, kind, detail)
        for name, slot in filled
        for kind, detail in _objections(slot, sentences, title=title)
    ]
    if not extracted:
        for name, slot in filled:
            objections += [Objection(name, *said) for said in _own_words(slot, sentences, language=language)]
    return (*objections, *_length(filled, limited=not extracted))


def institutions_in_range(numbers: Sequence[int], count: int) -> bool:
    """True when each number names one of `count` listed institutions (from 1 on), and none twice."""
    return all(1 <= number <= count for number in numbers) and len(set(numbers)) == len(numbers)


def _objections(slot: Slot, sentences: Sequence[str], *, title: str) -> Iterator[tuple[Kind, str]]:
    """Empty, placeholder, sentences, numbers, identifiers, qualifiers, names: the first three end it."""
    if not slot.text.strip():
        yield Kind.EMPTY, ""
        return
    if words := placeholder(slot.text):
        yield Kind.PLACEHOLDER, words
        return
    outside = [number for number in slot.sentences if not 1 <= number <= len(sentences)]
    if outside:
        yield Kind.SENTENCE_OUT_OF_RANGE, _listed(outside)
        return
    if not slot.sentences:
        yield Kind.NO_SENTENCE, ""
        return
    named = " ".join(sentences[number - 1] for number in slot.sentences)
    whole = " ".join((title + ".", *sentences))
    yield from _detailed(Kind.NUMBER, unsupported_values(slot.text, named))
    yield from _detailed(Kind.IDENTIFIER, unsupported_identifiers(slot.text, whole))
    yield from _detailed(Kind.QUALIFIER, lost_qualifiers(slot.text, named))
    names = [name for name in unknown_names(slot.text, whole) if not any(map(str.isdigit, name))]
    yield from _detailed(Kind.UNKNOWN_NAME, names)


def _own_words(slot: Slot, sentences: Sequence[str], *, language: Language) -> Iterator[tuple[Kind, str]]:
    if run := copied_run(slot.text, sentences):
        yield Kind.COPY, run
    if slot.text.strip() and (language == "zh") != bool(_CHINESE.search(slot.text)):
        yield Kind.LANGUAGE, _LANGUAGES[language]


def _length(filled: list[tuple[SlotName, Slot]], *, limited: bool) -> Iterator[Objection]:
    for name, slot in filled:
        if len(slot.text) > LONGEST_SLOT:
            yield Objection(name, Kind.TOO_LONG, f"{len(slot.text)}/{LONGEST_SLOT}")
    total = sum(len(slot.text) for _, slot in filled)
    if limited and total > LONGEST_BRIEF:
        yield Objection(None, Kind.TOO_LONG, f"{total}/{LONGEST_BRIEF}")
    if limited and total < SHORTEST_BRIEF:
        yield Objection(None, Kind.TOO_SHORT, f"{total}/{SHORTEST_BRIEF}")


def _detailed(kind: Kind, words: Sequence[str]) -> Iterator[tuple[Kind, str]]:
    if words:
        yield kind, _listed(words)


def _listed(words: Sequence[object]) -> str:
    return ", ".join(map(str, words))
