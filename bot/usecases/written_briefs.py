"""Pure: what a model answered -> the slots that may be believed, and the institutions behind its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.checks.gate import check_slots, institutions_in_range, stated
from bot.checks.objections import Kind, Objection
from bot.domain.briefs import Conditions, Evidence, Language, Slot, SlotName, Slots
from bot.domain.papers import Paper
from bot.prompts.briefs import NOT_LISTED, WrittenBrief, WrittenEffect, WrittenSlot

NAMES: tuple[SlotName, ...] = ("technique", "problem", "effect")


@dataclass(frozen=True, slots=True)
class Material:
    """What a brief of a paper has to rest on."""

    paper: Paper
    evidence: tuple[Evidence, ...]
    language: Language


def objections_to(answer: WrittenBrief, material: Material) -> tuple[Objection, ...]:
    """What the gate has against the slots of an answer."""
    return check_slots(
        slots_of(answer),
        evidence=material.evidence,
        title=material.paper.title,
        language=material.language,
    )


def repair_turn(answer: WrittenBrief, paper: Paper, objections: Sequence[Objection]) -> str:
    """Every objection to an answer in words for the model; "" where there is none."""
    said = [objection.sentence for objection in objections]
    if not institutions_in_range(answer.institutions, len(paper.affiliations)):
        said.append(NOT_LISTED)
    return "\n".join(said)


def left_out(answer: WrittenBrief, objections: Sequence[Objection]) -> tuple[SlotName, ...]:
    """The slots that cannot stand after the repair: faulty ones, and the longest of a brief too long."""
    slots = slots_of(answer)
    filled = {name: len(slot.text) for name in NAMES if (slot := getattr(slots, name))}
    faulty = {objection.slot for objection in objections if objection.slot}
    for objection in objections:
        if (
            objection.slot is None and objection.kind is Kind.TOO_SHORT
        ) or objection.kind is Kind.OTHER_PAPER:
            faulty |= filled.keys()
        elif objection.slot is None and objection.kind is Kind.TOO_LONG and not faulty:
            faulty.add(max(filled, key=lambda name: filled[name]))
    return tuple(name for name in NAMES if name in faulty)


def slots_of(answer: WrittenBrief, *, without: Sequence[SlotName] = ()) -> Slots:
    """The filled slots of an answer."""
    return Slots(**{name: _slot(getattr(answer, name)) for name in NAMES if name not in without})


def believed(answer: WrittenBrief, material: Material, *, without: Sequence[SlotName]) -> Slots:
    """The slots that stand, the effect with those of its conditions that the paper states."""
    slots = slots_of(answer, without=without)
    if slots.effect is None or slots.effect.conditions is None:
        return slots
    conditions = stated(slots.effect.conditions, evidence=material.evidence, title=material.paper.title)
    effect = slots.effect.model_copy(update={"conditions": conditions if conditions.stated else None})
    return slots.model_copy(update={"effect": effect})


def institutions_of(answer: WrittenBrief, paper: Paper) -> tuple[str, ...]:
    """The names behind the numbers; where none is right, all that the paper prints."""
    places = paper.affiliations
    chosen = dict.fromkeys(number for number in answer.institutions if 1 <= number <= len(places))
    return tuple(places[number - 1].name for number in chosen) or tuple(place.name for place in places)


def _slot(written: WrittenSlot) -> Slot | None:
    text = " ".join(written.text.split()).rstrip("。.；;，, ")
    if not text:
        return None
    conditions = None
    if isinstance(written, WrittenEffect):
        fields = {name: " ".join(getattr(written, name).split()) for name in Conditions.model_fields}
        conditions = Conditions(**fields)
    return Slot(text=text, sentences=tuple(written.sentences), conditions=conditions)
