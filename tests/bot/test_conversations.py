"""A thread under a paper: what was asked before goes along, an edit edits, and another paper is noticed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Buttons, Heading, Reply, words_of
from bot.domain.commands import AskPaper
from bot.domain.references import parse_reference
from bot.prompts.answering import WrittenAnswer
from tests.bot.answering import GAIN, KEEPS, TEXT, claim, paper, told
from tests.bot.posts import Office, open_office
from tests.bot.retrieval.papers import said, text_of
from tests.fakes.ports import NOON, FakePlatform, ScriptedWriter, written_by

LANES, GATES = "arxiv:2501.00001", "arxiv:2501.00002"
OPENS = "GateWay opens a gate for each request before the request arrives at the crossing."
GATES_TEXT = text_of(("Abstract", [said(OPENS)]), ("2 Trials", [said("It was tried on nine gates.", page=2)]))
KEPT = told(claim("LaneKeep gives each length of request a lane of its own.", KEEPS, "P1"))
GAINED = told(claim("It raises throughput by 45%.", GAIN, "P5"))
OPENED = told(claim("GateWay opens a gate for each request before it arrives.", OPENS, "P1"))
NOTHING = told(answerable=False, missing="energy")


class Square(FakePlatform):
    """A chat in which a reply is one post."""

    def cut(self, reply: Reply) -> tuple[Reply, ...]:
        return (reply,)


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        opened.chat = Square()
        opened.real_desk()
        library = opened.storage.library
        lanes = paper().model_copy(update={"arxiv_id": ArxivId(number="2501.00001", version=1)})
        await library.keep(lanes, now=NOON, text=TEXT)
        gates = paper(GATES, title="GateWay: Opening Gates Early", sha256="2" * 64)
        told_of = {"abstract": OPENS, "arxiv_id": ArxivId(number="2501.00002", version=1)}
        await library.keep(gates.model_copy(update=told_of), now=NOON, text=GATES_TEXT)
        yield opened


def writes(office: Office, *script: WrittenAnswer) -> ScriptedWriter:
    """From now on a model answers."""
    writer = ScriptedWriter(*script)
    office.desk = replace(office.desk, writing=written_by(office.storage, writer))
    return writer


async def say(
    office: Office, question: str, *, answers: str | None = None, person: str = "ann", **more: object
) -> Reply:
    """What is posted to a question; without a post it is about the paper on lanes."""
    named = None if answers else parse_reference("2501.00001")
    command = AskPaper(question=question, paper=named, answers=answers).model_copy(update=more)
    count = len(await office.rows("SELECT id FROM jobs"))
    await office.ask(f"q{count}", command=command, person=person)
    while await office.work():
        pass
    return office.chat.posts[-1].piece


def lines(reply: Reply) -> list[str]:
    return [words_of(block) for block in reply.blocks]


async def test_a_follow_up_comes_behind_what_was_asked_and_only_the_end_of_the_prompt_is_new(
    office: Office,
) -> None:
    writer = writes(office, KEPT, GAINED, NOTHING)
    await say(office, "What does it do?")
    await say(office, "And how much does that gain?", answers="post 1", person="bo")
    await say(office, "And energy?", answers="post 2")
    first, second, third = writer.prompts
    assert "Question (person A): What does it do?\nAnswer: LaneKeep gives each length" in second.user
    assert (
        "Question (person B): And how much does that gain?\nAnswer: It raises throughput by 45%."
        in third.user
    )
    assert "ann" not in third.message, "no names"
    assert first.system == second.system == third.system
    assert first.shared == second.shared == third.shared
    until_now = second.user.index("Question: And how much")
    assert third.user.startswith(second.user[:until_now])


async def test_two_threads_of_one_paper_know_nothing_of_each_other(office: Office) -> None:
    writer = writes(office, KEPT, GAINED)
    await say(office, "What does it do?")
    await say(office, "How much does it gain?", person="bo")
    assert "What does it do?" not in writer.prompts[1].message


async def test_a_question_in_other_words_is_answered_in_the_post_that_answered_it(office: Office) -> None:
    writes(office, KEPT, GAINED, NOTHING)
    await say(office, "What does it do?")
    await say(office, "What does it gain?", mends=True)
    assert len(office.chat.posts) == 1
    (edit,) = office.chat.edits
    assert edit.edits == "post 1"
    assert any("45%" in line for line in lines(edit.piece))
    kept = await office.rows("SELECT question FROM turns")
    assert kept == [("What does it gain?",)]
    await say(office, "What does it cost?", mends=True)
    assert [each.edits for each in office.chat.edits] == ["post 1", "post 1"], "as often as it is edited"


async def test_a_question_about_another_paper_is_noticed_and_a_tap_asks_either(office: Office) -> None:
    writer = writes(office, KEPT, OPENED, GAINED)
    await say(office, "What does it do?")
    asked = await say(office, "And what does GateWay do?", answers="post 1")
    assert "Do you mean “GateWay: Opening Gates Early”?" in lines(asked)[0]
    assert asked.papers == (LANES, GATES)
    (buttons,) = (block for block in asked.blocks if isinstance(block, Buttons))
    assert [button.says for button in buttons.buttons] == ["ask 2501.00002", "ask 2501.00001"]
    assert len(writer.prompts) == 1, "nothing was asked yet"
    other = await say(office, "", answers="post 2", paper=parse_reference("2501.00002"))
    assert other.blocks[0] == Heading(text="GateWay: Opening Gates Early", level=3)
    assert "Question: And what does GateWay do?" in writer.prompts[1].user
    assert "What does it do?" not in writer.prompts[1].user, "another paper's thread"
    stayed = await say(office, "", answers="post 2", paper=parse_reference("2501.00001"))
    assert stayed.blocks[0] == Heading(text=paper().title, level=3)
    assert "Question (person A): What does it do?" in writer.prompts[2].user


@pytest.mark.parametrize(
    ("question", "noticed"),
    [
        ("What does 2501.00002 do?", True),
        ("Is it like “GateWay: Opening Gates Early”?", True),
        ("那GateWay呢？", True),
        ("What does LaneKeep do?", False),
        ("Is it faster than FlashQueue?", False),  # the paper itself tells
        ("What does BitNet use?", False),  # no paper is called so
        ("Are gates opened early?", False),
        ("What of 2501.09999?", True),  # nobody read it yet
        ("那arXiv:2501.09999v2呢？", True),
        ("Is it as fast as 2501.09999's?", True),
        ("What does 2501.00001v1 do?", False),  # the thread's own
        ("Is 2501.1 more than 3.2501?", False),
    ],
)
async def test_only_a_number_a_title_or_a_coined_name_tells_of_another_paper(
    office: Office, question: str, *, noticed: bool
) -> None:
    writes(office, KEPT, NOTHING)
    await say(office, "What does it do?")
    reply = await say(office, question, answers="post 1")
    assert any(isinstance(block, Buttons) for block in reply.blocks) == noticed


async def test_two_papers_answer_each_by_itself_and_nothing_is_said_of_both(office: Office) -> None:
    writer = writes(office, KEPT, OPENED)
    both = await say(office, "What does it do?", against=parse_reference("2501.00002"))
    heads = [block.text for block in both.blocks if isinstance(block, Heading)]
    assert heads == [paper().title, "GateWay: Opening Gates Early"]
    assert both.papers == (LANES, GATES)
    assert OPENS not in writer.prompts[0].message
    assert KEEPS not in writer.prompts[1].message
    assert any("from its own text" in line for line in lines(both))
    assert await office.rows("SELECT paper FROM turns ORDER BY id") == [(LANES,), (GATES,)]


async def test_a_number_that_nobody_read_is_told_with_words_that_have_it_read(office: Office) -> None:
    writer = writes(office, KEPT, NOTHING)
    await say(office, "What does it do?")
    asked = await say(office, "And what does 2501.09999 do?", answers="post 1")
    assert "Do you mean arXiv:2501.09999, which I have not read yet?" in lines(asked)[0]
    assert asked.papers == (LANES,)
    (buttons,) = (block for block in asked.blocks if isinstance(block, Buttons))
    assert [button.says for button in buttons.buttons] == ["ask 2501.09999", "ask 2501.00001"]
    assert len(writer.prompts) == 1, "nothing was asked yet"
    stayed = await say(office, "", answers="post 2", paper=parse_reference("2501.00001"))
    assert stayed.blocks[0] == Heading(text=paper().title, level=3)
    assert "And what does 2501.09999 do?" in writer.prompts[1].user


NOTE = "I answer in English or Chinese: only there I can check each statement against the paper."


@pytest.mark.parametrize(
    "question", ["これは何をしますか？", "Was wird hier gemacht und wie schnell ist es?"]
)
async def test_a_question_in_a_third_language_is_answered_in_one_that_can_be_checked_and_told_so(
    office: Office, question: str
) -> None:
    writer = writes(office, KEPT)
    reply = await say(office, question)
    assert "Write text and missing in English" in writer.prompts[0].user
    assert NOTE in lines(reply)
    assert any("a lane of its own" in line for line in lines(reply))


async def test_a_question_in_either_language_is_told_nothing_of_languages(office: Office) -> None:
    writes(office, KEPT)
    assert NOTE not in lines(await say(office, "What does it do?"))
