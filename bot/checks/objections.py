"""Pure, what the gate says of a brief: one objection to one slot, with a sentence for its writer."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.briefs import SlotName


class Kind(StrEnum):
    """Why a slot is not believed."""

    NOTHING = "nothing"  # no slot holds anything
    PLACEHOLDER = "placeholder"  # detail: the words
    EMPTY = "empty"
    NO_SENTENCE = "no_sentence"
    SENTENCE_OUT_OF_RANGE = "sentence_out_of_range"  # detail: the numbers
    NUMBER = "number"  # detail: the numbers, as written
    NUMBER_ELSEWHERE = "number_elsewhere"  # detail: "45% (S7)": where the number stands instead
    IDENTIFIER = "identifier"  # detail: the identifiers
    QUALIFIER = "qualifier"  # detail: "up to 4×"
    COPY = "copy"  # detail: how the copied run begins
    LANGUAGE = "language"  # detail: the language that it should be in
    TOO_LONG = "too_long"  # detail: "characters/limit"
    TOO_SHORT = "too_short"  # detail: "characters/limit"
    UNKNOWN_NAME = "unknown_name"  # detail: the names
    INSTITUTION = "institution"  # detail: the institutions that are not the paper's
    EXCHANGED = "exchanged"  # detail: "26% and 45%"
    DIRECTION = "direction"  # detail: "slower 2.5×": what the paper says to go the other way
    MEASURE = "measure"  # detail: "40% (accuracy)": a figure of another measure
    OTHER_PAPER = "other_paper"  # detail: what it tells that the paper does not
    CLAIM = "claim"  # detail: the strong words, such as "the first"
    UNFOUNDED = "unfounded"  # detail: the words of which the paper has nothing
    MARKUP = "markup"  # detail: the marks, addresses or hidden characters
    SENTENCE = "sentence"  # detail: its subject and verb
    INSTRUCTION = "instruction"  # it speaks to whoever reads it


_SENTENCES = {
    Kind.NOTHING: "No slot says anything. Fill every slot that the abstract supports.",
    Kind.PLACEHOLDER: "{slot} holds a refusal or a placeholder ({detail}). Leave out what is not known.",
    Kind.EMPTY: "{slot} is empty. Fill it from the abstract, or leave it out.",
    Kind.NO_SENTENCE: "{slot} names no sentence. Name the numbers of those that it rests on.",
    Kind.SENTENCE_OUT_OF_RANGE: "{slot} names sentences that do not exist: {detail}.",
    Kind.NUMBER: "{slot} tells {detail}, which the sentences that it names do not. Tell numbers as they do.",
    Kind.NUMBER_ELSEWHERE: "{slot} tells numbers of sentences that it does not name: {detail}. Name those.",
    Kind.IDENTIFIER: "{slot} names {detail}, which stands neither in the title nor in the sentences.",
    Kind.QUALIFIER: "{slot} leaves out a qualifier: the abstract says {detail}. Keep it.",
    Kind.COPY: "{slot} repeats the abstract word for word from “{detail}” on. Use your own words.",
    Kind.LANGUAGE: "{slot} is in the wrong language. Write it in {detail}; names stay as they are.",
    Kind.TOO_LONG: "{slot} is too long ({detail} characters). Shorten it.",
    Kind.TOO_SHORT: "{slot} is too short ({detail} characters). Say more of what the abstract supports.",
    Kind.UNKNOWN_NAME: "{slot} uses the name {detail}, which neither title nor abstract has.",
    Kind.INSTITUTION: "{slot} names {detail}, which is not on the paper's list. Leave it out.",
    Kind.DIRECTION: "{slot} says the opposite of the sentences that it names: {detail}. Go their way.",
    Kind.MEASURE: "{slot} tells {detail}, but the sentences tell it of another measure. Name theirs.",
    Kind.EXCHANGED: "{slot} tells {detail} in each other's place. Tell each of its own measure.",
    Kind.CLAIM: "{slot} claims more than the sentences do ({detail}). Say no more than they say.",
    Kind.UNFOUNDED: "{slot} speaks of {detail}, of which neither title nor sentences do. Use their terms.",
    Kind.MARKUP: "{slot} holds markup, an address or a hidden character: {detail}. Write plain words.",
    Kind.SENTENCE: "{slot} is a sentence of its own (“{detail} …”). Write a clause without a subject.",
    Kind.INSTRUCTION: "{slot} speaks to its reader or repeats an instruction. Describe the paper.",
    Kind.OTHER_PAPER: "{slot} is about another paper: {detail}. Describe this one.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing that is wrong with a brief. `slot` is None where it concerns all slots together."""

    slot: SlotName | None
    kind: Kind
    detail: str = ""

    @property
    def sentence(self) -> str:
        """The objection in English, as it stands in a repair turn to a model."""
        slot = f'The slot "{self.slot}"' if self.slot else "The brief"
        return _SENTENCES[self.kind].format(slot=slot, detail=self.detail)
