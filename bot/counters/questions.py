"""The counter of questions: about which paper, and what the paper has to say to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.counters.house import seeker_of, with_cost
from bot.domain.answers import Answer, Claim, Question
from bot.domain.arxiv_ids import ArxivId
from bot.domain.briefs import Language
from bot.domain.chat import Block, Reply, paragraph
from bot.domain.commands import AskPaper
from bot.domain.jobs import Job
from bot.domain.papers import Paper
from bot.errors import CannotDo, Why
from bot.replies.answers import (
    answer_reply,
    ask_reply,
    other_reply,
    passages_reply,
    side_by_side,
    two_languages_line,
    unread_reply,
    which_reply,
)
from bot.replies.costs import cost_line
from bot.replies.notices import words_so_far
from bot.retrieval.questions import language_asked_in
from bot.shelves import PaperIndex, ThreadTurns
from bot.usecases.answer_question import Answered
from bot.usecases.answered_paper import meant_paper, paper_of
from bot.usecases.answering import Answering
from bot.usecases.ask_in_thread import Talk, ask_in_thread
from bot.usecases.known_papers import KnownPapers
from bot.usecases.other_paper import other_paper


@dataclass(frozen=True, slots=True)
class QuestionCounter:
    """Where a question is answered from one paper and no other."""

    known: KnownPapers
    answering: Answering
    turns: ThreadTurns
    index: PaperIndex

    async def answer(self, command: AskPaper, job: Job, *, final: bool) -> Reply:
        """What the paper answers, or which paper is meant. Raises CannotDo or TryLater.

        Where the question was asked before in other words, it stands in the place of what was answered then.
        """
        if command.paper and command.answers and not command.question.strip():
            command = await self._taken_up(command, command.answers, job)
        try:
            papers = await self._papers(command, job, final=final)
        except CannotDo as error:
            if error.reason.why is not Why.WHICH_PAPER or command.answers is None:
                raise
            reply = await self._which(command.answers, job)
        else:
            reply = await self._answer(command, papers, job)
        return reply.model_copy(update={"instead": await self.turns.shown_for(job) if command.mends else ()})

    async def _answer(self, command: AskPaper, papers: Sequence[Paper], job: Job) -> Reply:
        if not command.question.strip():
            return ask_reply(papers[0], job.language)
        if command.paper is None and command.number is None:
            ready = await self.answering.ready(papers[0])
            other = await other_paper(
                command.question, ready, library=self.known.library, index=self.index, seeker=seeker_of(job)
            )
            if isinstance(other, ArxivId):
                return unread_reply(papers[0], other, job.language)
            if other:
                return other_reply(papers[0], other, job.language)
        question = Question(text=command.question, language=language_asked_in(command.question, job.language))
        talk = Talk(self.turns, clock=self.known.clock, job=job, answers=command.answers, mends=command.mends)
        so_far = dict[str, tuple[str, tuple[Claim, ...]]]()

        def on_claims(paper: Paper, claims: tuple[Claim, ...]) -> None:
            so_far[paper.key] = paper.title, claims
            self.answering.watch.on_words(words_so_far([*so_far.values()], question.language))

        told = await ask_in_thread(question, papers, talk=talk, answering=self.answering, on_claims=on_claims)
        reply = side_by_side([answered_reply(each, question.language) for each in told], question.language)
        cost = await self._cost(question.language)
        line = two_languages_line(question.text, question.language)
        noted = (*reply.blocks, paragraph(line)) if line else reply.blocks
        return reply.model_copy(update={"blocks": tuple(with_cost(noted, cost))})

    async def _papers(self, command: AskPaper, job: Job, *, final: bool) -> list[Paper]:
        """The paper, and the second one where two are named. Raises what `meant_paper` does."""
        papers = [await meant_paper(command, job, known=self.known, final=final)]
        if command.against or command.against_number:
            second = {"paper": command.against, "number": command.against_number}
            other = command.model_copy(update=second)
            papers.append(await meant_paper(other, job, known=self.known, final=final))
        return list({paper.key: paper for paper in papers}.values())

    async def _taken_up(self, command: AskPaper, post: str, job: Job) -> AskPaper:
        """A paper that is named under a post that asks which is meant is asked what was asked there."""
        asked = await self.turns.asked_at(job.address, post)
        if asked is None:
            return command
        return command.model_copy(update={"question": asked.question, "answers": asked.answers or post})

    async def _cost(self, language: Language) -> list[Block]:
        """What this job cost up to now."""
        costs = await self.answering.writing.costs()
        line = cost_line(costs, language, remembered=False) if costs else ""
        return [paragraph(line)] if line else []

    async def _which(self, post: str, job: Job) -> Reply:
        """The papers of a post by their numbers."""
        keys = await self.known.posts.papers_at(job.address, post)
        papers = [await paper_of(key, library=self.known.library) for key in keys]
        titles = [paper.title if paper else key for key, paper in zip(keys, papers, strict=True)]
        return which_reply(titles, keys=keys, language=job.language)


def answered_reply(answered: Answered, language: Language) -> Reply:
    """The answer, else the passages that stand in for it."""
    if isinstance(answered.told, Answer):
        return answer_reply(answered.told, answered.paper.title)
    return passages_reply(answered.told, language, instead=answered.instead)
