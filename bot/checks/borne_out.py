"""Pure, one check of an answer: whether its words stand to one another as the paper's do."""

from collections.abc import Sequence

from bot.checks.anchored import told_of_the_other
from bot.checks.attributes import other_attributes
from bot.checks.contraries import contraries
from bot.checks.elsewhere import sibling_names
from bot.checks.negations import denied_otherwise
from bot.checks.pairings import paired_otherwise
from bot.checks.shares import mixed_up
from bot.checks.sides import sides_changed
from bot.checks.strengths import overstated
from bot.checks.transitions import turned_back


def not_borne_out(claim: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """What a claim says otherwise than the sentences; it may still be true, so a reader is to compare."""
    return (
        sides_changed(claim, sentences)
        or paired_otherwise(claim, sentences)
        or contraries(claim, sentences)
        or denied_otherwise(claim, sentences)
        or told_of_the_other(claim, sentences)
        or overstated(claim, sentences)
        or turned_back(claim, sentences)
        or other_attributes(claim, sentences)
        or mixed_up(claim, sentences)
        or sibling_names(claim, sentences)
    )
