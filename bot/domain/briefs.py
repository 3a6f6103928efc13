"""What a brief is: slots that rest on numbered sentences; `replies/briefs.py` makes the sentence of them."""

from decimal import Decimal
from typing import Literal

from bot.domain.frozen import Frozen
from bot.errors import Reason

Language = Literal["zh", "en"]
SlotName = Literal["technique", "problem", "effect"]


class Evidence(Frozen):
    """A sentence of the paper, numbered for whoever writes the brief."""

    number: int  # 1-based
    text: str  # as the paper has it
    section: str = ""  # the title of its section; "": the abstract
    page: int = 0  # 1-based; 0: the abstract, or a text without pages


class Conditions(Frozen):
    """Under which an effect was found, in the paper's words; "" where the paper does not say."""

    metric: str = ""
    baseline: str = ""
    model: str = ""
    hardware: str = ""

    @property
    def stated(self) -> bool:
        """True where the paper says any of them."""
        return bool(self.metric or self.baseline or self.model or self.hardware)


class Slot(Frozen):
    """One part of the brief's sentence and the sentences of the paper that it rests on."""

    text: str  # a clause without a closing full stop
    sentences: tuple[int, ...]  # numbers of the evidence
    conditions: Conditions | None = None  # of an effect


class Slots(Frozen):
    """What a brief says besides who and what; a slot that could not be filled honestly is None."""

    technique: Slot | None = None
    problem: Slot | None = None
    effect: Slot | None = None
    about: Slot | None = None  # extracted, where none of the three can be told from the others

    @property
    def empty(self) -> bool:
        """True when there is nothing to say: then there is no brief."""
        return not (self.technique or self.problem or self.effect or self.about)


class Making(Frozen):
    """What it took to write a brief."""

    model: str  # that wrote it
    calls: int
    input: int  # tokens, cached or not
    cached: int  # of them, read from the server's cache
    output: int
    cost: Decimal | None = None  # None: no price is known
    currency: str | None = None  # of the cost
    seconds: float


class Brief(Frozen):
    """A brief as it is kept: one per paper version, language, prompt version and writer."""

    paper: str  # Paper.key
    version: int | None  # of the arXiv paper; None for a file
    language: Language
    institutions: tuple[str, ...]  # as printed, in order
    slots: Slots
    writer: str  # who was asked: the model's name, or "extracted"
    prompt: str  # the prompt's name and version, or that of the extractive rules
    extracted: bool  # the slots are the paper's own clauses, chosen without a model
    left_out: tuple[SlotName, ...] = ()  # slots that were written but not believed
    evidence: tuple[Evidence, ...] = ()  # the sentences that its slots rest on
    checks: tuple[str, ...] = ()  # those that its slots passed, by the names in `bot.checks.gate`
    making: Making | None = None  # None: no model wrote it
    instead: Reason | None = None  # why not, where one was asked
    job: str | None = None  # key of the job that had it written; None: not known
    corrected: tuple[str, ...] = ()  # fields that a person set; only in what is shown, never in what is kept


EXTRACTED = "extracted"
EXTRACTION = "extracted/2"  # the version of the rules that choose the clauses
