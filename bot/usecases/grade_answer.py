"""A question whose answer is known -> what became of it: are passages found, is it answered or refused?"""

from datetime import timedelta

from bot.domain.answers import Answer, Question
from bot.domain.exams import ExamQuestion, Grade
from bot.domain.papers import Paper
from bot.domain.texts import PaperText
from bot.ports import Clock
from bot.reading.letters import key_of
from bot.retrieval.search import best_pieces
from bot.usecases.answer_question import answer_question
from bot.usecases.answering import Answering

_MILLISECOND = timedelta(milliseconds=1)
_REPEATS = 3  # the least counts: others work on the machine, too


async def grade_answer(asked: ExamQuestion, paper: Paper, *, answering: Answering, clock: Clock) -> Grade:
    """The grade; of a question that no model may answer, what is found for it. Raises TryLater."""
    ready = await answering.ready(paper)
    grade = grade_search(asked, ready.text, clock=clock)
    if answering.writing.writer is None:
        return grade
    began = clock.now()
    question = Question(text=asked.question, language=asked.language)
    answered = await answer_question(question, paper, answering=answering)
    grade = grade.model_copy(
        update={"seconds": (clock.now() - began).total_seconds(), "spent": answered.spent}
    )
    if not isinstance(answered.told, Answer):
        return grade.model_copy(update={"reason": str(answered.instead.why) if answered.instead else ""})
    answer = answered.told
    verified = [claim for claim in answer.claims if claim.verified]
    quoted = {span.page for claim in verified for span in claim.spans}
    return grade.model_copy(
        update={
            "outcome": "refused" if answer.refused else "answered",
            "claims": len(answer.claims),
            "verified": len(verified),
            "on_page": asked.page in quoted if asked.answerable and verified else None,
            "dropped": answer.dropped,
        }
    )


def grade_search(asked: ExamQuestion, text: PaperText, *, clock: Clock) -> Grade:
    """Whether the passage that answers is among those that a model is handed."""
    spent = min(_taken(asked, text, clock=clock) for _ in range(_REPEATS))
    if not asked.answerable:
        return Grade(asked=asked, search_ms=spent)
    rewritten = f"{asked.question} {asked.rewrite}"
    return Grade(
        asked=asked,
        found=_holds(asked, text, words=asked.question),
        rewritten=_holds(asked, text, words=rewritten) if asked.rewrite else None,
        search_ms=spent,
    )


def _taken(asked: ExamQuestion, text: PaperText, *, clock: Clock) -> float:
    """Milliseconds of one search."""
    began = clock.now()
    best_pieces(text, asked.question)
    return (clock.now() - began) / _MILLISECOND


def _holds(asked: ExamQuestion, text: PaperText, *, words: str) -> bool:
    """By page and words; a paragraph that runs on to the next page stands on the one where it begins."""
    wanted = key_of(asked.answer)
    return any(
        piece.page in {asked.page - 1, asked.page} and wanted in key_of(piece.text)
        for piece in best_pieces(text, words).pieces
    )
