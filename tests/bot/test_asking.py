"""A question from the wish to the post: the right paper's own words with their places, or why none."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.chat import Heading, Quote, Reply, words_of
from bot.domain.commands import AskPaper
from bot.domain.papers import Paper
from bot.domain.references import parse_reference
from bot.domain.texts import PaperText
from tests.bot.posts import Office, open_office
from tests.bot.retrieval.papers import FILLER, said, text_of
from tests.fakes.ports import NOON, FakePlatform

LANES, GATES = "2501.00001", "2501.00002"
ANSWER = "The rule was tried on twelve crossings with 480 cars a day."
LONG = " ".join(f"Crossing {number} was watched for a whole day and a night." for number in range(40))
LANES_TEXT = text_of(
    ("Abstract", [said("We keep lanes apart, so that nobody waits.")]),
    ("3 Trials", [said(f"{FILLER} {ANSWER} {LONG}", page=4)]),
)


class Square(FakePlatform):
    """A chat in which a reply is one post."""

    def cut(self, reply: Reply) -> tuple[Reply, ...]:
        return (reply,)


def kept(number: str, title: str, *, abstract: str = "", sha256: str = "") -> Paper:
    """A paper as the library keeps it."""
    return Paper(
        key=f"arxiv:{number}",
        title=title,
        authors=("Ann Archer",),
        affiliations=(),
        abstract=abstract,
        pages=9 if sha256 else 0,
        sha256=sha256,
        source="arxiv",
    )


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        opened.chat = Square()
        opened.real_desk()
        yield opened


async def keep(office: Office, paper: Paper, text: PaperText | None = None) -> None:
    """The library knows the paper."""
    await office.storage.library.keep(paper, now=NOON, text=text)


async def asked(office: Office, command: AskPaper) -> Reply:
    """What is posted to a question."""
    await office.ask(f"q{len(office.chat.posts)}", command=command)
    while await office.work():
        pass
    return office.chat.posts[-1].piece


def about(number: str, question: str) -> AskPaper:
    return AskPaper(paper=parse_reference(number), question=question)


def lines(reply: Reply) -> list[str]:
    return [words_of(block) for block in reply.blocks]


async def test_a_question_gets_the_papers_own_words_with_page_and_section(office: Office) -> None:
    await keep(office, kept(LANES, "On Lanes", sha256="1" * 64), LANES_TEXT)
    reply = await asked(office, about(LANES, "How many crossings were tried?"))
    assert reply.blocks[0] == Heading(text="On Lanes", level=3)
    assert "not an answer" in lines(reply)[1]
    quote = reply.blocks[2]
    assert isinstance(quote, Quote)
    assert quote.label == "Page 4 · 3 Trials"
    assert quote.text.startswith(f"… {ANSWER} Crossing 0 was")
    assert quote.text.endswith("night. …")
    assert 400 < len(quote.text) < 620
    assert reply.papers == (f"arxiv:{LANES}",)


async def test_what_the_paper_does_not_hold_is_said_with_what_was_looked_for(office: Office) -> None:
    await keep(office, kept(LANES, "On Lanes", sha256="1" * 64), LANES_TEXT)
    reply = await asked(office, about(LANES, "Zeppelin hydrogen?"))
    assert lines(reply)[0] == "On Lanes"
    assert lines(reply)[1].startswith(
        "Nothing in this paper matches the question. I looked for: Zeppelin, hydrogen."
    )
    assert len(reply.blocks) == 2


async def test_of_a_record_only_the_abstract_is_looked_through_and_that_is_said(office: Office) -> None:
    await keep(office, kept(GATES, "On Gates", abstract="Gates open late. We open them early."))
    reply = await asked(office, about(GATES, "When do the gates open?"))
    assert [block.text for block in reply.blocks if isinstance(block, Quote)] == [
        "Gates open late. We open them early."
    ]
    assert lines(reply)[-1].startswith("Only this paper's abstract is kept")


async def test_pages_without_text_are_told(office: Office) -> None:
    text = LANES_TEXT.model_copy(update={"blank": (2, 7)})
    await keep(office, kept(LANES, "On Lanes", sha256="1" * 64), text)
    reply = await asked(office, about(LANES, "Who waits?"))
    assert lines(reply)[-1] == "No text was found on p. 2, 7, so nothing there was looked through."


async def test_a_chinese_question_to_an_english_paper_says_what_was_looked_for(office: Office) -> None:
    await keep(office, kept(LANES, "On Lanes", sha256="1" * 64), LANES_TEXT)
    reply = await asked(office, about(LANES, "cars 的数量是多少？"))
    assert isinstance(reply.blocks[2], Quote)
    assert lines(reply)[-1].startswith("论文不是用中文写的，因此我查找的是这些词：cars")


async def test_without_a_question_the_person_is_asked_for_one_and_may_reply_to_that(office: Office) -> None:
    await keep(office, kept(LANES, "On Lanes", sha256="1" * 64), LANES_TEXT)
    reply = await asked(office, about(LANES, ""))
    assert lines(reply) == ["On Lanes", "Reply to this post with your question."]
    assert not reply.whispered
    post = office.chat.posts[-1]
    assert post.id
    followed = await asked(office, AskPaper(answers="42", question="How many crossings were tried?"))
    assert isinstance(followed.blocks[2], Quote)


async def test_of_several_papers_the_number_tells_and_without_one_they_are_listed(office: Office) -> None:
    for number, title in ((LANES, "On Lanes"), (GATES, "On Gates")):
        await keep(office, kept(number, title, abstract=f"{title}: nobody waits."))
        await asked(office, about(number, ""))
    question = AskPaper(answers="42", question="Who waits?")
    unclear = await asked(office, question)
    assert lines(unclear)[-1] == "1. On Lanes\n2. On Gates"
    assert unclear.papers == (f"arxiv:{LANES}", f"arxiv:{GATES}")
    clear = await asked(office, question.model_copy(update={"number": 2}))
    assert clear.blocks[0] == Heading(text="On Gates", level=3)
    wrong = await asked(office, question.model_copy(update={"number": 3}))
    assert "3" in lines(wrong)[0]


@pytest.mark.parametrize("question", ["x" * 100_000, "“\"'`* OR NEAR(", "\u202eabc\u0000\ud7ff", "？"])
async def test_no_question_breaks_anything(office: Office, question: str) -> None:
    await keep(office, kept(LANES, "On Lanes", sha256="1" * 64), LANES_TEXT)
    reply = await asked(office, about(LANES, question))
    assert reply.blocks[0] == Heading(text="On Lanes", level=3)
