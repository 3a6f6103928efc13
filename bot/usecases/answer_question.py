"""A question about one paper -> the paper's own passages that are most likely to answer it."""

import asyncio

from bot.domain.papers import Paper
from bot.retrieval.excerpts import FoundPassages, passages_for
from bot.shelves import Texts


async def answer_question(question: str, paper: Paper, *, texts: Texts) -> FoundPassages:
    """The paper's best passages, by its whole text where that is kept."""
    text = await texts.text(paper.sha256) if paper.sha256 else None
    return await asyncio.to_thread(passages_for, question, paper, text)
