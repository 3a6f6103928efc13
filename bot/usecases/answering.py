"""What it takes to answer questions about papers, as one argument."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.checks.quotes import Quotable
from bot.domain.answers import Span
from bot.domain.papers import Paper
from bot.domain.prompts import Measured
from bot.domain.texts import PaperText
from bot.prompts.answering import shared_text
from bot.retrieval.excerpts import whole_text_of
from bot.retrieval.pieces import pieces_of
from bot.usecases.watching import Watch
from bot.usecases.writing import Writing

MOST_WHOLE = 60_000
"""Tokens of a prompt with the whole paper: up to there it answers better than passages, for little more."""
SHARE = 0.6  # of a model's context that such a prompt may take
MOST_KEPT = 16  # papers that are kept ready, a megabyte each at most


@dataclass(frozen=True, slots=True)
class ReadyPaper:
    """A paper made ready for all questions to it."""

    paper: Paper
    text: PaperText
    only_abstract: bool
    quotable: Quotable
    shared: str  # how every prompt begins that hands over the whole of it

    @classmethod
    def of(cls, paper: Paper, text: PaperText | None) -> "ReadyPaper":
        """Made ready; of a paper without a text, its abstract."""
        read = whole_text_of(paper, text)
        passages = [
            Span(page=piece.page, section=piece.section, text=piece.text) for piece in pieces_of(read)
        ]
        return cls(
            paper,
            text=read,
            only_abstract=text is None,
            quotable=Quotable.of(passages),
            shared=shared_text(paper.title, passages),
        )


class Study:
    """What is remembered between questions: papers made ready, and how much models were found to read."""

    def __init__(self) -> None:
        self._ready: OrderedDict[str, ReadyPaper] = OrderedDict()  # by the hash of their file
        self._cut: dict[str, int] = {}  # by model: tokens of the shortest prompt that it did not read whole

    def ready(self, paper: Paper) -> ReadyPaper | None:
        """The paper as it was made ready before, where nothing of it is new."""
        kept = self._ready.get(paper.sha256)
        if kept is None or kept.paper != paper:
            return None
        self._ready.move_to_end(paper.sha256)
        return kept

    def keep(self, ready: ReadyPaper) -> None:
        """Keep a paper ready; the one that was asked about least lately makes room."""
        if ready.only_abstract:
            return
        self._ready[ready.paper.sha256] = ready
        self._ready.move_to_end(ready.paper.sha256)
        while len(self._ready) > MOST_KEPT:
            self._ready.popitem(last=False)

    def takes(self, measured: Measured) -> bool:
        """Whether a model is handed a prompt of this length."""
        most = min(MOST_WHOLE, round(SHARE * measured.context) if measured.context else MOST_WHOLE)
        return measured.tokens <= most and measured.tokens < self._cut.get(measured.model, MOST_WHOLE + 1)

    def was_cut(self, model: str, measured: Measured) -> None:
        """A model did not read a prompt of this length whole, or refused it as too long."""
        self._cut[model] = min(measured.tokens, self._cut.get(model, measured.tokens))


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers, on whose account, and what is remembered between questions."""

    writing: Writing
    study: Study
    watch: Watch = field(default_factory=Watch)

    async def ready(self, paper: Paper) -> ReadyPaper:
        """The paper made ready. Raises TryLater."""
        if kept := self.study.ready(paper):
            return kept
        text = await self.writing.texts.text(paper.sha256) if paper.sha256 else None
        made = await asyncio.to_thread(ReadyPaper.of, paper, text)
        self.study.keep(made)
        return made
