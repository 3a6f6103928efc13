"""Another paper that a question names: hostile words cost no time in which nobody else is heard."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.marks import Seeker
from bot.domain.papers import Paper
from bot.usecases.answering import ReadyPaper
from bot.usecases.other_paper import MOST_NAMES, other_paper
from storage import Storage, open_storage
from tests.bot.answering import paper
from tests.bot.retrieval.papers import long_paper

LONG = 40_000  # characters, as many as any platform takes
SECONDS = 1.0
CITED = [f"2403.{number:05}" for number in range(3 * MOST_NAMES)]
SEEKER = Seeker(chat="square:here", person="square:ann")


@dataclass
class Counted:
    """A library that counts how often a number is looked up."""

    looks: int = 0

    async def by_number(self, number: str) -> Paper | None:
        self.looks += 1
        return None


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("words", ["A", "A_", "AbCd", "A-", "A of ", '"', "“ ", "2501.12345 "])
async def test_a_question_as_long_as_a_message_is_looked_through_at_once(
    storage: Storage, words: str
) -> None:
    ready = ReadyPaper.of(paper(), long_paper(("4 Power", "See arXiv:2501.12345 on noon.")))
    question = words * (LONG // len(words))
    began = time.process_time()
    await other_paper(question, ready, library=storage.library, index=storage.index, seeker=SEEKER)
    assert time.process_time() - began < SECONDS


async def test_of_many_papers_that_are_named_the_first_are_looked_up(storage: Storage) -> None:
    ready = ReadyPaper.of(paper(), long_paper(("5 Related", f"See {', '.join(CITED)}.")))
    library = Counted()
    asked = " ".join(CITED * 2)
    await other_paper(asked, ready, library=library, index=storage.index, seeker=SEEKER)  # type: ignore[arg-type]
    assert library.looks == MOST_NAMES
