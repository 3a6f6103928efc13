"""The counter of questions: about which paper, and what the paper has to say to it."""

from dataclasses import dataclass

from bot.domain.chat import Reply
from bot.domain.commands import AskPaper
from bot.domain.jobs import Job
from bot.errors import CannotDo, Why
from bot.replies.answers import ask_reply, passages_reply, which_reply
from bot.usecases.answer_question import answer_question
from bot.usecases.answered_paper import meant_paper, paper_of
from bot.usecases.known_papers import KnownPapers


@dataclass(frozen=True, slots=True)
class QuestionCounter:
    """Where a question is answered from one paper and no other."""

    known: KnownPapers

    async def answer(self, command: AskPaper, job: Job, *, final: bool) -> Reply:
        """The paper's best passages, or which paper is meant. Raises CannotDo or TryLater."""
        try:
            paper = await meant_paper(command, job, known=self.known, final=final)
        except CannotDo as error:
            if error.reason.why is not Why.WHICH_PAPER or command.answers is None:
                raise
            return await self._which(command.answers, job)
        if not command.question.strip():
            return ask_reply(paper, job.language)
        passages = await answer_question(command.question, paper, texts=self.known.library)
        return passages_reply(passages, job.language)

    async def _which(self, post: str, job: Job) -> Reply:
        """The papers of a post by their numbers."""
        keys = await self.known.posts.papers_at(job.address, post)
        papers = [await paper_of(key, library=self.known.library) for key in keys]
        titles = [paper.title if paper else key for key, paper in zip(keys, papers, strict=True)]
        return which_reply(titles, keys=keys, language=job.language)
