"""What the doctor asks of each model: a form, a shared prefix twice, a long text; and what that cost."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from itertools import cycle, islice

from bot.cli.doctor_findings import NOT_SET, Finding, find
from bot.clients.clock import SystemClock
from bot.domain.bills import bills_of
from bot.domain.frozen import Frozen
from bot.domain.prompts import Answer, Prompt, Usage, Written
from bot.errors import CannotDo, SetupError, TryLater, Why
from bot.opening import Network, OpenModel, open_models
from bot.replies.catalogue import counted
from bot.settings import Settings

_PATIENCE = 300.0  # seconds for one thing: a local model may need minutes before its first answer
_NEEDLE = "heron-417"
_SEE = "See deploy/README.md, Models."

# Plain sentences: what repeats exactly is packed into fewer tokens than a paper is.
_THINGS = ("bridge", "kiln", "ferry", "orchard", "lantern", "quarry", "loom", "harbour", "mill", "beacon")
_DEEDS = ("was mended", "stood empty", "was measured", "was painted", "changed hands", "was counted", "burnt")
_TIMES = ("in spring", "after the flood", "on a Monday", "at noon", "before the war", "within a week")


class _Form(Frozen):
    word: str
    number: int
    letters: list[str]


class _Word(Frozen):
    word: str


def _sentences(number: int) -> str:
    """So many plain sentences, about 10 tokens each."""
    parts = zip(cycle(_THINGS), cycle(_DEEDS), cycle(_TIMES), strict=False)
    told = (f"{at}. The {thing} {deed} {when}." for at, (thing, deed, when) in enumerate(parts, 1))
    return "\n".join(islice(told, number))


_FORM = Prompt(
    name="probe-form/1",
    system="You answer a check of the connection.",
    user="Give the word 'ready', the number 7 and the letters a and b.",
    answer=_Form,
)
_SHARED = Prompt(
    name="probe-cache/1",
    system="You answer a question about these notes.\n" + _sentences(150),
    user="Which thing is named in note 1? Answer with that word.",
    answer=_Word,
)
_LONG_TOKENS = 6000
_LONG = Prompt(
    name="probe-long/1",
    system="You answer a question about notes.",
    user=f"The code word is {_NEEDLE}.\n{_sentences(600)}\nWhich code word do the notes begin with?",
    answer=_Word,
)


@dataclass(slots=True)
class _Patient:
    """A model, and what was spent on looking at it."""

    model: OpenModel
    spent: Usage = field(default_factory=Usage)

    async def ask(self, prompt: Prompt[Answer]) -> Written[Answer]:
        """An answer; whatever comes of it is counted."""
        try:
            written = await self.model.write(prompt)
        except (CannotDo, TryLater) as error:
            self.spent = sum((bill.usage for bill in bills_of(error)), self.spent)
            raise
        self.spent += written.usage
        return written


async def examine_models(settings: Settings) -> list[Finding]:
    """A line for each thing that was found of each model, in the order of the chain."""
    try:
        models = open_models(settings, clock=SystemClock(), network=Network())
    except SetupError as error:
        return [Finding("model", str(error), ok=False)]
    if not models:
        return [Finding("model", f"{NOT_SET}; briefs are extracted from the abstract", ok=True)]
    found = await asyncio.gather(*(_examine(model) for model in models))
    return [finding for findings in found for finding in findings]


async def _examine(model: OpenModel) -> list[Finding]:
    patient = _Patient(model)
    async with aclosing(model):
        findings = [await find("model", _look_at_form(patient), patience=_PATIENCE)]
        if not findings[0].ok:
            findings = [replace(findings[0], words=f"{model.model}: {findings[0].words}")]
        else:
            findings += [
                await find("", _look_at_cache(patient), patience=_PATIENCE),
                await find("", _look_at_length(patient), patience=_PATIENCE),
            ]
    return [*findings, Finding("", f"{model.model}: {_cost(patient.spent)}", ok=True)]


async def _look_at_form(patient: _Patient) -> str:
    await patient.ask(_FORM)
    model = patient.model
    return f"{model.model} at {model.host} answers ({model.rung})"


async def _look_at_cache(patient: _Patient) -> str:
    name = patient.model.model
    first, second = (await patient.ask(_SHARED)).usage, (await patient.ask(_SHARED)).usage
    if not second.input:
        return f"{name}: whether prompts are cached is not known; the server counts no tokens"
    if second.cached:
        return f"{name}: prompts are cached; {second.cached:,} of {second.input:,} repeated tokens were"
    written = f", though {first.cache_writes:,} were written to it" if first.cache_writes else ""
    return f"{name}: the server names no token of {second.input:,} repeated ones as cached{written}"


async def _look_at_length(patient: _Patient) -> str:
    """Raises SetupError where the beginning of a long prompt is lost, or the prompt refused."""
    name = patient.model.model
    try:
        written = await patient.ask(_LONG)
    except CannotDo as error:
        if error.reason.why is not Why.PROMPT_TOO_LONG:
            raise
        if not bills_of(error):
            return f"{name}: long prompts are not sent, as BRIEFBOT_LLM_CONTEXT_TOKENS or the chain says"
        raise SetupError(
            f"{name}: a prompt of about {_LONG_TOKENS:,} tokens is refused or cut; give the server more "
            f"context. {_SEE}"
        ) from None
    read = f"{written.usage.input:,}" if written.usage.input else f"about {_LONG_TOKENS:,}"
    if _NEEDLE not in written.answer.word.lower():
        raise SetupError(
            f"{name}: what stood at the start of a prompt of {read} tokens was not found again. Either the "
            f"server cuts prompts, or the model is too small for long ones. {_SEE}"
        )
    return f"{name}: long prompts are whole; what stood at the start of {read} tokens was found again"


def _cost(spent: Usage) -> str:
    requests = counted(spent.calls, "request", "requests")
    read = f"{spent.input:,} tokens in ({spent.cached:,} cached)"
    return f"this look cost {requests}, {read} and {spent.output:,} out"
