"""A question of a thread -> the same so that it stands on its own, with English words to look for."""

from collections.abc import Sequence

from bot.checks.rewrites import believed_keywords, stands_alone
from bot.domain.answers import Question, Turn
from bot.domain.prompts import Written
from bot.errors import CannotDo, TryLater
from bot.ports import Writer
from bot.rewriting_prompts import RewrittenQuestion, rewriting_prompt


async def standalone_question(
    question: Question, *, title: str, turns: Sequence[Turn], writer: Writer
) -> tuple[Question, Written[RewrittenQuestion] | None]:
    """The question; as it was asked where the model fails or says more than was asked; and what it said."""
    try:
        written = await writer.write(rewriting_prompt(question, title=title, turns=turns))
    except (CannotDo, TryLater):
        return question, None
    known = [title, *(words for turn in turns for words in (turn.question, turn.answer))]
    said = written.answer
    rewritten = question.model_copy(
        update={
            "standalone": stands_alone(said.standalone_question, question=question.text, known=known),
            "keywords": believed_keywords(said.keywords_en, question=question.text, known=known),
        }
    )
    return rewritten, written
