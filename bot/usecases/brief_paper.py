"""A paper -> its brief: remembered, or written and checked, or honestly not there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.checks.gate import check_slots, institutions_in_range
from bot.checks.objections import Kind, Objection
from bot.domain.briefs import EXTRACTED, EXTRACTION, Brief, Language, Slot, SlotName, Slots
from bot.domain.papers import Paper
from bot.errors import CannotDo, Why
from bot.ports import Writer
from bot.prompts import BRIEF, NOT_LISTED, WrittenBrief, WrittenSlot, brief_prompt
from bot.reading.sentences import split_sentences
from bot.reading.slots import extract_slots
from bot.usecases.writing import Writing

_NAMES: tuple[SlotName, ...] = ("technique", "problem", "effect")


async def brief_paper(paper: Paper, language: Language, *, writing: Writing, now: datetime) -> Brief:
    """The paper's brief. Asking again costs nothing, and neither does asking twice at once.

    Raises CannotDo where the paper or the model gives nothing to stand on, TryLater where the model is away.
    """
    writer = writing.writer
    prompt, by = (BRIEF, writer.model) if writer else (EXTRACTION, EXTRACTED)
    async with writing.turns.of((paper.key, language)):
        known = await writing.briefs.get(paper, language=language, prompt=prompt, writer=by)
        if known:
            return known
        if not paper.abstract:
            raise CannotDo(Why.NO_ABSTRACT, name=paper.title)
        written = await _write(paper, language, writer=writer) if writer else _extract(paper)
        if written.slots.empty:  # of what the model wrote nothing could be believed
            written = replace(_extract(paper), left_out=written.left_out)
        brief = Brief(
            paper=paper.key,
            version=paper.arxiv_id.version if paper.arxiv_id else None,
            language=language,
            institutions=written.institutions,
            slots=written.slots,
            writer=by,
            prompt=prompt,
            extracted=written.extracted,
            left_out=written.left_out,
        )
        return await writing.briefs.keep(brief, now=now)


@dataclass(frozen=True, slots=True)
class _Written:
    slots: Slots
    institutions: tuple[str, ...]
    extracted: bool = False
    left_out: tuple[SlotName, ...] = ()


def _extract(paper: Paper) -> _Written:
    """The paper's own clauses. Raises CannotDo(NOTHING_TO_BRIEF)."""
    slots = extract_slots(paper.title, paper.abstract)
    if slots.empty:
        raise CannotDo(Why.NOTHING_TO_BRIEF)
    return _Written(slots, tuple(place.name for place in paper.affiliations), extracted=True)


async def _write(paper: Paper, language: Language, *, writer: Writer) -> _Written:
    """Slots that passed the gate, after at most one repair, and institutions by name."""
    sentences = split_sentences(paper.abstract)
    prompt = brief_prompt(paper, sentences=sentences, language=language)

    def objections_to(answer: WrittenBrief) -> tuple[Objection, ...]:
        return check_slots(_slots(answer), sentences=sentences, title=paper.title, language=language)

    answer = (await writer.write(prompt)).answer
    objections = objections_to(answer)
    said = [objection.sentence for objection in objections]
    if not institutions_in_range(answer.institutions, len(paper.affiliations)):
        said.append(NOT_LISTED)
    if said:
        earlier = ((answer.model_dump_json(), "\n".join(said)),)
        answer = (await writer.write(replace(prompt, earlier=earlier))).answer
        objections = objections_to(answer)
    left_out = _left_out(_slots(answer), objections)
    return _Written(_slots(answer, without=left_out), _named(answer, paper), left_out=left_out)


def _left_out(slots: Slots, objections: Sequence[Objection]) -> tuple[SlotName, ...]:
    """The slots that cannot stand after the repair: faulty ones, and the longest of a brief too long."""
    filled = {name: len(slot.text) for name in _NAMES if (slot := getattr(slots, name))}
    faulty = {objection.slot for objection in objections if objection.slot}
    for objection in objections:
        if objection.slot is None and objection.kind is Kind.TOO_SHORT:
            faulty |= filled.keys()
        elif objection.slot is None and objection.kind is Kind.TOO_LONG and not faulty:
            faulty.add(max(filled, key=lambda name: filled[name]))
    return tuple(name for name in _NAMES if name in faulty)


def _slots(answer: WrittenBrief, *, without: Sequence[SlotName] = ()) -> Slots:
    return Slots(**{name: _slot(getattr(answer, name)) for name in _NAMES if name not in without})


def _slot(written: WrittenSlot) -> Slot | None:
    text = " ".join(written.text.split()).rstrip("。.；;，, ")
    return Slot(text=text, sentences=tuple(written.sentences)) if text else None


def _named(answer: WrittenBrief, paper: Paper) -> tuple[str, ...]:
    """The names behind the numbers; where none is right, all that the paper prints."""
    places = paper.affiliations
    chosen = dict.fromkeys(number for number in answer.institutions if 1 <= number <= len(places))
    return tuple(places[number - 1].name for number in chosen) or tuple(place.name for place in places)
