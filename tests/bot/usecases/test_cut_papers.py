"""A server that reads only the end of a long prompt, without a word: the passages are handed over instead."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest_asyncio

from bot.clients.llm import OpenAIWriter
from bot.domain.answers import Question
from bot.domain.models import Model
from bot.usecases.answer_question import answer_question
from bot.usecases.answering import Answering, Study
from storage import Storage, open_storage
from tests.bot.answering import GAIN, KEEPS, answer_of, keep, paper, told
from tests.bot.answering import claim as stated
from tests.bot.retrieval.papers import FILLER, said, text_of
from tests.fakes.model_server import MODEL, Act, ModelServer, Traits
from tests.fakes.ports import written_by
from tests.fakes.running_clock import RunningClock

PAGES = 120
HISTORY = [(f"{page} History", [said(f"{FILLER} {FILLER} {page}", page=page)]) for page in range(1, PAGES)]
LONG = text_of(("Abstract", [said(KEEPS)]), *HISTORY, ("130 Evaluation", [said(GAIN, page=130)]))
CONTEXT = 5000  # tokens: the passages fit with the instructions, the paper does not
QUESTION = Question(text="How much does throughput rise?", language="en")


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as opened:
        yield opened


async def test_the_second_question_is_not_cut_again(storage: Storage) -> None:
    one = await keep(storage, paper(), LONG)
    good = told(stated("LaneKeep raises throughput by 45%.", "raises throughput by 45%", f"P{PAGES + 1}"))
    act, study = Act(text=good.model_dump_json()), Study()
    async with ModelServer(always=act, traits=Traits(context=CONTEXT)) as server:
        model = Model(base_url=server.address, model=MODEL)
        async with aclosing(OpenAIWriter(model, clock=RunningClock())) as writer:
            answering = Answering(written_by(storage, writer), study)
            for _ in range(2):
                answer = answer_of(await answer_question(QUESTION, one, answering=answering))
                assert (answer.mode, answer.claims[0].verified) == ("passages", True)
    sizes = [len(str(call.request["messages"])) // 4 for call in server.calls]
    assert sizes[0] > CONTEXT
    assert all(size < CONTEXT for size in sizes[1:])
