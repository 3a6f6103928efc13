"""What a model says of a paper, claim by claim: only what was checked is heard."""

from collections.abc import Sequence

from bot.checks.answer_words import Ground, Said
from bot.checks.answers import check_claim
from bot.domain.answers import Claim, Dropped
from bot.prompts.answering import MOST_CLAIMS, WrittenClaim

MOST_CITED = 4  # passages that one claim may rest on: who names them all names none


class Hearing:
    """The claims of one answer, checked one by one in the order in which they become complete."""

    def __init__(self, ground: Ground) -> None:
        self.claims: tuple[Claim, ...] = ()
        self.dropped: tuple[Dropped, ...] = ()
        self._ground = ground
        self._heard: list[WrittenClaim] = []

    def knows(self, told: Sequence[WrittenClaim]) -> bool:
        """Whether these were checked, all of them and no other."""
        return self._heard == [*told[:MOST_CLAIMS]]

    def hear(self, told: Sequence[WrittenClaim]) -> None:
        """Check those that were not checked yet; `told` are all that are complete so far.

        Where the first of them are others by now, the model began anew, and so do we.
        """
        if self._heard != [*told[: len(self._heard)]]:
            self.claims, self.dropped, self._heard = (), (), []
        for written in told[len(self._heard) : MOST_CLAIMS]:
            self._heard.append(written)
            outcome = check_claim(_said(written), self._ground)
            if isinstance(outcome, Claim) and outcome.text in {claim.text for claim in self.claims}:
                outcome = Dropped.REPEATED
            if isinstance(outcome, Claim):
                self.claims += (outcome,)
            else:
                self.dropped += (outcome,)


def _said(written: WrittenClaim) -> Said:
    digits = ("".join(sign for sign in cite if sign.isdecimal()) for cite in written.cites[:MOST_CITED])
    cited = tuple(int(number) - 1 for number in digits if 0 < len(number) < 7)
    return Said(written.text, cited, written.quote)
