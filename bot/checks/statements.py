"""Pure: a whole sentence about a paper -> everything in it that the paper does not bear out."""

from collections.abc import Sequence

from bot.checks.directions import contradicted_figures, contradicted_measures, moved_figures
from bot.checks.exchanged import exchanged_numbers
from bot.checks.grounds import Grounds
from bot.checks.identifiers import unsupported_identifiers
from bot.checks.listed import unlisted_institutions
from bot.checks.method_names import unknown_names
from bot.checks.numbers import unsupported_values
from bot.checks.objections import Kind, Objection
from bot.checks.other_papers import foreign_words
from bot.checks.qualifiers import lost_qualifiers
from bot.checks.reversals import reversals
from bot.checks.subjects import subject_of
from bot.checks.vague_numbers import unsupported_vague_numbers


def check_statement(statement: str, grounds: Grounds) -> tuple[Objection, ...]:
    """What a sentence such as a brief says that its grounds do not: one objection of a kind at most.

    The sentence begins with who published, in Chinese or English, or with its verb.
    """
    subject = subject_of(statement)
    said, text = subject.statement, grounds.text
    found: dict[Kind, Sequence[str]] = {
        Kind.INSTITUTION: unlisted_institutions(subject.names, ", ".join(grounds.institutions)),
        Kind.NUMBER: (*unsupported_values(said, text), *unsupported_vague_numbers(said, text)),
        Kind.EXCHANGED: exchanged_numbers(said, grounds.sentences),
        Kind.DIRECTION: (
            *contradicted_figures(said, grounds.sentences),
            *contradicted_measures(said, grounds.sentences),
            *reversals(said, grounds.sentences),
        ),
        Kind.MEASURE: moved_figures(said, grounds.sentences),
        Kind.IDENTIFIER: unsupported_identifiers(said, text),
        Kind.QUALIFIER: lost_qualifiers(said, text),
        Kind.UNKNOWN_NAME: [n for n in unknown_names(said, text) if not any(map(str.isdigit, n))],
        Kind.OTHER_PAPER: foreign_words(said, text),
    }
    return tuple(Objection(None, kind, ", ".join(words)) for kind, words in found.items() if words)
