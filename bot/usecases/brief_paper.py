"""A paper -> its brief: remembered, or written and checked, or honestly not there."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from bot.checks.evidence import evidence_of
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
from bot.domain.spending import Spent
from bot.errors import CannotDo, Reason, TryLater, Why
from bot.ports import Writer
from bot.prompts.briefs import BRIEF, brief_prompt
from bot.reading.slots import extract_slots
from bot.usecases.writing import Writing
from bot.usecases.written_briefs import (
    Material,
    believed,
    institutions_of,
    left_out,
    objections_to,
    repair_turn,
)


async def brief_paper(paper: Paper, language: Language, *, writing: Writing) -> Brief:
    """The paper's brief. Asking again costs nothing, and neither does asking twice at once.

    Where no model of the chain writes it, the extractive writer does, and the brief says why. Raises CannotDo
    where the paper gives nothing to stand on, TryLater where the model is away and this is not the last try.
    """
    async with writing.turns.of((paper.key, paper.version, language)):
        known = await _remembered(paper, language, writing=writing)
        if known:
            return known
        if not paper.abstract:
            raise CannotDo(Why.NO_ABSTRACT, name=paper.title)
        brief = await _written_brief(paper, language, writing=writing)
        kept = await writing.briefs.keep(brief, now=writing.clock.now())
        if kept.instead == brief.instead:
            return kept
        # The clauses are the same, and why they stand in for a model is another matter each time.
        return await writing.briefs.replace(brief, now=writing.clock.now())


async def write_anew(paper: Paper, language: Language, *, writing: Writing) -> Brief:
    """A brief that is written whether or not there is one, and kept in its place.

    Once for each job, by the key on the account: a job that is tried again is given what stands there by
    then. Nobody stands in for a model here, and what is there stays. Raises CannotDo, also where no model
    wrote, or TryLater.
    """
    job = writing.account.job
    async with writing.turns.of((paper.key, paper.version, language)):
        there = [
            kept.brief
            for kept in await writing.briefs.of(paper.key)
            if (kept.brief.language, kept.brief.version or 0) == (language, paper.version)
        ]
        if job and any(brief.job == job for brief in there):
            return there[-1]
        if not paper.abstract:
            raise CannotDo(Why.NO_ABSTRACT, name=paper.title)
        brief = await _written_brief(paper, language, writing=writing)
        if brief.instead:
            raise CannotDo(brief.instead.why, **brief.instead.facts)
        return await writing.briefs.replace(brief, now=writing.clock.now())


async def _written_brief(paper: Paper, language: Language, *, writing: Writing) -> Brief:
    text = await writing.texts.text(paper.sha256) if paper.sha256 else None
    writer = writing.writer_for(paper.key)
    material = Material(paper, evidence_of(paper.abstract, text), language)
    written = await _written(material, writing=writing, writer=writer) if writer else _extract(material)
    if written.slots.empty:  # of what the model wrote nothing could be believed
        silent = None if written.left_out else Reason(Why.MODEL_NONSENSE)  # it was asked, and filled no slot
        written = replace(
            _extract(material), left_out=written.left_out, making=written.making, instead=silent
        )
    return Brief(
        paper=paper.key,
        version=paper.version or None,
        language=language,
        institutions=written.institutions,
        slots=written.slots,
        writer=written.making.model if written.making else EXTRACTED,
        prompt=BRIEF if written.making else EXTRACTION,
        extracted=written.extracted,
        left_out=written.left_out,
        evidence=_rested_on(written.slots, material),
        checks=CHECKS if written.extracted else CHECKS + OWN_WORDS,
        making=written.making,
        instead=written.instead,
        job=writing.account.job,
    )


async def _remembered(paper: Paper, language: Language, *, writing: Writing) -> Brief | None:
    """The brief that was written before: by any model of the chain, the first one's first."""
    if writing.writer is None:
        known = await writing.briefs.get(paper, language=language, prompt=EXTRACTION, writer=EXTRACTED)
        return None if known and known.instead else known
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
    instead: Reason | None = None


async def _written(material: Material, *, writing: Writing, writer: Writer) -> _Written:
    """What the model wrote, else the paper's own clauses with the reason why no model wrote."""
    try:
        return await _write(material, writing=writing, writer=writer)
    except (CannotDo, TryLater) as error:
        if isinstance(error, TryLater) and not writing.final:
            raise
        try:
            return replace(_extract(material), instead=error.reason)
        except CannotDo:
            raise error from None


def _extract(material: Material) -> _Written:
    """The paper's own clauses. Raises CannotDo(NOTHING_TO_BRIEF)."""
    paper = material.paper
    own = " ".join(sentence.text for sentence in material.evidence if not sentence.section)
    slots = extract_slots(paper.title, own)
    if slots.empty:
        raise CannotDo(Why.NOTHING_TO_BRIEF)
    return _Written(slots, tuple(place.name for place in paper.affiliations), extracted=True)


async def _write(material: Material, *, writing: Writing, writer: Writer) -> _Written:
    """Slots that passed the gate, after at most one repair, and institutions by name."""
    prompt = brief_prompt(material.paper, evidence=material.evidence, language=material.language)
    begun = writing.clock.now()
    answers = [written := await writer.write(prompt)]
    answer, usage = written.answer, written.usage
    objections = objections_to(answer, material)
    said = repair_turn(answer, material.paper, objections)
    if said:
        written = await writer.write(replace(prompt, earlier=((answer.model_dump_json(), said),)))
        answers.append(written)
        answer, usage = written.answer, usage + written.usage
        objections = objections_to(answer, material)
    dropped = left_out(answer, objections)
    return _Written(
        believed(answer, material, without=dropped),
        institutions_of(answer, material.paper),
        left_out=dropped,
        making=_making(written.model, usage, writing.clock.now() - begun).model_copy(
            update=_cost(writing.purse.cost_of(*answers) if writing.purse else Spent())
        ),
    )


def _cost(spent: Spent) -> dict[str, object]:
    """The amount and its currency, where there is one amount and all of it is known."""
    if not spent.calls or spent.unpriced_calls or len(spent.costs) > 1:
        return {}
    currency, cost = next(iter(spent.costs.items()), (None, Decimal(0)))
    return {"cost": cost, "currency": currency}


def _making(model: str, usage: Usage, span: timedelta) -> Making:
    return Making(
        model=model,
        calls=usage.calls,
        input=usage.input,
        cached=usage.cached,
        output=usage.output,
        seconds=round(span.total_seconds(), 3),
    )


def _rested_on(slots: Slots, material: Material) -> tuple[Evidence, ...]:
    """The sentences that the slots name."""
    filled = (getattr(slots, name) for name in Slots.model_fields)
    named = {number for slot in filled if slot for number in slot.sentences}
    return tuple(sentence for sentence in material.evidence if sentence.number in named)
