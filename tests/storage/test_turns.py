"""The shelf of turns, on both databases: which questions belong together, and what is kept of them."""

from datetime import timedelta

from sqlalchemy import update

from bot.domain.chat import Address
from bot.domain.commands import AskPaper
from bot.domain.jobs import Job, NewJob
from bot.domain.turns import KeptTurn
from storage import Storage
from storage.schema import jobs
from tests.storage.builders import NOW, PLATFORM, pieces, reply

PAPER, OTHER = "arxiv:2603.00001", "arxiv:2603.00002"
SOON = NOW + timedelta(minutes=1)


async def asked(
    storage: Storage,
    key: str,
    *,
    person: str = "ann",
    answers: str | None = None,
    message: str = "",
    thread: str | None = None,
) -> Job:
    """Somebody asks in the square; a worker has the job."""
    job = NewJob(
        key=key,
        command=AskPaper(question=f"question of {key}", answers=answers),
        address=Address(platform=PLATFORM, chat="square", thread=thread),
        reply_to=message or f"message of {key}",
        person=person,
        language="en",
        due_at=NOW,
    )
    assert await storage.jobs.add(job, now=NOW)
    leased = await storage.jobs.lease("w", platforms=(PLATFORM,), now=NOW, until=SOON)
    assert leased
    return leased


async def posted(storage: Storage, job: Job, post: str) -> None:
    """The answer stands in the chat."""
    await storage.jobs.write_down(job, pieces(reply("an answer")), now=NOW)
    held = await storage.jobs.lease_reply(
        "c", platforms=(PLATFORM,), now=NOW, until=NOW + timedelta(minutes=1)
    )
    assert held
    (delivery,) = await storage.deliveries.of(held)
    intended = await storage.deliveries.intend(delivery, now=NOW)
    await storage.deliveries.sent(intended, post=post, now=NOW)
    await storage.jobs.finish(held, now=NOW)


async def session(storage: Storage, job: Job, *, paper: str = PAPER, since: timedelta = timedelta(1)) -> str:
    """Where a job's question belongs."""
    command = job.command
    assert isinstance(command, AskPaper)
    return await storage.turns.session_of(job, paper=paper, answers=command.answers, since=NOW - since)


async def keep(storage: Storage, job: Job, *, paper: str = PAPER, mends: bool = False) -> KeptTurn:
    """The question of a job is answered."""
    turn = KeptTurn(
        session=await session(storage, job, paper=paper),
        job=job.key,
        chat=f"{PLATFORM}:square",
        person=f"{PLATFORM}:{job.person}",
        paper=paper,
        question=f"question of {job.key}\ud83d",
        answer="an answer",
        at=NOW,
    )
    await storage.turns.keep([turn], job=job, mends=mends)
    return turn


async def questions(storage: Storage, job: Job, *, paper: str = PAPER, mends: bool = False) -> list[str]:
    """What a job's question comes behind."""
    where = await session(storage, job, paper=paper)
    turns = await storage.turns.of(where, paper=paper, job=job, mends=mends)
    return [turn.job for turn in turns]


async def test_whoever_answers_an_answer_goes_on_with_its_thread(storage: Storage) -> None:
    first = await asked(storage, "first", answers="the brief")
    await keep(storage, first)
    await posted(storage, first, "answer 1")
    second = await asked(storage, "second", person="bo", answers="answer 1")
    await keep(storage, second)
    await posted(storage, second, "answer 2")
    third = await asked(storage, "third", answers="answer 2")
    beside = await asked(storage, "beside", person="cy", answers="the brief")
    assert await questions(storage, third) == ["first", "second"]
    assert await questions(storage, beside) == ["first", "second"], "another reply to the brief"
    assert await questions(storage, beside, paper=OTHER) == [], "a digest has threads on several papers"


async def test_all_pieces_of_a_post_begin_one_session_and_another_chat_another(storage: Storage) -> None:
    brief = await asked(storage, "brief")
    await posted(storage, brief, "the brief")
    one = await asked(storage, "one", answers="the brief")
    assert await session(storage, one) == f"job:{brief.id}"
    nowhere = await asked(storage, "two", person="bo", answers="a post of nobody")
    assert await session(storage, nowhere) == f"post:{PLATFORM}:square:a post of nobody"


async def test_in_a_thread_that_a_question_began_the_next_one_follows_it(storage: Storage) -> None:
    first = await asked(storage, "first", message="root")
    await keep(storage, first)
    assert await questions(storage, await asked(storage, "next", person="bo", answers="root")) == ["first"]


async def test_without_a_post_the_last_talk_of_the_person_about_the_paper_goes_on_for_a_day(
    storage: Storage,
) -> None:
    first = await asked(storage, "first")
    await keep(storage, first)
    await storage.jobs.finish(first, now=NOW)
    again, stranger = await asked(storage, "again"), await asked(storage, "stranger", person="bo")
    assert await questions(storage, again) == ["first"]
    assert await questions(storage, stranger) == []
    assert await session(storage, again, since=-timedelta(seconds=1)) == f"job:{again.id}"


async def test_a_job_that_is_tried_again_has_one_turn_and_does_not_follow_itself(storage: Storage) -> None:
    job = await asked(storage, "first")
    await keep(storage, job)
    turn = await keep(storage, job)
    assert await questions(storage, job) == []
    await storage.jobs.finish(job, now=NOW)
    later = await asked(storage, "later")
    kept = await storage.turns.of(turn.session, paper=PAPER, job=later, mends=False)
    assert [one.question for one in kept] == ["question of first?"]


async def test_a_question_in_new_words_takes_the_place_of_its_old_ones(storage: Storage) -> None:
    first = await asked(storage, "first", message="m", answers="the brief")
    await keep(storage, first)
    await posted(storage, first, "answer 1")
    mended = await asked(storage, "mended", message="m", answers="the brief")
    assert await questions(storage, mended, mends=True) == []
    (shown,) = await storage.turns.shown_for(mended)
    await keep(storage, mended, mends=True)
    assert await storage.turns.shown_for(first) == ()
    reply_in_place = pieces(reply("a better one"), reply("and more")).model_copy(update={"instead": (shown,)})
    await storage.jobs.write_down(mended, reply_in_place, now=NOW)
    made = await storage.deliveries.of(mended)
    assert [(one.edits, one.piece) for one in made] == [
        (None, reply("and more")),
        ("answer 1", reply("a better one")),
    ]
    later = await asked(storage, "later", person="bo", answers="answer 1")
    assert await questions(storage, later) == ["mended"]
    assert await questions(storage, await asked(storage, "last")) == ["mended"]


async def test_a_post_that_waits_is_posted_with_the_new_words_alone(storage: Storage) -> None:
    first = await asked(storage, "first", message="m")
    await storage.jobs.write_down(first, pieces(reply("old"), reply("and long")), now=NOW)
    mended = await asked(storage, "mended", message="m")
    both = await storage.turns.shown_for(mended)
    await storage.jobs.write_down(mended, pieces(reply("new")).model_copy(update={"instead": both}), now=NOW)
    assert await storage.deliveries.of(mended) == ()
    states = [(one.piece, str(one.state)) for one in await storage.deliveries.of(first)]
    assert states[0] == (reply("new"), "waiting")
    assert states[1][1] == "refused"


async def test_a_post_tells_what_was_asked(storage: Storage) -> None:
    first = await asked(storage, "first", answers="the brief")
    await posted(storage, first, "answer 1")
    assert await storage.turns.asked_at(first.address, "answer 1") == first.command
    assert await storage.turns.asked_at(first.address, "the brief") is None


async def test_what_a_person_asked_is_forgotten_with_them_and_of_a_paper_with_it(storage: Storage) -> None:
    for key, person, paper in (("first", "ann", PAPER), ("others", "bo", PAPER), ("third", "ann", OTHER)):
        job = await asked(storage, key, person=person)
        await keep(storage, job, paper=paper)
        await storage.jobs.finish(job, now=NOW)
    erasure = storage.registers.erasure
    counts = await erasure.forget(f"{PLATFORM}:ann", sparing="")
    assert counts["questions"] == 2
    bo = await asked(storage, "again", person="bo")
    assert await questions(storage, bo) == ["others"]
    await erasure.remove(PAPER)
    assert await questions(storage, bo) == []


async def test_an_edit_of_a_message_that_has_no_id_here_takes_the_place_of_nobody_s_answer(
    storage: Storage,
) -> None:
    others = (await asked(storage, "first", answers="p")).model_copy(update={"reply_to": None})
    async with storage.database.writing() as connection:
        await connection.execute(update(jobs).values(reply_to=None))
    await keep(storage, others)
    await posted(storage, others, "answer 1")
    mended = (await asked(storage, "edit", person="bo", answers="p")).model_copy(update={"reply_to": None})
    assert await storage.turns.shown_for(mended) == ()
    assert await questions(storage, mended, mends=True) == ["first"]
