"""Pure, one check of an answer: what a model says is missing, told only in the words of the question."""

from bot.checks.instructions import is_instruction
from bot.checks.languages import is_in
from bot.checks.likeness import likeness
from bot.checks.markup import foreign_marks
from bot.checks.numbers import unsupported_numbers
from bot.checks.placeholders import placeholder
from bot.domain.briefs import Language

LONGEST = 160  # characters
ALIKE = 0.6  # of its words, that are the question's


def told_missing(said: str, question: str, *, language: Language) -> str:
    """The words as one line where they ask for nothing but what the question does; else ""."""
    words = " ".join(said.split()).strip(" .。;；")
    doubted = (
        not words
        or len(words) > LONGEST
        or placeholder(words)
        or not is_in(language, words)
        or "@" in words
        or foreign_marks(words, [question])
        or is_instruction(words)
        or unsupported_numbers(words, question)
        or likeness(words, question)[1] < ALIKE
    )
    return "" if doubted else words
