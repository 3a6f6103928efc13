"""A question about one paper -> an answer that the paper bears out, else its own passages, and why."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bot.checks.answer_words import Ground
from bot.checks.missing import told_missing
from bot.domain.answers import Answer, Claim, Dropped, Mode, Question, Span, Turn
from bot.domain.papers import Paper
from bot.domain.prompts import Prompt, Usage, Written
from bot.domain.spending import Spent
from bot.errors import CannotDo, Reason, TryLater, Why
from bot.ports import Writer
from bot.prompts.answering import (
    ANSWERING,
    NO_QUOTE,
    WrittenAnswer,
    WrittenClaim,
    answer_prompt,
    shared_text,
)
from bot.retrieval.excerpts import FoundPassages, passages_for
from bot.retrieval.pieces import is_chinese
from bot.retrieval.search import MOST_PIECES
from bot.usecases.answering import Answering, ReadyPaper
from bot.usecases.hearing import Hearing
from bot.usecases.standalone_question import needs_rewriting, standalone_question
from bot.usecases.watching import unless_called_off

NEAREST = 2  # passages that a refusal shows
_FORM = frozenset({Dropped.UNFOUND, Dropped.EMPTY})  # what a second try may mend

OnClaims = Callable[[Paper, tuple[Claim, ...]], None]
"""Is told of all claims that stand so far: of none when a model is asked, then whenever there are more."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a question: an answer, or the passages that stand in for one."""

    paper: Paper
    told: Answer | FoundPassages
    instead: Reason | None = None  # why there is no answer, where a model was asked
    spent: Spent = field(default_factory=Spent)
    standalone: str = ""  # the question as it was asked in its place

    @property
    def answer(self) -> Answer | None:
        """The answer, where a model gave one."""
        return self.told if isinstance(self.told, Answer) else None


async def answer_question(
    question: Question,
    paper: Paper,
    *,
    answering: Answering,
    turns: Sequence[Turn] = (),
    on_claims: OnClaims | None = None,
) -> Answered:
    """The answer, from this paper and no other; every claim was checked before anybody is told of it.

    `turns` are the earlier ones of the thread, oldest first. Raises TryLater where the model is away and this
    is not the last try, and where the budget cannot be read.
    """
    ready = await answering.ready(paper)
    writing = answering.writing
    writer = writing.writer_for(paper.key, purpose="answer") if ready.quotable.passages else None
    if writer is None:
        return Answered(paper, await _passages(question, ready))
    errand = _Errand(question, ready, answering, turns, on_claims or _unheard)
    try:
        return await errand.run(writer)
    except (CannotDo, TryLater) as error:
        if isinstance(error, TryLater) and not writing.final:
            raise
        found = await _passages(question, ready)
        return Answered(paper, found, instead=error.reason)


async def _passages(question: Question, ready: ReadyPaper) -> FoundPassages:
    text = None if ready.only_abstract else ready.text
    return await asyncio.to_thread(passages_for, question.searched, ready.paper, text)


def _unheard(_paper: Paper, _claims: tuple[Claim, ...]) -> None:
    """Nobody waits for single claims."""


@dataclass(frozen=True, slots=True)
class _Errand:
    """One question on its way to a model and back."""

    question: Question
    ready: ReadyPaper
    answering: Answering
    turns: Sequence[Turn]
    on_claims: OnClaims
    spent: Spent = field(default_factory=Spent)  # until now

    async def run(self, writer: Writer) -> Answered:
        """The answer. Raises what the writer raises, but for a paper that is too long."""
        self.on_claims(self.ready.paper, ())
        whole = answer_prompt(self.question, shared=self.ready.shared, turns=self.turns)
        measured, study = writer.measure(whole), self.answering.study
        if study.takes(measured):
            try:
                return await self._ask(whole, "whole", writer)
            except CannotDo as error:
                if error.reason.why is not Why.PROMPT_TOO_LONG:
                    raise
                study.was_cut(error.reason.facts.get("model", measured.model), measured)
        return await (await self._standing_alone()).by_passages(writer)

    async def by_passages(self, writer: Writer) -> Answered:
        """The answer of the passages that fit best. Raises what the writer raises."""
        return await self._ask(await self._short(), "passages", writer)

    async def _standing_alone(self) -> "_Errand":
        """The same with a question that passages are found by; a short paper is handed over whole anyway."""
        writing, paper = self.answering.writing, self.ready.paper
        writer = writing.writer_for(paper.key, purpose="question")
        if writer is None or len(self.ready.quotable.passages) <= MOST_PIECES:
            return self
        chinese = is_chinese(self.ready.text)
        if not needs_rewriting(self.question.text, follows=bool(self.turns), chinese=chinese):
            return self
        rewriting = standalone_question(self.question, title=paper.title, turns=self.turns, writer=writer)
        told = await unless_called_off(rewriting, self.answering.watch.called_off)
        if told is None:
            return self
        question, written = told
        spent = writing.purse.cost_of(written) if writing.purse and written else Spent()
        return replace(self, question=question, spent=spent)

    async def _short(self) -> Prompt[WrittenAnswer]:
        """The same question about the passages that fit it best."""
        found = await _passages(self.question, self.ready)
        fitting = {piece.text for piece in found.found.pieces}
        passages = self.ready.quotable.passages
        chosen = [place for place, passage in enumerate(passages) if passage.text in fitting]
        shared = shared_text(self.ready.paper.title, passages, chosen=chosen)
        return answer_prompt(self.question, shared=shared, turns=self.turns)

    async def _ask(self, prompt: Prompt[WrittenAnswer], mode: Mode, writer: Writer) -> Answered:
        """What the model says, after at most one more try where nothing that it quotes is in the paper."""
        hearing = self._hearing()
        written = await self._told(prompt, writer, hearing)
        answers = [written] if written else []
        if written and not hearing.claims and hearing.dropped and _FORM.issuperset(hearing.dropped):
            again = replace(prompt, earlier=((written.answer.model_dump_json(), NO_QUOTE),))
            hearing = self._hearing()
            written = await self._told(again, writer, hearing)
            answers += [written] if written else []
        purse = self.answering.writing.purse
        return Answered(
            self.ready.paper,
            await self._answer(written or _nothing(writer), hearing, mode, stopped=written is None),
            spent=self.spent + (purse.cost_of(*answers) if purse else Spent()),
            standalone=self.question.standalone,
        )

    async def _told(
        self, prompt: Prompt[WrittenAnswer], writer: Writer, hearing: Hearing
    ) -> Written[WrittenAnswer] | None:
        """What the model says, heard claim by claim as each is whole; None: it was called off on the way."""

        async def heard(partly: WrittenAnswer) -> None:
            await self._hear(hearing, [claim for claim in partly.claims if claim.is_whole])

        writing = writer.write(prompt, heard=heard)
        written = await unless_called_off(writing, self.answering.watch.called_off)
        if written:
            await self._hear(hearing, written.answer.claims)
        return written

    def _hearing(self) -> Hearing:
        ground = Ground(
            self.ready.paper.title, self.question.asked, self.question.language, self.ready.quotable
        )
        return Hearing(ground)

    async def _hear(self, hearing: Hearing, told: Sequence[WrittenClaim]) -> None:
        before = hearing.claims
        if not hearing.knows(told):
            await asyncio.to_thread(hearing.hear, told)
        if hearing.claims != before:
            self.on_claims(self.ready.paper, hearing.claims)

    async def _answer(
        self, written: Written[WrittenAnswer], hearing: Hearing, mode: Mode, *, stopped: bool
    ) -> Answer:
        question, ready = self.question, self.ready
        said = written.answer
        nearest: tuple[Span, ...] = ()
        if not hearing.claims and not stopped:
            found = await _passages(question, ready)
            nearest = tuple(
                Span(page=one.page, section=one.section, text=one.text) for one in found.excerpts[:NEAREST]
            )
        return Answer(
            paper=ready.paper.key,
            question=question.text,
            language=question.language,
            claims=hearing.claims,
            partly=bool(hearing.claims) and (not said.answerable or bool(said.missing.strip())),
            missing=told_missing(said.missing, question.asked, language=question.language),
            nearest=nearest,
            mode=mode,
            dropped=hearing.dropped,
            writer=written.model,
            prompt=ANSWERING,
            blank=ready.text.blank,
            only_abstract=ready.only_abstract,
            stopped=stopped,
        )


def _nothing(writer: Writer) -> Written[WrittenAnswer]:
    """What a model had said to the end before it was called off."""
    return Written(WrittenAnswer(answerable=True), writer.model, Usage())
