"""What can be done with a paper -> buttons, each of which says words that could have been typed."""

from collections.abc import Sequence

from bot.domain.briefs import Language
from bot.domain.chat import MOST_SAID_BY_TAP, Button, Buttons, Reply
from bot.domain.papers import Paper
from bot.replies.catalogue import say

_DONE = ("paper", "ask", "save", "drop", "correct")


def paper_buttons(
    paper: Paper, language: Language, *, number: int | None = None, shown: bool = False
) -> Buttons:
    """Details, Ask, Save, Not relevant, Wrong?; without the first where the details are `shown` already."""
    return Buttons(
        buttons=tuple(
            Button(label=say(language, f"button.{verb}"), says=f"{verb} {paper.handle}")
            for verb in _DONE
            if not (shown and verb == "paper")
        ),
        number=number,
    )


def with_why(reply: Reply, paper: Paper, language: Language) -> Reply:
    """The details of a paper that was judged for a topic: its buttons also like it, and ask why."""
    *blocks, last = reply.blocks
    if not isinstance(last, Buttons):
        return reply
    asked = [
        Button(label=say(language, f"button.{verb}"), says=f"{verb} {paper.handle}")
        for verb in ("like", "why")
    ]
    buttons = last.model_copy(update={"buttons": (*last.buttons, *asked)})
    return reply.model_copy(update={"blocks": (*blocks, buttons)})


def number_buttons(papers: Sequence[Paper], *, verb: str = "paper", sign: str = "") -> tuple[Buttons, ...]:
    """One for each paper, by its number in the post; none where there is no paper."""
    buttons = tuple(
        Button(label=f"{sign}{number}", says=f"{verb} {paper.handle}")
        for number, paper in enumerate(papers, 1)
    )
    return (Buttons(buttons=buttons),) if buttons else ()


def word_button(label: str, says: str) -> tuple[Buttons, ...]:
    """One button; none where it cannot carry the words."""
    if len(says.encode()) > MOST_SAID_BY_TAP:
        return ()
    return (Buttons(buttons=(Button(label=label, says=says),)),)
