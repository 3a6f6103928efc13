"""A question in a thread -> its answer, behind what was asked there before, and kept for what follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.answers import Answer, Question
from bot.domain.jobs import Job
from bot.domain.papers import Paper
from bot.domain.turns import SAME_TALK, KeptTurn, short_answer, told_turns
from bot.ports import Clock
from bot.shelves import ThreadTurns
from bot.usecases.answer_question import Answered, OnClaims, answer_question
from bot.usecases.answering import Answering


@dataclass(frozen=True, slots=True)
class Talk:
    """Where a question is asked."""

    turns: ThreadTurns
    clock: Clock
    job: Job
    answers: str | None  # the post that it answers
    mends: bool = False  # its message was asked before in other words


async def ask_in_thread(
    question: Question,
    papers: Sequence[Paper],
    *,
    talk: Talk,
    answering: Answering,
    on_claims: OnClaims | None = None,
) -> tuple[Answered, ...]:
    """The answer of each paper by itself, in their order: none sees what another paper says.

    Raises what `answer_question` does; what the model was paid for by then is not kept.
    """
    all_answered, kept = [], []
    for paper in papers:
        session = await talk.turns.session_of(
            talk.job, paper=paper.key, answers=talk.answers, since=talk.clock.now() - SAME_TALK
        )
        earlier = await talk.turns.of(session, paper=paper.key, job=talk.job, mends=talk.mends)
        answered = await answer_question(
            question, paper, answering=answering, turns=told_turns(earlier), on_claims=on_claims
        )
        all_answered.append(answered)
        kept.append(_turn(question, answered, session=session, talk=talk))
    await talk.turns.keep(kept, job=talk.job, mends=talk.mends)
    return tuple(all_answered)


def _turn(question: Question, answered: Answered, *, session: str, talk: Talk) -> KeptTurn:
    place, person = talk.job.address, talk.job.person
    return KeptTurn(
        session=session,
        job=talk.job.key,
        chat=f"{place.platform}:{place.chat}",
        person=person and f"{place.platform}:{person}",
        paper=answered.paper.key,
        question=question.text,
        standalone=answered.standalone,
        answer=short_answer(answered.told) if isinstance(answered.told, Answer) else "",
        at=talk.clock.now(),
    )
