"""A question of a thread where passages are looked for: made to stand on its own first, once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import BaseModel

from bot.domain.answers import Question, Turn
from bot.domain.prompts import Answer, Measured, Prompt, Written
from bot.errors import CannotDo, Why
from bot.ports import Heard
from bot.prompts.rewriting import RewrittenQuestion
from bot.usecases.answer_question import Answered, answer_question
from bot.usecases.answering import MOST_WHOLE, Answering, Study
from bot.usecases.standalone_question import needs_rewriting
from bot.usecases.watching import Watch
from storage import Storage, open_storage
from tests.bot.answering import keep, paper, told
from tests.bot.retrieval.papers import long_paper
from tests.fakes.ports import NO_NETWORK, ScriptedWriter, written_by

ENERGY = "Each lane draws nine watts at noon."
TEXT = long_paper(("4 Power", ENERGY))
TURNS = (Turn(question="How fast is a lane?", answer="A lane is fast.", asker="A"),)
NOTHING = told(answerable=False)


class Narrow(ScriptedWriter):
    """A model that reads no whole paper."""

    def measure(self, prompt: Prompt[Answer]) -> Measured:
        return Measured(self.model, MOST_WHOLE + 1)


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as opened:
        yield opened


async def asked(storage: Storage, question: str, *script: BaseModel | Exception) -> tuple[Narrow, Answered]:
    """What the model was asked, and what came of it."""
    one, model = await keep(storage, paper(), TEXT), Narrow(*script)
    answered = await answer_question(
        Question(text=question, language="zh"),
        one,
        answering=Answering(written_by(storage, model), Study()),
        turns=TURNS,
    )
    assert not model.script
    return model, answered


async def test_a_follow_up_finds_its_passage_by_what_it_means(storage: Storage) -> None:
    rewritten = RewrittenQuestion(standalone_question="一条车道耗电多少？", keywords_en="power, watts, draws")
    model, answered = await asked(storage, "那耗电呢？", rewritten, NOTHING)
    first, second = model.prompts
    assert "How fast is a lane?" in first.user
    assert ENERGY not in first.message, "the paper is not shown"
    assert ENERGY in second.shared
    assert "一条车道耗电多少？" in second.user
    assert "那耗电呢？" not in second.user
    assert answered.standalone == "一条车道耗电多少？"


@pytest.mark.parametrize(
    "trouble",
    [CannotDo(Why.MODEL_NONSENSE, model="m"), NO_NETWORK, RewrittenQuestion(standalone_question="")],
)
async def test_where_the_model_fails_the_question_is_asked_as_it_is(
    storage: Storage, trouble: BaseModel | Exception
) -> None:
    model, answered = await asked(storage, "那耗电呢？", trouble, NOTHING)
    assert "那耗电呢？" in model.prompts[1].user
    assert answered.standalone == ""


async def test_what_a_model_makes_up_is_neither_asked_nor_looked_for(storage: Storage) -> None:
    made_up = RewrittenQuestion(
        standalone_question="FlashLane 耗电 41 瓦吗？", keywords_en="FlashLane, 41, watts"
    )
    model, _ = await asked(storage, "那耗电呢？", made_up, NOTHING)
    assert "FlashLane" not in model.prompts[1].user
    assert "那耗电呢？" in model.prompts[1].user
    assert ENERGY in model.prompts[1].shared, "the word that stands the check is looked for"


@pytest.mark.parametrize(
    ("question", "first", "later"),
    [
        ("Which datasets was the predictor trained on?", False, False),
        ("How fast is LaneKeep with eight lanes?", False, False),
        ("How fast is it?", False, True),
        ("And with eight lanes of one length?", False, True),
        ("Why?", False, True),
        ("Memory?", False, True),
        ("训练预测器用了多少条轨迹？", True, True),
        ("有什么局限？", False, True),  # what any paper can be asked, if nothing was asked before
        ("那训练呢？", True, True),
        ("このモデルの大きさは？", True, True),
        ("Welche Daten werden für das Training verwendet?", True, True),
    ],
)
def test_a_question_is_rewritten_only_where_its_own_words_would_not_do(
    question: str, *, first: bool, later: bool
) -> None:
    assert needs_rewriting(question, follows=False, chinese=False) == first
    assert needs_rewriting(question, follows=True, chinese=False) == later


def test_a_chinese_paper_needs_it_for_english_questions() -> None:
    assert needs_rewriting("Which lanes are fastest at noon?", follows=False, chinese=True)
    assert not needs_rewriting("训练预测器用了多少条轨迹？", follows=False, chinese=True)


async def test_a_question_that_stands_alone_costs_no_call_for_it(storage: Storage) -> None:
    model, answered = await asked(storage, "How many watts does each lane draw at noon?", NOTHING)
    assert len(model.prompts) == 1
    assert ENERGY in model.prompts[0].shared
    assert answered.standalone == ""


class Slow(Narrow):
    """A model that is stopped as soon as it is asked, and would take for ever."""

    called_off: asyncio.Event

    async def write(self, prompt: Prompt[Answer], *, heard: Heard[Answer] | None = None) -> Written[Answer]:
        self.called_off.set()
        await asyncio.Event().wait()
        raise AssertionError


async def test_who_says_stop_does_not_wait_until_the_question_is_rewritten(storage: Storage) -> None:
    one, model, watch = await keep(storage, paper(), TEXT), Slow(), Watch()
    model.called_off = watch.called_off
    answering = Answering(written_by(storage, model), Study(), watch)
    async with asyncio.timeout(5):
        answered = await answer_question(
            Question(text="那耗电呢？", language="zh"), one, answering=answering, turns=TURNS
        )
    assert answered.answer
    assert answered.answer.stopped
