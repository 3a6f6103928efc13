"""What a person corrects, from the wish to the posts: whose value stands, where, and for how long."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text

from bot.desk import Desk
from bot.domain.chat import Reply, words_of
from bot.domain.commands import BriefPaper, Command, CorrectBrief, RegenerateBrief, SendReport, SubmitPaper
from bot.domain.references import parse_reference
from bot.errors import CannotDo, Why
from bot.prompts.briefs import WrittenBrief, WrittenEffect, WrittenSlot
from tests.bot.posts import Office, open_office
from tests.fakes.ports import FakePlatform, ScriptedWriter, record, written_by

NUMBER = "2501.12345"
PAPER = parse_reference(NUMBER)
ABSTRACT = (
    "Serving systems waste memory on requests that nobody waits for. We propose Lanes, a rule that keeps "
    "queues of short and long requests apart. It achieves a 2.5x speedup over the strongest baseline."
)
FIRST, SECOND = "Lanes, which keeps short requests apart from long ones", "a rule of separate queues, Lanes"


class Square(FakePlatform):
    """A chat in which a reply is one post, file and all."""

    def cut(self, reply: Reply) -> tuple[Reply, ...]:
        return (reply,)


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        opened.chat = Square()
        opened.papers.records[NUMBER] = record(NUMBER, "On Lanes", abstract=ABSTRACT)
        opened.real_desk()
        yield opened


def answer(technique: str) -> WrittenBrief:
    """What a model writes about the paper."""
    return WrittenBrief(
        technique=WrittenSlot(text=technique, sentences=[2]),
        problem=WrittenSlot(text="memory lost to requests that nobody waits for", sentences=[1]),
        effect=WrittenEffect(text="a 2.5x speedup against the strongest baseline", sentences=[3]),
    )


def connect(office: Office, *answers: WrittenBrief | Exception) -> None:
    """From now on a model writes the briefs."""
    writer = ScriptedWriter(*answers)
    writing = replace(written_by(office.storage, writer), clock=office.clock)
    assert isinstance(office.desk, Desk)
    office.desk = replace(office.desk, writing=writing)


def correct(field: str, value: str | None, *, language: str | None = None) -> Command:
    """A correction of the paper."""
    wish = {"paper": PAPER, "field": field, "value": value, "language": language}
    return CorrectBrief.model_validate(wish)


async def done(office: Office, command: Command) -> str:
    """The words of the answer to a wish, and what was said about the edits after it."""
    before = len(office.chat.posts)
    await office.ask(f"{command.kind} {before}", command=command)
    assert await office.work(after=1)
    return "\n\n".join(words(post.piece) for post in office.chat.posts[before:])


def words(reply: Reply) -> str:
    return "\n\n".join(map(words_of, reply.blocks))


async def standing(office: Office) -> list[str]:
    """What stands in each post, as far as it is known."""
    rows = await office.rows("SELECT piece FROM deliveries WHERE edits IS NULL ORDER BY job_id, part")
    return [words(Reply.model_validate_json(row[0])) for row in rows]


def brief(language: str = "en") -> Command:
    return BriefPaper.model_validate({"papers": (PAPER,), "language": language})


async def test_a_corrected_effect_stands_in_one_language_and_a_title_in_all(office: Office) -> None:
    for language in ("en", "zh"):
        await done(office, brief(language))
    said = await done(office, correct("effect", "twice as fast."))
    assert "Effect: twice as fast." in said
    assert "Corrected by a person: effect" in said
    assert said.endswith("Posts edited: 1.")
    english, chinese, *_ = await standing(office)
    assert "Effect: twice as fast." in english
    assert "twice as fast" not in chinese
    said = await done(office, correct("title", "On Lines"))
    assert said.endswith("Posts edited: 3."), "both briefs, and the answer to the first correction"
    for post in (await standing(office))[:3]:
        assert "On Lines" in post
        assert "On Lanes" not in post


async def test_a_report_shows_the_value_and_its_post_changes_with_the_next_one(office: Office) -> None:
    await done(office, SubmitPaper(papers=(PAPER,)))
    await done(office, correct("effect", "twice as fast"))
    await done(office, SendReport(language="en"))
    report = office.chat.posts[-1].piece
    assert report.document is not None
    assert report.document.content.count("Effect: twice as fast.") == 1
    said = await done(office, correct("title", "On Lines"))
    assert "The files of older reports keep the old words: 1." in said
    (shown,) = [post for post in await standing(office) if "· 1 paper" in post]
    assert "1. On Lines\n" in shown
    assert "On Lanes" not in shown
    (below,) = [post for post in await standing(office) if "1. On Lines\n\n" in post]
    assert "“On Lines”" in below


async def test_a_value_outlives_the_model_that_writes_the_brief_anew(office: Office) -> None:
    connect(office, answer(FIRST), answer(SECOND))
    await done(office, brief())
    await done(office, correct("effect", "twice as fast"))
    said = await done(office, RegenerateBrief(paper=PAPER, language="en"))
    assert said.startswith("Written anew.\nEarlier posts that change with it: 2.")
    assert SECOND in said
    assert "twice as fast" in said
    for post in (await standing(office))[:2]:
        assert SECOND in post
        assert "twice as fast" in post
    assert SECOND in await done(office, brief())


async def test_a_brief_stays_where_no_model_writes_another(office: Office) -> None:
    connect(office, answer(FIRST), CannotDo(Why.MODEL_REFUSED))
    await done(office, brief())
    said = await done(office, RegenerateBrief(paper=PAPER, language="en"))
    assert said == "The model refused to write this brief. Try again, or set another model."
    assert FIRST in (await standing(office))[0]
    assert FIRST in await done(office, brief())


async def test_a_wish_that_is_tried_again_is_kept_and_paid_once(office: Office) -> None:
    connect(office, answer(FIRST), answer(SECOND))
    await done(office, brief())
    for command in (correct("effect", "twice as fast"), RegenerateBrief(paper=PAPER, language="en")):
        await office.ask(command.kind, command=command)
        office.clock.go_on(timedelta(seconds=1))
        job = await office.storage.jobs.lease(
            "dies", platforms=["square"], now=office.clock.now(), until=office.clock.now()
        )
        assert job is not None
        first = await office.desk.answer(job, final=True)
        assert await office.desk.answer(job, final=True) == first
        await office.storage.jobs.finish(job, now=office.clock.now())
    assert len(await office.storage.corrections.of([f"arxiv:{NUMBER}"])) == 1


async def test_withdrawing_goes_back_one_value_at_a_time(office: Office) -> None:
    first = await done(office, brief())
    for value in ("twice as fast", "three times as fast"):
        await done(office, correct("effect", value))
    assert "Effect: twice as fast." in await done(office, correct("effect", None))
    assert "Effect: twice as fast." in (await standing(office))[0]
    assert "2.5x" in await done(office, correct("effect", None))
    assert (await standing(office))[0] == first
    assert "nothing to withdraw" in await done(office, correct("effect", None))


async def test_the_fields_are_shown_with_who_changed_them(office: Office) -> None:
    await done(office, correct("problem", "long queues"))
    await done(office, correct("problem", None))
    shown = await done(office, CorrectBrief(paper=PAPER))
    time = office.clock.now().strftime("%Y-%m-%d")
    assert "problem: nothing\n" in shown
    assert f"{time} 12:00, square:ann: nothing → long queues\n" in shown
    assert f"{time} 12:00, square:ann: withdrawn long queues" in shown


async def test_who_changed_a_field_is_named_as_long_as_the_name_is_kept(office: Office) -> None:
    await done(office, correct("problem", "long queues"))
    for name, shown in (("Ann Archer", "Ann Archer"), (None, "square:ann")):
        async with office.storage.database.writing() as connection:
            await connection.execute(text("UPDATE jobs SET name = :name"), {"name": name})
        assert f", {shown}: nothing → long queues" in await done(office, CorrectBrief(paper=PAPER))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "for effect is one line of 1 to 220 characters, and this one has 0 characters in 0 lines"),
        ("\u200b\u2066\u3164", "this one has 0 characters in 0 lines"),
        ("a\nb", "this one has 3 characters in 2 lines"),
        ("a" * 221, "this one has 221 characters in 1 line."),
        ("TODO", "“TODO” stands for something that is missing"),
        ("未知", "“未知” stands for something that is missing"),
    ],
)
async def test_a_value_that_is_none_is_refused_with_advice(office: Office, value: str, said: str) -> None:
    assert said in await done(office, correct("effect", value))
    assert await office.storage.corrections.of([f"arxiv:{NUMBER}"]) == ()


async def test_a_title_is_bounded_by_its_own_length(office: Office) -> None:
    assert "for title is one line of 1 to 250 characters" in await done(office, correct("title", "a" * 251))
    assert "a" * 250 in await done(office, correct("title", "a" * 250))


async def test_a_value_stays_plain_words_whatever_its_marks(office: Office) -> None:
    await done(office, SubmitPaper(papers=(PAPER,)))
    value = "<b>2x</b> *bold* [lanes](https://evil.example) <!channel> @ann"
    await done(office, correct("effect", f"{value[:5]}\u200b\u202e{value[5:]}"))
    spans = [
        span
        for post in office.chat.posts
        for block in post.piece.blocks
        if block.kind == "paragraph"
        for span in block.spans
    ]
    told = [span for span in spans if value in span.text]
    assert told, [span.text for span in spans]
    assert {(span.style, span.link) for span in told} == {("plain", None)}
    await done(office, SendReport(language="en"))
    report = office.chat.posts[-1].piece.document
    assert report is not None
    assert "<b>" not in report.content.replace("\\<", "")
    assert "[lanes](https://evil.example)" not in report.content


async def test_the_answer_says_where_words_cannot_be_edited(office: Office) -> None:
    await done(office, brief())
    async with office.storage.database.writing() as connection:
        await connection.exec_driver_sql("UPDATE deliveries SET post = ''")
    said = await done(office, correct("effect", "twice as fast"))
    assert "Words that were printed on a terminal, or shown to one person alone, stay as they are." in said
    assert "Posts edited" not in said
    assert "twice as fast" not in (await standing(office))[0]
    later = await done(office, correct("effect", "three times as fast"))
    assert "Posts edited: 1." in later, "the answer of before can be edited"


async def test_an_answer_to_a_post_about_two_papers_has_to_name_one(office: Office) -> None:
    other = "2501.54321"
    office.papers.records[other] = record(other, "On Queues", abstract=ABSTRACT)
    await done(office, BriefPaper(papers=(PAPER, parse_reference(other)), language="en"))
    wish = CorrectBrief(paper=None, answers="post 1", field="effect", value="twice as fast")
    assert "That message is about 2 papers: which one?" in await done(office, wish)
    second = wish.model_copy(update={"number": 2, "value": "three times as fast"})
    assert "On Queues" in await done(office, second)
    assert "There is no number 3: that message is about 2 papers." in await done(
        office, wish.model_copy(update={"number": 3})
    )
    await done(office, brief())
    assert "Effect: twice as fast." in await done(office, wish.model_copy(update={"answers": "post 6"}))


async def test_no_check_stands_in_a_persons_way(office: Office) -> None:
    connect(office, answer(FIRST))
    said = await done(office, correct("effect", "a 99x speedup that no sentence of the paper states"))
    assert "a 99x speedup that no sentence of the paper states" in said


async def test_a_block_that_was_cut_is_left_and_told(office: Office) -> None:
    await done(office, brief())
    sentence = (await standing(office))[0].split("\n\n")[1]
    halves = [Reply.model_validate(_half(part)) for part in (sentence[:60], sentence[60:])]
    async with office.storage.database.writing() as connection:
        for half in halves[:1]:
            await connection.exec_driver_sql("UPDATE deliveries SET piece = ?", (half.model_dump_json(),))
    said = await done(office, correct("effect", "twice as fast"))
    assert "Earlier posts in which the words stand in parts and stay: 1." in said
    assert "Posts edited" not in said


def _half(part: str) -> dict[str, object]:
    block = {"kind": "paragraph", "spans": [{"text": part}]}
    return {"blocks": [block], "papers": [f"arxiv:{NUMBER}"]}
