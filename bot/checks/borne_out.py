"""Pure, one check of an answer: whether its words stand to one another as the paper's do."""

from collections.abc import Sequence

from bot.checks.anchored import told_of_the_other
from bot.checks.contraries import contraries
from bot.checks.negations import denied_otherwise
from bot.checks.pairings import paired_otherwise
from bot.checks.sides import sides_changed
from bot.checks.strengths import overstated


def not_borne_out(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """What a claim says otherwise than the sentences; it may still be true, so a reader is to compare."""
    return (
        sides_changed(claim, sentences)
        or paired_otherwise(claim, sentences)
        or contraries(claim, sentences)
        or denied_otherwise(claim, sentences)
        or told_of_the_other(claim, sentences)
        or overstated(claim, sentences)
    )
