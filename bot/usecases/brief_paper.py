"""A paper -> its brief: remembered, or written and checked, or honestly not there."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.checks.gate import CHECKS, OWN_WORDS
from bot.domain.briefs import (
    EXTRACTED,
    EXTRACTION,
    Brief,
    Evidence,
    Language,
    Making,
    SlotName,
    Slots,
)
from bot.domain.papers import Paper
from bot.domain.prompts import Usage
from bot.errors import CannotDo, Why
from bot.ports import Writer
from bot.prompts import BRIEF, brief_prompt
from bot.reading.evidence import evidence_of
from bot.reading.slots import extract_slots
from bot.usecases.writing import Writing
from bot.usecases.written_briefs import Grounds, believed, institutions_of, left_out, repair_turn


async def brief_paper(paper: Paper, language: Language, *, writing: Writing) -> Brief:
    """The paper's brief. Asking again costs nothing, and neither does asking twice at once.

    Raises CannotDo where the paper or the model gives nothing to stand on, TryLater where the model is away.
    """
    async with writing.turns.of((paper.key, paper.version, language)):
        known = await _remembered(paper, language, writing=writing)
        if known:
            return known
        if not paper.abstract:
            raise CannotDo(Why.NO_ABSTRACT, name=paper.title)
        return await write_anew(paper, language, writing=writing)


async def write_anew(paper: Paper, language: Language, *, writing: Writing) -> Brief:
    """A brief that is written whether or not there is one, and kept in its place."""
    text = await writing.texts.text(paper.sha256) if paper.sha256 else None
    writer = writing.writer
    grounds = Grounds(paper, evidence_of(paper.abstract, text), language)
    written = await _write(grounds, writing=writing, writer=writer) if writer else _extract(grounds)
    if written.slots.empty:  # of what the model wrote nothing could be believed
        written = replace(_extract(grounds), left_out=written.left_out, making=written.making)
    brief = Brief(
        paper=paper.key,
        version=paper.version or None,
        language=language,
        institutions=written.institutions,
        slots=written.slots,
        writer=written.making.model if written.making else EXTRACTED,
        prompt=BRIEF if written.making else EXTRACTION,
        extracted=written.extracted,
        left_out=written.left_out,
        evidence=_rested_on(written.slots, grounds),
        checks=CHECKS if written.extracted else CHECKS + OWN_WORDS,
        making=written.making,
    )
    return await writing.briefs.keep(brief, now=writing.clock.now())


async def _remembered(paper: Paper, language: Language, *, writing: Writing) -> Brief | None:
    """The brief that was written before: by any model of the chain, the first one's first."""
    if writing.writer is None:
        return await writing.briefs.get(paper, language=language, prompt=EXTRACTION, writer=EXTRACTED)
    for model in writing.writer.models:
        known = await writing.briefs.get(paper, language=language, prompt=BRIEF, writer=model)
        if known:
            return known
    return None


@dataclass(frozen=True, slots=True)
class _Written:
    slots: Slots
    institutions: tuple[str, ...]
    extracted: bool = False
    left_out: tuple[SlotName, ...] = ()
    making: Making | None = None


def _extract(grounds: Grounds) -> _Written:
    """The paper's own clauses. Raises CannotDo(NOTHING_TO_BRIEF)."""
    paper = grounds.paper
    slots = extract_slots(paper.title, paper.abstract)
    if slots.empty:
        raise CannotDo(Why.NOTHING_TO_BRIEF)
    return _Written(slots, tuple(place.name for place in paper.affiliations), extracted=True)


async def _write(grounds: Grounds, *, writing: Writing, writer: Writer) -> _Written:
    """Slots that passed the gate, after at most one repair, and institutions by name."""
    prompt = brief_prompt(grounds.paper, evidence=grounds.evidence, language=grounds.language)
    begun = writing.clock.now()
    written = await writer.write(prompt)
    answer, usage = written.answer, written.usage
    said = repair_turn(answer, grounds)
    if said:
        written = await writer.write(replace(prompt, earlier=((answer.model_dump_json(), said),)))
        answer, usage = written.answer, usage + written.usage
    dropped = left_out(answer, grounds)
    return _Written(
        believed(answer, grounds, without=dropped),
        institutions_of(answer, grounds.paper),
        left_out=dropped,
        making=_making(written.model, usage, writing.clock.now() - begun),
    )


def _making(model: str, usage: Usage, span: timedelta) -> Making:
    return Making(
        model=model,
        calls=usage.calls,
        input=usage.input,
        cached=usage.cached,
        output=usage.output,
        seconds=round(span.total_seconds(), 3),
    )


def _rested_on(slots: Slots, grounds: Grounds) -> tuple[Evidence, ...]:
    """The sentences that the slots name."""
    filled = (getattr(slots, name) for name in Slots.model_fields)
    named = {number for slot in filled if slot for number in slot.sentences}
    return tuple(sentence for sentence in grounds.evidence if sentence.number in named)
