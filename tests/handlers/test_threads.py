"""What is said under a post: a question is heard, talk between people is left alone and kept nowhere."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text as sql

from bot.domain.chat import Address, Message, Reply, paragraph
from bot.domain.commands import (
    AskPaper,
    BriefPaper,
    Command,
    MarkPaper,
    Misunderstood,
    SendReport,
    ShowHelp,
    ShowPaper,
)
from bot.domain.jobs import Job, NewJob, Pieces
from bot.domain.references import ArxivReference, FileReference, parse_reference
from bot.errors import Why
from handlers.grammar import understand
from handlers.intake import SETTLING, Intake
from handlers.threads import is_question, wish_in_thread
from storage import Storage, open_storage
from tests.bot.houses import GROUP as HERE
from tests.bot.houses import MEMBER, full_house
from tests.handlers.builders import NOW, attachment

GROUP = Address(platform="telegram", chat="-42")
POST = "900"  # is about a paper
QUIET = "901"  # is about none


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """A chat with a post about a paper, and one about nothing."""
    async with open_storage(f"sqlite:///{tmp_path}/b.db", data_dir=tmp_path) as opened:
        await _posted(opened, post=POST, papers=("arxiv:2501.00001",))
        await _posted(opened, post=QUIET, papers=())
        yield opened


async def _posted(
    storage: Storage,
    *,
    address: Address = GROUP,
    post: str = POST,
    papers: tuple[str, ...] = ("arxiv:2501.00001",),
) -> str:
    """A post of ours that stands in a chat; its id."""
    new = NewJob(key=f"of {post}", command=ShowHelp(), address=address, language="en", due_at=NOW)
    assert await storage.jobs.add(new, now=NOW)
    job = await storage.jobs.lease("w", platforms=[address.platform], now=NOW, until=NOW)
    assert job
    said = Reply(blocks=(paragraph("x"),), papers=papers)
    await storage.jobs.write_down(job, Pieces(posts=(said,)), now=NOW)
    for delivery in await storage.deliveries.of(job):
        intended = await storage.deliveries.intend(delivery, now=NOW)
        await storage.deliveries.sent(intended, post=post, now=NOW)
    return post


async def meant(
    storage: Storage, text: str, *, answers: str | None = POST, **more: bool | Address
) -> Command | None:
    """What a message wants that was only heard."""
    heard = {"key": "k", "address": GROUP, "person": "7", "spoken_to": False, "said_at": NOW}
    message = Message.model_validate(heard | {"text": text, "answers": answers} | more)
    return await wish_in_thread(message, understand(text, answers=answers), posts=storage.deliveries)


QUESTIONS = (
    "How large was the model?",
    "and what about the baseline?",
    "how many crossings were there",
    "Why does it fail",
    "did they compare with gates",
    "explain the second step",
    "Compare it with gates.",
    "它和之前的方法有什么区别？",
    "用了哪些数据集",
    "有没有开源代码",
    "请解释一下第三节",
    "比较一下两种方法",
    "效果真的更好吗",
    "find out why it fails?",
    "status of the trials?",
)
TALK = (
    "I will read it on the train.",
    "nice work, everybody",
    "What a strange paper!",
    "When I tried it, it broke.",
    "10:30 works for me",
    "我明天再看",
    "没什么新意",
    "终于知道为什么了",
    "👍",
    "report is due on Friday",
    "brief summary: it is good",
    "ask Bo about it",
    "Correct.",
    "find me a better one",
    "saved my day",
    "save it for later",
    "2501.00002 is better",
    "https://example.org/a.pdf",
    "",
    "I disagree with this",
    "2 is my favourite",
    "3 people asked me about this yesterday",
    "第二篇不错",
    "what?? lol",
    "Can you send it to me, Ann?",
    "is anyone at lunch?",
    "help!",
    "thanks!",
    "hello",
    "谢谢",
)


@pytest.mark.parametrize("text", QUESTIONS)
async def test_a_question_under_a_paper_is_about_that_paper_without_our_name(
    storage: Storage, text: str
) -> None:
    assert await meant(storage, text) == AskPaper(answers=POST, question=text)


@pytest.mark.parametrize("text", TALK)
async def test_talk_between_people_is_left_alone(storage: Storage, text: str) -> None:
    assert await meant(storage, text) is None


@pytest.mark.parametrize("text", ["@bo how large was it?", "<@U123> why?", "is it good, @ann_b?"])
async def test_a_question_to_somebody_else_is_left_alone(storage: Storage, text: str) -> None:
    assert await meant(storage, text) is None


@pytest.mark.parametrize("answers", [QUIET, "12345", None])
async def test_under_other_posts_nothing_is_ours(storage: Storage, answers: str | None) -> None:
    for text in (*QUESTIONS, "help", "report"):
        assert await meant(storage, text, answers=answers) is None


@pytest.mark.parametrize("answers", [QUIET, "12345"])
async def test_an_answer_to_our_own_post_is_heard_though_nobody_knows_its_paper(
    storage: Storage, answers: str
) -> None:
    for text in QUESTIONS:
        assert await meant(storage, text, answers=answers, answers_us=True) == AskPaper(
            answers=answers, question=text
        )
    assert isinstance(await meant(storage, "help", answers=answers, answers_us=True), ShowHelp)
    for text in TALK:
        assert await meant(storage, text, answers=answers, answers_us=True) is None, text
    spoken = await meant(storage, "how large was it?", answers=answers, answers_us=True, spoken_to=True)
    assert spoken == AskPaper(answers=answers, question="how large was it?")
    said = await meant(storage, "the third lane", answers=answers, answers_us=True, spoken_to=True)
    assert isinstance(said, Misunderstood)


async def _is_made(storage: Storage, *, thread: str) -> Job:
    """Somebody asked for a brief in a thread, and a worker has begun with it."""
    at = GROUP.model_copy(update={"thread": thread})
    new = NewJob(key="brief", command=ShowHelp(), address=at, language="en", due_at=NOW)
    assert await storage.jobs.add(new, now=NOW)
    job = await storage.jobs.lease("w", platforms=[at.platform], now=NOW, until=NOW)
    assert job
    return job


async def test_a_question_under_what_is_still_being_made_waits_for_it(storage: Storage) -> None:
    assert await meant(storage, "How large was it?", answers="77") is None
    job = await _is_made(storage, thread="77")
    assert await meant(storage, "How large was it?", answers="77") == AskPaper(
        answers="77", question="How large was it?"
    )
    assert not await storage.deliveries.awaited(GROUP, "77", before=job.id)
    await storage.jobs.noticed(job, post="78")
    assert await storage.deliveries.awaited(GROUP, "78")
    said = Reply(blocks=(paragraph("x"),), papers=("arxiv:2501.00001",))
    await storage.jobs.write_down(job, Pieces(posts=(said,)), now=NOW)
    assert not await storage.deliveries.awaited(GROUP, "78")
    for post in ("77", "78"):  # the notice goes, and whoever answered it meant the reply
        assert await storage.deliveries.papers_at(GROUP, post) == ("arxiv:2501.00001",)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("3: how large was the model?", (3, "how large was the model?")),
        ("#2：用了多少数据", (2, "用了多少数据")),
        ("12. why so slow?", (12, "why so slow?")),
        ("3: the model's size", (3, "the model's size")),
    ],
)
async def test_a_number_says_which_paper_of_a_digest(
    storage: Storage, text: str, meaning: tuple[int, str]
) -> None:
    for spoken_to in (False, True):
        wish = await meant(storage, text, spoken_to=spoken_to)
        assert wish == AskPaper(number=meaning[0], answers=POST, question=meaning[1])


async def test_a_numbered_list_is_talk(storage: Storage) -> None:
    assert await meant(storage, "1. fix the tests\n2. go home") is None


@pytest.mark.parametrize(
    ("text", "wish"), [("report", SendReport()), ("help", ShowHelp()), ("save", MarkPaper(mark="saved"))]
)
async def test_a_plain_command_is_heard_under_a_paper(storage: Storage, text: str, wish: Command) -> None:
    assert type(await meant(storage, text)) is type(wish)


async def test_whoever_speaks_to_us_under_a_paper_asks_about_it_with_any_words(storage: Storage) -> None:
    wish = await meant(storage, "the size of the third lane", spoken_to=True)
    assert wish == AskPaper(answers=POST, question="the size of the third lane")
    assert await meant(storage, "thanks!", spoken_to=True) is None
    slip = await meant(storage, "repotr", spoken_to=True)
    assert isinstance(slip, Misunderstood)
    elsewhere = await meant(storage, "the size of the third lane", answers=QUIET, spoken_to=True)
    assert isinstance(elsewhere, Misunderstood)
    assert elsewhere.reason.why is Why.UNKNOWN_COMMAND
    assert isinstance(await meant(storage, "2501.00002", spoken_to=True, answers=None), BriefPaper)


async def test_talk_is_kept_nowhere_and_a_question_becomes_a_job(tmp_path: Path) -> None:
    async with full_house(tmp_path) as house:
        way_in = Intake(
            house.storage.jobs,
            house.storage.deliveries,
            doors=house.doors,
            clock=house.clock,
            language="en",
            ring=lambda: None,
        )
        post = await _posted(house.storage, address=HERE)
        for number, text in enumerate(("I will read it later.", "How large was it?")):
            said = {"key": f"heard {number}", "address": HERE, "person": MEMBER, "text": text}
            await way_in.accept(
                Message.model_validate(said | {"answers": post, "spoken_to": False, "said_at": NOW})
            )
        async with house.storage.database.reading() as connection:
            kept = [row[0] for row in await connection.execute(sql("SELECT key FROM jobs"))]
    assert "heard 1" in kept
    assert "heard 0" not in kept


async def test_a_question_about_a_post_that_is_not_stored_yet_is_answered_a_moment_later(
    tmp_path: Path,
) -> None:
    async with full_house(tmp_path) as house:
        way_in = Intake(
            house.storage.jobs,
            house.storage.deliveries,
            doors=house.doors,
            clock=house.clock,
            language="en",
            ring=lambda: None,
        )
        said = {"key": "heard", "address": HERE, "person": MEMBER, "text": "How large was it?"}
        heard = said | {"answers": POST, "answers_us": True, "spoken_to": False, "said_at": NOW}
        await way_in.accept(Message.model_validate(heard))
        jobs = house.storage.jobs
        assert await jobs.lease("w", platforms=["square"], now=NOW, until=NOW) is None
        later = NOW + SETTLING
        job = await jobs.lease("w", platforms=["square"], now=later, until=later)
        assert job
        assert job.command == AskPaper(answers=POST, question="How large was it?")


@pytest.mark.parametrize(
    ("text", "one", "other", "question"),
    [
        ("compare 1 and 3: which is faster?", 1, 3, "which is faster?"),
        ("Compare #2 with #1, how large are they", 2, 1, "how large are they"),
        ("比较1和3：哪个更快？", 1, 3, "哪个更快？"),
        ("对比 2 与 4 谁的显存更小？", 2, 4, "谁的显存更小？"),
        ("compare 1 vs 3", 1, 3, ""),
    ],
)
async def test_two_numbers_under_a_post_are_two_papers(
    storage: Storage, text: str, *, one: int, other: int, question: str
) -> None:
    expected = AskPaper(number=one, against_number=other, answers=POST, question=question)
    assert await meant(storage, text) == expected
    assert understand(f"ask {text}", answers=POST) == expected


@pytest.mark.parametrize(
    ("text", "against", "question"),
    [
        ("ask 2501.00001 2501.00002 which is faster?", "2501.00002", "which is faster?"),
        ("ask 2501.00001 and 2501.00002: which is faster?", "2501.00002", "which is faster?"),
        ("提问 2501.00001 和 2501.00002 哪个更快？", "2501.00002", "哪个更快？"),
        ("compare 2501.00001 and 2501.00002: which is faster?", "2501.00002", "which is faster?"),
        ("Compare 2501.00001 to 2501.00002, which is faster?", "2501.00002", "which is faster?"),
        ("比较2501.00001和2501.00002：哪个更快？", "2501.00002", "哪个更快？"),
        ("/compare 2501.00001 2501.00002 which is faster?", "2501.00002", "which is faster?"),
        ("ask 2501.00001 and how much faster?", "", "and how much faster?"),
        ("ask 2501.00001 is it faster than 2501.00002?", "", "is it faster than 2501.00002?"),
    ],
)
def test_two_papers_named_first_are_both_asked(text: str, against: str, question: str) -> None:
    second = parse_reference(against) if against else None
    first = parse_reference("2501.00001")
    assert understand(text) == AskPaper(paper=first, against=second, question=question)


@pytest.mark.parametrize(
    "text", ["compare 2501.00001", "comparing 2501.00001 2501.00002", "compare it with that"]
)
def test_what_names_no_two_papers_compares_none(text: str) -> None:
    assert not isinstance(understand(text), AskPaper)


@pytest.mark.parametrize("text", ["ask which is faster?", "compare which is faster?"])
def test_of_two_files_both_are_asked(text: str) -> None:
    files = [attachment("telegram", "f"), attachment("telegram", "g")]
    first, second = (FileReference(file=each) for each in files)
    asked = AskPaper(paper=first, against=second, question="which is faster?")
    assert understand(text, attachments=files) == asked


async def test_a_number_alone_under_a_post_shows_that_paper_and_is_left_alone_where_people_talk(
    storage: Storage,
) -> None:
    assert await meant(storage, "2", spoken_to=True) == ShowPaper(number=2, answers=POST)
    assert await meant(storage, "2") is None


async def test_two_papers_named_under_a_post_are_compared(storage: Storage) -> None:
    said = "compare 2501.00001 and 2501.00002: which is faster?"
    assert await meant(storage, said) == understand(said, answers=POST)
    assert isinstance(understand(said, answers=POST), AskPaper)


async def test_a_tap_means_what_it_says(storage: Storage) -> None:
    said = understand("ask 2501.00001", answers=POST)
    assert await meant(storage, "ask 2501.00001", tapped=True, spoken_to=True) == said


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("ask 2501.00001 how large was it?", "how large was it?"),
        ("ask arXiv:2501.00001v1, why?", "why?"),
        ("提问2501.00001模型有多大？", "模型有多大？"),
        ("/ask@briefbot 2501.00001", ""),
        ("ask how large was 2501.00001?", "how large was 2501.00001?"),
    ],
)
def test_ask_names_the_paper_and_the_question(text: str, question: str) -> None:
    wish = understand(text)
    assert isinstance(wish, AskPaper)
    assert isinstance(wish.paper, ArxivReference)
    assert wish.paper.id.number == "2501.00001"
    assert wish.question == question


def test_ask_without_a_paper_needs_a_post_or_a_file() -> None:
    nothing = understand("ask how large?")
    assert isinstance(nothing, Misunderstood)
    assert nothing.reason.why is Why.NO_PAPER_GIVEN
    assert understand("ask how large?", answers=POST) == AskPaper(answers=POST, question="how large?")
    assert understand("ask 3: how large?", answers=POST) == AskPaper(
        number=3, answers=POST, question="how large?"
    )
    filed = understand("ask how large?", attachments=[attachment("telegram", "f")])
    assert isinstance(filed, AskPaper)
    assert filed.paper


@given(st.text(max_size=300))
def test_any_text_is_a_question_or_not(text: str) -> None:
    assert is_question(text) in {True, False}
    wish = understand(f"ask: {text}", answers=POST)
    assert isinstance(wish, AskPaper | Misunderstood)
