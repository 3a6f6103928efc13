"""What a brief is: slots that rest on numbered sentences; `replies/briefs.py` makes the sentence of them."""

from typing import Literal

from bot.domain.frozen import Frozen

Language = Literal["zh", "en"]
SlotName = Literal["technique", "problem", "effect"]


class Slot(Frozen):
    """One part of the brief's sentence and the sentences of the abstract that it rests on."""

    text: str  # a clause without a closing full stop
    sentences: tuple[int, ...]  # 1-based numbers of abstract sentences


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


EXTRACTED = "extracted"
EXTRACTION = "extracted/2"  # the version of the rules that choose the clauses
