"""Pure: what a model may have put into a clause of its own: strong words, inventions, markup, a sentence."""

from collections.abc import Iterator, Sequence

from bot.checks.addressed import calls_to_act
from bot.checks.claims import unsupported_claims
from bot.checks.instructions import is_instruction
from bot.checks.markup import foreign_marks
from bot.checks.objections import Kind
from bot.checks.opposites import opposite_words
from bot.checks.other_papers import foreign_words_of_slot
from bot.checks.own_subjects import own_sentence
from bot.checks.parties import foreign_parties
from bot.checks.techniques import unfounded_techniques, unfounded_words


def overstatements(clause: str, sentences: Sequence[str]) -> Iterator[tuple[Kind, str]]:
    """What is wrong with a clause that a model wrote of a paper; its title is one of the `sentences`."""
    whole = " ".join(sentences)
    if marks := foreign_marks(clause, sentences):
        yield Kind.MARKUP, ", ".join(marks)
    if is_instruction(clause) or calls_to_act(clause, whole):
        yield Kind.INSTRUCTION, ""
    if words := own_sentence(clause):
        yield Kind.SENTENCE, words
    if claims := unsupported_claims(clause, sentences):
        yield Kind.CLAIM, ", ".join(claims)
    unfounded = (
        foreign_parties(clause, whole)
        or unfounded_techniques(clause, whole)
        or opposite_words(clause, whole)
        or unfounded_words(clause, whole)
        or foreign_words_of_slot(clause, whole)
    )
    if unfounded:
        yield Kind.UNFOUNDED, ", ".join(unfounded)
