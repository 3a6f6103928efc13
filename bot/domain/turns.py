"""The questions and answers of one thread about one paper, and what of them a model is told."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.answers import Answer, Turn
from bot.domain.frozen import Frozen

SAME_TALK = timedelta(hours=24)  # for so long a person's next question about a paper goes on with the last
MOST_TURNS = 6  # that a model is told, each of a few hundred tokens at most
_STEP = 3  # turns that are left out at once: between two steps what a prompt begins with stays the same
MOST_OF_ANSWER = 900  # characters
REFUSED = "The paper does not answer this."


class KeptTurn(Frozen):
    """One question about one paper, and what came of it."""

    session: str  # the same for all turns of a thread
    job: str  # its key
    chat: str  # platform:id, like the person
    person: str | None
    paper: str  # Paper.key
    question: str  # as it was said
    standalone: str = ""  # as a model made it stand on its own; "": it did, or nobody needed it
    answer: str = ""  # what was claimed; "": the paper's own passages were shown
    at: datetime


def short_answer(answer: Answer) -> str:
    """What an answer claims, without the places that it names."""
    if answer.refused:
        return REFUSED
    said = " ".join(claim.text for claim in answer.claims)
    return said if len(said) <= MOST_OF_ANSWER else f"{said[:MOST_OF_ANSWER].rpartition(' ')[0]} …"


def told_turns(kept: Sequence[KeptTurn]) -> tuple[Turn, ...]:
    """The last turns, oldest first, with letters in the place of those who asked.

    A letter is a person's for the whole thread, and one more turn changes nothing of those before it.
    """
    askers = list(dict.fromkeys(turn.person for turn in kept))
    out = max(0, -(-(len(kept) - MOST_TURNS) // _STEP) * _STEP)
    return tuple(
        Turn(question=turn.question, answer=turn.answer, asker=_letter(askers.index(turn.person)))
        for turn in kept[out:]
    )


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < 26 else str(place + 1)
