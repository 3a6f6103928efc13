"""A hundred threads on forty papers at once: no answer, prompt or kept turn has another paper's words."""

import asyncio
import re
from pathlib import Path

from bot.domain.answers import Answer, Question
from bot.domain.chat import Address
from bot.domain.commands import AskPaper
from bot.domain.jobs import Job, NewJob
from bot.domain.papers import Paper
from bot.domain.prompts import Answer as Form
from bot.domain.prompts import Measured, Prompt, Usage, Written
from bot.ports import Heard
from bot.prompts.answering import WrittenAnswer, WrittenClaim
from bot.usecases.answer_question import Answered
from bot.usecases.answering import Answering, Study
from bot.usecases.ask_in_thread import Talk, ask_in_thread
from storage import Storage, open_storage
from tests.bot.answering import paper
from tests.bot.retrieval.papers import FILLER, said, text_of
from tests.fakes.ports import NOON, FakeClock, written_by

PAPERS, THREADS, TURNS = 40, 100, 2
TOO_LONG = 7  # of so many papers each first one: its passages are handed over
_MARK = re.compile(r"mark[a-z]{4}")
_PASSAGE = re.compile(r"^\[(P\d+)\].*\n(.*mark[a-z]{4}.*)$", re.MULTILINE)


def mark(place: int) -> str:
    """A word that stands in one paper alone; a number would pass for one of the paper's figures."""
    return f"mark{chr(97 + place // 26)}{chr(97 + place % 26)}zz"


class Copyist:
    """A model that answers with the first passage that it was sent; it takes its time, each time another."""

    model = "copyist"
    models = ("copyist",)

    def __init__(self) -> None:
        self.prompts: list[str] = []

    def measure(self, prompt: Prompt[Form]) -> Measured:
        """Some papers are too long."""
        long = any(mark(place) in prompt.message for place in range(0, PAPERS, TOO_LONG))
        return Measured(self.model, 90_000 if long else 1000)

    async def write(self, prompt: Prompt[Form], *, heard: Heard[Form] | None = None) -> Written[Form]:
        """What the first passage with a mark says, letter for letter."""
        self.prompts.append(prompt.message)
        for _ in range(len(self.prompts) % 7):
            await asyncio.sleep(0)
        found = _PASSAGE.search(prompt.shared)
        assert found is not None
        claim = WrittenClaim(text=found[2], cites=[found[1]], quote=found[2])
        answer = prompt.answer.model_validate(WrittenAnswer(answerable=True, claims=[claim]).model_dump())
        return Written(answer, self.model, Usage(calls=1))


async def kept(storage: Storage, place: int) -> Paper:
    """A paper whose every section has its mark."""
    one = paper(f"arxiv:2501.{place:05}", title=f"The {mark(place)} Scheme", sha256=f"{place:064}")
    one = one.model_copy(update={"abstract": f"The {mark(place)} scheme keeps requests apart."})
    text = text_of(
        ("Abstract", [said(f"The {mark(place)} scheme keeps requests apart.")]),
        ("2 Scheme", [said(f"{FILLER} Every lane of {mark(place)} has a gate of its own.", page=2)]),
        ("3 Trials", [said(f"{FILLER} We tried {mark(place)} on a busy crossing.", page=3)]),
    )
    await storage.library.keep(one, now=NOON, text=text)
    return one


async def thread(storage: Storage, number: int, *, of: Paper, answering: Answering) -> list[Answered]:
    """Some turns of a thread in one chat, by two people in turn."""
    answered: list[Answered] = []
    for turn in range(TURNS):
        command = AskPaper(question="Does every lane have a gate?", answers=f"root {number}")
        new = NewJob(
            key=f"{number}.{turn}",
            command=command,
            address=Address(platform="square", chat="here", thread=f"root {number}"),
            person=f"p{(number + turn) % 9}",
            language="en",
            due_at=NOON,
        )
        job = Job(
            **new.model_dump(), id=number * TURNS + turn, state="leased", tries=0, crashes=0, created_at=NOON
        )
        talk = Talk(storage.turns, FakeClock(), job, command.answers)
        question = Question(text=command.question, language="en")
        answered += await ask_in_thread(question, [of], talk=talk, answering=answering)
    return answered


def shown(told: Answered) -> str:
    """All that a person sees of an answer."""
    assert isinstance(told.told, Answer)
    assert told.told.claims, "it says something"
    return told.told.model_dump_json() + told.paper.title


async def test_a_hundred_threads_on_forty_papers_at_once_stay_apart(tmp_path: Path) -> None:
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as storage:
        papers = [await kept(storage, place) for place in range(PAPERS)]
        model = Copyist()
        answering = Answering(written_by(storage, model), Study())
        threads = [
            thread(storage, number, of=papers[number % PAPERS], answering=answering)
            for number in range(THREADS)
        ]
        told = await asyncio.gather(*threads)
        async with storage.database.reading() as connection:
            turns = (await connection.exec_driver_sql("SELECT session, paper, answer FROM turns")).all()
    for number, answers in enumerate(told):
        assert len(answers) == TURNS
        for answered in answers:
            assert set(_MARK.findall(shown(answered))) == {mark(number % PAPERS)}
    assert len(model.prompts) >= THREADS * TURNS
    assert all(len(set(_MARK.findall(prompt))) == 1 for prompt in model.prompts)
    assert len(turns) == THREADS * TURNS
    assert len({row.session for row in turns}) == THREADS
    assert all(set(_MARK.findall(row.answer)) == {mark(int(row.paper[-5:]))} for row in turns)
